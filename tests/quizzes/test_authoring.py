"""An educator's work in the CMS: drafts may be incomplete, publishing says what is missing."""

from typing import Any

import pytest
from django.test import Client

from quizzes.models import Question, Quiz
from tests.factories.quizzes import make_question
from tests.quizzes.cms import GOOD, choice, errors, question_form, quiz_form, url

pytestmark = pytest.mark.django_db


class TestDraft:
    def test_an_incomplete_question_is_saved(self, editor: Client) -> None:
        response = editor.post(url(Question, "add"), question_form([], stem=""))

        assert response.status_code == 302
        question = Question.objects.get(code="q-new")
        assert not question.live
        assert not question.versions.exists()

    def test_choices_without_feedback_are_saved(self, editor: Client) -> None:
        response = editor.post(url(Question, "add"), question_form([choice("ก", feedback=""), choice("")]))

        assert response.status_code == 302
        assert len(Question.objects.get(code="q-new").snapshot()["choices"]) == 2

    def test_a_quiz_without_questions_is_saved(self, editor: Client) -> None:
        response = editor.post(url(Quiz, "add"), quiz_form([]))

        assert response.status_code == 302
        assert not Quiz.objects.get(slug="new-quiz").live


class TestPublishing:
    def test_a_complete_question_goes_live_with_version_1(self, editor: Client) -> None:
        response = editor.post(
            url(Question, "add"), question_form(GOOD, **{"action-publish": "action-publish"})
        )

        assert response.status_code == 302
        question = Question.objects.get(code="q-new")
        assert question.live
        assert [version.number for version in question.versions.all()] == [1]

    @pytest.mark.parametrize(
        ("choices", "fields", "sentence"),
        [
            pytest.param([], {}, "ต้องมีตัวเลือกอย่างน้อย 2", id="no choices"),
            pytest.param([choice("ก", right=True)], {}, "ต้องมีตัวเลือกอย่างน้อย 2", id="one choice"),
            pytest.param(
                [choice("ก"), choice("ข")],
                {},
                "ต้องมีตัวเลือกที่ถูก 1 ตัวเลือกพอดี (ตอนนี้มี 0)",
                id="single without a right one",
            ),
            pytest.param(
                [choice("ก", right=True), choice("ข", right=True)],
                {},
                "ต้องมีตัวเลือกที่ถูก 1 ตัวเลือกพอดี (ตอนนี้มี 2)",
                id="single with two right ones",
            ),
            pytest.param(
                [choice("ก", right=True), choice("ข")],
                {"kind": "multiple"},
                "ที่ถูกอย่างน้อย 2 และที่ผิดอย่างน้อย 1 (ตอนนี้ถูก 1 ผิด 1)",
                id="multiple with one right one",
            ),
            pytest.param(
                [choice("ก", right=True), choice("ข", right=True)],
                {"kind": "multiple"},
                "ที่ถูกอย่างน้อย 2 และที่ผิดอย่างน้อย 1 (ตอนนี้ถูก 2 ผิด 0)",
                id="multiple without a wrong one",
            ),
            pytest.param(
                [choice("ก", right=True), choice("ก ")], {}, "มีตัวเลือกที่ข้อความซ้ำกัน", id="same text twice"
            ),
            pytest.param(
                [choice("ก", right=True, feedback=" "), choice("ข")],
                {},
                "ตัวเลือกที่ 1 ยังไม่มีคำอธิบาย",
                id="an option without feedback",
            ),
            pytest.param(
                [choice("ก", right=True), choice("", feedback="มี")],
                {},
                "ตัวเลือก",
                id="an option without text",
            ),
            pytest.param(GOOD, {"stem": ""}, "โจทย์", id="no stem"),
        ],
    )
    def test_an_incomplete_question_is_refused_in_thai(
        self, editor: Client, choices: list[dict[str, Any]], fields: dict[str, Any], sentence: str
    ) -> None:
        response = editor.post(
            url(Question, "add"), question_form(choices, **fields, **{"action-publish": "action-publish"})
        )

        assert sentence in errors(response)
        assert not Question.objects.exists()

    def test_a_deleted_choice_does_not_count(self, editor: Client) -> None:
        choices = [*GOOD, choice("อีกข้อที่ถูก", right=True, deleted="1")]

        response = editor.post(
            url(Question, "add"), question_form(choices, **{"action-publish": "action-publish"})
        )

        assert response.status_code == 302

    def test_an_edit_is_refused_and_what_was_typed_stays(self, editor: Client) -> None:
        question = make_question(code="q-new")
        rows = [choice(one["text"], right=True, id=one["uid"]) for one in question.snapshot()["choices"]]

        response = editor.post(
            url(Question, "edit", question.pk),
            question_form(rows, stem="โจทย์ที่พิมพ์ใหม่", **{"action-publish": "action-publish"}),
        )

        assert "ตัวเลือกที่ถูก 1 ตัวเลือกพอดี (ตอนนี้มี 4)" in errors(response)
        assert "โจทย์ที่พิมพ์ใหม่" in response.content.decode()
        assert question.versions.count() == 1

    def test_a_complete_quiz_goes_live(self, editor: Client) -> None:
        slots = [{"question": make_question().pk, "pinned_version": ""}]

        response = editor.post(url(Quiz, "add"), quiz_form(slots, **{"action-publish": "action-publish"}))

        assert response.status_code == 302
        assert Quiz.objects.get().live

    def test_a_quiz_without_questions_is_refused(self, editor: Client) -> None:
        response = editor.post(url(Quiz, "add"), quiz_form([], **{"action-publish": "action-publish"}))

        assert "ยังไม่มีคำถามในแบบทดสอบ" in errors(response)

    def test_a_quiz_with_a_draft_question_is_refused(self, editor: Client) -> None:
        slots = [{"question": make_question(published=False).pk}]

        response = editor.post(url(Quiz, "add"), quiz_form(slots, **{"action-publish": "action-publish"}))

        assert "คำถามนี้ยังไม่ได้เผยแพร่" in errors(response)

    def test_a_quiz_with_a_question_twice_is_refused(self, editor: Client) -> None:
        question = make_question()

        response = editor.post(
            url(Quiz, "add"),
            quiz_form([{"question": question.pk}] * 2, **{"action-publish": "action-publish"}),
        )

        assert "คำถามนี้อยู่ในแบบทดสอบแล้ว" in errors(response)

    def test_a_pin_to_another_questions_version_is_refused(self, editor: Client) -> None:
        other = make_question().versions.get()

        response = editor.post(
            url(Quiz, "add"),
            quiz_form(
                [{"question": make_question().pk, "pinned_version": other.pk}],
                **{"action-publish": "action-publish"},
            ),
        )

        assert "ฉบับที่ตรึงไว้เป็นของคำถามอื่น" in errors(response)
