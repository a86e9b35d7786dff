"""Limits hold while the site lives: a publication or a new candle does not open the door again."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.rate_limit import is_over
from literacy.publication import changed, forget_kept
from tests.factories.accounts import make_user


def _tries(count: int) -> list[bool]:
    return [is_over(what="x", who="somebody", times=3, seconds=60) for _ in range(count)]


def test_counts_each_by_itself() -> None:
    assert _tries(5) == [False, False, False, True, True]
    assert not is_over(what="x", who="somebody else", times=3, seconds=60)
    assert not is_over(what="y", who="somebody", times=3, seconds=60)


def test_a_new_candle_forgets_content_and_not_the_counts() -> None:
    _tries(3)
    cache.set("lessons.outline", ["old"])

    forget_kept()

    assert cache.get("lessons.outline") is None
    assert _tries(1) == [True]


@pytest.mark.django_db(transaction=True)
def test_a_publication_does_not_give_a_guesser_new_tries(client: Client) -> None:
    user = make_user()
    cache.set("lessons.outline", ["old"])
    for number in range(8):
        client.post("/accounts/login/", {"login": user.username, "password": f"guess-{number}"})
        changed()

    refused = client.post("/accounts/login/", {"login": user.username, "password": "rak-rian-2569"})

    assert cache.get("lessons.outline") is None
    assert "ลองหลายครั้งเกินไป" in refused.content.decode()
