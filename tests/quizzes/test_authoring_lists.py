"""Working on many questions in the CMS: usage, filters, tags, handing to reviewers, deleting."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from literacy.roles import AUTHOR, EDITOR, create_roles
from quizzes.models import Question, Quiz
from tests.factories.question_kinds import content_of as sample
from tests.factories.quizzes import make_attempt, make_question, make_quiz, publish

pytestmark = pytest.mark.django_db


def _member(group: str) -> Client:
    create_roles()
    user = get_user_model().objects.create_user(f"{group}@example.test", password="x")
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def _list(client: Client, **filters: Any) -> str:
    return client.get(reverse(Question.snippet_viewset.get_url_name("list")), filters).content.decode()


def _bulk(action: str, *items: Question | Quiz) -> str:
    model = items[0]._meta.model_name
    ids = "&".join(f"id={item.pk}" for item in items)
    return reverse("wagtail_bulk_action", args=["quizzes", model, action]) + f"?{ids}&next=/admin/"


def _said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


class TestList:
    def test_it_says_in_how_many_quizzes_a_question_is_used(self, editor: Client) -> None:
        question = make_question()
        for _ in range(3):
            make_quiz(questions=[question])
        make_question()

        html = _list(editor)

        assert "ใช้ใน 3 แบบทดสอบ" in html
        assert "ยังไม่ได้ใช้" in html

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"topic": "กลโกง"}, {"q-scam"}),
            ({"level": "มต"}, {"q-lower", "q-scam"}),  # a question for nobody in particular is for everybody
            ({"level": "ส"}, {"q-scam"}),
            ({"difficulty": 3}, {"q-lower"}),
            ({"status": "draft"}, {"q-lower"}),
            ({"status": "live"}, {"q-scam"}),
            ({"status": "changed"}, set()),
            ({"kind": "judge"}, {"q-scam"}),
        ],
    )
    def test_it_is_narrowed(self, editor: Client, filters: dict[str, Any], found: set[str]) -> None:
        make_question(code="q-scam", topic="กลโกง", content=sample("judge"))
        make_question(code="q-lower", for_lower=True, difficulty=3, published=False)

        html = _list(editor, **filters)

        assert {code for code in ("q-scam", "q-lower") if code in html} == found

    def test_what_waits_for_review_can_be_listed(self, editor: Client) -> None:
        create_roles()
        draft = make_question(code="q-waiting", published=False)
        make_question(code="q-other", published=False)
        draft.save_revision()
        editor.post(_bulk("submit", draft))

        html = _list(editor, status="review")

        assert "q-waiting" in html
        assert "q-other" not in html

    def test_its_cost_does_not_grow_with_the_bank(
        self, editor: Client, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(12):
            make_quiz(questions=1)
        _list(editor)

        with django_assert_max_num_queries(35):
            _list(editor)


class TestTagging:
    def test_all_chosen_questions_get_the_tag_and_no_new_version(self, editor: Client) -> None:
        questions = [make_question(topic="เดิม"), make_question(published=False)]

        response = editor.post(
            _bulk("tag", *questions), {"topic": "กลโกง", "levels": ["มต", "มป"]}, follow=True
        )

        assert "ติดป้ายแล้ว 2 ข้อ" in _said(response)[0]
        for question in Question.objects.all():
            assert question.topic == "กลโกง"
            assert (question.for_lower, question.for_upper, question.for_public) == (True, True, False)
            assert question.get_latest_revision_as_object().topic == "กลโกง"
        assert questions[0].versions.count() == 1

    def test_a_draft_under_way_is_not_published_by_a_tag(self, editor: Client) -> None:
        question = make_question(stem="เผยแพร่แล้ว")
        question.stem = "กำลังแก้"
        question.save_revision()

        editor.post(_bulk("tag", question), {"difficulty": 3})

        question.refresh_from_db()
        assert (question.stem, question.difficulty) == ("เผยแพร่แล้ว", 1)
        draft = question.get_latest_revision_as_object()
        assert (draft.stem, draft.difficulty) == ("กำลังแก้", 3)

    def test_an_author_cannot_publish_by_tagging(self) -> None:
        question = make_question()

        _member(AUTHOR).post(_bulk("tag", question), {"topic": "กลโกง"})

        question.refresh_from_db()
        assert question.topic == ""
        assert question.has_unpublished_changes
        assert question.get_latest_revision_as_object().topic == "กลโกง"

    def test_nothing_chosen_is_said(self, editor: Client) -> None:
        response = editor.post(_bulk("tag", make_question()), {})

        assert "ยังไม่ได้เลือกว่าจะติดป้ายอะไร" in response.content.decode()


class TestHandingIn:
    def test_an_author_hands_in_and_a_reviewer_rejects_then_approves(self) -> None:
        question = make_question(published=False)
        question.save_revision()

        response = _member(AUTHOR).post(_bulk("submit", question), follow=True)

        assert "ส่งให้ผู้ตรวจแล้ว 1 ข้อ" in _said(response)[0]
        reviewer = get_user_model().objects.create_user("reviewer@example.test")
        reviewer.groups.add(Group.objects.get(name=EDITOR))
        question.current_workflow_task_state.reject(user=reviewer, comment="ขอแหล่งอ้างอิง")
        question.refresh_from_db()
        assert not question.live
        question.current_workflow_state.resume(user=reviewer)
        question.current_workflow_task_state.approve(user=reviewer)
        question.refresh_from_db()
        assert question.live
        assert question.versions.count() == 1

    def test_what_is_unfinished_is_left_with_the_reason(self, editor: Client) -> None:
        create_roles()
        ready, unfinished = make_question(published=False), make_question(published=False, code="q-half")
        ready.save_revision()
        unfinished.interaction = "[]"
        unfinished.save_revision()

        said = _said(
            editor.post(_bulk("submit", ready, unfinished, make_question(code="q-live")), follow=True)
        )

        assert any("ส่งให้ผู้ตรวจแล้ว 1 ข้อ" in one for one in said)
        assert any("q-half: ไม่รู้จักชนิดคำถามนี้" in one and "q-live: เผยแพร่แล้ว" in one for one in said)

    def test_twice_is_once(self, editor: Client) -> None:
        create_roles()
        question = make_question(published=False)
        question.save_revision()
        editor.post(_bulk("submit", question))

        said = _said(editor.post(_bulk("submit", question), follow=True))

        assert any("กำลังรอตรวจอยู่แล้ว" in one for one in said)


class TestDeletingMany:
    def test_what_learners_met_is_kept_and_the_rest_goes(self, editor: Client) -> None:
        met, draft = make_question(code="q-met"), make_question(published=False)

        response = editor.post(_bulk("delete", met, draft), follow=True)

        assert list(Question.objects.all()) == [met]
        assert any("ลบไม่ได้ 1 รายการ" in one and "q-met" in one for one in _said(response))

    def test_a_quiz_that_was_taken_is_kept(self, editor: Client) -> None:
        quiz = make_attempt().quiz

        response = editor.post(_bulk("delete", quiz), follow=True)

        assert Quiz.objects.exists()
        assert any("ลบไม่ได้" in one for one in _said(response))


@pytest.mark.parametrize("action", ["tag", "submit", "delete"])
def test_what_will_happen_is_asked_first(editor: Client, action: str) -> None:
    question = make_question(code="q-ask")

    html = editor.get(_bulk(action, question)).content.decode()

    assert "q-ask" in html


def test_history_shows_who_published(editor: Client) -> None:
    question = make_question()
    publish(question)

    assert (
        editor.get(reverse(Question.snippet_viewset.get_url_name("history"), args=[question.pk])).status_code
        == 200
    )
