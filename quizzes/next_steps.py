"""What the apps above may offer a learner after a quiz. Pure."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class NextStep:
    """A link on the result page; `primary` is the one thing to do next."""

    label: str
    url: str
    kind: Literal["primary", "secondary"] = "secondary"
