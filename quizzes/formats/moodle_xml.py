"""Reads Moodle XML (4.x and the old 1.9 forms): questions, categories, tags and embedded pictures. Pure."""

from quizzes.formats import xml_answers
from quizzes.formats.labels import unlabelled
from quizzes.formats.model import (
    MAX_BLOCK,
    Content,
    Findings,
    ImportedQuestion,
    QuestionRefused,
    Reading,
    Severity,
)
from quizzes.formats.tidying import default_name, text, tidy
from quizzes.formats.xml_stream import Node, stream
from quizzes.formats.xml_texts import Texts

_UNKNOWN = {
    "essay": "เขียนตอบยาว",
    "description": "ข้อความอธิบาย",
    "coderunner": "เขียนโปรแกรม",
    "stack": "พิสูจน์สูตรคณิตศาสตร์",
    "gapfill": "เติมคำแบบ gapfill",
    "oumultiresponse": "เลือกหลายข้อแบบ OU",
    "mtf": "จริงเท็จหลายบรรทัด",
    "calculated": "คำนวณจากสูตร",
    "calculatedsimple": "คำนวณจากสูตร",
    "calculatedmulti": "เลือกตอบจากสูตร",
    "ddwtos": "ลากคำลงข้อความ",
    "ddimageortext": "ลากลงบนภาพ",
    "ddmarker": "ปักหมุดบนภาพ",
    "gapselect": "เลือกคำลงข้อความ",
    "randomsamatch": "จับคู่สุ่ม",
    "random": "ข้อสุ่ม",
}


def read(source: str, *, nearest_weights: bool = False) -> Reading:
    """Return the questions of a Moodle XML file. Raises FileRefused for a file made to harm."""
    reader = _Reader(nearest_weights=nearest_weights)
    fault = stream(source, reader.take)
    if fault is not None:
        reader.found.fail(fault.line, "", fault.sentence_th)
    return reader.found.reading()


class _Reader:
    def __init__(self, *, nearest_weights: bool) -> None:
        self.found = Findings()
        self.category = ""
        self.nearest_weights = nearest_weights

    def take(self, node: Node) -> bool:
        """Read one <question>; say whether there may be more."""
        kind = node.attributes.get("type", "").strip()
        if kind == "category":
            self.category = node.value("category")
            return True
        name = text(node.value("name"))
        told = name or default_name(text(node.value("questiontext"))[:500])
        if kind not in xml_answers.READERS:
            thai = _UNKNOWN.get(kind)
            named = f"“{thai}” ({kind})" if thai else f"“{kind[:40]}”"
            say = self.found.say if kind == "description" else self.found.fail
            say(node.line, told, f"คำถามชนิด {named} ระบบนี้ยังไม่มี จึงไม่ได้นำเข้า")
        else:
            self._question(node, kind, name, told)
        return not self.found.is_full

    def _question(self, node: Node, kind: str, name: str, told: str) -> None:
        texts = Texts(node)
        try:
            content = self._content(node, kind, texts)
        except QuestionRefused as refused:
            self.found.fail(refused.line or node.line, told, str(refused))
            return
        question = ImportedQuestion(
            content=content,
            code=node.value("idnumber"),
            name=name,
            category=self.category,
            tags=tuple(tag.value("text") or tag.own_text for tag in _tags(node)),
            objective=node.value("ruthan_objective"),
            sources=tuple(source.own_text for source in node.all("ruthan_source")),
            images=texts.box.images,
            line=node.line,
        )
        self.found.keep(tidy(unlabelled(question)))
        for complaint in texts.box.complaints:
            self.found.say(node.line, told, complaint)
        if any(hint.value("text") for hint in node.all("hint")):
            self.found.say(node.line, told, "คำใบ้ (hint) ไม่ได้นำเข้า ระบบนี้ใช้คำอธิบายรายตัวเลือกแทน", Severity.NOTE)

    def _content(self, node: Node, kind: str, texts: Texts) -> Content:
        content: Content = {
            "stem": texts.of(node.child("questiontext")),
            "explanation": texts.of(node.child("generalfeedback")),
            **xml_answers.READERS[kind](node, texts, nearest_weights=self.nearest_weights),
        }
        texts.attach_old_picture(node, content)
        if texts.size > MAX_BLOCK:
            raise QuestionRefused(f"ข้อนี้มีข้อความรวมเกิน {MAX_BLOCK:,} ตัวอักษร แบ่งเป็นหลายข้อแล้วลองใหม่")
        return content


def _tags(node: Node) -> list[Node]:
    tags = node.child("tags")
    return tags.all("tag") if tags else []
