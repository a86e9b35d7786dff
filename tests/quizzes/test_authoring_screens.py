"""Screens of the CMS around questions and quizzes: lists, previews, deleting, the way to a reviewer."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from quizzes.models import Question, Quiz
from tests.factories.quizzes import make_attempt, make_question, make_quiz
from tests.quizzes.cms import GOOD, choice, errors, question_form, quiz_form, url

pytestmark = pytest.mark.django_db


class TestScreens:
    @pytest.mark.parametrize("name", ["list", "add"])
    @pytest.mark.parametrize("model", [Question, Quiz])
    def test_lists_and_empty_forms_open(
        self, editor: Client, model: type[Question | Quiz], name: str
    ) -> None:
        make_quiz()

        assert editor.get(url(model, name)).status_code == 200

    @pytest.mark.parametrize("name", ["edit", "delete", "history", "usage", "copy", "unpublish"])
    @pytest.mark.parametrize("model", [Question, Quiz])
    def test_what_can_be_done_with_one_opens(
        self, editor: Client, model: type[Question | Quiz], name: str
    ) -> None:
        quiz = make_quiz()
        item = quiz if model is Quiz else quiz.slots.all()[0].question

        assert editor.get(url(model, name, item.pk)).status_code == 200

    def test_the_menu_leads_to_both(self, editor: Client) -> None:
        html = editor.get(reverse("wagtailadmin_home")).content.decode()

        assert url(Question, "list") in html
        assert url(Quiz, "list") in html

    def test_a_question_tells_where_it_is_used(self, editor: Client) -> None:
        quiz = make_quiz(title="แบบทดสอบที่ใช้ข้อนี้")
        question = quiz.slots.all()[0].question

        html = editor.get(url(Question, "usage", question.pk)).content.decode()

        assert "แบบทดสอบที่ใช้ข้อนี้" in html

    def test_a_word_inside_the_stem_is_found(self, editor: Client) -> None:
        wanted = make_question(stem="คนแปลกหน้าชวนลงทุนแล้วเร่งให้โอนเงิน")
        make_question(stem="บล็อกเชนคืออะไร")

        html = editor.get(url(Question, "list"), {"q": "ลงทุน"}).content.decode()

        assert wanted.code in html
        assert "บล็อกเชนคืออะไร" not in html

    def test_the_version_chooser_opens(self, editor: Client) -> None:
        make_question(stem="โจทย์ในรายการ")

        response = editor.get(reverse("question_version_chooser:choose"))

        assert response.status_code == 200
        assert "โจทย์ในรายการ" in response.json()["html"]


class TestCopying:
    def test_a_copy_begins_with_a_code_of_its_own_and_can_be_saved(self, editor: Client) -> None:
        question = make_question(code="k2-1")
        make_question(code="k2-1-2")

        text = editor.get(url(Question, "copy", question.pk)).content.decode()
        action = re.search(r'<form[^>]*\baction="([^"]+)"[^>]*data-edit-form', text, re.DOTALL)
        assert action
        response = editor.post(action[1], question_form(GOOD, code="k2-1-3"))

        assert 'value="k2-1-3"' in text
        assert response.status_code == 302
        assert Question.objects.filter(code="k2-1").count() == 1
        assert Question.objects.count() == 3

    def test_a_copy_of_a_quiz_begins_with_an_address_of_its_own(self, editor: Client) -> None:
        quiz = make_quiz(slug="before")

        assert 'value="before-2"' in editor.get(url(Quiz, "copy", quiz.pk)).content.decode()


class TestPreview:
    def _preview(self, editor: Client, model: type[Question | Quiz], data: dict[str, Any], *args: Any) -> str:
        address = url(model, "preview_on_edit" if args else "preview_on_add", *args)
        assert editor.post(address, data).json()["is_valid"]
        response = editor.get(address)
        assert response.status_code == 200
        return response.content.decode()

    def test_it_shows_the_question_and_its_review(self, editor: Client) -> None:
        html = self._preview(editor, Question, question_form(GOOD, explanation="อย่ารีบโอน"))

        assert "ข้อใดคือสัญญาณของกลโกง" in html
        assert "หลังส่งคำตอบ" in html
        assert "อย่ารีบโอน" in html

    def test_an_unfinished_question_can_be_previewed(self, editor: Client) -> None:
        html = self._preview(editor, Question, question_form([choice("ตัวเลือกเดียว", feedback="")]))

        assert "ตัวเลือกเดียว" in html

    def test_it_follows_the_unsaved_edit(self, editor: Client) -> None:
        question = make_question()

        html = self._preview(
            editor, Question, question_form(GOOD, stem="กำลังแก้", code=question.code), question.pk
        )

        assert "กำลังแก้" in html

    def test_a_quiz_shows_its_questions(self, editor: Client) -> None:
        question = make_question(stem="โจทย์ในแบบทดสอบ")

        html = self._preview(editor, Quiz, quiz_form([{"question": question.pk, "pinned_version": ""}]))

        assert "แบบทดสอบใหม่" in html
        assert "โจทย์ในแบบทดสอบ" in html

    def test_an_empty_quiz_says_what_to_do(self, editor: Client) -> None:
        assert "ยังไม่มีคำถาม" in self._preview(editor, Quiz, quiz_form([]))


class TestDeleting:
    def test_a_published_question_is_kept_with_a_sentence(self, editor: Client) -> None:
        question = make_question()

        response = editor.post(url(Question, "delete", question.pk), follow=True)

        assert "ลบไม่ได้: คำถามนี้เคยเผยแพร่แล้ว" in response.content.decode()
        assert Question.objects.filter(pk=question.pk).exists()

    def test_a_draft_in_a_quiz_is_kept_with_a_sentence(self, editor: Client) -> None:
        question = make_question(published=False)
        make_quiz(questions=[question], published=False)

        response = editor.post(url(Question, "delete", question.pk), follow=True)

        assert "ลบไม่ได้" in response.content.decode()

    def test_a_quiz_that_was_taken_is_kept_with_a_sentence(self, editor: Client) -> None:
        attempt = make_attempt()

        response = editor.post(url(Quiz, "delete", attempt.quiz_id), follow=True)

        assert "ลบไม่ได้: มีผู้เรียนทำแบบทดสอบนี้แล้ว" in response.content.decode()
        assert Quiz.objects.exists()

    def test_a_draft_goes(self, editor: Client) -> None:
        question = make_question(published=False)

        editor.post(url(Question, "delete", question.pk))

        assert not Question.objects.exists()


class TestWorkflow:
    def test_a_reviewer_approves_and_the_version_is_cut(self, editor: Client) -> None:
        workflow = Workflow.objects.create(name="ตรวจคำถาม")
        task = GroupApprovalTask.objects.create(name="ผู้ตรวจ")
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
        WorkflowContentType.objects.create(
            workflow=workflow, content_type=ContentType.objects.get_for_model(Question)
        )
        refused = editor.post(
            url(Question, "add"), question_form([], code="q-flow", **{"action-submit": "action-submit"})
        )
        submitted = editor.post(
            url(Question, "add"), question_form(GOOD, code="q-flow", **{"action-submit": "action-submit"})
        )
        question = Question.objects.get(code="q-flow")

        question.current_workflow_task_state.approve(user=get_user_model().objects.get())

        question.refresh_from_db()
        assert "ต้องมีตัวเลือกอย่างน้อย 2" in errors(refused)
        assert submitted.status_code == 302
        assert question.live
        assert question.versions.count() == 1
