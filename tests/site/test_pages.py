"""Every page type renders for a visitor without an account, the same for all, within its query budget."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from wagtail.models import Page

from tests.factories import lessons as make
from tests.factories.quizzes import make_quiz

OURS = {"lessons"}
BODY = [
    ("text", "<p>ข้อความ</p>"),
    ("callout", {"tone": "note", "title": "หัวข้อ", "text": "<p>ข้อความ</p>"}),
] * 10


def _home() -> Page:
    home = make.make_home()
    make.make_lesson(course=make.make_course(home=home))
    return home


def _course() -> Page:
    course = make.make_course()
    for _ in range(5):
        make.make_lesson(course=course)
    return course


def _kit() -> Page:
    course = make.make_course()
    for _ in range(5):
        make.make_lesson(course=course)
    return make.make_kit(course=course, print_quiz=make_quiz())


def _lesson() -> Page:
    return make.make_lesson(body=BODY, closing_quiz=make_quiz())


# page type: (how to make one, queries for the first visitor after a restart)
BUDGETS: dict[str, tuple[Callable[[], Page], int]] = {
    "HomePage": (_home, 6),
    "CoursePage": (_course, 6),
    "LessonPage": (_lesson, 6),
    "PatternIndexPage": (make.make_pattern_index, 6),
    "ScamPatternPage": (make.make_pattern, 6),
    "ClaimIndexPage": (make.make_claim_index, 6),
    "ClaimPage": (make.make_claim, 6),
    "GlossaryPage": (make.make_glossary, 6),
    "DirectoryPage": (make.make_directory, 6),
    "EmergencyPage": (make.make_emergency, 6),
    "KitPage": (_kit, 6),
    "InfoPage": (make.make_info, 6),
}


def test_every_page_type_has_a_budget() -> None:
    types = {
        model.__name__
        for model in apps.get_models()
        if issubclass(model, Page) and model._meta.app_label in OURS
    }

    assert types == set(BUDGETS)


@pytest.mark.django_db
@pytest.mark.parametrize("page_type", BUDGETS)
class TestPage:
    def test_renders_within_its_budget(
        self, page_type: str, client: Client, django_assert_max_num_queries: Callable
    ) -> None:
        build, budget = BUDGETS[page_type]
        page = build()
        client.get(page.get_url())  # what a process reads once: sites, templates
        cache.clear()

        with django_assert_max_num_queries(budget):
            response = client.get(page.get_url())

        assert response.status_code == 200
        assert page.title in response.content.decode()
        assert 'lang="th"' in response.content.decode()

    def test_is_the_same_for_everybody(self, page_type: str, client: Client, admin_user: object) -> None:
        page = BUDGETS[page_type][0]()
        signed_in = Client()
        signed_in.force_login(admin_user)  # type: ignore[arg-type]

        anonymous, known = client.get(page.get_url()), signed_in.get(page.get_url())

        assert known.content == anonymous.content
        assert not anonymous.cookies
        assert "public" in anonymous["Cache-Control"]
        assert "cookie" not in anonymous.get("Vary", "").lower()

    def test_keeps_what_the_policy_allows(self, page_type: str, client: Client) -> None:
        response = client.get(BUDGETS[page_type][0]().get_url())
        html = response.content.decode()

        assert "unsafe" not in response["Content-Security-Policy"]
        assert " style=" not in html
        assert "csrfmiddlewaretoken" not in html
        assert "<script>" not in html
