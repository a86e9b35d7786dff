"""The only place that reads the environment. Every read is typed; secrets have no default."""

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class SettingError(Exception):
    """A setting in the environment is missing or cannot be understood."""


def text(name: str, default: str | None = None) -> str:
    """Return the variable's text; without a default, a missing variable is an error."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is None:
        raise SettingError(f"{name} must be set")
    return default


def given(name: str) -> bool:
    """Tell whether the variable is set to anything at all."""
    return bool(os.environ.get(name, ""))


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "0", "false", "no", "off"}:
        return default if value == "" else False
    if value in {"1", "true", "yes", "on"}:
        return True
    raise SettingError(f"{name} must be true or false, not {value!r}")


def whole(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    try:
        return int(value) if value else default
    except ValueError as error:
        raise SettingError(f"{name} must be a whole number, not {value!r}") from error


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list, without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


# SQLite's defaults lose writes under load ("database is locked") and Django's deferred transactions
# cannot upgrade safely: WAL + IMMEDIATE has neither fault. synchronous=FULL because an answer is
# acknowledged only when it would survive a power cut.
SQLITE_OPTIONS: dict[str, Any] = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;"
        "PRAGMA cache_size=-16000;PRAGMA temp_store=MEMORY"
    ),
}


def database(url: str) -> dict[str, Any]:
    """Turn a DATABASE_URL (``sqlite:///path`` or ``postgres://user:password@host:port/name``) into Django's form."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:]),
            # opening costs several times what a query costs; each server thread keeps its own
            "CONN_MAX_AGE": 600,
            "OPTIONS": SQLITE_OPTIONS,
        }
    if parts.scheme in {"postgres", "postgresql"}:
        query: Mapping[str, str] = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            # ?host=/run/postgresql names a socket folder
            "HOST": query.get("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 0,
            "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
        }
    raise SettingError(f"DATABASE_URL has an unknown scheme: {parts.scheme!r}")


def cache(url: str) -> dict[str, Any]:
    """Turn a CACHE_URL (``redis://…``) into Django's form; empty means one cache per process."""
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if urlsplit(url).scheme in {"redis", "rediss", "unix"}:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    raise SettingError("CACHE_URL must be a redis:// address")
