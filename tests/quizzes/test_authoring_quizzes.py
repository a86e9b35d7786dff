"""Building a quiz: chosen questions and draws from the bank, rules, words for each band of scores."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Quiz
from quizzes.pools import Drawn, shortages
from tests.factories.quizzes import make_question, make_quiz

PUBLISH = {"action-publish": "action-publish"}


def _url(name: str, *args: Any) -> str:
    return reverse(Quiz.snippet_viewset.get_url_name(name), args=args)


def _rows(prefix: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(rows),
        f"{prefix}-INITIAL_FORMS": 0,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        for name, value in {"ORDER": number + 1, "DELETE": "", "id": "", **row}.items():
            data[f"{prefix}-{number}-{name}"] = value
    return data


def _rich(text: str) -> str:
    return f'{{"blocks":[{{"key":"a","text":"{text}","type":"unstyled","depth":0,"inlineStyleRanges":[],"entityRanges":[]}}],"entityMap":{{}}}}'


def _quiz(
    slots: list[dict[str, Any]], bands: list[dict[str, Any]] | None = None, **fields: Any
) -> dict[str, Any]:
    return {
        "title": "แบบทดสอบใหม่",
        "slug": "new-quiz",
        "introduction": "",
        "pass_percent": 60,
        "preset": "practice",
        **_rows("slots", slots),
        **_rows("bands", bands or []),
        **fields,
    }


def _pool(count: int | str, **fields: Any) -> dict[str, Any]:
    return {"kind": "pool", "question": "", "pool_count": count, **fields}


def _html(response: Any) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.django_db
class TestPools:
    def test_a_quiz_that_draws_from_the_bank_is_published(self, editor: Client) -> None:
        for _ in range(3):
            make_question(topic="กลโกง", for_lower=True)

        response = editor.post(_url("add"), _quiz([_pool(3, pool_topic="กลโกง", pool_level="มต")], **PUBLISH))

        assert response.status_code == 302
        slot = Quiz.objects.get().slots.get()
        assert (slot.kind, slot.pool_count, slot.pool().count()) == ("pool", 3, 3)

    def test_asking_for_more_than_there_are_says_how_many_there_are(self, editor: Client) -> None:
        make_question(topic="กลโกง")
        make_question(topic="กลโกง", published=False)

        response = editor.post(_url("add"), _quiz([_pool(2, pool_topic="กลโกง")], **PUBLISH))

        assert "เหลือให้สุ่ม 1 ข้อ (ขอไว้ 2)" in _html(response)

    def test_a_chosen_question_is_not_drawn_again(self, editor: Client) -> None:
        chosen = make_question()
        make_question()

        response = editor.post(
            _url("add"), _quiz([{"kind": "fixed", "question": chosen.pk}, _pool(2)], **PUBLISH)
        )

        assert "เหลือให้สุ่ม 1 ข้อ" in _html(response)

    def test_a_draw_without_a_number_is_refused(self, editor: Client) -> None:
        response = editor.post(_url("add"), _quiz([_pool("")], **PUBLISH))

        assert "ยังไม่ได้บอกว่าจะสุ่มกี่ข้อ" in _html(response)

    def test_a_place_without_a_question_is_refused_but_saved_in_a_draft(self, editor: Client) -> None:
        slots = [{"kind": "fixed", "question": ""}]

        refused = editor.post(_url("add"), _quiz(slots, **PUBLISH))
        draft = editor.post(_url("add"), _quiz(slots))

        assert "ยังไม่ได้เลือกคำถาม" in _html(refused)
        assert draft.status_code == 302

    def test_a_question_left_from_before_is_let_go(self, editor: Client) -> None:
        question = make_question()

        editor.post(_url("add"), _quiz([{**_pool(1), "question": question.pk}], **PUBLISH))

        assert Quiz.objects.get().slots.get().question is None

    def test_the_preview_tells_of_the_draw(self, editor: Client) -> None:
        make_question(topic="กลโกง")
        editor.post(_url("preview_on_add"), _quiz([_pool(1, pool_topic="กลโกง")]))

        html = editor.get(_url("preview_on_add")).content.decode()

        assert "สุ่ม 1 ข้อ: กลโกง" in html


@pytest.mark.parametrize(
    ("pools", "expected"),
    [
        ([(2, {1, 2})], [None]),
        ([(3, {1, 2})], [2]),
        ([(2, {1, 2}), (1, {2, 3})], [None, None]),  # at worst one of the two is taken
        ([(2, {1, 2}), (2, {1, 2, 3})], [None, 1]),
        ([(1, set())], [0]),
    ],
)
def test_a_draw_is_sure_whatever_earlier_draws_take(
    pools: list[tuple[int, set[int]]], expected: list[int | None]
) -> None:
    assert shortages([Drawn(count, frozenset(members)) for count, members in pools]) == expected


@pytest.mark.django_db
class TestRules:
    def test_all_rules_are_kept(self, editor: Client) -> None:
        other = make_quiz()
        slots = [{"kind": "fixed", "question": make_question().pk}]
        rules = {
            "preset": "assigned",
            "attempts_allowed": 2,
            "time_limit_minutes": 20,
            "closes_at": "2026-12-01 16:00",
            "shuffle_questions": "on",
            "parallel_form": other.pk,
        }

        response = editor.post(_url("add"), _quiz(slots, **rules, **PUBLISH))

        assert response.status_code == 302
        quiz = Quiz.objects.get(slug="new-quiz")
        assert (quiz.preset, quiz.attempts_allowed, quiz.time_limit_minutes) == ("assigned", 2, 20)
        assert quiz.closes_at is not None
        assert quiz.shuffle_questions
        assert not quiz.shuffle_choices
        assert quiz.parallel_form == other

    def test_a_quiz_is_not_its_own_parallel_form(self, editor: Client) -> None:
        quiz = make_quiz(slug="new-quiz")
        slots = [{"kind": "fixed", "question": make_question().pk}]

        response = editor.post(_url("edit", quiz.pk), _quiz(slots, parallel_form=quiz.pk, **PUBLISH))

        assert "แบบคู่ขนานต้องเป็นแบบทดสอบอื่น" in _html(response)

    def test_bands_of_scores_keep_their_words(self, editor: Client) -> None:
        bands = [
            {"min_percent": 0, "title": "เริ่มได้ดี", "text": _rich("อ่านบทนี้อีกครั้ง")},
            {"min_percent": 80, "title": "เก่งมาก", "text": _rich("ลองชุดถัดไป")},
        ]
        slots = [{"kind": "fixed", "question": make_question().pk}]

        response = editor.post(_url("add"), _quiz(slots, bands, **PUBLISH))

        assert response.status_code == 302
        assert [(band.min_percent, band.title) for band in Quiz.objects.get().bands.all()] == [
            (0, "เริ่มได้ดี"),
            (80, "เก่งมาก"),
        ]

    def test_two_bands_that_begin_at_the_same_score_are_refused(self, editor: Client) -> None:
        bands = [{"min_percent": 50, "title": title, "text": _rich("ก")} for title in ("หนึ่ง", "สอง")]
        slots = [{"kind": "fixed", "question": make_question().pk}]

        response = editor.post(_url("add"), _quiz(slots, bands, **PUBLISH))

        assert "มีช่วงคะแนนที่เริ่มตรงนี้แล้ว" in _html(response)
