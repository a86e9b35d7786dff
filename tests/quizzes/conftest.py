"""A browser that names a learner and says that its requests come from this site."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts import cookies
from accounts.models import Learner

Browser = Callable[..., Client]


@pytest.fixture
def browser() -> Browser:
    """Return a maker of clients: of a learner, or of nobody yet."""

    def make(learner: Learner | None = None, **kwargs: Any) -> Client:
        client = Client(headers={"Sec-Fetch-Site": "same-origin"}, **kwargs)
        if learner is not None:
            client.cookies[cookies.NAME] = cookies.signed(learner.pk)
        return client

    return make
