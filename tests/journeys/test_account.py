"""What is mine stays mine: a certificate without an account and then with one; two people, one phone; leaving."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import ROOT, Site
from tests.journeys.tiny_course import RIGHT, SLUG, TITLE

PASSWORD = "rak-rian-2569"


@pytest.fixture(scope="module")
def course(site: Site) -> str:
    """Return the address of a course of one lesson in the running site."""
    subprocess.run(
        [sys.executable, "-m", "tests.journeys.tiny_course"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "literacy.settings.dev",
            "VAR_DIR": str(site.log.parent / "var"),
            "DATABASE_URL": "",
        },
        check=True,
    )
    return f"/{SLUG}/tiny-lesson/"


def _pass(page: Page, lesson: str) -> None:
    """Read the lesson and answer its quiz right."""
    page.goto(lesson)
    page.get_by_role("button", name=re.compile("เริ่มทำแบบทดสอบ")).click()
    expect(page).to_have_url(re.compile("/quiz/attempts/"))
    question = page.locator("[data-question]:visible")
    expect(question).to_have_count(1)
    question.get_by_text(RIGHT, exact=True).click()
    expect(question).to_contain_text("บันทึกแล้ว")
    page.get_by_role("button", name="ส่งคำตอบ").click()
    expect(page).to_have_url(re.compile("/result/"))


def _done_courses(page: Page) -> None:
    page.goto("/my-learning/")
    expect(page.locator("main")).to_contain_text("เรียนครบทั้ง 1 บทแล้ว")


def _sign_up(page: Page, name: str) -> None:
    page.get_by_label("ชื่อผู้ใช้").fill(name)
    page.get_by_label("รหัสผ่าน").fill(PASSWORD)
    page.get_by_label("11–19 ปี").check()
    page.get_by_label("ผู้ปกครองที่ยินยอมเป็นอะไรกับผู้เรียน").fill("ยาย")
    page.get_by_label("ผู้ปกครองอ่านข้อความด้านบนแล้ว").check()
    page.get_by_label("อ่านแล้ว และยินยอม").check()
    page.get_by_role("button", name="สมัครบัญชี").click()


def test_from_the_first_visit_to_a_certificate_and_then_into_an_account(
    page: Page, phone: BrowserContext, course: str
) -> None:
    _pass(page, course)
    _done_courses(page)
    page.get_by_role("button", name=re.compile("รับใบรับรอง")).click()
    expect(page.locator(".certificate")).to_contain_text(TITLE)
    expect(page.locator(".certificate")).to_contain_text("ผู้ถือใบรับรองนี้")
    certificate = page.url
    learner = next(cookie for cookie in phone.cookies() if cookie["name"] == "learner")["value"]
    assert learner.split(":")[0] not in certificate.replace("-", "")

    printed = phone.request.get(f"{certificate}certificate.pdf")
    assert printed.body().startswith(b"%PDF")
    shared = page.locator("meta[property='og:image']").get_attribute("content")
    assert shared
    assert phone.request.get(shared).headers["content-type"] == "image/png"

    # the guardian's part appears with the age, without a script
    page.get_by_role("link", name="สมัครบัญชีเพื่อใส่ชื่อ").click()
    expect(page.locator(".guardian")).to_be_hidden()
    page.get_by_label("11–19 ปี").check()
    expect(page.locator(".guardian")).to_be_visible()
    _sign_up(page, "มะลิ-ม2")

    # back at the certificate, which is the account's now and takes a name
    expect(page).to_have_url(certificate)
    page.get_by_label("ชื่อบนใบรับรอง").fill("น้องมะลิ ม.2/1")
    page.get_by_role("button", name="บันทึกชื่อ").click()
    expect(page.locator(".certificate-name")).to_have_text("น้องมะลิ ม.2/1")
    _done_courses(page)

    # anybody with the link can check it, and sees no controls
    stranger = phone.browser.new_context() if phone.browser else None
    assert stranger
    other = stranger.new_page()
    other.goto(certificate)
    expect(other.locator("main")).to_contain_text("ออกโดยรู้ทันคริปโตจริง")
    expect(other.get_by_label("ชื่อบนใบรับรอง")).to_have_count(0)
    stranger.close()


def test_two_people_share_one_phone(page: Page, phone: BrowserContext, course: str) -> None:
    _pass(page, course)
    page.goto("/my-data/")
    page.get_by_role("link", name="เพิ่มผู้เรียนอีกคน").click()
    page.get_by_label("ชื่อเล่นหรือเลขที่ของคนที่กำลังเรียนอยู่ตอนนี้").fill("มะลิ")
    page.get_by_label("ชื่อเล่นหรือเลขที่ของคนใหม่").fill("เลขที่ 7")
    page.get_by_role("button", name="ให้คนใหม่เริ่มเรียน").click()
    expect(page.locator(".person-now")).to_contain_text("เลขที่ 7")

    page.goto("/my-learning/")
    expect(page.locator("main")).not_to_contain_text("เรียนครบทั้ง 1 บทแล้ว")

    page.goto("/my-data/")
    page.get_by_role("button", name="สลับเป็น มะลิ").click()
    expect(page.locator(".person-now")).to_contain_text("มะลิ")
    _done_courses(page)

    # who signs up is no longer picked by name; the other one is
    page.goto("/accounts/signup/")
    _sign_up(page, "มะลิ-เครื่องร่วม")
    expect(page).to_have_url(re.compile("/my-learning/"))
    page.goto("/my-data/")
    expect(page.get_by_role("button", name="สลับเป็น มะลิ")).to_have_count(0)
    page.get_by_role("button", name="สลับเป็น เลขที่ 7").click()
    expect(page.locator("main")).to_contain_text("ตอนนี้เรียนในชื่อ เลขที่ 7")
    page.goto("/my-learning/")
    expect(page.locator("main")).not_to_contain_text("เรียนครบทั้ง 1 บทแล้ว")


def test_what_is_kept_is_seen_carried_away_and_erased(page: Page, phone: BrowserContext, course: str) -> None:
    _pass(page, course)
    page.goto("/my-data/")
    expect(page.locator(".kept")).to_contain_text("แบบทดสอบที่ทำ")

    with page.expect_download() as waiting:
        page.get_by_role("button", name="ดาวน์โหลดข้อมูลของฉัน").click()
    path = waiting.value.path()
    archive = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    data = json.loads(archive.read("data.json"))
    assert len(data["tables"]["quizzes.AnswerStep"]["rows"]) == 1
    assert "quizzes_answerstep.csv" in archive.namelist()

    page.get_by_role("link", name="ไปหน้าลบข้อมูล").click()
    page.get_by_role("button", name="ลบทั้งหมดเดี๋ยวนี้").click()  # without the tick nothing happens
    expect(page).to_have_url(re.compile("/my-data/erase/"))
    page.get_by_label("ฉันเข้าใจว่าเรียกคืนไม่ได้").check()
    page.get_by_role("button", name="ลบทั้งหมดเดี๋ยวนี้").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("ลบข้อมูลแล้ว")
    assert [cookie["name"] for cookie in phone.cookies()] == []
    page.goto("/my-learning/")
    expect(page.locator("main")).to_contain_text("ยังไม่มีผลการเรียนในเครื่องนี้")


def test_the_pages_are_accessible_in_light_and_dark_and_at_double_size(page: Page, course: str) -> None:
    _pass(page, course)
    _done_courses(page)
    page.get_by_role("button", name=re.compile("รับใบรับรอง")).click()
    expect(page.locator(".certificate")).to_be_visible()
    faults: dict[str, list[str]] = {}
    for path in (
        page.url,
        "/my-data/",
        "/my-data/erase/",
        "/my-data/people/add/",
        "/accounts/signup/",
        "/accounts/login/",
    ):
        page.goto(path)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            for size in ("100%", "200%"):
                page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
                result = Axe().run(page)
                found = [violation["id"] for violation in result.response["violations"]]
                wide = page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                if found or wide > 0:
                    faults[f"{path} {scheme} {size}"] = [*found, f"too wide by {wide}"]
    assert faults == {}


def test_a_passkey_opens_an_account_and_comes_back_to_it(browser: Browser, site: Site, course: str) -> None:
    # browsers give passkeys to names, not to numbers
    context = browser.new_context(
        base_url=site.url.replace("127.0.0.1", "localhost"), viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    _pass(page, course)
    page.goto("/accounts/signup/")
    page.get_by_role("link", name=re.compile("สมัครด้วยพาสคีย์")).click()
    page.get_by_label("ชื่อผู้ใช้").fill("ก้อง-พาสคีย์")
    page.get_by_label("20 ปีขึ้นไป").check()
    page.get_by_label("อ่านแล้ว และยินยอม").check()
    page.get_by_role("button", name="ไปสร้างพาสคีย์").click()
    page.get_by_role("button", name="สร้างพาสคีย์", exact=True).click()
    expect(page).to_have_url(re.compile("/my-learning/"))
    expect(page.locator("main")).to_contain_text("สวัสดี ก้อง-พาสคีย์")
    expect(page.locator("main")).to_contain_text("เรียนครบทั้ง 1 บทแล้ว")

    page.goto("/accounts/logout/")
    page.get_by_role("button", name="ออกจากระบบ").click()
    expect(page).to_have_url(re.compile("localhost:[0-9]+/$"))
    page.goto("/accounts/login/")
    page.get_by_role("button", name=re.compile("ใช้พาสคีย์")).click()
    expect(page).to_have_url(re.compile("/my-learning/"))
    expect(page.locator("main")).to_contain_text("เรียนครบทั้ง 1 บทแล้ว")
    context.close()
