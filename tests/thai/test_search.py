"""Search finds Thai words in the middle of sentences, on both databases; each upgrade of modelsearch runs this."""

import pytest
from django.db import connection

from lessons.models import LessonPage
from tests.factories.lessons import make_lesson

pytestmark = pytest.mark.django_db
TEXT = "<p>เมื่อวานมิจฉาชีพโทรมาหลอกให้โอนเงินดิจิทัลผ่านกระดานเทรดปลอม</p>"


def _found(words: str) -> set[int]:
    return {page.pk for page in LessonPage.objects.search(words)}


@pytest.mark.parametrize("word", ["มิจฉาชีพ", "โอนเงิน", "กระดาน", "ปลอม", "ดิจิทัล"])
def test_word_in_the_middle_of_a_sentence_is_found(word: str) -> None:
    lesson = make_lesson(body=[("text", TEXT)])
    make_lesson(body=[("text", "<p>แท่งเทียนหนึ่งแท่งบอกสี่ราคา</p>")])

    assert _found(word) == {lesson.pk}


def test_word_in_a_title_is_found() -> None:
    lesson = make_lesson(title="กายวิภาคของกลโกง")

    assert lesson.pk in _found("กลโกง")


def test_marks_make_a_difference() -> None:
    make_lesson(body=[("text", "<p>วางไว้ที่นี่ก่อน</p>")])

    assert not _found("ทีนี")


@pytest.mark.parametrize(
    "typed", ['a"b', '"', '""', "*", "มิจฉาชีพ'", "(", "NEAR", "-", "   ", "\u0e48", "a OR"]
)
def test_nothing_typed_breaks_the_search(typed: str) -> None:
    make_lesson(body=[("text", TEXT)])

    _found(typed)


def test_edited_text_is_found_and_the_old_one_no_longer() -> None:
    lesson = make_lesson(introduction="พูดเรื่องบล็อกเชน")
    lesson.introduction = "พูดเรื่องทองคำ"
    lesson.save()

    assert _found("ทองคำ") == {lesson.pk}
    assert not _found("บล็อกเชน")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the tokenizer is SQLite's")
def test_index_keeps_marks_inside_words() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'wagtailsearch_indexentry_fts'")
        assert "Mn Mc" in cursor.fetchone()[0]
