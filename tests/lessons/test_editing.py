"""What an educator meets in the CMS: drafts may be unfinished, published lessons may not."""

import gc
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from lessons.blocks import CalloutBlock, FigureBlock, TextBlock
from lessons.models import CoursePage, LessonPage
from tests.factories.accounts import make_user
from tests.factories.lessons import make_course, make_home, make_lesson

# Wagtail leaves the temporary files of renditions open until they are collected
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture(autouse=True)
def _collected_here() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def _form(**fields: Any) -> dict[str, Any]:
    data = {
        "title": "บทเรียนใหม่",
        "slug": "",
        "introduction": "",
        "code": "",
        "duration_minutes": "6",
        "objectives": rich_text(""),
        "body": streamfield([]),
        "sources": rich_text(""),
        "reviewed_on": "",
        "closing_quiz": "",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""},
    }
    return dict(nested_form_data({**data, **fields}))


def _add_url(course: CoursePage) -> str:
    return f"/admin/pages/add/lessons/lessonpage/{course.pk}/"


def test_unfinished_draft_is_saved(editor: Client) -> None:
    course = make_course()

    response = editor.post(_add_url(course), _form())

    assert response.status_code == 302
    lesson = LessonPage.objects.get()
    assert not lesson.live
    assert lesson.slug.isascii()


def test_lesson_is_previewed_before_it_was_ever_saved(editor: Client) -> None:
    course = make_course()
    url = f"/admin/pages/add/lessons/lessonpage/{course.pk}/preview/"
    text = streamfield([("callout", {"tone": "note", "title": "เกร็ดนี้", "text": rich_text("<p>ก</p>")})])

    assert editor.post(url, _form(body=text)).json()["is_valid"]
    response = editor.get(f"{url}?mode=")

    page = response.content.decode()
    assert response.status_code == 200
    assert "เกร็ดนี้" in page
    assert course.title in page
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("kind", ["home", "course", "lesson"])
def test_every_page_type_opens_in_the_editor(editor: Client, kind: str) -> None:
    page = {"home": make_home, "course": make_course, "lesson": make_lesson}[kind]()

    response = editor.get(f"/admin/pages/{page.pk}/edit/")

    assert response.status_code == 200


def test_lesson_without_sources_and_review_date_is_not_published(editor: Client) -> None:
    course = make_course()

    response = editor.post(_add_url(course), {**_form(), "action-publish": "1"})

    assert response.status_code == 200
    errors = response.context["form"].errors
    assert set(errors) == {"sources", "reviewed_on"}
    for messages in errors.values():
        assert all("\u0e00" <= message[0] <= "\u0e7f" for message in messages)
    assert not LessonPage.objects.filter(live=True).exists()


def test_finished_lesson_is_published_under_an_ascii_address(editor: Client, client: Client) -> None:
    course = make_course(slug="khor")
    done = _form(sources=rich_text("<p>ธนาคารแห่งประเทศไทย</p>"), reviewed_on="2026-11-24")

    response = editor.post(_add_url(course), {**done, "action-publish": "1"})

    assert response.status_code == 302
    lesson = LessonPage.objects.get()
    assert lesson.live
    assert lesson.url.isascii()
    assert client.get(lesson.url).status_code == 200


def test_publishing_from_code_needs_sources_as_well() -> None:
    lesson = make_lesson(live=False, sources="", reviewed_on=None)

    with pytest.raises(ValidationError) as caught:
        lesson.save_revision(clean=False).publish()

    assert "แหล่งข้อมูล" in caught.value.message_dict["sources"][0]
    assert "วันที่" in caught.value.message_dict["reviewed_on"][0]


def test_two_pages_of_one_title_get_two_addresses() -> None:
    course = make_course()

    slugs = {make_lesson(course=course, title="ทองคำ", slug="").slug for _ in range(2)}

    assert len(slugs) == 2
    assert all(slug.isascii() for slug in slugs)


@pytest.mark.parametrize(("title", "code", "slug"), [("!!!", "ก2", "k-2"), ("!!!", "", "page")])
def test_title_without_letters_still_gets_an_address(title: str, code: str, slug: str) -> None:
    assert make_lesson(title=title, code=code, slug="").slug == slug


