"""The whole curriculum as files: loaded into the CMS and written back byte for byte; what cannot stand is refused."""

import datetime as dt
import difflib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backend

from lessons import lexicon
from lessons.content_files import ContentError, parse
from lessons.facts import book
from lessons.models import (
    ClaimPage,
    Contact,
    EmergencyPage,
    Fact,
    GlossaryTerm,
    ImportedContent,
    LessonPage,
    ScamPatternPage,
)
from quizzes.models import Question, Quiz
from tests.factories import market_data as make

FACTS = """- id: L-32
  label: V-A
  statement: เงินฝากบาทคุ้มครองไม่เกิน 1 ล้านบาท
  sources:
    - title: สถาบันคุ้มครองเงินฝาก – คำถามที่พบบ่อย
      url: https://www.dpa.or.th/faq
      date: ไม่ระบุวันที่
  review_days: 90
  checked_on: 2026-11-23
- id: N-08
  label: V-C
  statement: กลุ่มที่แจ้งมากที่สุด
  sources:
    - title: เว็บข่าว
      url: https://example.org/n
      date: 2026-02-16
  review_days: 180
  checked_on: 2026-11-23
- id: U-01
  label: U
  reason: ยังไม่พบแหล่งที่ยืนยัน
"""
DIRECTORY = """- key: aoc-1441
  name: ศูนย์ AOC
  kind: report
  phone: '1441'
  url: https://www.example.org/
  hours: ตลอด 24 ชั่วโมง
  what_for: ช่วยระงับบัญชี
  facts:
    - L-32
  checked_on: 2026-11-23
  order: 10
"""
GLOSSARY = """- slug: blockchain
  term: บล็อกเชน
  english: blockchain
  variants:
    - บล๊อกเชน
  definition: สมุดบัญชีหลายสำเนา [L-32]
  lessons:
    - blockchain
- slug: wallet
  term: กระเป๋าสินทรัพย์ดิจิทัล
  definition: โปรแกรมเก็บกุญแจ
  see:
    - blockchain
"""
COURSE = """slug: kor
code: ก
order: 1
title: รู้จักเงินดิจิทัล
introduction: เริ่มจากศูนย์
objectives:
  - แยกเงินฝากออกได้
quiz: course-kor
before: course-kor-a
after: course-kor-b
"""
LESSON = """---
code: ก2
slug: blockchain
course: kor
order: 1
title: บล็อกเชน
duration_minutes: 7
levels:
  - ป
  - มต
introduction: สมุดบัญชีที่หลายคนถือ
objectives:
  - อธิบายบล็อกเชน “ด้วยคำ & ของตัวเอง” ได้
patterns:
  - fake-app
claims:
  - deposit-protected
reviewed_on: 2026-11-24
sources:
  - title: NIST
    url: https://www.nist.gov/
    date: 2018-10-03
    note: แหล่งเสริม
quiz: blockchain
---

:::callout tone="question" title="ลองคิด"
ถ้า **แก้** สมุดคนเดียวล่ะ
:::

## หัวข้อ

ย่อหน้า [[บล็อกเชน]] ที่อ้างแหล่ง [L-32] โทร {contact:aoc-1441}
บรรทัดใหม่ [ลิงก์](https://example.org/a?b=1&c=2)

- หนึ่ง
- สอง

:::section levels="ป มป"
### เฉพาะผู้ใหญ่

เนื้อหา

:::flags title="ธงแดง"
- เร่งให้โอนไหม
:::
:::

:::summary levels="ส"
- สั้น ๆ
- แค่นี้
:::

:::steps title="ทำอย่างไร"
หนึ่ง | ทำก่อน [L-32]
สอง | ทำทีหลัง
:::

:::timeline title="ลำดับ"
2 ม.ค. 2568 | เกิดเหตุ [L-32]
:::

:::chat title="แชต" channel="line" verdict="scam"
เขา | โอนมาก่อน
คุณ | ไม่โอน
ระบบ | เขาออกจากห้องแล้ว
:::

:::flow title="เงินไปไหน"
คุณ -> เขา | เงิน
เขา -> หัวหน้า
:::

:::table title="เทียบ" head="เรื่อง | ก | ข"
เร็ว | ใช่ | ไม่
ช้า | ไม่ | ใช่
:::

:::contacts keys="aoc-1441"
:::

:::chart series="binance/BTC-USDT/1d" range="90d" caption="ราคารายวัน" kind="line" average="20"
:::

:::data title="คดี" unit="คดี" caption="เพิ่มขึ้น" source="ตัวเลขสมมติ"
ปี 2566 | 1200
ปี 2567 | 2500.5
:::

จบ
"""
CHOICES = """    choices:
      - text: สมุดหลายสำเนา
        correct: true
        feedback: ใช่แล้ว
      - text: เหรียญ
        correct: false
        feedback: เหรียญจดอยู่ในสมุด
"""
QUIZ = f"""slug: blockchain
title: ทบทวนบล็อกเชน
pass_percent: 70
questions:
  - code: k2-1
    kind: single
    stem: บล็อกเชนคืออะไร
    topic: ก บล็อกเชน
    level: มต
    objective: อธิบายบล็อกเชนได้
    difficulty: 2
    facts:
      - L-32
    pattern: fake-app
{CHOICES}    explanation: จำไว้ [L-32]
  - code: k2-2
    kind: judge
    stem: จริงหรือปลอม
    topic: ก บล็อกเชน
    difficulty: 1
    ask_confidence: true
    setting: แชต
    channel: chat
    message: โอนมาก่อนนะคะ
    verdict: scam
    feedback:
      scam: ใช่
      genuine: ไม่ใช่
  - code: k2-3
    kind: match
    stem: จับคู่
    topic: ก อื่น
    difficulty: 1
    pairs:
      - left: ก
        right: หนึ่ง
        feedback: ก คู่หนึ่ง
      - left: ข
        right: สอง
        feedback: ข คู่สอง
  - code: k2-4
    kind: order
    stem: เรียง
    topic: ก อื่น
    difficulty: 1
    items:
      - text: แรก
        feedback: ก่อน
      - text: หลัง
        feedback: ตาม
  - code: k2-5
    kind: numeric
    stem: เท่าไร
    topic: ก อื่น
    difficulty: 1
    answers:
      - value: 6.25
        tolerance: 0.5
        feedback: ใช่
    unit: บิตคอยน์
    otherwise: ลองใหม่
"""
POOL = """slug: course-kor
title: ท้ายวิชา
pass_percent: 70
shuffle_questions: true
bands:
  - min_percent: 0
    title: เริ่มต้นดี
    text: ลอง **อีกครั้ง**
slots:
  - pool:
      topic: ก บล็อกเชน
      count: 2
  - question: k2-3
"""
PATTERN = """slug: fake-app
code: P-04
order: 1
title: แอปเทรดปลอม
alias:
  - แอปดูดเงิน
summary: แอปที่แสดงกำไรปลอม
channels:
  - line
  - app
targets:
  - นักลงทุน
asset: money
steps:
  - title: ชวนเข้ากลุ่ม
    text: คอร์สฟรี [L-32]
flags:
  - ถามว่าใครจ่าย
cases:
  - text: มีผู้แจ้งหลายราย [L-32]
    on: มี.ค. 2569
what_to_do:
  - โทร {contact:aoc-1441}
contacts:
  - aoc-1441
lessons:
  - blockchain
facts:
  - L-32
"""
CLAIM = """slug: deposit-protected
order: 1
claim: เงินในกระดานคุ้มครองเงินฝาก 1 ล้าน
verdict: 'false'
short: ไม่จริง คุ้มครองเฉพาะเงินฝาก
why: |-
  คุ้มครองเฉพาะเงินฝากเงินบาท [L-32]

  - ข้อหนึ่ง
  - ข้อสอง
facts:
  - L-32
checked_on: 2026-11-24
lessons:
  - blockchain
"""
EMERGENCY = """---
title: เพิ่งโอนเงินไป
introduction: หายใจลึก ๆ
reviewed_on: 2026-11-24
---

:::steps title="ชั่วโมงแรก"
โทรธนาคาร | ทันที [L-32]
:::
"""
PAGE = "---\nslug: about\ntitle: เกี่ยวกับเรา\nintroduction: เว็บนี้\nreviewed_on: 2026-11-24\n---\n\n## เราทำอะไร\n\nสอน\n"


