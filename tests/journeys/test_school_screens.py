"""Every screen of a class, as its teacher and its pupils open it: no barrier, nothing cut, nothing that our policy refuses.

Pictures of the same walk: `python3 run.py look --school`; the guide's: `--guide`.
"""

from itertools import groupby

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.factories import lessons
from tests.factories.quizzes import make_content, make_question, make_quiz
from tests.look import school_world
from tests.look.looking import COLOURS, faults
from tests.look.school_screens import open_screen, screens, walker

# what width and colours change; the markup is the same
WIDE = {
    **COLOURS,
    "runOnly": {
        "type": "rule",
        "values": [*COLOURS["runOnly"]["values"], "target-size", "scrollable-region-focusable"],
    },
}
pytestmark = pytest.mark.django_db(transaction=True)


def _world() -> school_world.World:
    before, after, closing = (
        make_quiz(
            questions=[
                make_question(content=make_content(wrong=2), objective=f"จุดประสงค์ที่ {number}")
                for number in (1, 2, 3)
            ]
        )
        for _ in range(3)
    )
    course = lessons.make_course(before_form=before, after_form=after)
    lesson = lessons.make_lesson(course=course, closing_quiz=closing)
    return school_world.make(course=course, lesson=lesson, now=timezone.now())


def test_no_screen_of_a_class_has_a_barrier_on_a_phone_or_wide_in_the_dark(
    browser: Browser, live_server: LiveServer
) -> None:
    world = _world()
    found: dict[str, list[str]] = {}
    trouble: list[str] = []
    for who, visited in groupby(screens(world.ids), key=lambda screen: screen.who):
        with walker(
            browser, live_server.url, world.cookies[who], viewport={"width": 360, "height": 740}
        ) as context:
            context.on("weberror", lambda error: trouble.append(str(error.error)))
            context.on(
                "console",
                lambda said: trouble.append(said.text) if "Content Security Policy" in said.text else None,
            )
            page = context.new_page()
            for screen in visited:
                page.set_viewport_size({"width": 360, "height": 740})
                page.emulate_media(color_scheme="light")
                open_screen(page, screen)
                narrow = faults(page)
                page.set_viewport_size({"width": 1280, "height": 800})
                page.emulate_media(color_scheme="dark")
                found[screen.name] = narrow + faults(page, WIDE)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    assert trouble == []
