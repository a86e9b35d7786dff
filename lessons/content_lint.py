"""What a careful editor would say of the curriculum's files: length, reading level, spelling, tone, questions. Pure."""

import re
from collections.abc import Iterator

from lessons import content_answers
from lessons.content_check import names_of
from lessons.content_items import Curriculum, Entry, Finding
from lessons.content_reading import clauses, figures, paragraphs, words_of
from lessons.content_texts import own_texts, prose, shown_texts
from lessons.content_words import Dictionary
from lessons.facts import marks

LEAST_WORDS, MOST_WORDS = 600, 1100
LEAST_QUESTIONS, LEAST_KINDS = 6, 3
MOST_WORDS_A_CLAUSE = 12.0  # on average, between blanks
MOST_WORDS_OF_A_CLAUSE = 40  # in any one
LEAST_EASE = 40  # of a paragraph, from 100

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


def lint(curriculum: Curriculum, *, dictionary: Dictionary | None = None) -> list[Finding]:
    """Return everything that an editor should look at, errors first; typos only with a dictionary."""
    findings = [
        *_lessons(curriculum),
        *_paragraphs(curriculum),
        *content_answers.findings(curriculum),
        *_spelling_and_tone(curriculum),
        *_undefined_terms(curriculum),
        *(_typos(curriculum, dictionary) if dictionary else ()),
    ]
    return sorted(set(findings), key=lambda one: (not one.is_error, one.file, one.message))


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
        for clause in clauses(prose(files[row.slug].body)):
            if words_of(clause) > MOST_WORDS_OF_A_CLAUSE:
                yield Finding(file, f"วลีนี้ยาว {words_of(clause)} คำ: {clause[:60]}…", is_error=False)


def _paragraphs(curriculum: Curriculum) -> Iterator[Finding]:
    for one in paragraphs(curriculum):
        if one.reading < LEAST_EASE:
            said = f"ย่อหน้านี้อ่านยาก ({one.words} คำ วลียาวที่สุด {one.longest_clause} คำ): {one.text[:60]}…"
            yield Finding(one.file, said, is_error=False)


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
        for text in own_texts(entry):
            own = _own_words(text)
            for wrong, right in MISSPELT.items():
                if wrong in own:
                    yield Finding(entry.file, f"{_at(entry)}เขียน {wrong} ให้เขียน {right}", is_error=True)
            for pattern, why in BANNED:
                if found := pattern.search(own):
                    yield Finding(entry.file, f"{_at(entry)}“{found[0]}” {why}", is_error=True)


def _typos(curriculum: Curriculum, dictionary: Dictionary) -> Iterator[Finding]:
    for entry in curriculum.entries:
        for text in shown_texts(entry):
            for part in dictionary.unknown(marks.without(text)):
                said = f"{_at(entry)}ไม่มีในพจนานุกรม: {part} ถ้าสะกดถูกแล้วให้เพิ่มคำเต็มใน known_words.txt"
                yield Finding(entry.file, said, is_error=True)
    for event in curriculum.events:
        for part in dictionary.unknown(" ".join(shown_texts(event))):
            said = f"ไม่มีในพจนานุกรม: {part} ถ้าสะกดถูกแล้วให้เพิ่มคำเต็มใน known_words.txt"
            yield Finding(f"events/{event.slug}.yaml", said, is_error=True)


def _at(entry: Entry) -> str:
    return f"{entry.slug}: " if entry.kind in {"term", "fact", "contact"} else ""


def _undefined_terms(curriculum: Curriculum) -> Iterator[Finding]:
    """Tell of words of the glossary that a lesson uses and nowhere explains in place."""
    terms = {term.slug: (term["term"], names_of(term)) for term in curriculum.of("term")}
    for lesson in curriculum.of("lesson"):
        texts = prose(lesson.body)
        marked = {mark.name.casefold() for mark in marks.found_in(texts) if isinstance(mark, marks.TermMark)}
        words = "\n".join(marks.MARK.sub(" ", text) for text in texts)
        used = [term for term, names in terms.values() if term in words and not marked & names]
        if used:
            said = f"ใช้คำในคลังคำศัพท์โดยไม่ได้ทำเครื่องหมาย [[…]]: {', '.join(used)}"
            yield Finding(lesson.file, said, is_error=False)
