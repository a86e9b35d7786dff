"""64 learners give 20,480 answers while the web processes are killed with -9 again and again. About 2 minutes.

On the database of DATABASE_URL (one that may be filled), else on an SQLite file that is thrown away afterwards.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

LEARNERS, ANSWERS, KILLS = 64, 320, 8


def run() -> int:
    """Print what was given and what was lost; return 0 when nothing was."""
    if os.name == "nt":
        print("this run needs process groups and SIGKILL")
        return 2
    with tempfile.TemporaryDirectory() as home:
        return _run(Path(home))


def _run(home: Path) -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "literacy.settings.dev"
    os.environ["VAR_DIR"] = str(home)
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{home}/soak.sqlite3")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from accounts import cookies
    from quizzes.models import AnswerStep
    from tests.factories.quizzes import make_attempt, make_quiz
    from tests.soaks.killing import Acknowledged, Given, Learner, WebServer, losses

    call_command("migrate", interactive=False, verbosity=0)
    quiz = make_quiz(questions=10, slug=f"soak-{int(time.time())}")
    attempts = [make_attempt(quiz=quiz) for _ in range(LEARNERS)]
    server = WebServer(home, secret_key=settings.SECRET_KEY, url=os.environ["DATABASE_URL"])
    acknowledged = Acknowledged()
    learners = [
        Learner(
            attempt=attempt.pk,
            cookie=f"{cookies.NAME}={cookies.signed(attempt.learner_id)}",
            choices={place["slot"]: place["parts"] for place in attempt.layout},
            answers=ANSWERS,
            port=server.port,
            acknowledged=acknowledged,
        )
        for attempt in attempts
    ]
    total = LEARNERS * ANSWERS
    began = time.monotonic()
    try:
        server.start()
        for learner in learners:
            learner.start()
        for kill in range(1, KILLS + 1):
            acknowledged.wait_for(total * kill // (KILLS + 1), timeout=600)
            server.kill()
            server.start()
            print(f"  killed after {len(acknowledged.answers):,} answers", flush=True)
        acknowledged.wait_for(total, timeout=600)
        for learner in learners:
            learner.join()
        seconds = time.monotonic() - began
        kills = server.kills
    finally:
        server.kill()
    rows = AnswerStep.objects.filter(attempt__quiz=quiz).values_list(
        "attempt", "sequence", "slot", "key", "response"
    )
    kept = [
        Given(pk.hex, sequence, slot, str(key), tuple(response["choices"]))
        for pk, sequence, slot, key, response in rows
    ]
    lost = losses(acknowledged.answers, kept)
    print(
        f"{connection.vendor}: {len(kept):,} answers of {LEARNERS} learners in {seconds:.0f} s, {kills} × kill -9"
    )
    for what, number in lost.items():
        print(f"  {what}: {number}")
    return 1 if any(lost.values()) or len(kept) != total else 0


if __name__ == "__main__":
    sys.exit(run())