@pytest.mark.parametrize("slug", ["quiz", "admin", "my-learning", "offline", "accounts", "market", "media"])
def test_course_cannot_take_an_address_of_the_site(slug: str) -> None:
    with pytest.raises(ValidationError, match="เป็นของระบบ"):
        make_course(slug=slug)


def test_home_can_have_courses_and_courses_lessons_only() -> None:
    home, course = make_home(), make_course()

    assert {model.__name__ for model in home.allowed_subpage_models()} == {
        "ClaimIndexPage",
        "CoursePage",
        "DirectoryPage",
        "EmergencyPage",
        "GlossaryPage",
        "InfoPage",
        "PatternIndexPage",
    }
    assert [model.__name__ for model in course.allowed_subpage_models()] == ["LessonPage", "KitPage"]
    assert make_lesson(course=course).allowed_subpage_models() == []


def _image() -> Any:
    return get_image_model().objects.create(title="ภาพ", file=get_test_image_file())


def _figure() -> dict[str, Any]:
    image = {"image": _image().pk, "alt_text": "กราฟแท่งสีเขียว", "decorative": False}
    return {"image": image, "caption": "คำบรรยาย", "source": "ภาพ: เรา"}


def test_figure_needs_words_for_the_picture_and_its_source() -> None:
    block, image = FigureBlock(), _image()

    for stored, missing in (
        ({"image": {"image": image.pk, "alt_text": "", "decorative": False}, "source": "ก"}, "image"),
        ({"image": {"image": image.pk, "alt_text": "", "decorative": True}, "source": "ก"}, "image"),
        ({"image": {"image": image.pk, "alt_text": "แมว", "decorative": False}, "source": ""}, "source"),
    ):
        with pytest.raises(StructBlockValidationError) as caught:
            block.clean(block.to_python({"caption": "ค", **stored}))
        assert missing in caught.value.block_errors


def test_figure_with_everything_is_fine_and_shows_its_words(client: Client) -> None:
    lesson = make_lesson(body=[("figure", _figure())])

    page = client.get(lesson.url).content.decode()

    for words in ("กราฟแท่งสีเขียว", "คำบรรยาย", "ภาพ: เรา"):
        assert words in page


@pytest.mark.parametrize(
    "block", [TextBlock(), CalloutBlock(), FigureBlock()], ids=lambda b: type(b).__name__
)
@pytest.mark.parametrize("with_image", [False, True])
def test_every_block_has_a_preview(block: Any, with_image: bool) -> None:
    if with_image:
        _image()

    html = block.render(block.get_preview_value())

    assert html.strip()
    assert block.get_description()
    assert ("<img" in html) == (with_image and isinstance(block, FigureBlock))


def test_uploaded_text_is_no_image(editor: Client) -> None:
    fake = SimpleUploadedFile("a.png", b"<script>alert(1)</script>", content_type="image/png")

    response = editor.post("/admin/images/add/", {"title": "ปลอม", "file": fake})

    assert response.status_code == 200
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("เงินฝาก [Z-99]", "ไม่มีข้อเท็จจริงรหัส Z-99"),
        ("ดู [[คำที่ไม่มี]]", "คลังคำศัพท์"),
        ("โทร {contact:nobody}", "สมุดรายชื่อ"),
        ("เงินฝาก [L - 32]", "อ่านเครื่องหมาย"),
    ],
)
def test_a_mark_that_points_nowhere_is_not_published_and_a_draft_keeps_it(
    editor: Client, words: str, says: str
) -> None:
    course = make_course()
    text = streamfield([("callout", {"tone": "note", "title": "เกร็ด", "text": rich_text(f"<p>{words}</p>")})])
    form = _form(body=text, sources=rich_text("<p>ธปท.</p>"), reviewed_on="2026-11-24")

    refused = editor.post(_add_url(course), {**form, "action-publish": "1"})
    drafted = editor.post(_add_url(course), form)

    assert says in str(refused.context["form"].errors["body"])
    assert drafted.status_code == 302
