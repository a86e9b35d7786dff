"""Repeating jobs of the worker: each turn is taken once, however many workers there are."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from literacy.models import Beat


@dataclass(frozen=True)
class Job:
    """A management command to run every so many seconds. It must be safe to run again: a killed one is."""

    command: str
    every: int

    def turn(self, now: dt.datetime) -> int:
        return int(now.timestamp()) // self.every


JOBS = (
    Job("close_overdue", every=30),
    Job("tell_results", every=30),
    Job("apply_regrades", every=10),
    Job("refresh_statistics", every=60),
    Job("erase_inactive", every=86_400),
    Job("erase_classes", every=86_400),
)


def take_turn(job: Job, *, now: dt.datetime) -> bool:
    """Tell whether this worker may run the job now: true for exactly one caller per turn."""
    Beat.objects.bulk_create([Beat(job=job.command, turn=0)], ignore_conflicts=True)
    turn = job.turn(now)
    return bool(Beat.objects.filter(job=job.command, turn__lt=turn).update(turn=turn))


def due(jobs: Iterable[Job], *, now: dt.datetime) -> list[Job]:
    """Return the jobs whose turn this worker has just taken."""
    return [job for job in jobs if take_turn(job, now=now)]