def _form(letter: str, other: str, code: str) -> str:
    question = f"  - code: {code}\n    kind: single\n    stem: ถาม {letter}\n    topic: ก วัดผล\n    difficulty: 1\n{CHOICES}"
    head = f"slug: course-kor-{letter.lower()}\ntitle: ชุด {letter}\nform_of: course-kor\nform: {letter}\n"
    return f"{head}pair: course-kor-{other}\npass_percent: 60\nquestions:\n{question}"


FILES = {
    "facts.yaml": FACTS,
    "directory.yaml": DIRECTORY,
    "glossary.yaml": GLOSSARY,
    "home.yaml": "title: รู้ทันคริปโต\nintroduction: เรียนให้รู้ทัน\n",
    "courses/kor.yaml": COURSE,
    "lessons/blockchain.md": LESSON,
    "quizzes/blockchain.yaml": QUIZ,
    "quizzes/course-kor.yaml": POOL,
    "quizzes/course-kor-a.yaml": _form("A", "b", "k0-a1"),
    "quizzes/course-kor-b.yaml": _form("B", "a", "k0-b1"),
    "patterns/fake-app.yaml": PATTERN,
    "claims/deposit-protected.yaml": CLAIM,
    "emergency.md": EMERGENCY,
    "emergency-card.yaml": "title: การ์ด\nlines:\n  - โทรธนาคาร\n  - โทร {contact:aoc-1441}\n",
    "pages/about.md": PAGE,
}


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, db: None) -> Path:
    make.series()
    _write(tmp_path / "in", FILES)
    return tmp_path / "in"


