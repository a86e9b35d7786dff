"""Settings that belong together, checked by `manage.py check` and at every start."""

import os
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

MARKET_DATA_CHOICES = ("real", "simulated")
BOOSTER_SCHEDULES = ("ladder", "fsrs")


@register
def market_data_is_known(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.MARKET_DATA in MARKET_DATA_CHOICES:
        return []
    return [
        Error(
            f"MARKET_DATA is {settings.MARKET_DATA!r}.",
            hint=f"Set it to one of: {', '.join(MARKET_DATA_CHOICES)}.",
            id="literacy.E001",
        )
    ]


@register
def booster_schedule_is_known(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.BOOSTER_SCHEDULE in BOOSTER_SCHEDULES:
        return []
    return [
        Error(
            f"BOOSTER_SCHEDULE is {settings.BOOSTER_SCHEDULE!r}.",
            hint=f"Set it to one of: {', '.join(BOOSTER_SCHEDULES)}.",
            id="literacy.E004",
        )
    ]


@register
def var_dir_is_writable(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    folder = settings.VAR_DIR
    while not folder.exists():
        folder = folder.parent
    if folder.is_dir() and os.access(folder, os.W_OK):
        return []
    return [
        Error(
            f"VAR_DIR ({settings.VAR_DIR}) cannot be written.",
            hint="Set VAR_DIR to a folder of the user that runs the site.",
            id="literacy.E002",
        )
    ]


@register(Tags.security, deploy=True)
def demo_is_off_in_public(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    if not settings.DEMO_ACCOUNTS:
        return []
    return [
        Error(
            "DEMO_ACCOUNTS is on.",
            hint="A public site starts with literacy.settings.production.",
            id="literacy.E003",
        )
    ]


@register(Tags.security, deploy=True)
def public_prices_are_real(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    if settings.MARKET_DATA == "real" and not settings.MARKET_VENUES_URL:
        return []
    return [
        checks.Warning(
            "The charts of this public site do not show the market's own prices.",
            hint="Leave MARKET_DATA and MARKET_VENUES_URL unset, or keep them and silence this check.",
            id="literacy.W001",
        )
    ]
