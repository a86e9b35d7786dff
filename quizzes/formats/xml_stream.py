"""Streams the questions of an XML file with their lines; document types and entities are refused. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

from quizzes.formats.model import FileRefused

MAX_DEPTH = 30
MAX_ELEMENTS = 3_000  # of one question
MAX_ATTRIBUTES = 1_000  # of one element
_LONG_TAG = re.compile("[^<]{4000,}")
_BOMB = "ไฟล์ XML มีส่วน DOCTYPE หรือ ENTITY ซึ่งใช้ทำให้ระบบล่มได้ จึงไม่รับ ลบส่วนนั้นออกหรือส่งออกจาก Moodle ใหม่"


@dataclass(slots=True)
class Node:
    tag: str
    attributes: dict[str, str]
    line: int
    children: list["Node"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def own_text(self) -> str:
        return "".join(self.pieces)

    def child(self, tag: str) -> "Node | None":
        """Return the first child of this name."""
        return next((node for node in self.children if node.tag == tag), None)

    def all(self, tag: str) -> list["Node"]:
        return [node for node in self.children if node.tag == tag]

    def value(self, tag: str, default: str = "") -> str:
        """Return the text of the first child of this name: its own or that of its <text>."""
        node = self.child(tag)
        if node is None:
            return default
        inner = node.child("text")
        return ((inner or node).own_text).strip()


@dataclass(frozen=True, slots=True)
class Fault:
    line: int
    sentence_th: str


class _Enough(Exception):  # noqa: N818 - a signal to ourselves, not an error
    pass


def stream(text: str, on_question: Callable[[Node], bool]) -> Fault | None:
    """Hand each <question> over as it ends; stop when `on_question` says False.

    Returns where the XML is broken, None when it is sound. Raises FileRefused for DOCTYPE, entities, too deep
    nesting, too many elements in a question.
    """
    for chunk in _LONG_TAG.finditer(text):
        if chunk[0].count('="') + chunk[0].count("='") > MAX_ATTRIBUTES:
            raise FileRefused("ไฟล์ XML มีแท็กที่ใส่ข้อมูล (attribute) มากผิดปกติ จึงไม่รับ")
    handler = _Handler(on_question)
    parser = expat.ParserCreate(
        encoding="utf-8"
    )  # the text is decoded: what the declaration says no longer counts
    parser.buffer_text = True
    parser.StartElementHandler = lambda tag, attributes: handler.start(
        tag, attributes, parser.CurrentLineNumber
    )
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.characters
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    parser.ExternalEntityRefHandler = _refuse_doctype
    try:
        parser.Parse(text.lstrip().encode(), True)  # noqa: FBT003 - expat's own signature
    except _Enough:
        return None
    except expat.ExpatError as error:
        skipped = len(text) - len(text.lstrip())
        line = error.lineno + text.count("\n", 0, skipped)
        return Fault(
            line, f"โครงสร้าง XML ผิดตรงนี้ ({expat.ErrorString(error.code)}) ข้อที่อยู่ก่อนหน้าอ่านได้ ที่เหลืออ่านไม่ได้"
        )
    if not handler.has_quiz:
        return Fault(1, "ไม่พบ <quiz> ในไฟล์ ไฟล์นี้อาจไม่ใช่ Moodle XML")
    return None


def _refuse_doctype(*_args: object) -> int:
    raise FileRefused(_BOMB)


class _Handler:
    def __init__(self, on_question: Callable[[Node], bool]) -> None:
        self.on_question = on_question
        self.open: list[Node] = []  # from the question inwards
        self.depth = 0
        self.elements = 0
        self.has_quiz = False

    def start(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.depth += 1
        self.has_quiz = self.has_quiz or tag == "quiz"
        if self.depth > MAX_DEPTH:
            raise FileRefused(f"ไฟล์ XML ซ้อนกันลึกเกิน {MAX_DEPTH} ชั้น จึงไม่รับ")
        if not self.open and tag != "question":
            return
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise FileRefused(f"มีข้อหนึ่งใน XML ที่มีแท็กมากกว่า {MAX_ELEMENTS:,} แท็ก จึงไม่รับ")
        node = Node(tag, attributes, line)
        if self.open:
            self.open[-1].children.append(node)
        self.open.append(node)

    def end(self, _tag: str) -> None:
        self.depth -= 1
        if not self.open:
            return
        node = self.open.pop()
        if not self.open:
            self.elements = 0
            if not self.on_question(node):
                raise _Enough

    def characters(self, data: str) -> None:
        if self.open:
            self.open[-1].pieces.append(data)
