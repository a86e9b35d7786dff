"""Where content files lie, and what the site is called when they are loaded for the first time."""

import datetime as dt
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from lessons.services.curriculum.kinds import Settings


def read_folder(folder: Path) -> dict[str, str]:
    """Return the files of a folder: POSIX path below it → text."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".yaml", ".md"}
    }


def site_settings(*, today: dt.date) -> Settings:
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return Settings(
        site_name=settings.WAGTAIL_SITE_NAME,
        hostname=address.hostname or "localhost",
        port=address.port or (443 if address.scheme == "https" else 80),
        today=today,
    )
