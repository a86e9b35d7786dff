"""Questions come in from files of other systems as drafts, after a look, and go out again without loss."""

import base64
import copy
import re
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model

from literacy.roles import create_roles
from quizzes.formats import Format, read
from quizzes.kinds import KINDS
from quizzes.models import Question, UploadedQuestions
from tests.factories import question_kinds
from tests.factories.quizzes import make_question, make_quiz

# Wagtail leaves the temporary files of renditions open until they are collected
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]


def sample(kind: str, **changes: Any) -> dict[str, Any]:
    return copy.deepcopy(question_kinds.content_of(kind, **changes))


GIFT = """
::scam-1:: รางวัลใหญ่ที่ต้องโอนค่าธรรมเนียมก่อนคืออะไร {=กลโกง#ใช่ ของจริงไม่ต้องโอนก่อน ~โชคดี#ลองคิดอีกครั้ง}

::scam-2:: ผู้ประกอบธุรกิจต้องมีใบอนุญาต {TRUE}
"""
BROKEN = GIFT + "\n::scam-3:: ข้อนี้ไม่ปิด {=ก ~ข\n"
PIXEL = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
).decode()


def _upload(client: Client, name: str, data: str | bytes, **fields: Any) -> Any:
    raw = data.encode() if isinstance(data, str) else data
    return client.post(
        reverse("quizzes_import"), {"file": SimpleUploadedFile(name, raw), "format": "", **fields}
    )


def _checked(client: Client, name: str, data: str | bytes, **fields: Any) -> str:
    response = _upload(client, name, data, **fields)
    assert response.status_code == 302, response.content.decode()
    return str(response.url)


def _decide(client: Client, url: str, *, existing: str = "skip", scope: str = "whole", **more: Any) -> Any:
    return client.post(url, {"existing": existing, "scope": scope, **more}, follow=True)


def _text(response: Any) -> str:
    return str(response.content.decode())


class TestLookingFirst:
    def test_nothing_is_written_by_looking(self, editor: Client) -> None:
        html = _text(editor.get(_checked(editor, "bank.gift", GIFT)))

        assert "อ่านเป็น GIFT ได้ 2 ข้อ" in html
        assert "รางวัลใหญ่ที่ต้องโอน" in html
        assert "เลือกตอบข้อเดียว" in html
        assert "ต้องเติมก่อนเผยแพร่" in html  # the true-or-false question has no feedback yet
        assert not Question.objects.exists()

    def test_problems_are_told_with_their_lines(self, editor: Client) -> None:
        html = _text(editor.get(_checked(editor, "bank.gift", BROKEN)))

        assert "อ่านไม่ได้ 1 จุด" in html
        assert "scam-3" in html

    def test_what_is_not_supported_is_named(self, editor: Client) -> None:
        xml = '<quiz><question type="essay"><name><text>e</text></name></question></quiz>'

        html = _text(editor.get(_checked(editor, "bank.xml", xml)))

        assert "essay" in html

    def test_somebody_elses_upload_is_not_found(self, editor: Client) -> None:
        url = _checked(editor, "bank.gift", GIFT)
        other = Client()
        other.force_login(get_user_model().objects.create_superuser("other", password="x"))

        assert other.get(url).status_code == 404

    def test_looking_again_with_another_choice_writes_nothing(self, editor: Client) -> None:
        url = _checked(editor, "bank.gift", GIFT)

        response = _decide(editor, url, existing="update", look="1")

        assert "อ่านเป็น GIFT" in _text(response)
        assert not Question.objects.exists()


