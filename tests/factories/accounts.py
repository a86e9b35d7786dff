"""People for tests."""

import datetime as dt
import itertools
from typing import Any

from django.test import Client

from accounts import cookies
from accounts.models import Learner, User
from tests.conftest import NOW

_numbers = itertools.count(1)


def make_user(**fields: Any) -> User:
    number = next(_numbers)
    fields = {"username": f"somchai{number}", "password": "rak-rian-2569", **fields}
    return User.objects.create_user(**fields)


def make_learner(*, user: User | None = None, created_at: dt.datetime = NOW) -> Learner:
    return Learner.objects.create(user=user, created_at=created_at)


def carry(client: Client, learner: Learner) -> None:
    """Put the learner's cookie into the client, as an earlier answer on that device did."""
    client.cookies[cookies.NAME] = cookies.signed(learner.pk)
