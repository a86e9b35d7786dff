"""What a question may show between its stem and its answers that an app above draws: chosen in the CMS, kept at publish.

quizzes knows neither charts nor prices. An app that may import both registers how to offer, freeze and draw them.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from django.utils.safestring import SafeString

CHART = "chart"  # the kind of exhibit that the field and the YAML key `chart` name

Exhibit = dict[str, Any]  # {"kind", "name", "caption"} and what its kind froze: JSON, kept in the version


class Offer(NamedTuple):
    """Something that can be chosen now."""

    name: str
    label: str


class ExhibitKind(Protocol):
    """One kind of exhibit."""

    def offers(self) -> list[Offer]:
        """Return what an educator may choose from."""

    def frozen(self, name: str) -> Mapping[str, Any] | None:
        """Return all that `html` will ever need, as JSON; None when there is nothing published by this name."""

    def html(self, exhibit: Exhibit) -> SafeString:
        """Return the figure. Reads nothing but the exhibit: it looks the same for as long as the version lives."""


_kinds: dict[str, ExhibitKind] = {}


def register(kind: str, exhibits: ExhibitKind) -> None:
    """Make a kind known, once, while the site starts."""
    _kinds[kind] = exhibits


def offers(kind: str = CHART) -> list[Offer]:
    """Return what can be chosen now; nothing where no app draws this kind."""
    return _kinds[kind].offers() if kind in _kinds else []


def freeze(name: str, *, caption: str, kind: str = CHART) -> Exhibit | None:
    """Return the exhibit as a question published now would keep it; None when it cannot be shown."""
    found = _kinds[kind].frozen(name) if name and kind in _kinds else None
    return None if found is None else {**found, "kind": kind, "name": name, "caption": caption}


def html(exhibit: Exhibit) -> SafeString:
    """Return the figure of a kept exhibit; nothing where no app draws its kind any more."""
    kind = _kinds.get(str(exhibit.get("kind")))
    return kind.html(exhibit) if kind else SafeString()
