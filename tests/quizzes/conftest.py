"""Browsers: one that names a learner and says that its requests come from this site, one signed in to the CMS."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from accounts import cookies
from accounts.models import Learner
from quizzes.models import Attempt
from tests.factories.quizzes import right_choices, wrong_choices

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


@pytest.fixture
def editor(client: Client) -> Client:
    """Return the browser of somebody who may do everything in the CMS."""
    client.force_login(get_user_model().objects.create_superuser("editor", password="x"))
    return client


def page(name: str, attempt: Attempt) -> str:
    return reverse(f"quizzes:{name}", args=[attempt.pk])


def html(response: Any) -> str:
    return str(response.content.decode())


def form(client: Client, attempt: Attempt) -> dict[str, Any]:
    """Return what a browser would send back of the attempt page if nothing were touched."""
    text = html(client.get(page("attempt", attempt)))
    fields: dict[str, Any] = dict(re.findall(r'name="(shown-\d+)" value="([^"]*)"', text))
    for tag in re.findall(r"<input[^>]*\bchecked\b[^>]*>", text):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]+)"', tag)
        assert name
        assert value
        fields.setdefault(name[1], []).append(value[1])
    return fields


def answer_all(client: Client, attempt: Attempt, *, right: bool = True) -> dict[str, Any]:
    pick = right_choices if right else wrong_choices
    answers = {f"slot-{place['slot']}": pick(attempt, place["slot"])[:1] for place in attempt.layout}
    return {**form(client, attempt), **answers}
