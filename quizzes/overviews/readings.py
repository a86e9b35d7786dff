"""What one answer to one version comes to: its mark, and what it says in words. Pure but for a process cache.

Nothing here depends on who answered, so a class that gives the same answer costs one marking.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from quizzes.formats import images
from quizzes.kinds import KINDS, judge, reading, spot
from quizzes.kinds.base import Content
from quizzes.kinds.confidence import confidence_of
from quizzes.presentation import saying
from quizzes.process_cache import ProcessCache
from quizzes.statistics import offers

MOST_STEM = 90  # characters of a question where it is named in a list


@dataclass(frozen=True, slots=True)
class Reading:
    """One response to one version. Counts are those of signal detection (quizzes.kinds.base.Grade)."""

    answered: bool
    fraction: float  # 0–1
    confidence: int  # 1–3, 0 when not said
    said: str  # on one line, "" for nothing
    options: tuple[str, ...]  # uids of what was chosen, as statistics.offers names them
    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    correct_rejections: int = 0
    verdict: str = ""  # scam | genuine where it was judged


NOTHING = Reading(answered=False, fraction=0.0, confidence=0, said="", options=())


@dataclass(frozen=True, slots=True)
class Subject:
    """What a version asks, for lists and sums."""

    kind: str
    title: str  # the stem on one line, cut short
    labels: Mapping[str, str]  # uid of an option → its text
    is_genuine: bool | None  # the message that is judged or searched is genuine; None where there is none
    possible_hits: int  # suspicious things that can be found
    possible_false_alarms: int


_readings: ProcessCache[tuple[str, str], Reading] = ProcessCache(20_000)
_subjects: ProcessCache[str, Subject] = ProcessCache(1_000)


def reading_of(version: str, content: Content, response: str) -> Reading:
    """Return what a response (JSON, as stored) to a version comes to."""
    found = _readings.get((version, response))
    if found is None:
        found = _read(content, orjson.loads(response))
        _readings.put((version, response), found)
    return found


def subject_of(version: str, content: Content) -> Subject:
    found = _subjects.get(version)
    if found is None:
        found = _ask(content)
        _subjects.put(version, found)
    return found


def _read(content: Content, response: Any) -> Reading:
    kind = KINDS[content["kind"]]
    if not kind.answered(content, response):
        return NOTHING
    grade = kind.grade(content, response)
    return Reading(
        answered=True,
        fraction=grade.fraction,
        confidence=int(confidence_of(response) or 0),
        said=saying.in_words(content, response),
        options=tuple(offers.chosen(response)),
        hits=grade.hits,
        misses=grade.misses,
        false_alarms=grade.false_alarms,
        correct_rejections=grade.correct_rejections,
        verdict=reading.text(response, "verdict"),
    )


def _ask(content: Content) -> Subject:
    kind = reading.text(content, "kind")
    suspicious, innocent, is_genuine = 0, 0, None
    if kind == "judge":
        is_genuine = reading.text(content, "verdict") == judge.GENUINE
        suspicious, innocent = int(not is_genuine), int(is_genuine)
    elif kind == "spot" and reading.text(content, "artefact") != spot.NEUTRAL:
        phrases = reading.rows(content, "phrases")
        suspicious = sum(reading.flag(row, "suspicious") for row in phrases)
        innocent = len(phrases) - suspicious
        is_genuine = reading.text(content, "artefact") == "genuine"
    return Subject(kind, _title(content), _labels(content), is_genuine, suspicious, innocent)


def _title(content: Content) -> str:
    words = " ".join(images.in_words(reading.text(content, "stem")).split())
    if len(words) <= MOST_STEM:
        return words
    cut = MOST_STEM - 1
    while cut and not _begins_a_letter(words[cut]):
        cut -= 1
    return words[:cut].rstrip() + "…"


def _begins_a_letter(character: str) -> bool:
    """Tell whether a text may be cut before this character: Thai vowels and marks above and below hang on the last."""
    return not (
        character == "\u0e31" or "\u0e34" <= character <= "\u0e3a" or "\u0e47" <= character <= "\u0e4e"
    )


def _labels(content: Content) -> dict[str, str]:
    offered = offers.offer(content, grade=lambda _content, _response: 0.0)
    return {option.uid: images.in_words(option.text) for option in offered.options}