class TestBringingIn:
    def test_questions_come_in_as_drafts_with_a_history(self, editor: Client) -> None:
        response = _decide(editor, _checked(editor, "bank.gift", GIFT))

        assert "นำเข้าแล้ว (เพิ่มเป็นฉบับร่าง 2)" in _text(response)
        assert {one.code for one in Question.objects.all()} == {"scam-1", "scam-2"}
        assert {(one.live, one.kind) for one in Question.objects.all()} == {
            (False, "single"),
            (False, "truefalse"),
        }
        assert all(one.latest_revision is not None for one in Question.objects.all())
        assert not UploadedQuestions.objects.exists()

    @pytest.mark.parametrize("existing", ["skip", "update"])
    def test_twice_is_once(self, editor: Client, existing: str) -> None:
        _decide(editor, _checked(editor, "bank.gift", GIFT))
        before = list(Question.objects.order_by("pk").values_list("code", "latest_revision_id"))

        _decide(editor, _checked(editor, "bank.gift", GIFT), existing=existing)

        assert list(Question.objects.order_by("pk").values_list("code", "latest_revision_id")) == before

    def test_an_update_changes_the_draft_and_leaves_what_is_published(self, editor: Client) -> None:
        question = make_question(content=sample("single"), code="k-1")
        uids = [choice["uid"] for choice in question.snapshot()["choices"]]
        file = _exported(editor, Format.YAML).replace("ข้อที่สอง", "ข้อสองแก้แล้ว").replace("โจทย์ชนิด", "โจทย์แบบ")

        _decide(editor, _checked(editor, "bank.yaml", file), existing="update")

        question.refresh_from_db()
        draft = question.get_latest_revision_as_object().snapshot()
        assert question.live
        assert question.snapshot()["stem"].startswith("โจทย์ชนิด")
        assert draft["stem"].startswith("โจทย์แบบ")
        assert [choice["uid"] for choice in draft["choices"]] == uids
        assert question.versions.count() == 1

    def test_a_known_question_is_skipped_unless_asked(self, editor: Client) -> None:
        question = make_question(content=sample("single"), code="k-1")
        file = _exported(editor, Format.YAML).replace("โจทย์ชนิด", "โจทย์แบบ")

        response = _decide(editor, _checked(editor, "bank.yaml", file))

        assert "ข้ามไป 1" in _text(response)
        question.refresh_from_db()
        assert not question.has_unpublished_changes

    def test_all_or_nothing_brings_nothing_when_something_is_wrong(self, editor: Client) -> None:
        response = _decide(editor, _checked(editor, "bank.gift", BROKEN))

        assert "ยังไม่ได้นำเข้าข้อใดเลย" in _text(response)
        assert not Question.objects.exists()

    def test_one_by_one_brings_what_can_be_read(self, editor: Client) -> None:
        _decide(editor, _checked(editor, "bank.gift", BROKEN), scope="each")

        assert Question.objects.count() == 2

    def test_a_locked_question_is_left_alone(self, editor: Client) -> None:
        make_question(content=sample("single"), code="k-1", locked=True)
        file = _exported(editor, Format.YAML).replace("โจทย์ชนิด", "โจทย์แบบ")

        response = _decide(editor, _checked(editor, "bank.yaml", file), existing="update", scope="each")

        assert "ข้อนี้ถูกล็อกอยู่" in _text(response)

    def test_pictures_go_to_the_library_once(self, editor: Client) -> None:
        file = f"""
- id: pic-1
  kind: truefalse
  stem: "ภาพนี้คืออะไร [ภาพ: chart.png | กราฟราคา]"
  options:
    - {{text: "จริง", correct: true, feedback: "ใช่"}}
    - {{text: "ไม่จริง", correct: false, feedback: "ไม่"}}
  images: {{chart.png: {PIXEL}}}
"""
        for _ in range(2):
            _decide(editor, _checked(editor, "bank.yaml", file), existing="update")

        image = get_image_model().objects.get()
        assert f"[ภาพ: img{image.pk}.png | กราฟราคา]" in Question.objects.get().stem
        assert Question.objects.get().revisions.count() == 1
        assert read(Format.YAML, _exported(editor, Format.YAML)).questions[0].images

    def test_a_picture_is_shown_to_learners_with_what_it_shows(self, editor: Client) -> None:
        image = get_image_model()(
            title="กราฟ", file=ImageFile(BytesIO(base64.b64decode(PIXEL)), name="p.png")
        )
        image.save()
        content = sample("single", stem=f'ภาพนี้ <b> "คืออะไร" [ภาพ: img{image.pk}.png | กราฟ "ราคา"]\nบรรทัดใหม่')
        quiz = make_quiz(questions=[make_question(content=content)])

        html = _text(editor.get(reverse("quizzes_try", args=[quiz.pk])))

        assert re.search(
            r'<img class="question-picture" src="/media/[^"]+" alt="กราฟ &quot;ราคา&quot;" width="1"', html
        )
        assert "&lt;b&gt;" in html

    def test_a_picture_that_is_gone_leaves_its_words(self, editor: Client) -> None:
        content = sample("single", stem="ดู [ภาพ: img999.png | กราฟราคา] แล้วตอบ")
        quiz = make_quiz(questions=[make_question(content=content)])

        html = _text(editor.get(reverse("quizzes_try", args=[quiz.pk])))

        assert "<em>(ภาพ: กราฟราคา)</em>" in html

    def test_two_questions_with_one_code_are_told(self, editor: Client) -> None:
        file = "\n".join(
            f'- {{id: same, kind: numeric, stem: "ข้อ {n}", answer: {n}, tolerance: 0, otherwise: "ลองใหม่"}}'
            for n in (1, 2)
        )

        html = _text(editor.get(_checked(editor, "bank.yaml", file)))

        assert "รหัสนี้มีสองครั้งในไฟล์" in html


