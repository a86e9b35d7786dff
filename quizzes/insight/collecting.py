"""Reads many attempts at once into columns. Runs in the worker.

A million answers pass through here, so nothing is done per answer but looking its text up; what equal texts mean is
worked out once and spread over the rows by numpy.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
from django.db import connection

from quizzes import versions
from quizzes.kinds import KINDS
from quizzes.overviews.rows import among
from quizzes.statistics import offers
from quizzes.statistics.columns import DETECTION, Answers, Choices, checked

if TYPE_CHECKING:
    from quizzes.statistics.columns import Ints

AT_ONCE = 2_000  # attempts in one statement
_DETECTING = frozenset({"spot", "judge"})
_NOTHING = -1  # instead of a response's number: the question was left empty

_ATTEMPTS = """
    SELECT CAST(id AS text), CAST(layout AS text), CAST(marks AS text) FROM quizzes_attempt WHERE id {among}
"""
_STEPS = """
    SELECT CAST(attempt_id AS text), slot, CAST(response AS text) FROM quizzes_answerstep
    WHERE attempt_id {among} ORDER BY sequence, id
"""


class _Numbers(dict[str, int]):
    """Gives every text a number, in the order in which they are met."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class _Columns:
    """The columns while they grow: a row per place of an attempt; responses and versions by number."""

    def __init__(self) -> None:
        self.sizes: list[int] = []  # rows per attempt
        self.version: list[int] = []
        self.mark: list[float] = []
        self.first: list[Ints] = []
        self.final: list[Ints] = []
        self.versions, self.responses = _Numbers(), _Numbers()

    def add(self, attempt_ids: Sequence[uuid.UUID]) -> None:
        before = len(self.version)
        start_of: dict[str, int] = {}
        for pk, layout, marks in _rows(_ATTEMPTS, attempt_ids):
            start_of[pk] = len(self.version) - before
            numbers = [self.versions[place["version"]] for place in orjson.loads(layout)]
            self.sizes.append(len(numbers))
            self.version += numbers
            self.mark += orjson.loads(marks)
        size = len(self.version) - before
        final, first = (np.full(size, _NOTHING, dtype=np.int64) for _ in range(2))
        steps = _rows(_STEPS, attempt_ids)
        if steps:
            ids, slots, texts = zip(*steps, strict=True)
            at = _whole(map(start_of.__getitem__, ids), len(ids)) + _whole(slots, len(ids)) - 1
            given = _whole(map(self.responses.__getitem__, texts), len(ids))
            final[at] = given  # of several for one place the last one stays …
            first[at[::-1]] = given[::-1]  # … and, from behind, the first
        self.first.append(first)
        self.final.append(final)


def collect(attempt_ids: Sequence[uuid.UUID]) -> Answers:
    """Return the columns of these attempts, read outside any transaction: writers do not wait for it."""
    read = _Columns()
    for start in range(0, len(attempt_ids), AT_ONCE):
        read.add(attempt_ids[start : start + AT_ONCE])
    sizes = np.asarray(read.sizes, dtype=np.int64)
    version = np.asarray(read.version, dtype=np.int64)
    first, final = _joined(read.first), _joined(read.final)
    responses = [orjson.loads(text) for text in read.responses]
    said = np.asarray([*(response.get("confidence") or 0 for response in responses), 0], dtype=np.int64)
    return checked(
        Answers(
            attempt=np.repeat(np.arange(sizes.size), sizes),
            slot=_within(sizes) + 1,  # places are numbered from 1 in every layout
            question=version,
            fraction=np.asarray(read.mark, dtype=np.float64),
            confidence=said[final],  # −1, nothing given, is the zero at the end
            detection=_detection(version, final, list(read.versions), responses),
            question_keys=tuple(read.versions),
            choices=_choices(first, final, responses),
        )
    )


def _rows(statement: str, ids: Sequence[uuid.UUID]) -> list[tuple[Any, ...]]:
    condition, parameter = among(ids)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(among=condition), [parameter])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _choices(first: Ints, final: Ints, responses: list[dict[str, Any]]) -> Choices:
    """Return a row per option that a first or a final answer chose."""
    options = _Numbers()
    chosen = [[options[uid] for uid in offers.chosen(response)] for response in responses]
    sizes = np.asarray([*map(len, chosen), 0], dtype=np.int64)  # −1, nothing given, chose nothing
    starts = np.cumsum(sizes) - sizes
    flat = np.asarray([number for each in chosen for number in each], dtype=np.int64)
    rows, numbers, is_first = [], [], []
    for given, flag in ((first, 1), (final, 0)):
        size = sizes[given]
        rows.append(np.repeat(np.arange(given.size), size))
        numbers.append(flat[np.repeat(starts[given], size) + _within(size)])
        is_first.append(np.full(int(size.sum()), flag, dtype=np.int64))
    flags = _joined(is_first)
    return Choices(
        row=_joined(rows), option=_joined(numbers), first=flags, final=1 - flags, option_keys=tuple(options)
    )


def _detection(version: Ints, final: Ints, keys: list[str], responses: list[dict[str, Any]]) -> Ints:
    """Return hits, misses, false alarms and correct rejections per row; each pair of version and response once."""
    found = np.zeros((version.size, len(DETECTION)), dtype=np.int64)
    contents = versions.contents(versions=keys)
    detecting = [number for number, key in enumerate(keys) if contents[key]["kind"] in _DETECTING]
    rows = np.flatnonzero(np.isin(version, detecting) & (final != _NOTHING))
    if not rows.size:
        return found
    pairs, of_row = np.unique(version[rows] * len(responses) + final[rows], return_inverse=True)
    graded = []
    for pair in pairs.tolist():
        number, given = divmod(pair, len(responses))
        content = contents[keys[number]]
        said = KINDS[content["kind"]].grade(content, responses[given])
        graded.append((said.hits, said.misses, said.false_alarms, said.correct_rejections))
    found[rows] = np.asarray(graded, dtype=np.int64)[of_row]
    return found


def _within(sizes: Ints) -> Ints:
    """Return 0 … size − 1 for each size, one after another."""
    return np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)


def _whole(numbers: Any, count: int) -> Ints:
    return np.fromiter(numbers, dtype=np.int64, count=count)


def _joined(parts: list[Ints]) -> Ints:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
