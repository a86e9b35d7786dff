"""Educators at one question: a lock says whose it is, two windows lose nothing; the market's health on a phone."""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from literacy import roles
from tests.factories.quizzes import make_question
from tests.journeys.cms import awake, make_roles

pytestmark = pytest.mark.django_db(transaction=True)
TIMEOUT = 60_000  # milliseconds: the machine may be busy

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

Desk = Callable[..., BrowserContext]


def _person(name: str) -> User:
    person = User.objects.create_user(name, first_name=name, password="x")
    person.groups.add(Group.objects.get(name=roles.EDITOR))
    return person


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[Desk]:
    """Return a maker of browsers, each with somebody signed in to the CMS."""
    make_roles()
    contexts: list[BrowserContext] = []

    def make(person: User, *, width: int = 1280) -> BrowserContext:
        client = Client()
        client.force_login(person)
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": 900}, locale="th-TH"
        )
        context.set_default_timeout(TIMEOUT)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
        )
        contexts.append(context)
        return context

    expect.set_options(timeout=TIMEOUT)
    yield make
    for context in contexts:
        context.close()


def _save(page: Page) -> None:
    page.get_by_role("button", name="บันทึกฉบับร่าง").click()
    expect(page.locator(".messages .success")).to_be_visible()


def test_a_locked_question_says_whose_it_is_and_offers_no_saving(desk: Desk) -> None:
    question = make_question()
    question.locked, question.locked_by, question.locked_at = True, _person("สมศรี"), timezone.now()
    question.save()

    page = desk(_person("วิชัย")).new_page()
    page.goto(f"/admin/snippets/quizzes/question/edit/{question.pk}/")

    expect(page.locator("main")).to_contain_text("สมศรี")
    expect(page.locator(".messages")).to_contain_text("ล็อก")
    expect(page.locator("footer [name='action-publish']")).to_have_count(0)


def test_of_two_windows_both_versions_are_in_the_history(desk: Desk) -> None:
    question = make_question()
    context = desk(_person("สมศรี"))
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.goto(f"/admin/snippets/quizzes/question/edit/{question.pk}/")
        awake(page)

    first.bring_to_front()
    first.locator("#id_stem").fill("หน้าต่างแรก")
    _save(first)
    second.bring_to_front()
    second.locator("#id_stem").fill("หน้าต่างที่สอง")
    _save(second)

    kept = [revision.content["stem"] for revision in question.revisions.order_by("pk")]
    assert kept[-1] == "หน้าต่างที่สอง"
    assert "หน้าต่างแรก" in kept  # nobody has to write it again: it stands in the history


def test_the_market_s_health_is_readable_on_a_phone_in_the_dark(desk: Desk) -> None:
    call_command("market_defaults", verbosity=0)
    page = desk(_person("วิชัย"), width=360).new_page()
    faults: dict[str, list[str]] = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        page.goto("/admin/reports/market-health/")
        expect(page.locator("table.listing").first).to_be_visible()
        faults[scheme] = [fault["id"] for fault in Axe().run(page).response["violations"]]
        if page.evaluate("document.querySelector('main').scrollWidth") > 360:
            faults[scheme].append("wider than the phone")
    assert faults == {"light": [], "dark": []}
