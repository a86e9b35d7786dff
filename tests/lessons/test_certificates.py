"""A certificate says what is true, can be checked by anybody, and gives nothing away."""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts import leaving
from accounts import services as people
from accounts.models import AccessLog, Learner
from lessons import outline
from lessons.certificates import pdf, picture, selectors, services
from lessons.certificates.lines import broken
from lessons.certificates.rule import standing
from lessons.certificates.wording import wording
from lessons.models import Certificate, CoursePage
from lessons.progress import Record
from lessons.tree import CourseItem, LessonItem
from tests.conftest import NOW
from tests.factories.accounts import carry, make_learner, make_user
from tests.factories.lessons import make_course, make_home, make_lesson, make_record

OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}
HARD = "ญู ฤทธิ์ธำรงค์ ปิ่น ปี่ ฝั่ง น้ำ กุ้ง เฎี้ย ก็ ซื้อ ผู้ใหญ่ ฐานะ ฿1,000 “Bitcoin” – 100 %"


def _passed_course(learner: Learner, *, lessons: int = 2) -> CoursePage:
    course = make_course(title="รู้ทันกลโกง")
    for number in range(lessons):
        done = NOW - dt.timedelta(days=number)
        make_record(learner=learner, lesson=make_lesson(course=course), done_at=done)
    outline.forget()  # as a publication does
    return course


def _issued(learner: Learner, **fields: Any) -> Certificate:
    made = services.issue(learner=learner, course_id=_passed_course(learner).pk, now=NOW)
    Certificate.objects.filter(pk=made.pk).update(**fields)
    made.refresh_from_db()
    return made


def _course(*ids: int) -> CourseItem:
    lessons = [LessonItem(id=n, title="", url="", code="", duration_minutes=5) for n in ids]
    return CourseItem(id=1, title="", url="", code="", introduction="", lessons=lessons)


class TestRule:
    @pytest.mark.parametrize(
        ("lessons", "done", "quiz", "passed"),
        [
            ((1, 2), {1, 2}, None, True),
            ((1, 2), {1, 2}, True, True),
            ((1, 2), {1, 2}, False, False),
            ((1, 2), {1}, None, False),
            ((1, 2), {1}, True, False),
            ((), set(), None, False),
            ((), {9}, True, False),
        ],
    )
    def test_all_lessons_and_the_course_quiz_when_there_is_one(
        self, lessons: tuple[int, ...], done: set[int], quiz: bool | None, passed: bool
    ) -> None:
        records = {n: Record(done=n in done, best=None, touched_at=NOW) for n in {*lessons, *done}}

        assert standing(_course(*lessons), records, {}, quiz_passed=quiz).is_passed is passed


class TestLines:
    @given(st.text(alphabet="กขคงญฐปฝฟ่้๊๋็์ัิีึืุูำะาเแโใไ abc ", max_size=60), st.integers(3, 30))
    def test_no_line_is_too_wide_and_no_letter_is_lost(self, text: str, width: int) -> None:
        lines = broken(text, width=width, measure=len, at_most=100)

        assert all(len(line) <= width for line in lines)
        assert "".join("".join(lines).split()) == "".join(text.split())

    def test_too_much_ends_in_an_ellipsis(self) -> None:
        lines = broken("คำยาวมาก " * 30, width=20, measure=len, at_most=2)

        assert len(lines) == 2
        assert lines[1].endswith("…")

    def test_a_line_breaks_between_words(self) -> None:
        lines = broken("เงินดิจิทัลที่ไม่มีอยู่จริง", width=12, measure=len)

        assert "".join(lines) == "เงินดิจิทัลที่ไม่มีอยู่จริง"
        assert lines[0] == "เงินดิจิทัล"


class TestPaper:
    def _words(self, **fields: Any) -> Any:
        given = {
            "name": HARD, "course": HARD, "lessons": 6, "minutes": 40, "date": "24 พฤศจิกายน 2569",
            "address": f"https://example.org/certificates/{uuid.uuid4()}/", "number": "5f0c1a52", "is_revoked": False,
        }  # fmt: skip
        return wording(**{**given, **fields})

    @pytest.mark.parametrize("font", ["plex-thai-600.ttf", "plex-thai-looped-400.ttf"])
    def test_the_font_has_every_letter_and_marks_find_their_place(self, font: str) -> None:
        type_ = picture.Type(font, 1000)
        everything = HARD + "".join(vars(self._words(name="", course="")).values())

        glyphs, _ = type_.shape(everything)
        over, _ = type_.shape("ปี่")
        plain, _ = type_.shape("กี่")

        assert 0 not in {glyph for glyph, _x, _y in glyphs}, "a letter is missing from the font"
        assert over[-1][1] - over[0][1] < plain[-1][1] - plain[0][1] + 1, (
            "ป's tail pushes the marks to the left"
        )
        assert max(y for _glyph, _x, y in type_.shape("น้ำ")[0]) > 0, "the tone mark climbs over ำ"

    def test_the_pdf_is_one_page_small_and_embeds_its_fonts(self) -> None:
        made = pdf.draw(self._words())

        assert made.startswith(b"%PDF")
        assert made.count(b"/Type /Page\n") == 1
        assert b"FontFile2" in made
        assert len(made) < 60_000

    @pytest.mark.parametrize("name", ["", "ก" * 80, "A" * 80, "😀 ชื่อ", "עברית", "<b>&"])
    def test_no_name_breaks_it(self, name: str) -> None:
        assert pdf.draw(self._words(name=name, course=name or "ก" * 255)).startswith(b"%PDF")

    def test_the_picture_is_a_png_of_the_size_that_chats_ask_for(self) -> None:
        from io import BytesIO

        from PIL import Image

        image = Image.open(BytesIO(picture.draw("รู้ทันกลโกง")))

        assert (image.format, image.size) == ("PNG", (1200, 630))
        assert len(picture.draw("รู้ทันกลโกง")) < 80_000
        assert len(image.getcolors(10_000)) > 8, "letters have soft edges"


