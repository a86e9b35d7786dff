"""What GIFT and Moodle XML have no place for, said as tags that survive a stay in Moodle. Pure."""

from dataclasses import replace

from quizzes.formats.model import ImportedQuestion
from quizzes.formats.tidying import unique

ASK_CONFIDENCE = "ถามความมั่นใจ"
THAI_TOLERANT = "เทียบคำไทยแบบยืดหยุ่น"
CASE_SENSITIVE = "ตัวพิมพ์เล็กใหญ่ต่างกัน"
_DIFFICULTY = "ความยาก:"
_FACT = "ข้อเท็จจริง:"
_UNIT = "หน่วย:"
_FLAGS = {ASK_CONFIDENCE: "ask_confidence", THAI_TOLERANT: "thai_tolerant", CASE_SENSITIVE: "case_sensitive"}
_PREFIXES = (_DIFFICULTY, _FACT, _UNIT)


def is_label(tag: str) -> bool:
    """Say whether a tag is one of ours, so that an author's tag must not be written as it."""
    return tag in _FLAGS or tag.startswith(_PREFIXES)


def labelled(question: ImportedQuestion, *, has_unit: bool, has_case: bool) -> list[str]:
    """Return the tags to write; `has_unit`, `has_case`: the format has its own place for that."""
    content = question.content
    tags = list(question.tags)
    if question.difficulty:
        tags.append(f"{_DIFFICULTY}{question.difficulty}")
    tags += [f"{_FACT}{fact}" for fact in question.facts]
    if content["ask_confidence"]:
        tags.append(ASK_CONFIDENCE)
    if content.get("thai_tolerant"):
        tags.append(THAI_TOLERANT)
    if content.get("case_sensitive") and not has_case:
        tags.append(CASE_SENSITIVE)
    if content.get("unit") and not has_unit:
        tags.append(f"{_UNIT}{content['unit']}")
    return tags


def unlabelled(question: ImportedQuestion) -> ImportedQuestion:
    """Return the question with what its tags say put where it belongs."""
    content = dict(question.content)
    kept: list[str] = []
    facts: list[str] = []
    difficulty = question.difficulty
    for tag in unique(question.tags):
        if tag in _FLAGS:
            if tag == ASK_CONFIDENCE or content["kind"] == "short":
                content[_FLAGS[tag]] = True
        elif tag.startswith(_DIFFICULTY):
            level = tag.removeprefix(_DIFFICULTY).strip()
            difficulty = int(level) if level in ("1", "2", "3") else difficulty
        elif tag.startswith(_FACT):
            facts.append(tag.removeprefix(_FACT))
        elif tag.startswith(_UNIT):
            content["unit"] = tag.removeprefix(_UNIT) if content["kind"] == "numeric" else ""
        else:
            kept.append(tag)
    if content["kind"] != "numeric":
        content.pop("unit", None)
    return replace(
        question, content=content, tags=tuple(kept), facts=(*question.facts, *facts), difficulty=difficulty
    )
