"""What the CMS's preview panel shows: the question as a learner meets it, then its review. Pure."""

from collections.abc import Sequence
from typing import Any

from quizzes import grading, presentation
from quizzes.content import Content, Response
from quizzes.selection import Candidate, Place, lay_out


def _places(contents: Sequence[Content]) -> list[Place]:
    """Lay contents out in the author's order: in a preview that is what the author wants to see."""
    candidates = [
        Candidate("", content["kind"], tuple(choice["uid"] for choice in content["choices"]))
        for content in contents
    ]
    return lay_out(candidates, seed=0, shuffle_choices=False)


def question(content: Content) -> dict[str, Any]:
    """Return the template context of one question's preview, reviewed as if answered all right."""
    place = _places([content])[0]
    right = Response(choices=[choice["uid"] for choice in content["choices"] if choice["correct"]])
    return {
        "question": presentation.question(place, content, None),
        "review": presentation.review(place, content, right, fraction=grading.fraction(content, right)),
        "total": 1,
    }


def quiz(contents: Sequence[Content]) -> dict[str, Any]:
    """Return the template context of a quiz's preview."""
    places = _places(contents)
    questions = [
        presentation.question(place, content, None) for place, content in zip(places, contents, strict=True)
    ]
    return {"questions": questions, "total": len(questions)}
