"""Fills a database with finished attempts: as many as a country has given. For measuring, never for a site in use.

`python -m tests.bench.volume <slug of a quiz> <answers>` does it on the database of the settings and counts them.
"""

import datetime as dt
import json
import random
import sys
import time
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

import django
from django.apps import apps

if not apps.ready:  # as a program
    django.setup()

from django.db import connection, transaction

from accounts.models import Learner
from quizzes.models import Attempt, Quiz, QuizAnalysis, QuizResult
from quizzes.selection import lay_out
from quizzes.selectors import candidates, contents_of, entries_of

LAYOUTS = 200  # different orders of options, shared by the attempts
AT_ONCE = 5_000


def fill(*, quiz: Quiz, attempts: int, answers: int, now: dt.datetime, chance: random.Random) -> int:
    """Add finished attempts with so many answers to each question, queued for counting; return the answers added."""
    entries = entries_of(slug=quiz.slug)
    assert entries is not None
    asked = candidates(members=entries.entries)  # type: ignore[arg-type]
    layouts = [lay_out(asked, seed=seed, shuffle_choices=True) for seed in range(LAYOUTS)]
    known = contents_of(Attempt(layout=layouts[0]))
    options = {
        version: [(choice["uid"], choice["correct"]) for choice in content["choices"]]
        for version, content in known.items()
    }
    added = 0
    for start in range(0, attempts, AT_ONCE):
        size = min(AT_ONCE, attempts - start)
        made = [_attempt(quiz, chance.choice(layouts), options, now, chance) for _ in range(size)]
        Learner.objects.bulk_create(Learner(pk=attempt.learner_id, created_at=now) for attempt, _ in made)
        Attempt.objects.bulk_create(attempt for attempt, _ in made)
        QuizResult.objects.bulk_create(_result(attempt) for attempt, _ in made)
        added += _write_steps(_steps(made, options, answers, now, chance))
    QuizAnalysis.objects.update_or_create(quiz=quiz, defaults={"needs_recount": True})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return added


_Options = dict[str, list[tuple[str, bool]]]
_Made = tuple[Attempt, list[str]]  # with what was chosen in the end


def _attempt(
    quiz: Quiz, layout: list[Any], options: _Options, now: dt.datetime, chance: random.Random
) -> _Made:
    ability = chance.random()
    chosen, marks = [], []
    for place in layout:
        is_right = chance.random() < ability
        offered = options[place["version"]]
        chosen.append(chance.choice([uid for uid, correct in offered if correct is is_right]))
        marks.append(float(is_right))
    attempt = Attempt(
        learner_id=uuid.UUID(int=chance.getrandbits(128)),
        quiz=quiz,
        seed=0,
        layout=layout,
        pass_percent=quiz.pass_percent,
        state=Attempt.State.FINISHED,
        started_at=now - dt.timedelta(minutes=9),
        finished_at=now,
        fraction=sum(marks) / len(marks),
        marks=marks,
    )
    return attempt, chosen


def _result(attempt: Attempt) -> QuizResult:
    return QuizResult(
        learner_id=attempt.learner_id,
        quiz_id=attempt.quiz_id,
        attempts=1,
        best_fraction=attempt.fraction,
        best_attempt=attempt,
        last_finished_at=attempt.finished_at,
    )


def _steps(
    made: Iterable[_Made], options: _Options, answers: int, now: dt.datetime, chance: random.Random
) -> Iterator[tuple[Any, ...]]:
    """Yield rows of answers: minds are changed, the last answer is the one that was marked."""
    for attempt, chosen in made:
        sequence = 0
        for place, uid in zip(attempt.layout, chosen, strict=True):
            for again in range(answers, 0, -1):
                sequence += 1
                given = uid if again == 1 else chance.choice(options[place["version"]])[0]
                key = uuid.UUID(int=chance.getrandbits(128))
                response = json.dumps({"choices": [given]})
                yield (attempt.pk, place["slot"], sequence, key, response, now)


def _write_steps(rows: Iterable[tuple[Any, ...]]) -> int:
    columns = 'attempt_id, slot, sequence, "key", response, received_at'
    if connection.vendor == "postgresql":
        count = 0
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY quizzes_answerstep ({columns}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
                count += 1
        return count
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO quizzes_answerstep ({columns}) VALUES (%s, %s, %s, %s, %s, %s)",  # noqa: S608
            [
                (pk.hex, slot, sequence, key.hex, response, str(moment.replace(tzinfo=None)))
                for pk, slot, sequence, key, response, moment in rows
            ],
        )
        return int(cursor.rowcount)


def main(slug: str, wanted: int) -> None:
    """Fill until there are so many answers, then count them as the worker does, and print what that took."""
    from django.utils import timezone

    quiz, now = Quiz.objects.get(slug=slug), timezone.now()
    questions = quiz.slots.count()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    chance = random.Random(wanted)
    with transaction.atomic():
        added = fill(quiz=quiz, attempts=wanted // questions // 2, answers=2, now=now, chance=chance)
    from quizzes.insight import counting

    began, used = time.perf_counter(), time.process_time()
    counted = counting.refresh(now=now)
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    print(
        f"{added:,} answers stored; {sum(counted.values()):,} attempts counted in {seconds:.1f} s ({cpu:.1f} s CPU)"
    )


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