@pytest.mark.django_db
class TestIssuing:
    def test_nobody_gets_one_before_the_course_is_done(self, client: Client) -> None:
        learner = make_learner()
        course = _passed_course(learner)
        make_lesson(course=course)
        outline.forget()
        carry(client, learner)

        answer = client.post(reverse("certificate_issue", args=[course.pk]), **OURS)

        assert answer.status_code == 409
        assert "อีกนิดเดียว" in answer.content.decode()
        assert not Certificate.objects.exists()

    def test_without_an_account_it_has_no_name(self, client: Client) -> None:
        learner = make_learner()
        course = _passed_course(learner)
        carry(client, learner)
        offered = client.get(reverse("my_data")).content.decode()

        answer = client.post(reverse("certificate_issue", args=[course.pk]), **OURS, follow=True)

        page = answer.content.decode()
        assert "รับใบรับรอง" in offered
        assert "ผู้ถือใบรับรองนี้" in page
        assert "24 พฤศจิกายน 2569" in page
        assert "สมัครบัญชีเพื่อใส่ชื่อ" in page
        assert learner.pk.hex not in page
        assert str(learner.pk) not in page

    def test_asking_twice_makes_one(self) -> None:
        learner = make_learner()
        course = _passed_course(learner)

        made = [services.issue(learner=learner, course_id=course.pk, now=NOW) for _ in range(2)]

        assert made[0] == made[1]
        assert made[0].passed_at == NOW

    def test_a_quiz_of_the_course_has_to_be_passed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from tests.factories.quizzes import make_quiz

        learner = make_learner()
        course = _passed_course(learner)
        monkeypatch.setattr(selectors, "_course_quizzes", lambda: {course.pk: make_quiz().pk})

        with pytest.raises(services.NotPassed):
            services.issue(learner=learner, course_id=course.pk, now=NOW)

    @pytest.mark.parametrize("course_id", [0, 999_999, 9_223_372_036_854_775_807, 10**30])
    def test_a_course_that_is_not_there_is_no_error_page(self, course_id: int, client: Client) -> None:
        carry(client, make_learner())

        assert client.post(f"/certificates/issue/{course_id}/", **OURS).status_code in {404, 409}

    def test_a_new_lesson_takes_nothing_back(self, client: Client) -> None:
        learner = make_learner()
        made = _issued(learner)
        make_lesson(course=made.course)
        outline.forget()
        carry(client, learner)

        assert "ดูใบรับรอง" in client.get(reverse("my_data")).content.decode()

    def test_a_course_that_is_deleted_leaves_its_certificates(self, client: Client) -> None:
        learner = make_learner()
        made = _issued(learner)
        made.course.delete()
        carry(client, learner)

        assert "รู้ทันกลโกง" in client.get(reverse("certificate", args=[made.pk])).content.decode()
        assert "ดูใบรับรอง" in client.get(reverse("my_data")).content.decode()


