"""Loading content files: once is enough, twice does nothing, and an educator's edit is never overwritten."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page, Site

from lessons.models import CoursePage, HomePage, ImportedContent, LessonPage
from quizzes.models import Question, Quiz
from tests.factories.lessons import make_course, make_home
from tests.lessons.test_content_files import CONTENT, FILES

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def _load(folder: Path) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("load_curriculum", dir=folder, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def _change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_site_is_built_and_readable(folder: Path, client: Client) -> None:
    out, err = _load(folder)

    assert "สร้าง 5" in out
    assert "binance/BTC-USDT/1d" in err  # the series does not exist here: said, and the rest is loaded
    page = client.get("/kor/blockchain/").content.decode()
    assert "สมุดคนเดียว" in page
    assert "<b>แก้</b>" in page
    assert "3 ต.ค. 2561" in page
    assert "ทบทวนบล็อกเชน" in page
    assert "รู้จักเงินดิจิทัล" in client.get("/").content.decode()
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert Site.objects.get().root_page.specific == HomePage.objects.get()


def test_questions_are_published_with_a_version(folder: Path) -> None:
    _load(folder)

    question = Question.objects.get(code="k2-1")
    quiz = Quiz.objects.get(slug="blockchain")
    assert question.live
    assert quiz.live
    assert [choice["text"] for choice in question.versions.get().content["choices"]] == [
        "สมุดที่มีหลายสำเนา",
        "เหรียญ",
    ]
    assert [slot.question for slot in quiz.slots.all()] == [question]
    assert LessonPage.objects.get().closing_quiz == quiz


def test_second_run_changes_nothing_and_costs_next_to_nothing(
    folder: Path, django_assert_max_num_queries: Any
) -> None:
    _load(folder)
    before = list(ImportedContent.objects.values_list("key", "revision_id").order_by("key"))

    with django_assert_max_num_queries(5):  # two of them open and close the transaction
        out, _ = _load(folder)

    assert "สร้าง 0 ปรับปรุง 0 เหมือนเดิม 4" in out
    assert list(ImportedContent.objects.values_list("key", "revision_id").order_by("key")) == before


def test_changed_file_is_published_again(folder: Path, client: Client) -> None:
    _load(folder)
    _change(folder, "lessons/blockchain.md", "จบ", "จบแล้วจ้า")

    out, _ = _load(folder)

    assert "ปรับปรุง 1" in out
    assert "จบแล้วจ้า" in client.get("/kor/blockchain/").content.decode()


def test_reworded_choice_keeps_its_uid_and_makes_a_new_version(folder: Path) -> None:
    _load(folder)
    question = Question.objects.get()
    before = [choice["uid"] for choice in question.snapshot()["choices"]]
    _change(folder, "quizzes/blockchain.yaml", "text: เหรียญ", "text: เหรียญชนิดหนึ่ง")

    _load(folder)

    question = Question.objects.get()
    assert [choice["uid"] for choice in question.snapshot()["choices"]] == before
    assert question.versions.count() == 2


@pytest.mark.parametrize("published", [True, False])
def test_edit_of_an_educator_is_left_alone(folder: Path, published: bool) -> None:
    _load(folder)
    lesson = LessonPage.objects.get()
    lesson.title = "ชื่อที่ผู้สอนตั้ง"
    revision = lesson.save_revision()
    if published:
        revision.publish()
    _change(folder, "lessons/blockchain.md", "title: บล็อกเชน", "title: ชื่อใหม่จากไฟล์")

    out, _ = _load(folder)

    assert "เว้นไว้ lesson:blockchain: ผู้สอนแก้ไข" in out
    assert LessonPage.objects.get().get_latest_revision_as_object().title == "ชื่อที่ผู้สอนตั้ง"


def test_page_that_an_educator_deleted_does_not_come_back(folder: Path) -> None:
    _load(folder)
    LessonPage.objects.get().delete()
    _change(folder, "lessons/blockchain.md", "จบ", "จบใหม่")

    out, _ = _load(folder)

    assert "เว้นไว้ lesson:blockchain: ผู้สอนลบ" in out
    assert not LessonPage.objects.exists()


def test_page_that_was_moved_to_another_address_is_still_updated(folder: Path) -> None:
    _load(folder)
    lesson = LessonPage.objects.get()
    lesson.move(make_course(), pos="last-child")
    _change(folder, "lessons/blockchain.md", "จบ", "จบใหม่")

    out, _ = _load(folder)

    assert "ปรับปรุง 1" in out


def test_what_an_educator_made_before_is_not_taken_over(folder: Path) -> None:
    make_home(title="หน้าแรกของเรา")
    make_course(slug="kor", title="วิชาของเรา")

    out, _ = _load(folder)

    assert "เว้นไว้ home" in out
    assert "เว้นไว้ course:kor" in out
    assert CoursePage.objects.get().title == "วิชาของเรา"
    assert LessonPage.objects.get().get_parent().specific == CoursePage.objects.get()


def test_bad_file_loads_nothing_and_says_where(folder: Path) -> None:
    _change(folder, "quizzes/blockchain.yaml", "kind: single", "kind: essay")

    with pytest.raises(CommandError, match=r"quizzes/blockchain\.yaml:5: k2-1"):
        _load(folder)

    assert not ImportedContent.objects.exists()
    assert not HomePage.objects.exists()


def test_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ไม่พบโฟลเดอร์"):
        _load(tmp_path / "none")


def test_starter_curriculum_loads_and_every_page_reads(client: Client) -> None:
    call_command("market_defaults", stdout=StringIO())

    _, err = _load(CONTENT)

    assert err == ""
    assert "".join(_load(CONTENT)).startswith("เนื้อหา: สร้าง 0 ปรับปรุง 0")
    for page in [HomePage.objects.get(), *CoursePage.objects.all(), *LessonPage.objects.all()]:
        assert client.get(page.url).status_code == 200
