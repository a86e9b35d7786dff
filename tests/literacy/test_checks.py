"""Settings that belong together are checked before they can do harm."""

from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

from quizzes.schedules import SCHEDULES


def _found(*, deploy: bool = False) -> set[str]:
    return {str(message.id) for message in run_checks(include_deployment_checks=deploy) if message.id} & {
        "literacy.E001", "literacy.E002", "literacy.E003", "literacy.E004", "literacy.W001",
    }  # fmt: skip


@pytest.mark.parametrize("choice", ["real", "simulated"])
def test_known_prices_pass(settings: Any, choice: str) -> None:
    settings.MARKET_DATA = choice

    assert _found() == set()


def test_unknown_prices_are_refused(settings: Any) -> None:
    settings.MARKET_DATA = "invented"

    assert _found() == {"literacy.E001"}


def test_an_unknown_schedule_of_reviews_is_refused(settings: Any) -> None:
    settings.BOOSTER_SCHEDULE = "invented"

    assert _found() == {"literacy.E004"}


def test_every_schedule_of_reviews_may_be_chosen(settings: Any) -> None:
    for settings.BOOSTER_SCHEDULE in SCHEDULES:
        assert _found() == set()


def test_a_folder_that_cannot_be_made_is_refused(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings.VAR_DIR = tmp_path / "file" / "var"

    assert _found() == {"literacy.E002"}


def test_a_public_site_has_no_demo_accounts(settings: Any) -> None:
    settings.DEMO_ACCOUNTS, settings.MARKET_VENUES_URL = True, ""

    assert _found(deploy=True) == {"literacy.E003"}


def test_a_public_site_is_told_that_its_prices_are_not_real(settings: Any) -> None:
    settings.MARKET_DATA = "simulated"

    assert _found(deploy=True) == {"literacy.W001"}