class TestRoles:
    def test_who_may_not_write_questions_may_not_import(self, client: Client) -> None:
        create_roles()
        user = get_user_model().objects.create_user("reader@example.test")
        client.force_login(user)

        for name in ("quizzes_import", "quizzes_export"):
            assert client.get(reverse(name)).status_code in {302, 403}


BOMB = '<?xml version="1.0"?><!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><quiz>&b;</quiz>'


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("bomb.xml", BOMB, "DOCTYPE"),
        ("huge.gift", b"x" * (10 * 1024 * 1024 + 1), "ใหญ่เกินไป"),
        ("book.docx", b"PK\x03\x04" + b"\x00" * 100, "Word"),
        ("bytes.gift", b"\xff\x00\xfe\x01" * 20, "UTF-8"),
        ("empty.gift", b"", "ว่างเปล่า"),
        ("words.txt", "แค่ข้อความธรรมดา", "ดูไม่ออก"),
        ("deep.yaml", "[" * 400 + "]" * 400, "ลึกเกิน"),
    ],
)
def test_a_file_made_to_harm_gets_a_sentence(editor: Client, name: str, data: str | bytes, says: str) -> None:
    response = _upload(editor, name, data)

    if response.status_code == 302:  # read as having nothing in it: the next screen says so
        response = editor.get(response.url)
    assert response.status_code == 200
    assert says in _text(response)
    assert not Question.objects.exists()


def test_an_old_thai_encoding_is_read(editor: Client) -> None:
    html = _text(editor.get(_checked(editor, "bank.gift", GIFT.encode("cp874"))))

    assert "รางวัลใหญ่ที่ต้องโอน" in html
    assert "Windows-874" in html


def _exported(client: Client, to: Format, *questions: Question) -> str:
    ids = "&".join(f"id={question.pk}" for question in questions)
    response = client.post(f"{reverse('quizzes_export')}?{ids}", {"format": to.value})
    assert response["Content-Disposition"].startswith("attachment"), _text(response)
    return str(response.content.decode())


class TestTakingOut:
    @pytest.mark.parametrize("kind", sorted(KINDS))
    def test_every_kind_comes_back_from_our_yaml_as_it_was(self, editor: Client, kind: str) -> None:
        question = make_question(
            content=sample(kind),
            topic="กลโกง",
            for_lower=True,
            scam_pattern="แอปปลอม",
            keywords="ก, ข",
            difficulty=2,
        )
        file = _exported(editor, Format.YAML)

        html = _text(_decide(editor, _checked(editor, "bank.yaml", file), existing="update", look="1"))

        assert "เหมือนในคลังแล้ว 1" in html
        Question.objects.filter(pk=question.pk).update(code="other")
        _decide(editor, _checked(editor, "bank.yaml", file))
        came = Question.objects.exclude(pk=question.pk).get()
        assert came.kind == kind
        assert (came.topic, came.for_lower, came.for_upper) == ("กลโกง", True, False)
        assert (came.scam_pattern, came.keywords, came.difficulty) == ("แอปปลอม", "ก, ข", 2)

    def test_what_a_format_cannot_say_is_named_and_the_rest_is_written(self, editor: Client) -> None:
        make_question(content=sample("spot"), code="q-spot")
        make_question(content=sample("single"), code="q-single")

        html = _text(editor.get(reverse("quizzes_export"), {"format": "aiken"}))

        assert "เขียนได้ 1 ข้อ" in html
        assert "q-spot: Aiken ไม่มีคำถามชนิด" in html
        assert "q-single: Aiken เก็บส่วนนี้ไม่ได้" in html
        assert "ข้อที่ถูก" in _exported(editor, Format.AIKEN)

    def test_only_the_chosen_ones_go_out(self, editor: Client) -> None:
        chosen = make_question(code="q-in")
        make_question(code="q-out")
        bulk = reverse("wagtail_bulk_action", args=["quizzes", "question", "export"])

        page = editor.get(f"{bulk}?id={chosen.pk}")

        assert page["Location"] == f"{reverse('quizzes_export')}?id={chosen.pk}"
        file = _exported(editor, Format.YAML, chosen)
        assert "q-in" in file
        assert "q-out" not in file

    def test_an_unfinished_draft_is_named(self, editor: Client) -> None:
        content = sample("numeric")
        content["answers"][0]["value"] = None
        make_question(content=content, code="q-half", published=False)

        html = _text(editor.get(reverse("quizzes_export")))

        assert "q-half: ยังเขียนไม่ครบ" in html


def test_the_menu_leads_to_both_screens(editor: Client) -> None:
    html = _text(editor.get(reverse("wagtailadmin_home")))

    assert reverse("quizzes_import") in html
    assert reverse("quizzes_export") in html
