"""Notices when something public changes and counts the generation up, so that no kept page outlives its content."""

from typing import Any

from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model
from wagtail.models import DraftStateMixin, Page, PageViewRestriction, Site
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from literacy.models import Publication
from market_data.signals import series_advanced

_UID = "literacy.publication"
_COUNTS = ("allauth:rl", "rate:")  # rate limits: django-allauth's and accounts.rate_limit's
_WITHOUT_DRAFTS = (Site, Redirect, PageViewRestriction, get_image_model())  # saved is public at once


def changed(**kwargs: Any) -> None:
    """Count up now, in the caller's transaction; clear what Django keeps once that is committed."""
    Publication.bump()
    transaction.on_commit(_clear)


def _clear() -> None:
    """Drop what was made of content. In memory, counts of who tried how often stay: each new candle would reset them."""
    store = caches["default"]
    if not isinstance(store, LocMemCache):
        store.clear()
        return
    # Django has no way to list keys; the entries of its own memory cache stand under :<version>:<key>
    with store._lock:  # type: ignore[attr-defined]
        for key in list(store._cache):  # type: ignore[attr-defined]
            if not key.split(":", 2)[2].startswith(_COUNTS):
                store._delete(key)  # type: ignore[attr-defined]


def _deleted(sender: type[Model], **kwargs: Any) -> None:
    # Revisions, log entries and learners' rows go as well; readers see none of them.
    if issubclass(sender, (Page, DraftStateMixin, *_WITHOUT_DRAFTS)):
        changed()


def _advanced(**kwargs: Any) -> None:
    # The worker's own cache needs no clearing: what is drawn of a series is kept under its version.
    Publication.bump()


def connect() -> None:
    """Connect the receivers; called once, when the apps are ready."""
    for signal in (
        page_published,
        page_unpublished,
        post_page_move,
        page_slug_changed,
        published,
        unpublished,
    ):
        signal.connect(changed, dispatch_uid=_UID)
    post_delete.connect(_deleted, dispatch_uid=_UID)
    series_advanced.connect(_advanced, dispatch_uid=_UID)
    for model in _WITHOUT_DRAFTS:
        post_save.connect(changed, sender=model, dispatch_uid=_UID)


def current_generation() -> int:
    """Read the number from outside a request; the connection is given back as after one."""
    try:
        return Publication.current()
    finally:
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def forget_kept() -> None:
    """Another process published: drop what this process keeps for itself. A shared cache was cleared there."""
    if isinstance(caches["default"], LocMemCache):
        _clear()
