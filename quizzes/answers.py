"""One answer on its way in: read what the browser sent, check it, write it in one statement."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection
from django.db.models import Field, UUIDField
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
    try:
        data = orjson.loads(request.body)
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
_UUID = UUIDField()
_FIELDS: dict[str, Field[Any, Any]] = {
    field.name: field for field in AnswerStep._meta.get_fields() if isinstance(field, Field)
}


_DEADLINE: Field[Any, Any] = Attempt._meta.get_field("deadline")


def _prepared(name: str, value: object) -> Any:
    return _FIELDS[name].get_db_prep_save(value, connection)


def _statement() -> str:
    """Return the one statement that checks owner, state and time, writes, and tells the highest sequence.

    PostgreSQL: FOR SHARE makes it wait for a running finish (which holds the row) and look at the state again, so
    an answer is either in before the marks are made or refused; nothing is acknowledged and then left out.
    SQLite has one writer at a time anyhow.
    """
    lock = "FOR SHARE OF a" if connection.vendor == "postgresql" else ""
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

    attempt = _prepared("attempt", attempt_id)
    with connection.cursor() as cursor:
        cursor.execute(
            _statement(),
            [
                given.slot,
                given.sequence,
                _prepared("key", given.key),
                _prepared("response", given.response),
                _prepared("received_at", now),
                attempt,
                _UUID.get_db_prep_value(learner_id, connection),
                _DEADLINE.get_db_prep_save(now - services.GRACE, connection),
                attempt,
            ],
        )
        rows = cursor.fetchall()  # to the end: SQLite commits when the statement has run out
    if rows:
        return max(given.sequence, rows[0][0] or 0)
    return _explain(learner_id=learner_id, attempt_id=attempt_id, key=given.key, now=now)


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
