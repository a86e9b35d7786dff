"""Public pages: the same bytes for everybody, in few queries, and Wagtail's own way for the rest."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from lessons.models import CoursePage
from tests.factories.accounts import carry, make_learner, make_user
from tests.factories.lessons import make_course, make_home, make_lesson, make_record

pytestmark = pytest.mark.django_db


def _pages() -> list[Page]:
    lesson = make_lesson()
    return [make_home(), lesson.get_parent().specific, lesson]


@pytest.mark.parametrize("index", [0, 1, 2], ids=["home", "course", "lesson"])
def test_page_is_the_same_for_every_visitor(client: Client, index: int) -> None:
    page = _pages()[index]
    user = make_user()
    learner = make_learner(user=user)
    visitor = Client()
    visitor.force_login(user)
    carry(visitor, learner)

    plain, known = client.get(page.url), visitor.get(page.url)

    assert plain.status_code == known.status_code == 200
    assert plain.content == known.content
    for response in (plain, known):
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"
    assert b"csrfmiddlewaretoken" not in plain.content
    assert user.username.encode() not in known.content


def _grow(times: int) -> None:
    learner = make_learner()
    for _ in range(times):
        course = make_course()
        for _ in range(3):
            make_record(learner=learner, lesson=make_lesson(course=course))


@pytest.mark.parametrize("index", [0, 1, 2], ids=["home", "course", "lesson"])
def test_page_costs_the_same_queries_however_much_there_is(
    client: Client, index: int, django_assert_max_num_queries: Any
) -> None:
    page = _pages()[index]
    url = page.url
    for times in (0, 4):
        _grow(times)
        cache.clear()  # the first reader after a restart
        with django_assert_max_num_queries(6):
            assert client.get(url).status_code == 200
    with django_assert_max_num_queries(4):  # and the ones after
        assert client.get(url).status_code == 200


def test_lesson_of_twenty_blocks_takes_few_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    callout = {"tone": "note", "title": "เกร็ด", "text": "<p>ข้อความ</p>"}
    body = [("text", "<h2>หัวข้อ</h2><p>ย่อหน้า</p>"), ("callout", callout)] * 10
    url = make_lesson(body=body).url

    with django_assert_max_num_queries(5):
        response = client.get(url)

    assert response.content.count("ย่อหน้า".encode()) == 10


@pytest.mark.parametrize("method", ["get", "head"])
def test_draft_is_not_found_and_not_kept(client: Client, method: str) -> None:
    url = make_lesson(live=False).get_url()

    response = getattr(client, method)(url)

    assert response.status_code == 404
    assert "no-store" in response["Cache-Control"]


def test_page_below_a_private_course_asks_for_the_password_and_is_not_kept(client: Client) -> None:
    lesson = make_lesson()
    PageViewRestriction.objects.create(
        page=lesson.get_parent(), restriction_type=PageViewRestriction.PASSWORD, password="ก"
    )

    response = client.get(lesson.url)

    assert lesson.title.encode() not in response.content
    assert "no-store" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]


def test_private_course_is_not_listed_on_the_home_page(client: Client) -> None:
    hidden, shown = make_course(title="วิชาลับ"), make_course(title="วิชาเปิด")
    PageViewRestriction.objects.create(page=hidden.page_ptr, restriction_type=PageViewRestriction.LOGIN)

    content = client.get(make_home().url).content.decode()

    assert shown.title in content
    assert hidden.title not in content


def test_unknown_address_is_not_found_and_not_kept(client: Client) -> None:
    make_home()

    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "no-store" in response["Cache-Control"]


def test_two_sites_are_told_apart(client: Client) -> None:
    lesson = make_lesson()
    other = Page(title="อีกเว็บ", slug="other")
    Page.get_first_root_node().add_child(instance=other)
    Site.objects.create(hostname="other.example", root_page=other)

    response = client.get(lesson.get_url_parts()[2])

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_posting_to_a_page_changes_nothing(client: Client) -> None:
    url = make_lesson().url

    assert client.post(url).status_code == 405
    assert Client(enforce_csrf_checks=True).post(url).status_code == 403


def test_address_without_the_slash_leads_to_the_page(client: Client) -> None:
    url = make_lesson().url

    response = client.get(url.rstrip("/"))

    assert response.status_code == 301
    assert response["Location"] == url


def test_lesson_says_where_it_stands_in_its_course(client: Client) -> None:
    course = make_course()
    first, second, third = (make_lesson(course=course, title=f"บท {name}") for name in "กขค")

    context = client.get(second.url).context_data

    assert (context["position"], context["lesson_count"]) == (2, 3)
    assert context["previous"]["title"] == first.title
    assert context["next"]["url"] == third.url
    assert context["course"]["title"] == course.title
    assert isinstance(context["now"], dt.datetime)


def test_publishing_shows_at_once(client: Client) -> None:
    first = make_lesson()
    course: CoursePage = first.get_parent().specific
    assert client.get(first.url).context_data["next"] is None

    second = make_lesson(course=course, live=False)
    second.save_revision().publish()

    assert client.get(first.url).context_data["next"]["id"] == second.pk


@pytest.mark.parametrize("change", ["unpublish", "delete", "move"])
def test_taking_a_lesson_away_shows_at_once(client: Client, change: str) -> None:
    course, elsewhere = make_course(), make_course()
    first, second = make_lesson(course=course), make_lesson(course=course)
    assert client.get(first.url).context_data["next"]["id"] == second.pk

    if change == "move":
        second.move(elsewhere, pos="last-child")
    else:
        getattr(second, change)()

    assert client.get(first.url).context_data["next"] is None


def test_old_address_of_a_lesson_leads_to_the_new_one(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    lesson = make_lesson()
    old = lesson.url
    lesson.slug = "better-name"
    with django_capture_on_commit_callbacks(execute=True):
        lesson.save_revision().publish()

    response = client.get(old)

    assert response.status_code == 301
    assert response["Location"].endswith("/better-name/")
    assert not response.cookies


def test_preview_of_an_unpublished_lesson_reads_and_is_not_kept() -> None:
    lesson = make_lesson(live=False)

    response = lesson.make_preview_request()

    assert response.status_code == 200
    assert lesson.title in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_address_for_signing_in_to_private_pages_still_works(client: Client) -> None:
    assert client.get("/_util/login/").status_code in {200, 302}
