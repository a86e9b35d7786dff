"""An educator tries a quiz as a learner would, and leaves no trace."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from quizzes.models import QuizBand, QuizSlot
from tests.factories.question_kinds import WRONG, content_of
from tests.factories.quizzes import make_question, make_quiz, publish

pytestmark = pytest.mark.django_db


def _text(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def _rows() -> dict[str, int]:
    """Return how many rows every table has, but for those of signing in."""
    models = [model for model in apps.get_models() if model._meta.app_label != "sessions"]
    return {model._meta.label: model._default_manager.count() for model in models}


def _sent(html: str) -> dict[str, Any]:
    return dict(re.findall(r'name="(seed|shown-\d+)" value="([^"]*)"', html))


def test_a_try_is_marked_and_reviewed_and_leaves_no_row(editor: Client) -> None:
    quiz = make_quiz(questions=[make_question(content=content_of("judge", stem="ใช่ของจริงไหม"))])
    quiz.bands.add(QuizBand(min_percent=0, title="ลองอีกนิด"), QuizBand(min_percent=100, title="เก่งมาก"))
    quiz.save_revision()
    url = reverse("quizzes_try", args=[quiz.pk])
    before = _rows()

    page = _text(editor.get(url))
    right = _text(editor.post(url, {**_sent(page), "slot-1": "scam"}))
    wrong = _text(editor.post(url, {**_sent(page), "slot-1": "genuine"}))

    assert "ใช่ของจริงไหม" in page
    assert "ธนาคารไม่ส่งลิงก์" not in page  # what is right is not told before
    assert "ผ่านเกณฑ์" in right
    assert "เก่งมาก" in right
    assert "ธนาคารไม่ส่งลิงก์" in right
    assert "ลองอีกนิด" in wrong
    assert _rows() == before


@pytest.mark.parametrize("kind", sorted(WRONG))
def test_every_kind_can_be_tried(editor: Client, kind: str) -> None:
    quiz = make_quiz(questions=[make_question(content=content_of(kind))])
    url = reverse("quizzes_try", args=[quiz.pk])

    page = _text(editor.get(url))

    assert content_of(kind)["stem"] in page
    assert "ยังไม่ถึงเกณฑ์" in _text(editor.post(url, _sent(page)))


def test_a_draw_gives_the_paper_that_was_shown_back(editor: Client) -> None:
    for number in range(6):
        make_question(stem=f"โจทย์หมายเลข {number}")
    quiz = make_quiz(questions=[])
    quiz.slots.add(QuizSlot(kind="pool", pool_count=3))
    publish(quiz)
    url = reverse("quizzes_try", args=[quiz.pk])

    page = _text(editor.get(url))
    result = _text(editor.post(url, _sent(page)))

    shown = set(re.findall(r"โจทย์หมายเลข \d", page))
    assert len(shown) == 3
    assert set(re.findall(r"โจทย์หมายเลข \d", result)) == shown


def test_a_draft_is_tried_as_it_will_be(editor: Client) -> None:
    question = make_question(stem="ยังไม่เผยแพร่", published=False)
    quiz = make_quiz(questions=[question], published=False)
    quiz.save_revision()

    assert "ยังไม่เผยแพร่" in _text(editor.get(reverse("quizzes_try", args=[quiz.pk])))


@pytest.mark.parametrize("seed", ["", "x", "9" * 40, "-1", "١"])
def test_a_strange_seed_is_no_error(editor: Client, seed: str) -> None:
    quiz = make_quiz()

    assert editor.post(reverse("quizzes_try", args=[quiz.pk]), {"seed": seed}).status_code == 200


def test_an_empty_quiz_says_what_to_do(editor: Client) -> None:
    quiz = make_quiz(questions=[], published=False)
    quiz.save_revision()

    assert "ยังไม่มีคำถามที่เขียนครบ" in _text(editor.get(reverse("quizzes_try", args=[quiz.pk])))


def test_list_and_editor_lead_there(editor: Client) -> None:
    quiz = make_quiz()
    url = reverse("quizzes_try", args=[quiz.pk])

    for name, args in (("list", []), ("edit", [quiz.pk])):
        assert url in _text(editor.get(reverse(quiz.snippet_viewset.get_url_name(name), args=args)))


def test_learners_do_not_get_in(client: Client) -> None:
    assert client.get(reverse("quizzes_try", args=[make_quiz().pk])).status_code == 302
