"""What the CMS's preview panel shows: the question as a learner meets it, then its review. Pure."""

from collections.abc import Sequence
from typing import Any

from quizzes import grading, presentation
from quizzes.content import Content
from quizzes.kinds import KINDS
from quizzes.selection import Candidate, Place, lay_out

# a question; words about a draw from the bank; nothing, where no question is chosen yet
Entry = Content | str | None


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
    for number, entry in enumerate(entries, 1):
        if isinstance(entry, dict) and entry["kind"] in KINDS:
            place: Place = {**_place(entry), "slot": number}
            shown.append({"question": presentation.question(place, entry, None)})
        elif isinstance(entry, str):
            shown.append({"words": entry})
    return {"entries": shown, "total": len(entries)}