def _load(folder: Path, *words: str) -> str:
    out = StringIO()
    call_command("load_curriculum", "--dir", str(folder), *words, stdout=out, stderr=StringIO())
    return out.getvalue()


def _exported(folder: Path) -> dict[str, str]:
    out = folder.parent / "out"
    call_command("export_curriculum", out, stdout=StringIO())
    return {path.relative_to(out).as_posix(): path.read_text(encoding="utf-8") for path in out.rglob("*.*")}


def _difference(one: dict[str, str], other: dict[str, str]) -> str:
    lines: list[str] = []
    for name in sorted(one.keys() | other.keys()):
        lines += difflib.unified_diff(
            one.get(name, "").splitlines(), other.get(name, "").splitlines(), name, name, lineterm="", n=0
        )
    return "\n".join(lines)


def test_what_is_loaded_is_written_back_byte_for_byte(folder: Path) -> None:
    _load(folder)

    assert _difference(FILES, _exported(folder)) == ""


def test_exported_files_load_and_change_nothing(folder: Path) -> None:
    _load(folder)
    _exported(folder)

    assert "สร้าง 0 ปรับปรุง 0" in _load(folder.parent / "out")


def test_check_names_the_files_that_differ(folder: Path) -> None:
    _load(folder)
    call_command("export_curriculum", folder, "--check", stdout=StringIO())
    lesson = LessonPage.objects.get()
    lesson.title = "ชื่อที่ผู้สอนตั้ง"
    lesson.save_revision()

    out = StringIO()
    with pytest.raises(CommandError, match="1 ไฟล์"):
        call_command("export_curriculum", folder, "--check", stdout=out)
    assert "lessons/blockchain.md" in out.getvalue()


def test_everything_stands_where_it_belongs(folder: Path) -> None:
    _load(folder)

    lesson = LessonPage.objects.get()
    assert lesson.levels == ["ป", "มต"]
    assert [block.block_type for block in lesson.body][:3] == ["callout", "text", "section"]
    assert Question.objects.get(code="k2-1").scam_pattern == "fake-app"
    assert Question.objects.get(code="k2-1").for_lower
    course_quiz = Quiz.objects.get(slug="course-kor")
    assert [slot.pool_count for slot in course_quiz.slots.all()] == [2, None]
    assert Quiz.objects.get(slug="course-kor-b").parallel_form == Quiz.objects.get(slug="course-kor-a")
    assert lesson.get_parent().specific.course_quiz == course_quiz
    assert ScamPatternPage.objects.get().get_parent().slug == "scams"
    assert ClaimPage.objects.get().get_parent().slug == "claims"
    assert EmergencyPage.objects.get().slug == "just-transferred"
    assert all(one.live for one in (*Fact.objects.all(), *Contact.objects.all(), *GlossaryTerm.objects.all()))


def test_after_a_load_search_references_and_kept_copies_are_right(folder: Path) -> None:
    assert book.facts() == {}
    assert lexicon.find_term("บล็อกเชน") is None
    _load(folder)

    lesson = LessonPage.objects.get()
    assert list(get_search_backend().search("สมุดบัญชี", LessonPage)) == [lesson]
    assert [term.slug for term in get_search_backend().search("บล๊อกเชน", GlossaryTerm)] == ["blockchain"]
    assert ReferenceIndex.get_references_for_object(lesson).exists()
    assert book.facts()["L-32"].label == "V-A"
    term = lexicon.find_term("บล๊อกเชน")
    assert term is not None
    assert term.slug == "blockchain"


def test_dry_run_writes_nothing_and_shows_the_difference(folder: Path) -> None:
    _load(folder)
    _write(folder, {"lessons/blockchain.md": LESSON.replace("\nจบ\n", "\nจบแล้วจ้า\n")})
    before = list(ImportedContent.objects.values_list("key", "digest"))

    said = _load(folder, "--dry-run")

    assert "-จบ\n+จบแล้วจ้า" in said
    assert list(ImportedContent.objects.values_list("key", "digest")) == before


