"""A question of any kind after the attempt: what was given, what is right, and why. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from quizzes.kinds import KINDS, judge, reading
from quizzes.kinds.base import Content, Feedback, Grade, state_of
from quizzes.presentation import asking, pieces
from quizzes.presentation.asking import Given, Message


@dataclass(frozen=True)
class ReviewedOption:
    text: str
    chosen: bool
    correct: bool
    feedback: str


@dataclass(frozen=True)
class ChoosingReview:
    options: tuple[ReviewedOption, ...]


@dataclass(frozen=True)
class TypingReview:
    text: str
    unit: str
    state: str  # right | partial | wrong
    feedback: tuple[str, ...]
    right_answer: str


@dataclass(frozen=True)
class ReviewedPart:
    """A pair, an item or a gap: what was given there, what belongs there."""

    name: str
    given: str
    right: str
    is_right: bool
    feedback: str


@dataclass(frozen=True)
class PartsReview:
    """match, order"""

    parts: tuple[ReviewedPart, ...]
    right_answer: str


@dataclass(frozen=True)
class ClozeReviewPiece:
    text: str
    gap: ReviewedPart | None


@dataclass(frozen=True)
class ClozeReview:
    pieces: tuple[ClozeReviewPiece, ...]
    parts: tuple[ReviewedPart, ...]


@dataclass(frozen=True)
class ReviewedPhrase:
    text: str
    marked: bool
    suspicious: bool
    feedback: str


@dataclass(frozen=True)
class SpotReviewPiece:
    text: str
    phrase: ReviewedPhrase | None


@dataclass(frozen=True)
class SpotReview:
    message: Message
    pieces: tuple[SpotReviewPiece, ...]
    phrases: tuple[ReviewedPhrase, ...]
    says_none: bool
    none_is_right: bool
    none_feedback: str
    tally: str


@dataclass(frozen=True)
class JudgeReview:
    message: Message
    said: str  # in words, "" when nothing was said
    is_right: bool
    feedback: str
    verdict: str  # in words


Body = ChoosingReview | TypingReview | PartsReview | ClozeReview | SpotReview | JudgeReview
_Maker = Callable[[Content, Sequence[str], Given], Body]


def body(content: Content, parts: Sequence[str], response: Given | None) -> Body:
    return _MAKERS.get(reading.text(content, "kind"), _choosing)(content, parts, response or {})


def tally(grade: Grade) -> str:
    """Say hits and false alarms apart, as far as there was something to hit or to accuse; "" when neither."""
    suspicious, innocent = grade.hits + grade.misses, grade.false_alarms + grade.correct_rejections
    said = []
    if suspicious:
        said.append(f"จับกลโกงได้ {grade.hits} จาก {suspicious}")
    if innocent:
        said.append(f"ทักของจริงผิด {grade.false_alarms} จาก {innocent}")
    return " · ".join(said)


def _feedback(content: Content, response: Given) -> list[Feedback]:
    return KINDS[reading.text(content, "kind")].feedback(content, response)


def _choosing(content: Content, parts: Sequence[str], response: Given) -> ChoosingReview:
    chosen = response.get("choices", [])
    return ChoosingReview(
        tuple(
            ReviewedOption(
                reading.text(row, "text"),
                reading.text(row, "uid") in chosen,
                reading.flag(row, "correct"),
                reading.text(row, "feedback"),
            )
            for row in pieces.shown(reading.rows(content, "choices"), parts)
        )
    )


def _typing(content: Content, parts: Sequence[str], response: Given) -> TypingReview:
    kind = KINDS[reading.text(content, "kind")]
    return TypingReview(
        text=response.get("text", ""),
        unit=reading.text(content, "unit"),
        state=state_of(kind.grade(content, response).fraction),
        feedback=tuple(one.text for one in kind.feedback(content, response)),
        right_answer=kind.right_answer(content),
    )


def _matching(content: Content, parts: Sequence[str], response: Given) -> PartsReview:
    given, texts = response.get("pairs", {}), asking.all_right_texts(content)
    said = {one.uid: one for one in _feedback(content, response)}
    rows = []
    for row in reading.rows(content, "pairs"):
        uid = reading.text(row, "uid")
        rows.append(
            ReviewedPart(
                reading.text(row, "left"),
                texts.get(given.get(uid, ""), ""),
                reading.text(row, "right"),
                uid in said and said[uid].is_right,
                reading.text(row, "feedback"),
            )
        )
    return PartsReview(tuple(rows), "")


def _ordering(content: Content, parts: Sequence[str], response: Given) -> PartsReview:
    texts = {reading.text(row, "uid"): reading.text(row, "text") for row in reading.rows(content, "items")}
    places = {uid: place for place, uid in enumerate(texts, 1)}
    said = _feedback(content, response)
    rows = [
        ReviewedPart(texts[one.uid or ""], str(place), str(places[one.uid or ""]), one.is_right, one.text)
        for place, one in enumerate(said, 1)
    ]
    return PartsReview(tuple(rows), KINDS["order"].right_answer(content))


def _cloze(content: Content, parts: Sequence[str], response: Given) -> ClozeReview:
    gaps = reading.rows(content, "gaps")
    earned = KINDS["cloze"].grade(content, response).per_part
    said: dict[str | None, str] = {one.uid: one.text for one in _feedback(content, response)}
    given = response.get("gaps", {})
    reviewed = []
    for number, gap in enumerate(gaps, 1):
        uid, kind = reading.text(gap, "uid"), reading.text(gap, "kind")
        value = given.get(uid, "")
        if kind == "choice":
            texts = {
                reading.text(row, "uid"): reading.text(row, "text") for row in reading.rows(gap, "choices")
            }
            value = texts.get(value, "")
        inner = (
            KINDS["single" if kind == "choice" else kind] if kind in ("choice", "short", "numeric") else None
        )
        reviewed.append(
            ReviewedPart(
                f"ช่อง {number}",
                value,
                inner.right_answer(gap) if inner else "",
                earned.get(uid, 0.0) > 0.999999,
                said.get(uid, ""),
            )
        )
    found = tuple(
        ClozeReviewPiece(text, None if index is None else reviewed[index])
        for text, index in pieces.of_cloze(content)
    )
    return ClozeReview(found, tuple(reviewed))


def _phrase(row: reading.Row, marked: Sequence[str]) -> ReviewedPhrase:
    return ReviewedPhrase(
        reading.text(row, "text"),
        reading.text(row, "uid") in marked,
        reading.flag(row, "suspicious"),
        reading.text(row, "feedback"),
    )


def _spotting(content: Content, parts: Sequence[str], response: Given) -> SpotReview:
    marked = response.get("phrases", [])
    none: Any = content.get("none")
    none = none if isinstance(none, dict) else {}
    cut = tuple(
        SpotReviewPiece(text, None if row is None else _phrase(row, marked))
        for text, row in pieces.of_message(content)
    )
    return SpotReview(
        message=asking.message(content, marked),
        pieces=cut,
        phrases=tuple(piece.phrase for piece in cut if piece.phrase is not None),
        says_none="none" in response,
        none_is_right=reading.flag(none, "correct"),
        none_feedback=reading.text(none, "feedback"),
        tally=tally(KINDS["spot"].grade(content, response)),
    )


def _judging(content: Content, parts: Sequence[str], response: Given) -> JudgeReview:
    truth, said = reading.text(content, "verdict"), response.get("verdict", "")
    texts: Any = content.get("feedback")
    texts = texts if isinstance(texts, dict) else {}
    return JudgeReview(
        message=asking.message({**content, "phrases": []}, []),
        said=judge.VERDICTS.get(said, ""),
        is_right=said == truth,
        feedback=reading.text(texts, said or truth),
        verdict=judge.VERDICTS.get(truth, ""),
    )


_MAKERS: dict[str, _Maker] = {
    "short": _typing,
    "numeric": _typing,
    "match": _matching,
    "order": _ordering,
    "cloze": _cloze,
    "spot": _spotting,
    "judge": _judging,
}
