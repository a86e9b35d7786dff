"""One answer on its way in: read what the browser sent, check it, write it in one statement."""

import datetime as dt
import threading
import uuid
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import DateTimeField, Field, UUIDField
from django.http import HttpRequest

from quizzes import services, versions
from quizzes.kinds import KINDS
from quizzes.kinds.base import Response
from quizzes.layouts import slots_of
from quizzes.models import AnswerStep, Attempt
from quizzes.refusals import (
    AttemptFinished,
    AttemptMerged,
    Malformed,
    NoSuchAttempt,
    TimeIsUp,
    TooLarge,
    UnknownLearner,
)

MOST_BYTES = 16_000  # ten gaps filled to their ends with Thai letters
MOST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True)
class GivenAnswer:
    """What the browser says; well-formed, not yet checked against the attempt."""

    key: uuid.UUID  # made by the browser, once per answer: a retry carries it again
    slot: int
    sequence: int
    response: Response


def parse(request: HttpRequest) -> GivenAnswer:
    """Return the answer in the request's JSON: {"key", "slot", "sequence", "response": {…}}.

    Raises TooLarge, before reading, and Malformed.
    """
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError as error:
        raise Malformed from error
    if length > MOST_BYTES:
        raise TooLarge
    return read(request.body)


def read(body: bytes) -> GivenAnswer:
    """Return the answer in a JSON text. Raises Malformed."""
    try:
        data = orjson.loads(body)
        given = GivenAnswer(
            key=uuid.UUID(data["key"]),
            slot=data["slot"],
            sequence=data["sequence"],
            response=data["response"],
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise Malformed from error
    if not _is_well_formed(given):
        raise Malformed
    return given


def _is_well_formed(given: GivenAnswer) -> bool:
    # `type(x) is int`: JSON's true is an int to Python
    numbers_fit = (
        type(given.slot) is int
        and type(given.sequence) is int
        and given.slot >= 1
        and 1 <= given.sequence <= MOST_SEQUENCE
    )
    # whether it is a response to this question, its kind tells later
    return numbers_fit and isinstance(given.response, dict)


# The tables' own fields turn values into what the database takes (SQLite keeps UUIDs and JSON as text).
_UUID, _MOMENT = UUIDField(), DateTimeField()
_RESPONSE: Field[Any, Any] = AnswerStep._meta.get_field("response")

# SQLite has one writer at a time. The threads of this process queue here, where the next one goes on at once; in
# SQLite's own queue it would sleep, longer at every try.
_turn = threading.Lock()


@cache
def _statement(vendor: str) -> str:
    """Return the one statement that checks owner, state and time, writes, and tells the highest sequence.

    PostgreSQL: FOR SHARE makes it wait for a running finish (which holds the row) and look at the state again, so
    an answer is either in before the marks are made or refused; nothing is acknowledged and then left out.
    SQLite has one writer at a time anyhow.
    """
    lock = "FOR SHARE OF a" if vendor == "postgresql" else ""
    return f"""
        INSERT INTO quizzes_answerstep (attempt_id, slot, sequence, "key", response, received_at)
        SELECT a.id, %s, %s, %s, %s, %s FROM quizzes_attempt a
        WHERE a.id = %s AND a.learner_id = %s AND a.state = 'open'
            AND (a.deadline IS NULL OR a.deadline >= %s) {lock}
        ON CONFLICT (attempt_id, "key") DO NOTHING
        RETURNING (SELECT MAX(s.sequence) FROM quizzes_answerstep s WHERE s.attempt_id = %s)
    """  # noqa: S608 — only the vendor's lock clause is put in


def record_answer(
    *, learner_id: uuid.UUID | None, attempt_id: uuid.UUID, given: GivenAnswer, now: dt.datetime
) -> int:
    """Write one answer and return the highest sequence known on the server for the attempt.

    Durable when it returns: the statement is a transaction of its own. The same key again is acknowledged again
    and writes nothing. The server's clock rules; what comes a little late is taken (services.GRACE), and that it was
    late stays to be seen: received_at is after the deadline.
    Raises UnknownLearner, NoSuchAttempt, AttemptFinished, AttemptMerged, TimeIsUp, Malformed.
    """
    if learner_id is None:
        raise UnknownLearner
    slots = slots_of(attempt_id=attempt_id)
    if slots is None:
        raise NoSuchAttempt
    if given.slot > len(slots):
        raise Malformed
    version = slots[given.slot - 1]
    content = versions.contents(versions=[version])[version]
    if not KINDS[content["kind"]].check(content, given.response):
        raise Malformed

    rows = _write(learner_id=learner_id, attempt_id=attempt_id, given=given, now=now)
    if rows:
        return max(given.sequence, rows[0][0] or 0)
    return _explain(learner_id=learner_id, attempt_id=attempt_id, key=given.key, now=now)


def _write(
    *, learner_id: uuid.UUID, attempt_id: uuid.UUID, given: GivenAnswer, now: dt.datetime
) -> list[tuple[int | None]]:
    database = connections[DEFAULT_DB_ALIAS]  # looked up once: the name `connection` looks it up at every use
    attempt = _UUID.get_db_prep_value(attempt_id, database)
    values = [
        given.slot,
        given.sequence,
        _UUID.get_db_prep_value(given.key, database),
        _RESPONSE.get_db_prep_save(given.response, database),
        _MOMENT.get_db_prep_value(now, database),
        attempt,
        _UUID.get_db_prep_value(learner_id, database),
        _MOMENT.get_db_prep_value(now - services.GRACE, database),
        attempt,
    ]
    with database.cursor() as cursor, _turn if database.vendor == "sqlite" else nullcontext():
        cursor.execute(_statement(database.vendor), values)
        rows: list[tuple[int | None]] = cursor.fetchall()  # to the end: SQLite commits when it has run out
    return rows


def _explain(*, learner_id: uuid.UUID, attempt_id: uuid.UUID, key: uuid.UUID, now: dt.datetime) -> int:
    """Tell why nothing was written: acknowledged before (then return the highest sequence), or refused."""
    attempt = Attempt.objects.filter(pk=attempt_id, learner=learner_id).first()
    if attempt is None:
        raise NoSuchAttempt
    sequences = dict(attempt.steps.values_list("key", "sequence"))
    if key in sequences:
        return max(sequences.values())
    if attempt.state == Attempt.State.MERGED:
        raise AttemptMerged
    if attempt.ran_out or services.is_overdue(attempt, now=now):
        services.close_if_overdue(attempt, now=now)
        raise TimeIsUp
    raise AttemptFinished
