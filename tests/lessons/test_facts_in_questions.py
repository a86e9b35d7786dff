"""Marks in questions: learners read words, and the explanation ends in the sources."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from lessons.models import LessonPage
from quizzes.models import Question
from tests.factories import market_data as make
from tests.lessons.test_curriculum_round_trip import FILES, QUIZ

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make.series()
    marked = QUIZ.replace("text: เหรียญ", "text: เหรียญใน[[บล็อกเชน]] โทร {contact:aoc-1441}", 1)
    for name, text in {**FILES, "quizzes/blockchain.yaml": marked}.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    call_command("load_curriculum", dir=tmp_path, stdout=StringIO(), stderr=StringIO())
    return tmp_path


def test_learners_read_words_and_the_sources(folder: Path) -> None:
    content = Question.objects.get(code="k2-1").versions.get().content

    assert content["explanation"] == "จำไว้\nแหล่งข้อมูล: สถาบันคุ้มครองเงินฝาก"
    assert content["choices"][1]["text"].startswith(
        "เหรียญในบล็อกเชน โทร ศูนย์ AOC 1441 (ตรวจล่าสุดเมื่อ 23 พ.ย. 2569)"
    )


def test_what_the_author_wrote_stays_and_loading_again_cuts_nothing(folder: Path) -> None:
    question = Question.objects.get(code="k2-1")
    assert question.explanation == "จำไว้ [L-32]"

    call_command("load_curriculum", dir=folder, stdout=StringIO(), stderr=StringIO())

    assert question.versions.count() == 1


def test_lesson_with_every_mark_reads_with_numbers_sources_terms_and_contacts(
    folder: Path, client: Client
) -> None:
    page = client.get(LessonPage.objects.get().url).content.decode()

    assert 'href="#source-1"' in page
    assert 'id="source-1"' in page
    assert "สถาบันคุ้มครองเงินฝาก" in page
    assert 'popovertarget="term-1"' in page
    assert 'href="tel:1441"' in page
    assert not any(mark in page for mark in ("[L-32]", "[[บล็อกเชน", "{contact:"))