def test_educators_edit_is_left_and_the_difference_offered(folder: Path) -> None:
    _load(folder)
    lesson = LessonPage.objects.get()
    lesson.introduction = "คำของผู้สอน"
    lesson.save_revision().publish()
    _write(folder, {"lessons/blockchain.md": LESSON.replace("สมุดบัญชีที่หลายคนถือ", "คำของไฟล์")})

    said = _load(folder, "--diff")

    assert LessonPage.objects.get().introduction == "คำของผู้สอน"
    assert "-introduction: คำของผู้สอน\n+introduction: คำของไฟล์" in said


def test_part_of_the_files_may_refer_to_what_is_there(folder: Path) -> None:
    _load(folder)
    _write(folder, {"lessons/blockchain.md": LESSON.replace("\nจบ\n", "\nจบแล้ว\n")})

    assert "ปรับปรุง 1 เหมือนเดิม 0" in _load(folder, "--only", "lessons/*")


def test_review_made_in_the_cms_is_not_taken_back(folder: Path) -> None:
    _load(folder)
    Fact.objects.filter(code="L-32").update(reviewed_on=dt.date(2027, 1, 1))
    _write(folder, {"facts.yaml": FACTS.replace("ไม่เกิน 1 ล้านบาท", "1 ล้านบาท")})

    _load(folder)

    fact = Fact.objects.get(code="L-32")
    assert (fact.statement, fact.reviewed_on) == ("เงินฝากบาทคุ้มครอง1 ล้านบาท", dt.date(2027, 1, 1))


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("lessons/blockchain.md", "อ้างแหล่ง [L-32]", "อ้างแหล่ง [L-33]", "ไม่มีข้อเท็จจริงรหัส L-33"),
        ("lessons/blockchain.md", "อ้างแหล่ง [L-32]", "อ้างแหล่ง [U-01]", "ยังไม่ยืนยัน"),
        ("lessons/blockchain.md", "อ้างแหล่ง [L-32]", "อ้างแหล่ง [N-08]", "แหล่งอ่อน"),
        ("lessons/blockchain.md", "อ้างแหล่ง [L-32]", "อ้างแหล่ง [L 32]", None),
        ("lessons/blockchain.md", "[[บล็อกเชน]]", "[[บล็อกโซ่]]", "คลังคำศัพท์"),
        ("lessons/blockchain.md", "{contact:aoc-1441}\n", "{contact:none}\n", "สารบบ"),
        ("lessons/blockchain.md", "โทร {contact:aoc-1441}", "โทร 1441", "พิมพ์เบอร์ 1441"),
        ("lessons/blockchain.md", "โทร {contact:aoc-1441}", "โทร 02-123-4567", "พิมพ์เบอร์ 02-123-4567"),
        ("lessons/blockchain.md", "โทร {contact:aoc-1441}", "ที่ sec.or.th", "พิมพ์ที่อยู่ sec.or.th"),
        ("lessons/blockchain.md", 'levels="ป มป"', 'levels="ป.1"', "levels ใช้ได้"),
        ("lessons/blockchain.md", "คุณ -> เขา", "คุณ เขา", "ต้นทาง -> ปลายทาง"),
        ("lessons/blockchain.md", "เร็ว | ใช่ | ไม่", "เร็ว | ใช่", "2 ช่อง"),
        ("lessons/blockchain.md", "คุณ | ไม่โอน", "ฉัน | ไม่โอน", "เขา / คุณ / ระบบ"),
        ("lessons/blockchain.md", "  - fake-app", "  - none", "ไม่มีแบบกลโกง none"),
        ("patterns/fake-app.yaml", "asset: money", "asset: gold", "asset ต้องเป็น"),
        ("claims/deposit-protected.yaml", "'false'", "maybe", "verdict ต้องเป็น"),
        ("glossary.yaml", "    - blockchain\n", "    - none\n", "ไม่มีบทเรียน none"),
        ("directory.yaml", "kind: report", "kind: friend", "kind ต้องเป็น"),
        ("facts.yaml", "label: V-A", "label: V-Z", "label ต้องเป็น"),
        ("quizzes/course-kor.yaml", "count: 2", "count: 3", "มีคำถาม 2 ข้อ"),
        ("quizzes/course-kor.yaml", "question: k2-3", "question: k9-9", "ไม่มีคำถาม k9-9"),
    ],
)
def test_what_cannot_stand_is_refused_with_its_line(name: str, old: str, new: str, says: str | None) -> None:
    line = FILES[name].partition(old)[0].count("\n") + 1
    line = {"    - none\n": line - 1, "  - none": line - 1, "count: 3": 1}.get(
        new, line
    )  # said at the field's name; at the file
    changed = {**FILES, name: FILES[name].replace(old, new, 1)}

    if says is None:
        parse(changed)
        return
    with pytest.raises(ContentError) as caught:
        parse(changed)
    said = [str(problem) for problem in caught.value.problems]
    assert any(one.startswith(f"{name}:{line}: ") and says in one for one in said), said
