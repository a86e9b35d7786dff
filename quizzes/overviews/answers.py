"""Every question of many attempts as one row: what reports, rates and exports are made of."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from quizzes import versions
from quizzes.models import Question, QuestionVersion
from quizzes.overviews import rows
from quizzes.overviews.readings import NOTHING, Reading, reading_of, subject_of


@dataclass(frozen=True, slots=True)
class MarkedAnswer:
    """One question of one attempt with the answer that counts.

    `fraction` (0–1) is the recorded mark of an ended attempt, of an open one what the newest answer would earn now
    (None without one). The counts are those of signal detection; what was possible is told also where nothing was
    answered.
    """

    attempt: uuid.UUID
    learner: uuid.UUID
    is_finished: bool
    slot: int
    question: int  # Question.pk
    code: str
    version: str  # hex of QuestionVersion.pk
    version_number: int
    title: str  # the stem on one line, cut short
    kind: str
    objective: str
    topic: str
    scam_pattern: str
    answered: bool
    fraction: float | None
    said: str  # the answer on one line, "" for none
    options: tuple[str, ...]  # uids of the chosen options
    labels: tuple[str, ...]  # their texts
    confidence: int  # 1–3, 0 when not said
    is_genuine: bool | None  # the message that is judged or searched is genuine; None where there is none
    verdict: str  # scam | genuine as it was judged, "" otherwise
    hits: int
    false_alarms: int
    possible_hits: int
    possible_false_alarms: int
    steps: int  # answers given, the changed ones too
    seconds: (
        float | None
    )  # until each answer since the one before (any question); None without an answer and on paper
    answered_at: dt.datetime | None

    @property
    def said_scam(self) -> bool:
        return self.verdict == "scam"

    @property
    def said_genuine(self) -> bool:
        return self.verdict == "genuine"

    @property
    def is_sure_and_wrong(self) -> bool:
        return self.answered and self.confidence == 3 and self.fraction is not None and self.fraction < 1e-6


@dataclass(slots=True)
class _Given:
    response: str = ""
    received_at: Any = None
    steps: int = 0
    seconds: float = 0.0


def marked_answers(*, attempts: Collection[uuid.UUID]) -> list[MarkedAnswer]:
    """Return a row per question of each attempt, in the order of the attempts and of their questions.

    Four queries (for each 5,000 attempts), one more for versions that this process meets for the first time.
    """
    ids = list(dict.fromkeys(attempts))
    known = rows.attempts(ids=ids)
    given = _given(known, rows.steps(ids=ids))
    keys = {place["version"] for row in known.values() for place in row.layout}
    contents, numbers = versions.contents(versions=keys), _numbers(keys)
    about = _about({place["question"] for row in known.values() for place in row.layout})
    found = []
    for pk in ids:
        row = known.get(pk)
        if row is None:
            continue
        on_paper = row.finished_at == row.started_at
        for place in row.layout:
            version, slot = place["version"], place["slot"]
            answer = given.get((pk, slot))
            read = reading_of(version, contents[version], answer.response) if answer else NOTHING
            code, objective, topic, pattern = about.get(place["question"], ("", "", "", ""))
            subject = subject_of(version, contents[version])
            found.append(
                MarkedAnswer(
                    attempt=pk,
                    learner=row.learner,
                    is_finished=row.state == "finished",
                    slot=slot,
                    question=place["question"],
                    code=code,
                    version=version,
                    version_number=numbers.get(version, 0),
                    title=subject.title,
                    kind=subject.kind,
                    objective=objective,
                    topic=topic,
                    scam_pattern=pattern,
                    answered=read.answered,
                    fraction=_fraction(row, slot, read),
                    said=read.said,
                    options=read.options,
                    labels=tuple(subject.labels.get(uid, uid) for uid in read.options),
                    confidence=read.confidence,
                    is_genuine=subject.is_genuine,
                    verdict=read.verdict,
                    hits=read.hits,
                    false_alarms=read.false_alarms,
                    possible_hits=subject.possible_hits,
                    possible_false_alarms=subject.possible_false_alarms,
                    steps=answer.steps if answer else 0,
                    seconds=None if answer is None or on_paper else answer.seconds,
                    answered_at=rows.moment(answer.received_at) if answer else None,
                )
            )
    return found


def _fraction(row: rows.AttemptRow, slot: int, read: Reading) -> float | None:
    if row.marks:
        return row.marks[slot - 1]
    return read.fraction if read.answered else None


def _given(
    known: dict[uuid.UUID, rows.AttemptRow], steps: list[rows.StepRow]
) -> dict[tuple[uuid.UUID, int], _Given]:
    """Return the answer that counts per attempt and slot, with how long its question took."""
    of_attempt: dict[uuid.UUID, list[rows.StepRow]] = defaultdict(list)
    for step in steps:
        of_attempt[step.attempt].append(step)
    found: dict[tuple[uuid.UUID, int], _Given] = defaultdict(_Given)
    for pk, mine in of_attempt.items():
        for step in mine:
            one = found[pk, step.slot]
            one.response, one.received_at = step.response, step.received_at
            one.steps += 1
        before = known[pk].started_at
        # as the replay tells them: in the order in which they came
        for at, slot in sorted((rows.sure(step.received_at), step.slot) for step in mine):
            found[pk, slot].seconds += max(0.0, (at - before).total_seconds())
            before = at
    return found


def _numbers(keys: Collection[str]) -> dict[str, int]:
    found = QuestionVersion.objects.filter(pk__in=[uuid.UUID(key) for key in keys])
    return {pk.hex: number for pk, number in found.values_list("pk", "number")}


def _about(questions: Collection[int]) -> dict[int, tuple[str, str, str, str]]:
    found = Question.objects.filter(pk__in=questions)
    return {
        pk: (code, objective, topic, pattern)
        for pk, code, objective, topic, pattern in found.values_list(
            "pk", "code", "objective", "topic", "scam_pattern"
        )
    }
