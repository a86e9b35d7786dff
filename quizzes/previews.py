"""What the CMS's preview panel shows: the question as a learner meets it, then its review. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from quizzes import grading, presentation, published_text
from quizzes.content import Content
from quizzes.kinds import KINDS
from quizzes.selection import Candidate, Place, lay_out


@dataclass(frozen=True)
class DrawnPlaces:
    """A draw from the bank, in words: which questions come is decided for each learner."""

    words: str
    count: int


# a question; a draw; nothing, where no question is chosen yet
Entry = Content | DrawnPlaces | None


def _place(content: Content) -> Place:
    """Lay one content out in the author's order: in a preview that is what the author wants to see."""
    parts = tuple(KINDS[content["kind"]].parts(content))
    return lay_out([Candidate("", content["kind"], parts)], seed=0, shuffle_choices=False)[0]


def question(content: Content) -> dict[str, Any]:
    """Return the template context of one question's preview, reviewed as if answered all right.

    Nothing is in it while the kind is not chosen.
    """
    if content["kind"] not in KINDS:
        return {"question": None, "review": None, "total": 1}
    content = published_text.finished(content, facts="")
    place = _place(content)
    right = KINDS[content["kind"]].right_response(content)
    return {
        "question": presentation.question(place, content, None),
        "review": presentation.review(place, content, right, fraction=grading.fraction(content, right)),
        "total": 1,
    }


def quiz(entries: Sequence[Entry]) -> dict[str, Any]:
    """Return the template context of a quiz's preview."""
    shown: list[dict[str, Any]] = []
    number = 0
    for entry in entries:
        if isinstance(entry, DrawnPlaces):
            shown.append({"words": entry.words})
            number += entry.count
        elif isinstance(entry, dict) and entry["kind"] in KINDS:
            number += 1
            entry = published_text.finished(entry, facts="")
            place: Place = {**_place(entry), "slot": number}
            shown.append({"question": presentation.question(place, entry, None)})
    return {"entries": shown, "total": number}