@pytest.mark.django_db
class TestVerifying:
    @pytest.mark.parametrize("name", ["certificate", "certificate_pdf", "certificate_picture"])
    def test_everybody_can_look_and_no_cache_keeps_it(
        self, name: str, client: Client, django_assert_max_num_queries: Callable[[int], Any]
    ) -> None:
        made = _issued(make_learner())

        with django_assert_max_num_queries(2):
            answer = client.get(reverse(name, args=[made.pk]))

        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert not answer.cookies

    def test_page_carries_what_chats_show_and_nothing_of_the_person(self, client: Client) -> None:
        made = _issued(make_learner(user=make_user()), name="มาลี ใจดี")

        page = client.get(reverse("certificate", args=[made.pk])).content.decode()

        shared = "".join(re.findall(r'<meta property="og:[^>]+>', page)) + "".join(
            re.findall(r"<title>.*?</title>", page, re.DOTALL)
        )
        assert f"http://testserver/certificates/{made.pk}/picture.png" in shared
        assert "รู้ทันกลโกง" in shared
        assert "มาลี" not in shared
        assert "มาลี ใจดี" in page
        assert 'content="noindex"' in page
        assert "style=" not in page

    def test_one_that_is_not_there_says_so(self, client: Client) -> None:
        answer = client.get(reverse("certificate", args=[uuid.uuid4()]))

        assert answer.status_code == 404
        assert "ไม่พบใบรับรองนี้" in answer.content.decode()

    def test_it_is_gone_when_its_learner_is_erased(self, client: Client) -> None:
        learner = make_learner()
        made = _issued(learner)

        leaving.erase_person(person=leaving.Person(learner=learner))

        assert client.get(reverse("certificate", args=[made.pk])).status_code == 404
        assert client.get(reverse("certificate_pdf", args=[made.pk])).status_code == 404


@pytest.mark.django_db
class TestTheName:
    def test_its_account_chooses_it(self, client: Client) -> None:
        user = make_user()
        made = _issued(make_learner(user=user))
        client.force_login(user)

        client.post(reverse("certificate_name", args=[made.pk]), {"name": "  น้อง\u200bมะลิ\n ม.2 "}, **OURS)

        made.refresh_from_db()
        assert made.name == "น้อง มะลิ ม.2"

    def test_nobody_else_does(self, client: Client) -> None:
        learner = make_learner()
        made = _issued(learner)
        carry(client, learner)
        url = reverse("certificate_name", args=[made.pk])

        without_account = client.post(url, {"name": "x"}, **OURS)
        client.force_login(make_user())
        stranger = client.post(url, {"name": "x"}, **OURS)
        elsewhere = client.post(url, {"name": "x"}, HTTP_SEC_FETCH_SITE="cross-site")

        assert [a.status_code for a in (without_account, stranger, elsewhere)] == [404, 404, 403]
        made.refresh_from_db()
        assert made.name == ""

    def test_the_cookie_of_an_account_shows_no_controls_to_who_is_signed_out(self, client: Client) -> None:
        learner = make_learner(user=make_user())
        made = _issued(learner)
        carry(client, learner)

        assert "ใบรับรองของคุณ" not in client.get(reverse("certificate", args=[made.pk])).content.decode()

    def test_taking_consent_back_takes_it_off(self) -> None:
        user = make_user()
        made = _issued(make_learner(user=user), name="มาลี")

        leaving.close_account(user=user, now=NOW)

        made.refresh_from_db()
        assert made.name == ""

    def test_claiming_brings_certificates_of_both_along(self) -> None:
        user, device = make_user(), make_learner()
        own = make_learner(user=user)
        one, other = _issued(device), _issued(own)

        people.claim_learner(learner_id=device.pk, user=user, now=NOW)

        assert set(own.certificates.all()) == {one, other}


@pytest.mark.django_db
class TestRevoking:
    @pytest.fixture
    def admin(self) -> Client:
        make_home()
        client = Client()
        client.force_login(make_user(is_superuser=True))
        return client

    def test_an_administrator_revokes_with_a_reason_and_the_page_says_so(
        self, admin: Client, client: Client
    ) -> None:
        made = _issued(make_learner())
        edit = reverse("certificates:edit", args=[made.pk])

        refused = admin.post(edit, {"is_revoked": "on", "revoked_reason": ""})
        assert "บอกเหตุผล" in refused.content.decode()
        admin.post(edit, {"is_revoked": "on", "revoked_reason": "ออกผิดพลาด"})

        page = client.get(reverse("certificate", args=[made.pk])).content.decode()
        assert "ถูกเพิกถอนแล้ว" in page
        assert "ออกผิดพลาด" in page
        assert "เปิดเป็น PDF" not in page
        admin.post(edit, {"revoked_reason": "ออกผิดพลาด"})
        assert "ออกโดยรู้ทันคริปโตจริง" in client.get(reverse("certificate", args=[made.pk])).content.decode()

    def test_the_list_shows_no_names_and_a_look_at_one_is_noted(self, admin: Client) -> None:
        made = _issued(make_learner(user=make_user()), name="มาลี ใจดี")

        listed = admin.get(reverse("certificates:index")).content.decode()
        admin.get(reverse("certificates:edit", args=[made.pk]))

        assert "รู้ทันกลโกง" in listed
        assert "มาลี" not in listed
        assert AccessLog.objects.get().learner == made.learner

    def test_nobody_makes_or_deletes_one_by_hand(self, admin: Client) -> None:
        made = _issued(make_learner())

        admin.post(reverse("certificates:add"), {"revoked_reason": ""})
        admin.post(reverse("certificates:delete", args=[made.pk]))

        assert list(Certificate.objects.all()) == [made]
