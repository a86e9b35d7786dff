"""What a careful editor would say of the curriculum's files: length, reading level, spelling, tone, questions. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from lessons.content_body import each
from lessons.content_check import names_of
from lessons.content_items import Curriculum, Entry, QuestionFile
from lessons.content_parts import Callout, Chat, Flags, Flow, Part, Steps, Summary, Table, Text, Timeline
from lessons.facts import marks
from thai.segmentation import segment

LEAST_WORDS, MOST_WORDS = 600, 1100
LEAST_QUESTIONS, LEAST_KINDS = 6, 3
MOST_WORDS_A_CLAUSE = 12.0  # on average, between blanks
MOST_WORDS_OF_A_CLAUSE = 40  # in any one
BIAS = 0.5  # share of questions whose right option is the longest, or stands at the same place
LEAST_FOR_BIAS = 4

# how the glossary does not spell them; quoted words of others may
MISSPELT = {
    "คริปโต": "คริปโท", "คริปโทเคอเรนซี": "คริปโทเคอร์เรนซี", "บิทคอย": "บิตคอยน์", "บล๊อกเชน": "บล็อกเชน", "โทเค็น": "โทเคน",
    "อีเธอร์เรียม": "อีเธอเรียม", "ฮาฟวิ่ง": "ฮาล์ฟวิง", "วอลเล็ท": "วอลเล็ต", "สเตเบิ้ล": "สเตเบิล", "แอพ": "แอป", "เว็ป": "เว็บ",
    "อีเมล์": "อีเมล", "ลิ้งค์": "ลิงก์", "ลิงค์": "ลิงก์", "เฟสบุ๊ค": "เฟซบุ๊ก", "เฟสบุ๊ก": "เฟซบุ๊ก", "ดิจิตอล": "ดิจิทัล", "อัพเดท": "อัปเดต",
    "อัพเดต": "อัปเดต", "คลิ๊ก": "คลิก", "โน๊ต": "โน้ต", "อนุญาติ": "อนุญาต", "สังเกตุ": "สังเกต", "ลายเซ็นต์": "ลายเซ็น", "ผลลัพท์": "ผลลัพธ์",
}  # fmt: skip
_OUR_NAMES = ("รู้ทันคริปโต",)
_NEGATED = r"(?<!ไม่)(?<!ไม่ได้)(?<!ไม่ใช่)(?<!ห้าม)(?<!อย่า)(?<!ไม่มีใคร)(?<!ที่)(?<!ว่า)(?<!อ้าง)(?<!ใบ)"
BANNED = (
    (
        re.compile(
            _NEGATED
            + r"(?:แนะนำให้(?:ซื้อ|ขาย|ถือ|ลงทุน)|ควร(?:รีบ)?(?:ซื้อ|ขาย|ถือเหรียญ|ลงทุนใน)|น่าซื้อ|น่าลงทุน)(?!ไหม|หรือไม่|หรือเปล่า)"
        ),
        "เหมือนแนะนำให้ซื้อ ขาย หรือถือ",
    ),
    (
        re.compile(
            _NEGATED + r"(?:กำไรแน่นอน|ได้กำไรแน่ ?ๆ|รับประกันกำไร|การันตีกำไร|ปลอดภัย(?:ร้อยเปอร์เซ็นต์| ?100%))"
        ),
        "เหมือนรับประกันผล",
    ),
    (
        re.compile(r"(?:โง่เขลา|โง่|หลงเชื่อเอง|ไม่ระวังตัวเอง|โลภมาก|เพราะความโลภ|สมควรโดน|งมงาย|ตกเป็นเหยื่อเพราะ)"),
        "เหมือนตำหนิผู้ที่ถูกหลอก ใช้คำว่า “ถูกหลอก”",
    ),
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")
_WORD = re.compile(r"[\w\u0E00-\u0E7F]")
_LATIN = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True)
class Finding:
    file: str
    message: str
    is_error: bool

    def __str__(self) -> str:
        return f"{'ผิด' if self.is_error else 'เตือน'} {self.file}: {self.message}"


@dataclass(frozen=True)
class LessonFigures:
    code: str
    slug: str
    words: int
    minutes: int
    facts: int
    questions: int
    kinds: int
    words_a_clause: float
    reading: int  # 0–100; higher is easier


def lint(curriculum: Curriculum) -> list[Finding]:
    """Return everything that an editor should look at, errors first."""
    findings = [
        *_lessons(curriculum),
        *_questions(curriculum),
        *_spelling_and_tone(curriculum),
        *_undefined_terms(curriculum),
    ]
    return sorted(set(findings), key=lambda one: (not one.is_error, one.file, one.message))


def figures(curriculum: Curriculum) -> list[LessonFigures]:
    """Return the table of lessons, in the order of courses and lessons."""
    order = {course.slug: course["order"] for course in curriculum.of("course")}
    lessons = sorted(curriculum.of("lesson"), key=lambda one: (order.get(one["course"], 99), one["order"]))
    return [_figures(lesson, _questions_of(lesson, curriculum)) for lesson in lessons]


def _figures(lesson: Entry, questions: list[QuestionFile]) -> LessonFigures:
    texts = prose(lesson.body)
    clauses = _clauses(texts)
    counts = [count for clause in clauses if (count := _count(clause))]
    average = sum(counts) / len(counts) if counts else 0.0
    latin = sum(len(_LATIN.findall(clause)) for clause in clauses) / max(1, sum(counts))
    return LessonFigures(
        code=lesson["code"],
        slug=lesson.slug,
        words=sum(counts),
        minutes=lesson["duration_minutes"],
        facts=len(marks.codes_in(texts)),
        questions=len(questions),
        kinds=len({question.content["kind"] for question in questions}),
        words_a_clause=round(average, 1),
        reading=max(0, min(100, round(100 - 5 * max(0.0, average - 6) - 300 * latin))),
    )


def _questions_of(lesson: Entry, curriculum: Curriculum) -> list[QuestionFile]:
    quizzes = (quiz for quiz in curriculum.of("quiz") if quiz.slug == lesson.get("quiz"))
    return [question for quiz in quizzes for question in quiz.questions]


def prose(parts: Iterable[Part]) -> list[str]:
    """Return the words of a body that somebody reads, with their marks; rows of figures and charts have none."""
    return [text for part in each(list(parts)) for text in _texts(part) if text]


def _texts(part: Part) -> Iterator[str]:
    if isinstance(part, Text):
        yield part.markdown
    elif isinstance(part, Callout):
        yield from (part.title, part.markdown)
    elif isinstance(part, Flags | Summary):
        yield from (part.title, *part.items)
    elif isinstance(part, Steps | Timeline):
        yield from (part.title, *(cell for row in part.rows for cell in row))
    elif isinstance(part, Chat):
        yield from (part.title, *(words for _, words in part.messages))
    elif isinstance(part, Table):
        yield from (part.title, *part.head, *(cell for row in part.rows for cell in row))
    elif isinstance(part, Flow):
        yield from (part.title, *(cell for link in part.links for cell in link))


def _clauses(texts: Iterable[str]) -> list[str]:
    """Return what stands between blanks and line ends: Thai writes its clauses so."""
    bare = (re.sub(r"\]\([^)]*\)|[*#>|\[\]]", " ", marks.without(text)) for text in texts)
    return [clause for text in bare for clause in text.split() if _WORD.search(clause)]


@cache
def _count(clause: str) -> int:
    return sum(1 for word in segment(clause).split() if _WORD.search(word))


def _lessons(curriculum: Curriculum) -> Iterator[Finding]:
    files = {lesson.slug: lesson for lesson in curriculum.of("lesson")}
    for row in figures(curriculum):
        file = files[row.slug].file
        if not LEAST_WORDS <= row.words <= MOST_WORDS:
            is_far = not LEAST_WORDS * 0.8 <= row.words <= MOST_WORDS * 1.2
            yield Finding(file, f"ยาว {row.words} คำ ควรเป็น {LEAST_WORDS}–{MOST_WORDS}", is_far)
        if row.questions < LEAST_QUESTIONS:
            yield Finding(file, f"มีคำถาม {row.questions} ข้อ ต้องมีอย่างน้อย {LEAST_QUESTIONS}", is_error=True)
        elif row.kinds < LEAST_KINDS:
            yield Finding(file, f"คำถามมี {row.kinds} ชนิด ต้องมีอย่างน้อย {LEAST_KINDS}", is_error=True)
        if row.words_a_clause > MOST_WORDS_A_CLAUSE:
            yield Finding(file, f"วลีละ {row.words_a_clause} คำ อ่านยาก เว้นวรรคให้ถี่ขึ้น", is_error=False)
        for clause in _clauses(prose(files[row.slug].body)):
            if _count(clause) > MOST_WORDS_OF_A_CLAUSE:
                yield Finding(file, f"วลีนี้ยาว {_count(clause)} คำ: {clause[:60]}…", is_error=False)


def _questions(curriculum: Curriculum) -> Iterator[Finding]:
    asked: dict[str, tuple[str, str]] = {}
    for quiz in curriculum.of("quiz"):
        for question in quiz.questions:
            for part in _without_feedback(question.content):
                yield Finding(quiz.file, f"{question.code} ไม่มีคำอธิบายของ “{part[:40]}”", is_error=True)
            same = re.sub(r"\W", "", marks.without(question.content["stem"]) + _options(question))
            if first := asked.get(same):
                yield Finding(quiz.file, f"{question.code} ซ้ำกับ {first[0]} ใน {first[1]}", is_error=True)
            asked.setdefault(same, (question.code, quiz.file))
        yield from _bias(quiz)


def _options(question: QuestionFile) -> str:
    content = question.content
    told = [content.get("message", ""), content.get("text", "")]
    for key in ("choices", "phrases", "pairs", "items", "answers"):
        for part in content.get(key, ()):
            told += [
                str(part[name]) for name in ("text", "left", "right", "pattern", "value") if name in part
            ]
    return "".join(told)


def _without_feedback(content: dict[str, Any]) -> Iterator[str]:
    for key in ("choices", "phrases", "pairs", "items"):
        for part in content.get(key, ()):
            if not part.get("feedback"):
                yield str(part.get("text") or part.get("left"))


def _bias(quiz: Entry) -> Iterator[Finding]:
    singles = [q.content["choices"] for q in quiz.questions if q.content["kind"] == "single"]
    if len(singles) < LEAST_FOR_BIAS:
        return
    right = [next(place for place, one in enumerate(choices) if one["correct"]) for choices in singles]
    place, times = Counter(right).most_common(1)[0]
    if times == len(singles):
        yield Finding(quiz.file, f"ข้อถูกอยู่ที่ {place + 1} ทุกข้อ สลับตำแหน่งบ้าง", is_error=True)
    elif times > len(singles) * (BIAS + 0.15):
        yield Finding(quiz.file, f"ข้อถูกอยู่ที่ {place + 1} ถึง {times} จาก {len(singles)} ข้อ", is_error=False)
    longest = sum(
        all(len(choices[place]["text"]) > len(one["text"]) for n, one in enumerate(choices) if n != place)
        for choices, place in zip(singles, right, strict=True)
    )
    if longest > len(singles) * BIAS:
        said = f"ข้อถูกยาวที่สุด {longest} จาก {len(singles)} ข้อ ทำให้เดาได้"
        yield Finding(quiz.file, said, is_error=longest == len(singles))


def _own_words(text: str) -> str:
    """Return the text without what it quotes and without our own name."""
    text = _QUOTED.sub("", marks.without(text))
    for name in _OUR_NAMES:
        text = text.replace(name, "")
    return text


def _spelling_and_tone(curriculum: Curriculum) -> Iterator[Finding]:
    for entry in curriculum.entries:
        if entry.kind in {"fact", "contact"}:
            continue
        for text in _all_texts(entry):
            own = _own_words(text)
            for wrong, right in MISSPELT.items():
                if wrong in own:
                    yield Finding(entry.file, f"{_at(entry)}เขียน {wrong} ให้เขียน {right}", is_error=True)
            for pattern, why in BANNED:
                if found := pattern.search(own):
                    yield Finding(entry.file, f"{_at(entry)}“{found[0]}” {why}", is_error=True)


def _at(entry: Entry) -> str:
    return f"{entry.slug}: " if entry.kind == "term" else ""


_NOT_PROSE = frozenset(
    (
        "variants",
        "alias",
        "claim",
        "slug",
        "code",
        "url",
        "sources",
        "facts",
        "lessons",
        "see",
        "contacts",
        "patterns",
    )
)


def _all_texts(entry: Entry) -> Iterator[str]:
    """Yield an entry's own words: not what others say in chats, claims, artefacts or wrong options."""
    for name, value in entry.values.items():
        if name not in _NOT_PROSE:
            yield from _strings(value)
    for part in each(entry.body):
        if not isinstance(part, Chat):
            yield from _texts(part)
    for question in entry.questions:
        yield question.content["stem"]
        yield question.content["explanation"]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _undefined_terms(curriculum: Curriculum) -> Iterator[Finding]:
    """Tell of words of the glossary that a lesson uses and nowhere explains in place."""
    terms = {term.slug: (term["term"], names_of(term)) for term in curriculum.of("term")}
    for lesson in curriculum.of("lesson"):
        texts = prose(lesson.body)
        marked = {mark.name.casefold() for mark in marks.found_in(texts) if isinstance(mark, marks.TermMark)}
        words = "\n".join(marks.without(text) for text in texts)
        used = [term for term, names in terms.values() if term in words and not marked & names]
        if used:
            said = f"ใช้คำในคลังคำศัพท์โดยไม่ได้ทำเครื่องหมาย [[…]]: {', '.join(used)}"
            yield Finding(lesson.file, said, is_error=False)
