"""Teaching kits: what a teacher finds, hands out and shows; loaded from files and written back."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from lessons.content_files import parse
from lessons.models import CoursePage, KitPage
from lessons.selectors import kit_for_quiz
from lessons.services.curriculum import export, load_curriculum
from lessons.services.curriculum.folder import site_settings
from tests.factories.lessons import make_course, make_home, make_kit, make_lesson
from tests.factories.quizzes import NOW, make_quiz

pytestmark = pytest.mark.django_db

COURSE = """slug: kor
code: ก
order: 1
title: รู้จักเงินดิจิทัล
introduction: เริ่มจากศูนย์
"""
KIT = """course: kor
title: ชุดสอนวิชา ก
minutes: 50
goals:
  - แยกเงินฝากกับคริปโทได้
plan:
  - minutes: 20
    title: ตู้เย็นเดียวกัน
    do: แจกกระดาษสี่ช่อง
  - minutes: 30
    title: สมุดของห้อง
    do: ให้ทุกกลุ่มจดตาม
questions:
  - ใครมีปุ่มยกเลิก
  - เราจะบอกใครได้บ้าง
notes: ใช้แอปสมมติเท่านั้น
"""


def html_of(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


class TestPage:
    def test_shows_goals_plan_prompts_notes_and_the_lessons(self, client: Client) -> None:
        course = make_course()
        lesson = make_lesson(course=course)
        kit = make_kit(course=course)

        html = html_of(client, kit.url)

        for text in ("บอกได้ว่าใครจ่าย", "20 นาที", "แบ่งกลุ่มแล้ววาดเส้นเงิน", "ทำไมเขาถึงเร่ง", "ไม่ถามยอดเงิน"):
            assert text in html
        assert f'href="{lesson.url}"' in html

    def test_every_goal_step_and_prompt_has_a_sheet_of_its_own(self, client: Client) -> None:
        html = html_of(client, make_kit().url)

        assert html.count('<section class="slide') == 1 + 2 + 2 + 2

    def test_leads_to_the_paper_and_to_the_key_in_the_cms(self, client: Client) -> None:
        quiz = make_quiz()
        html = html_of(client, make_kit(print_quiz=quiz).url)

        assert f'href="/quiz/{quiz.slug}/print/"' in html
        assert f'href="/admin/quizzes/{quiz.pk}/key/"' in html

    def test_says_nothing_of_a_quiz_that_is_not_published(self, client: Client) -> None:
        html = html_of(client, make_kit(print_quiz=make_quiz(published=False)).url)

        assert "แบบทดสอบสำหรับแจก" not in html

    def test_is_found_from_the_quizzes_of_its_course(self) -> None:
        before, closing, elsewhere = make_quiz(), make_quiz(), make_quiz()
        course = make_course(before_form=before)
        make_lesson(course=course, closing_quiz=closing)
        kit = make_kit(course=course)

        found = [kit_for_quiz(quiz_id=quiz.pk) for quiz in (before, closing, elsewhere)]

        assert [one.url if one else None for one in found] == [kit.url, kit.url, None]

    def test_is_found_from_its_course_and_from_the_first_page(self, client: Client) -> None:
        course = make_course()
        make_lesson(course=course)
        kit = make_kit(course=course)

        assert f'href="{kit.url}"' in html_of(client, course.url)
        assert f'href="{kit.url}"' in html_of(client, make_home().url)

    def test_a_draft_is_linked_from_nowhere(self, client: Client) -> None:
        course = make_course()
        make_lesson(course=course)
        kit = make_kit(course=course, live=False)

        assert str(kit.url) not in html_of(client, course.url)
        assert "สำหรับครู</h2>" not in html_of(client, make_home().url)

    def test_is_the_same_for_everybody(self, client: Client, admin_client: Client) -> None:
        kit = make_kit(print_quiz=make_quiz())

        response = client.get(kit.url)

        assert "public" in response["Cache-Control"]
        assert not response.cookies
        assert response.content == admin_client.get(kit.url).content

    def test_costs_at_most_six_queries(self, client: Client, django_assert_max_num_queries: Any) -> None:
        course = make_course()
        for _ in range(4):
            make_lesson(course=course)
        kit = make_kit(course=course, print_quiz=make_quiz())
        client.get(kit.url)
        cache.clear()
        client.get(course.url)  # what every page keeps is warm again

        with django_assert_max_num_queries(6):
            client.get(kit.url)


def test_a_plan_must_add_up_to_its_period() -> None:
    kit = make_kit()
    kit.minutes = 45

    with pytest.raises(ValidationError) as refused:
        kit.full_clean()

    assert "50 นาที" in str(refused.value)


class TestFiles:
    def test_a_kit_comes_in_below_its_course_and_goes_out_as_it_was(self) -> None:
        settings = site_settings(today=NOW.date())

        load_curriculum(
            curriculum=parse({"courses/kor.yaml": COURSE, "kits/kor.yaml": KIT}), settings=settings
        )

        kit = KitPage.objects.get()
        assert kit.live
        assert (kit.slug, kit.get_parent().slug) == ("kit", "kor")
        assert export(settings=settings)["kits/kor.yaml"] == KIT

    def test_loading_again_changes_nothing(self) -> None:
        settings = site_settings(today=NOW.date())
        curriculum = parse({"courses/kor.yaml": COURSE, "kits/kor.yaml": KIT})
        load_curriculum(curriculum=curriculum, settings=settings)

        again = load_curriculum(curriculum=curriculum, settings=settings)

        assert "kit:kor" in again.unchanged
        assert KitPage.objects.count() == 1

    def test_a_teachers_own_kit_is_left_alone(self) -> None:
        settings = site_settings(today=NOW.date())
        load_curriculum(curriculum=parse({"courses/kor.yaml": COURSE}), settings=settings)
        own = make_kit(course=CoursePage.objects.get(), title="ของครูเอง")

        report = load_curriculum(
            curriculum=parse({"courses/kor.yaml": COURSE, "kits/kor.yaml": KIT}), settings=settings
        )

        own.refresh_from_db()
        assert own.title == "ของครูเอง"
        assert [left.key for left in report.left] == ["kit:kor"]
        assert re.search("ชุดสอนวิชา ก", report.left[0].difference)


def test_the_first_page_leads_to_the_practice_paper_as_long_as_it_is_published(client: Client) -> None:
    make_kit()
    home = make_home()
    assert "/quiz/practice-paper/" not in html_of(client, home.url)

    quiz = make_quiz(slug="practice-paper", title="ซ้อมแบบทดสอบความรู้")
    cache.clear()

    assert 'href="/quiz/practice-paper/"' in html_of(client, home.url)
    quiz.unpublish()
    cache.clear()
    assert "/quiz/practice-paper/" not in html_of(client, home.url)
