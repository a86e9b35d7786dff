"""Rows of many attempts and their answers, read without the cost of a model each."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import orjson
from django.db import connection


class AttemptRow(NamedTuple):
    attempt: uuid.UUID
    learner: uuid.UUID
    state: str
    layout: list[dict[str, Any]]  # quizzes.selection.Place
    marks: list[float]  # empty while it is open
    started_at: dt.datetime
    finished_at: dt.datetime | None


class StepRow(NamedTuple):
    attempt: uuid.UUID
    slot: int
    response: str  # JSON
    received_at: Any  # as the driver gives it: see `moment`


_ATTEMPTS = """
    SELECT id, learner_id, state, CAST(layout AS text), CAST(marks AS text), started_at, finished_at
    FROM quizzes_attempt WHERE id {among}
"""
_MARKS = "SELECT id, CAST(marks AS text) FROM quizzes_attempt WHERE id {among}"
_STEPS = """
    SELECT attempt_id, slot, CAST(response AS text), received_at FROM quizzes_answerstep
    WHERE attempt_id {among} ORDER BY sequence, id
"""
AT_ONCE = 5_000  # attempts in one statement


def among(ids: Sequence[uuid.UUID]) -> tuple[str, Any]:
    """Return the condition on a column for being one of these ids, and its one parameter."""
    if connection.vendor == "postgresql":
        return "= ANY(%s)", list(ids)
    return "IN (SELECT value FROM json_each(%s))", orjson.dumps([pk.hex for pk in ids]).decode()


def attempts(*, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, AttemptRow]:
    """Return attempts by key; unknown ones are left out."""
    return {
        _key(pk): AttemptRow(
            _key(pk),
            _key(learner),
            state,
            orjson.loads(layout),
            orjson.loads(marks),
            sure(start),
            moment(end),
        )
        for pk, learner, state, layout, marks, start, end in _read(_ATTEMPTS, ids)
    }


def marks(*, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[float]]:
    """Return the marks per slot by attempt, an empty list while it is open; unknown ones are left out."""
    return {_key(pk): orjson.loads(text) for pk, text in _read(_MARKS, ids)}


def steps(*, ids: Sequence[uuid.UUID]) -> list[StepRow]:
    """Return the answers of attempts; for each slot of an attempt the last one is the one that counts."""
    known: dict[Any, uuid.UUID] = {}
    found = []
    for pk, slot, response, received_at in _read(_STEPS, ids):
        attempt = known.get(pk)
        if attempt is None:
            attempt = known[pk] = _key(pk)
        found.append(StepRow(attempt, slot, response, received_at))
    return found


def moment(value: Any) -> dt.datetime | None:
    """Return a moment of a row. SQLite keeps UTC without saying so."""
    if value is None:
        return None
    found = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.replace(tzinfo=dt.UTC) if found.tzinfo is None else found.astimezone(dt.UTC)


def sure(value: Any) -> dt.datetime:
    found = moment(value)
    if found is None:
        raise TypeError("this column is never empty")
    return found


def _key(value: Any) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(value)


def _read(statement: str, ids: Sequence[uuid.UUID]) -> Iterable[tuple[Any, ...]]:
    for start in range(0, len(ids), AT_ONCE):
        condition, parameter = among(ids[start : start + AT_ONCE])
        with connection.cursor() as cursor:
            cursor.execute(statement.format(among=condition), [parameter])
            yield from cursor.fetchall()
