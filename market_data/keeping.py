"""A figure's HTML is made once for what it says, and kept in the process that made it."""

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

MOST_KEPT = 128  # of some tens of kilobytes each

_kept: OrderedDict[bytes, SafeString] = OrderedDict()
_lock = Lock()


def forget() -> None:
    """Forget everything, e.g. between tests."""
    with _lock:
        _kept.clear()


def kept_html(template: str, context: dict[str, Any], *, says: object) -> SafeString:
    """Return the template's HTML. ``says`` has to tell by its repr everything of the context that the template shows.

    Not in the shared cache: what another release of the templates made must not be shown.
    """
    mark = hashlib.blake2b(f"{template}\0{says!r}".encode(), digest_size=16).digest()
    with _lock:
        found = _kept.get(mark)
        if found is not None:
            _kept.move_to_end(mark)
            return found
    html: SafeString = mark_safe(render_to_string(template, context))  # noqa: S308 - our template
    with _lock:
        _kept[mark] = html
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return html
