"""Repeating jobs: each turn is taken once."""

import datetime as dt

import pytest
from django.core.management import call_command

from literacy import beat
from literacy.beat import Job, take_turn
from literacy.management.commands import worker_jobs
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
JOB = Job("a_job", every=60)


def test_of_two_workers_one_takes_the_turn() -> None:
    assert [take_turn(JOB, now=NOW), take_turn(JOB, now=NOW + dt.timedelta(seconds=5))] == [True, False]


def test_the_next_turn_comes_after_the_period() -> None:
    take_turn(JOB, now=NOW)

    assert take_turn(JOB, now=NOW + dt.timedelta(seconds=60))


def test_a_clock_that_is_behind_takes_no_turn_again() -> None:
    take_turn(JOB, now=NOW)

    assert not take_turn(JOB, now=NOW - dt.timedelta(seconds=60))


def test_a_job_that_fails_stops_neither_the_others_nor_the_worker(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    ran = []

    def run(command: str, **options: object) -> None:
        ran.append(command)
        if command == "a_job":
            raise ValueError("broken")

    monkeypatch.setattr(beat, "JOBS", (JOB, Job("another", every=60)))
    monkeypatch.setattr(worker_jobs, "call_command", run)

    call_command("worker_jobs", once=True)

    assert ran == ["a_job", "another"]
    assert "a_job failed" in caplog.text


def test_every_job_is_a_command_that_exists() -> None:
    for job in beat.JOBS:
        call_command(job.command, verbosity=0)
