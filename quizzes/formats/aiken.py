"""Reads and writes Aiken: a stem, lettered options, ANSWER: a letter; nothing else fits in it. Pure."""

import io
import re
from collections.abc import Iterable

from quizzes.formats.model import MAX_BLOCK, MAX_PARTS, Findings, ImportedQuestion, Reading
from quizzes.formats.tidying import FALSE, TRUE, default_name, text, tidy

OPTION = re.compile(r"([A-Z])[).](?:\s|$)")
ANSWER = re.compile(r"ANSWER\s{0,3}:\s{0,9}", re.IGNORECASE)
_LETTER = re.compile(r"([A-Za-z])\s*[).]?\s*$")


def read(source: str) -> Reading:
    """Return the questions of an Aiken file."""
    reader = _Reader()
    for number, raw in enumerate(io.StringIO(source, newline="\n"), 1):
        if reader.found.is_full:
            break
        reader.line(number, raw.strip())
    reader.end()
    return reader.found.reading()


class _Reader:
    def __init__(self) -> None:
        self.found = Findings()
        self._begin()

    def _begin(self) -> None:
        self.first = 0
        self.size = 0
        self.stem: list[str] = []
        self.options: list[tuple[str, str]] = []

    def line(self, number: int, line: str) -> None:
        """Take the next line in."""
        if not line:
            return
        self.first = self.first or number
        self.size += len(line)
        answer = ANSWER.match(line)
        option = OPTION.match(line)
        if answer:
            self._answer(number, line[answer.end() :])
            self._begin()
        elif self.size > MAX_BLOCK:
            self.stem.clear()
            self.options.clear()
        elif option and self.stem:
            self.options.append((option[1], line[2:].strip()))
        elif self.options:
            self.found.fail(self.first, self._name(), "ไม่มีบรรทัด ANSWER: ปิดท้ายข้อนี้ก่อนขึ้นข้อใหม่")
            self._begin()
            self.first, self.size, self.stem = number, len(line), [line]
        else:
            self.stem.append(line)

    def end(self) -> None:
        """Take the end of the file in."""
        if self.stem or self.options:
            self.found.fail(self.first, self._name(), "ข้อสุดท้ายไม่มีบรรทัด ANSWER: ปิดท้าย")

    def _name(self) -> str:
        return default_name(self.stem[0]) if self.stem else ""

    def _answer(self, number: int, given: str) -> None:
        letter = _LETTER.match(given[:40])
        problem = self._problem(letter[1].upper() if letter else "")
        if problem or letter is None:
            self.found.fail(number, self._name(), problem)
            return
        right = letter[1].upper()
        labels = [label for _letter, label in self.options]
        content = {
            "kind": "truefalse" if labels == [TRUE, FALSE] else "single",
            "stem": "\n".join(self.stem),
            "choices": [{"text": label, "correct": letter == right} for letter, label in self.options],
        }
        self.found.keep(tidy(ImportedQuestion(content=content, line=self.first)))

    def _problem(self, right: str) -> str:
        letters = [letter for letter, _label in self.options]
        if self.size > MAX_BLOCK:
            return f"ข้อนี้ยาวเกิน {MAX_BLOCK:,} ตัวอักษร"
        if not self.stem:
            return "ไม่มีโจทย์ก่อนบรรทัด ANSWER:"
        if not 2 <= len(letters) <= MAX_PARTS:
            return f"ต้องมีตัวเลือก 2–{MAX_PARTS} ข้อ เขียนเป็น A. หรือ A) แล้วเว้นวรรค (ตอนนี้มี {len(letters)})"
        if len(set(letters)) != len(letters):
            return "มีตัวเลือกที่ใช้อักษรเดียวกันสองครั้ง"
        if right not in letters:
            return f"ANSWER: ต้องเป็นอักษรของตัวเลือก ({', '.join(letters)})"
        return ""


def cannot(question: ImportedQuestion) -> str:
    """Return why this question cannot be said in Aiken, "" when it can."""
    content = question.content
    stem = content["stem"].split("\n")
    labels = [choice["text"] for choice in content["choices"]]
    if sum(choice["correct"] for choice in content["choices"]) != 1:
        return "Aiken ต้องมีคำตอบถูก 1 ข้อพอดี"
    if not 2 <= len(labels) <= 26:
        return "Aiken มีตัวเลือกได้ 2–26 ข้อ"
    if any(not label or "\n" in label for label in labels):
        return "Aiken เขียนตัวเลือกที่ว่างหรือมีหลายบรรทัดไม่ได้"
    if any(line != line.strip() or not line or ANSWER.match(line) for line in stem):
        return "Aiken เขียนโจทย์ที่ว่าง มีบรรทัดว่าง หรือมีบรรทัดที่ขึ้นต้นด้วย ANSWER: ไม่ได้"
    if any(OPTION.match(line) for line in stem[1:]):
        return "Aiken เขียนโจทย์ที่มีบรรทัดขึ้นต้นเหมือนตัวเลือก (A. A)) ไม่ได้"
    return ""


def write(questions: Iterable[ImportedQuestion]) -> str:
    """Return an Aiken file of tidy questions that `checks` let through."""
    return "\n".join(_block(question) for question in questions)


def _block(question: ImportedQuestion) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    lines = [question.content["stem"]]
    right = ""
    for letter, choice in zip(letters, question.content["choices"], strict=False):
        lines.append(f"{letter}. {choice['text']}")
        right = letter if choice["correct"] else right
    return text("\n".join(lines)) + f"\nANSWER: {right}\n"
