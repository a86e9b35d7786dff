"""What educators see of the answers in the CMS."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.insight import counting
from quizzes.models import AuthorTask, Question
from tests.factories.insight import crowd
from tests.factories.quizzes import NOW, make_quiz
from tests.quizzes.conftest import html

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Any:
    quiz = make_quiz(questions=6)
    crowd(quiz=quiz, size=120, wrong_key_at=1)
    counting.refresh(now=NOW)
    return quiz


def test_the_list_leads_to_a_chart_and_a_table(admin_client: Client, quiz: Any) -> None:
    address = reverse("quiz_report_detail", args=[quiz.pk])

    assert address in html(admin_client.get(reverse("quiz_report")))
    text = html(admin_client.get(address))
    assert 'id="quiz-figure" type="application/json"' in text
    assert "ส่งแล้ว 120 ครั้ง" in text
    assert all(slot.question.code in text for slot in quiz.slots.all())


def test_the_report_costs_the_same_however_many_answered(
    admin_client: Client, quiz: Any, django_assert_max_num_queries: Any
) -> None:
    address = reverse("quiz_report_detail", args=[quiz.pk])
    admin_client.get(address)

    with django_assert_max_num_queries(12):
        admin_client.get(address)


def test_a_quiz_that_nobody_took_has_no_report(admin_client: Client) -> None:
    assert admin_client.get(reverse("quiz_report_detail", args=[make_quiz().pk])).status_code == 404


def test_the_question_says_what_answers_say(admin_client: Client, quiz: Any) -> None:
    question = quiz.slots.all()[0].question

    text = html(admin_client.get(reverse(Question.snippet_viewset.get_url_name("edit"), args=[question.pk])))

    assert "คำตอบของผู้เรียนบอกอะไร" in text
    assert "ตอบแล้ว 120 ครั้ง" in text
    assert "เฉลยข้อนี้อาจไม่ถูก" in text
    assert reverse("regrade", args=[quiz.pk, question.pk]) in text


def test_a_new_question_has_no_such_panel(admin_client: Client) -> None:
    text = html(admin_client.get(reverse(Question.snippet_viewset.get_url_name("add"))))

    assert "คำตอบของผู้เรียนบอกอะไร" not in text


def test_tasks_wait_on_the_first_page_and_in_a_list(admin_client: Client, quiz: Any) -> None:
    for address in (reverse("wagtailadmin_home"), reverse("author_tasks")):
        assert "เฉลยข้อนี้อาจไม่ถูก" in html(admin_client.get(address))


def test_a_task_is_taken_and_closed(admin_client: Client, quiz: Any, admin_user: Any) -> None:
    task = AuthorTask.objects.get(kind="key_probably_wrong")
    change = reverse("author_task_change", args=[task.pk])

    admin_client.post(change, {"status": "doing"})
    task.refresh_from_db()
    taken = (task.status, task.owner)
    admin_client.post(change, {"status": "done"})
    task.refresh_from_db()

    assert taken == ("doing", admin_user)
    assert (task.status, task.closed_n) == ("done", 120)
    assert "เฉลยข้อนี้อาจไม่ถูก" not in html(admin_client.get(reverse("wagtailadmin_home")))


def test_an_unknown_status_is_a_message(admin_client: Client, quiz: Any) -> None:
    task = AuthorTask.objects.get(kind="key_probably_wrong")

    response = admin_client.post(
        reverse("author_task_change", args=[task.pk]), {"status": "gone"}, follow=True
    )

    assert "ไม่รู้จักสถานะนี้" in html(response)
    assert admin_client.get(reverse("author_task", args=[task.pk])).status_code == 200


@pytest.mark.parametrize("name", ["quiz_report", "author_tasks"])
def test_reports_are_for_educators(client: Client, django_user_model: Any, name: str) -> None:
    client.force_login(django_user_model.objects.create_user("reader", password="x"))

    assert client.get(reverse(name)).status_code == 302
