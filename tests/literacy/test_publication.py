"""What is published is what the next visitor gets."""

import datetime as dt
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from wagtail.models import PageViewRestriction

from lessons.models import LessonPage
from literacy.models import Publication
from literacy.page_cache import PageCache
from literacy.publication import current_generation, forget_kept
from market_data import services
from market_data.candles import DAY
from tests.factories import market_data as market
from tests.factories.lessons import make_course, make_lesson
from tests.factories.quizzes import make_question, make_quiz, publish

pytestmark = pytest.mark.django_db


class Visitor:
    """Django behind the page cache, with a clock of the test's own."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.cache = PageCache(
            get_wsgi_application(),
            generation=current_generation,
            on_change=forget_kept,
            clock=lambda: self.seconds,
        )

    def get(self, path: str, **headers: str) -> tuple[str, str]:
        got: list[Any] = []
        environ = {
            "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "HTTP_HOST": "localhost", "SERVER_PROTOCOL": "HTTP/1.1",
            "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), **headers,
        }  # fmt: skip
        answer = self.cache(environ, lambda status, sent, exc_info=None: got.append(status))
        return got[0], b"".join(answer).decode()


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    # A real request gives its connection back when it ends; here that would end the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Visitor()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def lesson() -> LessonPage:
    return make_lesson(title="ชื่อเดิม")


def test_a_published_edit_shows_within_a_second(visitor: Visitor, lesson: LessonPage) -> None:
    assert "ชื่อเดิม" in visitor.get(lesson.get_url())[1]

    lesson.title = "ชื่อใหม่"
    lesson.save_revision().publish()
    visitor.seconds = 1.0

    assert "ชื่อใหม่" in visitor.get(lesson.get_url())[1]


def test_a_draft_stays_out_of_sight_and_drops_nothing(visitor: Visitor, lesson: LessonPage) -> None:
    visitor.get(lesson.get_url())
    before = Publication.current()

    lesson.title = "ร่าง"
    lesson.save_revision()
    visitor.seconds = 1.0

    assert "ชื่อเดิม" in visitor.get(lesson.get_url())[1]
    assert Publication.current() == before


def test_an_unpublished_page_is_gone_within_a_second(visitor: Visitor, lesson: LessonPage) -> None:
    address = lesson.get_url()
    visitor.get(address)

    lesson.unpublish()
    visitor.seconds = 1.0

    assert visitor.get(address)[0].startswith("404")


def test_a_page_made_private_is_no_longer_shown(visitor: Visitor, lesson: LessonPage) -> None:
    visitor.get(lesson.get_url())

    PageViewRestriction.objects.create(page=lesson, restriction_type=PageViewRestriction.LOGIN)
    visitor.seconds = 1.0

    assert visitor.get(lesson.get_url())[0].startswith("302")


def _move() -> None:
    make_lesson().move(make_course(), pos="last-child")


def _delete() -> None:
    make_lesson().delete()


def _publish_question() -> None:
    make_question()


def _publish_quiz() -> None:
    make_quiz(questions=1)


def _unpublish_quiz() -> None:
    make_quiz(questions=1).unpublish()


@pytest.mark.parametrize("change", [_move, _delete, _publish_question, _publish_quiz, _unpublish_quiz])
def test_every_public_change_counts_the_number_up(change: Callable[[], None]) -> None:
    before = Publication.current()

    change()

    assert Publication.current() > before


def test_republishing_a_question_counts_too() -> None:
    question = make_question()
    before = Publication.current()

    publish(question)

    assert Publication.current() > before


def test_what_django_keeps_is_cleared_after_the_commit(
    lesson: LessonPage, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    cache.set("kept", 1)

    with django_capture_on_commit_callbacks(execute=True):
        lesson.save_revision().publish()

    assert cache.get("kept") is None


def test_another_process_drops_what_it_keeps_for_itself(visitor: Visitor, lesson: LessonPage) -> None:
    visitor.get(lesson.get_url())
    cache.set("kept", 1)

    Publication.bump()
    visitor.seconds = 1.0
    visitor.get(lesson.get_url())

    assert cache.get("kept") is None


def test_a_newer_candle_makes_kept_pages_old_and_the_same_answer_does_not(now: dt.datetime) -> None:
    series = market.series()
    rows = market.run(3, step=DAY, now=now)
    before = Publication.current()

    services.ingest_candles(series=series, venue_key="binance", rows=rows, now=now)
    after = Publication.current()
    services.ingest_candles(series=series, venue_key="binance", rows=rows, now=now)

    assert after > before
    assert Publication.current() == after
