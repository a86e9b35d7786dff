"""An educator's work in the CMS: drafts may be incomplete, publishing says what is missing."""

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from quizzes.models import Question, Quiz
from tests.factories.quizzes import make_attempt, make_question, make_quiz

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("editor", password="x"))
    return client


def _url(model: type[Question | Quiz], name: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(name), args=args)


def _formset(prefix: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": sum(bool(row.get("id")) for row in rows),
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        for name, value in {"ORDER": number + 1, "DELETE": "", "id": "", **row}.items():
            data[f"{prefix}-{number}-{name}"] = value
    return data


def _choice(text: str, *, right: bool = False, feedback: str = "เพราะอย่างนี้", **more: Any) -> dict[str, Any]:
    return {"text": text, "correct": "on" if right else None, "feedback": feedback, "percent": "", **more}


def _list(prefix: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the browser sends for a list block."""
    data: dict[str, Any] = {f"{prefix}-count": len(rows)}
    for number, row in enumerate(rows):
        row = dict(row)
        item = f"{prefix}-{number}"
        data |= {
            f"{item}-deleted": row.pop("deleted", ""),
            f"{item}-order": number,
            f"{item}-type": "item",
            f"{item}-id": row.pop("id", ""),
        }
        data |= {f"{item}-value-{name}": value for name, value in row.items() if value is not None}
    return data


def _interaction(kind: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return what the browser sends for the one block of an interaction; lists are list blocks."""
    data: dict[str, Any] = {
        "interaction-count": 1,
        "interaction-0-deleted": "",
        "interaction-0-order": 0,
        "interaction-0-type": kind,
        "interaction-0-id": "",
    }
    for name, value in fields.items():
        prefix = f"interaction-0-value-{name}"
        data |= _list(prefix, value) if isinstance(value, list) else {prefix: value}
    return data


def _question(choices: list[dict[str, Any]], *, kind: str = "single", **fields: Any) -> dict[str, Any]:
    return _any_question(_interaction(kind, {"choices": choices}), **fields)


def _any_question(interaction: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "code": "q-new",
        "stem": "ข้อใดคือสัญญาณของกลโกง",
        "explanation": "",
        "topic": "",
        "objective": "",
        "difficulty": 1,
        "sources": "",
        "reviewed_on": "",
        **interaction,
        **fields,
    }


def _quiz(slots: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    return {
        "title": "แบบทดสอบใหม่",
        "slug": "new-quiz",
        "introduction": "",
        "pass_percent": 60,
        "preset": "practice",
        **_formset("slots", [{"kind": "fixed", **slot} for slot in slots]),
        **_formset("bands", []),
        **fields,
    }


def _errors(response: Any) -> str:
    assert response.status_code == 200
    text = unescape(re.sub(r"\s+", " ", response.content.decode()))
    # errors inside a stream are JSON in an attribute
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)


GOOD = [_choice("รับประกันกำไร", right=True), _choice("บอกความเสี่ยง")]


class TestDraft:
    def test_an_incomplete_question_is_saved(self, editor: Client) -> None:
        response = editor.post(_url(Question, "add"), _question([], stem=""))

        assert response.status_code == 302
        question = Question.objects.get(code="q-new")
        assert not question.live
        assert not question.versions.exists()

    def test_choices_without_feedback_are_saved(self, editor: Client) -> None:
        response = editor.post(_url(Question, "add"), _question([_choice("ก", feedback=""), _choice("")]))

        assert response.status_code == 302
        assert len(Question.objects.get(code="q-new").snapshot()["choices"]) == 2

    def test_a_quiz_without_questions_is_saved(self, editor: Client) -> None:
        response = editor.post(_url(Quiz, "add"), _quiz([]))

        assert response.status_code == 302
        assert not Quiz.objects.get(slug="new-quiz").live


class TestPublishing:
    def test_a_complete_question_goes_live_with_version_1(self, editor: Client) -> None:
        response = editor.post(_url(Question, "add"), _question(GOOD, **{"action-publish": "action-publish"}))

        assert response.status_code == 302
        question = Question.objects.get(code="q-new")
        assert question.live
        assert [version.number for version in question.versions.all()] == [1]

    @pytest.mark.parametrize(
        ("choices", "fields", "sentence"),
        [
            pytest.param([], {}, "ต้องมีตัวเลือกอย่างน้อย 2", id="no choices"),
            pytest.param([_choice("ก", right=True)], {}, "ต้องมีตัวเลือกอย่างน้อย 2", id="one choice"),
            pytest.param(
                [_choice("ก"), _choice("ข")],
                {},
                "ต้องมีตัวเลือกที่ถูก 1 ตัวเลือกพอดี (ตอนนี้มี 0)",
                id="single without a right one",
            ),
            pytest.param(
                [_choice("ก", right=True), _choice("ข", right=True)],
                {},
                "ต้องมีตัวเลือกที่ถูก 1 ตัวเลือกพอดี (ตอนนี้มี 2)",
                id="single with two right ones",
            ),
            pytest.param(
                [_choice("ก", right=True), _choice("ข")],
                {"kind": "multiple"},
                "ที่ถูกอย่างน้อย 2 และที่ผิดอย่างน้อย 1 (ตอนนี้ถูก 1 ผิด 1)",
                id="multiple with one right one",
            ),
            pytest.param(
                [_choice("ก", right=True), _choice("ข", right=True)],
                {"kind": "multiple"},
                "ที่ถูกอย่างน้อย 2 และที่ผิดอย่างน้อย 1 (ตอนนี้ถูก 2 ผิด 0)",
                id="multiple without a wrong one",
            ),
            pytest.param(
                [_choice("ก", right=True), _choice("ก ")], {}, "มีตัวเลือกที่ข้อความซ้ำกัน", id="same text twice"
            ),
            pytest.param(
                [_choice("ก", right=True, feedback=" "), _choice("ข")],
                {},
                "ตัวเลือกที่ 1 ยังไม่มีคำอธิบาย",
                id="an option without feedback",
            ),
            pytest.param(
                [_choice("ก", right=True), _choice("", feedback="มี")],
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
            _url(Question, "add"), _question(choices, **fields, **{"action-publish": "action-publish"})
        )

        assert sentence in _errors(response)
        assert not Question.objects.exists()

    def test_a_deleted_choice_does_not_count(self, editor: Client) -> None:
        choices = [*GOOD, _choice("อีกข้อที่ถูก", right=True, deleted="1")]

        response = editor.post(
            _url(Question, "add"), _question(choices, **{"action-publish": "action-publish"})
        )

        assert response.status_code == 302

    def test_an_edit_is_refused_and_what_was_typed_stays(self, editor: Client) -> None:
        question = make_question(code="q-new")
        rows = [
            _choice(choice["text"], right=True, id=choice["uid"]) for choice in question.snapshot()["choices"]
        ]

        response = editor.post(
            _url(Question, "edit", question.pk),
            _question(rows, stem="โจทย์ที่พิมพ์ใหม่", **{"action-publish": "action-publish"}),
        )

        assert "ตัวเลือกที่ถูก 1 ตัวเลือกพอดี (ตอนนี้มี 4)" in _errors(response)
        assert "โจทย์ที่พิมพ์ใหม่" in response.content.decode()
        assert question.versions.count() == 1

    def test_a_complete_quiz_goes_live(self, editor: Client) -> None:
        slots = [{"question": make_question().pk, "pinned_version": ""}]

        response = editor.post(_url(Quiz, "add"), _quiz(slots, **{"action-publish": "action-publish"}))

        assert response.status_code == 302
        assert Quiz.objects.get().live

    def test_a_quiz_without_questions_is_refused(self, editor: Client) -> None:
        response = editor.post(_url(Quiz, "add"), _quiz([], **{"action-publish": "action-publish"}))

        assert "ยังไม่มีคำถามในแบบทดสอบ" in _errors(response)

    def test_a_quiz_with_a_draft_question_is_refused(self, editor: Client) -> None:
        slots = [{"question": make_question(published=False).pk}]

        response = editor.post(_url(Quiz, "add"), _quiz(slots, **{"action-publish": "action-publish"}))

        assert "คำถามนี้ยังไม่ได้เผยแพร่" in _errors(response)

    def test_a_quiz_with_a_question_twice_is_refused(self, editor: Client) -> None:
        question = make_question()

        response = editor.post(
            _url(Quiz, "add"),
            _quiz([{"question": question.pk}] * 2, **{"action-publish": "action-publish"}),
        )

        assert "คำถามนี้อยู่ในแบบทดสอบแล้ว" in _errors(response)

    def test_a_pin_to_another_questions_version_is_refused(self, editor: Client) -> None:
        other = make_question().versions.get()

        response = editor.post(
            _url(Quiz, "add"),
            _quiz(
                [{"question": make_question().pk, "pinned_version": other.pk}],
                **{"action-publish": "action-publish"},
            ),
        )

        assert "ฉบับที่ตรึงไว้เป็นของคำถามอื่น" in _errors(response)


class TestScreens:
    @pytest.mark.parametrize("name", ["list", "add"])
    @pytest.mark.parametrize("model", [Question, Quiz])
    def test_lists_and_empty_forms_open(
        self, editor: Client, model: type[Question | Quiz], name: str
    ) -> None:
        make_quiz()

        assert editor.get(_url(model, name)).status_code == 200

    @pytest.mark.parametrize("name", ["edit", "delete", "history", "usage", "copy", "unpublish"])
    @pytest.mark.parametrize("model", [Question, Quiz])
    def test_what_can_be_done_with_one_opens(
        self, editor: Client, model: type[Question | Quiz], name: str
    ) -> None:
        quiz = make_quiz()
        item = quiz if model is Quiz else quiz.slots.all()[0].question

        assert editor.get(_url(model, name, item.pk)).status_code == 200

    def test_the_menu_leads_to_both(self, editor: Client) -> None:
        html = editor.get(reverse("wagtailadmin_home")).content.decode()

        assert _url(Question, "list") in html
        assert _url(Quiz, "list") in html

    def test_a_question_tells_where_it_is_used(self, editor: Client) -> None:
        quiz = make_quiz(title="แบบทดสอบที่ใช้ข้อนี้")
        question = quiz.slots.all()[0].question

        html = editor.get(_url(Question, "usage", question.pk)).content.decode()

        assert "แบบทดสอบที่ใช้ข้อนี้" in html

    def test_a_word_inside_the_stem_is_found(self, editor: Client) -> None:
        wanted = make_question(stem="คนแปลกหน้าชวนลงทุนแล้วเร่งให้โอนเงิน")
        make_question(stem="บล็อกเชนคืออะไร")

        html = editor.get(_url(Question, "list"), {"q": "ลงทุน"}).content.decode()

        assert wanted.code in html
        assert "บล็อกเชนคืออะไร" not in html

    def test_the_version_chooser_opens(self, editor: Client) -> None:
        make_question(stem="โจทย์ในรายการ")

        response = editor.get(reverse("question_version_chooser:choose"))

        assert response.status_code == 200
        assert "โจทย์ในรายการ" in response.json()["html"]


class TestPreview:
    def _preview(self, editor: Client, model: type[Question | Quiz], data: dict[str, Any], *args: Any) -> str:
        url = _url(model, "preview_on_edit" if args else "preview_on_add", *args)
        assert editor.post(url, data).json()["is_valid"]
        response = editor.get(url)
        assert response.status_code == 200
        return response.content.decode()

    def test_it_shows_the_question_and_its_review(self, editor: Client) -> None:
        html = self._preview(editor, Question, _question(GOOD, explanation="อย่ารีบโอน"))

        assert "ข้อใดคือสัญญาณของกลโกง" in html
        assert "หลังส่งคำตอบ" in html
        assert "อย่ารีบโอน" in html

    def test_an_unfinished_question_can_be_previewed(self, editor: Client) -> None:
        html = self._preview(editor, Question, _question([_choice("ตัวเลือกเดียว", feedback="")]))

        assert "ตัวเลือกเดียว" in html

    def test_it_follows_the_unsaved_edit(self, editor: Client) -> None:
        question = make_question()

        html = self._preview(
            editor, Question, _question(GOOD, stem="กำลังแก้", code=question.code), question.pk
        )

        assert "กำลังแก้" in html

    def test_a_quiz_shows_its_questions(self, editor: Client) -> None:
        question = make_question(stem="โจทย์ในแบบทดสอบ")

        html = self._preview(editor, Quiz, _quiz([{"question": question.pk, "pinned_version": ""}]))

        assert "แบบทดสอบใหม่" in html
        assert "โจทย์ในแบบทดสอบ" in html

    def test_an_empty_quiz_says_what_to_do(self, editor: Client) -> None:
        assert "ยังไม่มีคำถาม" in self._preview(editor, Quiz, _quiz([]))


class TestDeleting:
    def test_a_published_question_is_kept_with_a_sentence(self, editor: Client) -> None:
        question = make_question()

        response = editor.post(_url(Question, "delete", question.pk), follow=True)

        assert "ลบไม่ได้: คำถามนี้เคยเผยแพร่แล้ว" in response.content.decode()
        assert Question.objects.filter(pk=question.pk).exists()

    def test_a_draft_in_a_quiz_is_kept_with_a_sentence(self, editor: Client) -> None:
        question = make_question(published=False)
        make_quiz(questions=[question], published=False)

        response = editor.post(_url(Question, "delete", question.pk), follow=True)

        assert "ลบไม่ได้" in response.content.decode()

    def test_a_quiz_that_was_taken_is_kept_with_a_sentence(self, editor: Client) -> None:
        attempt = make_attempt()

        response = editor.post(_url(Quiz, "delete", attempt.quiz_id), follow=True)

        assert "ลบไม่ได้: มีผู้เรียนทำแบบทดสอบนี้แล้ว" in response.content.decode()
        assert Quiz.objects.exists()

    def test_a_draft_goes(self, editor: Client) -> None:
        question = make_question(published=False)

        editor.post(_url(Question, "delete", question.pk))

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
            _url(Question, "add"), _question([], code="q-flow", **{"action-submit": "action-submit"})
        )
        submitted = editor.post(
            _url(Question, "add"), _question(GOOD, code="q-flow", **{"action-submit": "action-submit"})
        )
        question = Question.objects.get(code="q-flow")

        question.current_workflow_task_state.approve(user=get_user_model().objects.get())

        question.refresh_from_db()
        assert "ต้องมีตัวเลือกอย่างน้อย 2" in _errors(refused)
        assert submitted.status_code == 302
        assert question.live
        assert question.versions.count() == 1
