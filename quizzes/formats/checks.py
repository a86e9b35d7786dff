"""What of a question a format cannot say (error) or would lose (warning), as Thai sentences. Pure."""

import re
from collections.abc import Iterable, Iterator

from quizzes.formats import aiken, cloze_text, html_text, images, labels, weights
from quizzes.formats.model import (
    MAX_BLOCK,
    MAX_PARTS,
    Content,
    Format,
    ImportedQuestion,
    Part,
    Problem,
    Severity,
    each_part,
)
from quizzes.formats.tidying import FALSE, TRUE, default_name, default_shares, tidy

Says = Iterator[tuple[Severity, str]]

_THAI_KINDS = {
    "single": "เลือกตอบข้อเดียว",
    "multiple": "เลือกได้หลายข้อ",
    "truefalse": "จริง/ไม่จริง",
    "short": "ตอบสั้น",
    "numeric": "ตัวเลข",
    "match": "จับคู่",
    "order": "เรียงลำดับ",
    "cloze": "เติมคำ",
    "spot": "หาจุดน่าสงสัย",
    "judge": "หลอกหรือจริง",
}
_NAMES = {Format.GIFT: "GIFT", Format.MOODLE_XML: "Moodle XML", Format.AIKEN: "Aiken", Format.YAML: "YAML"}
_MOODLE_KINDS = ("single", "multiple", "truefalse", "short", "numeric", "match", "order")
EXPRESSIBLE = {
    Format.GIFT: _MOODLE_KINDS,
    Format.MOODLE_XML: (*_MOODLE_KINDS, "cloze"),
    Format.AIKEN: ("single", "truefalse"),
    Format.YAML: tuple(_THAI_KINDS),
}


def check(to: Format, questions: Iterable[ImportedQuestion]) -> list[Problem]:
    """Return, question by question, what cannot be written (error) and what would be lost (warning)."""
    return [
        Problem(0, question.name, sentence, severity)
        for question in map(tidy, questions)
        for severity, sentence in _said(to, question)
    ]


def _said(to: Format, question: ImportedQuestion) -> Says:
    kind = question.content["kind"]
    if kind not in EXPRESSIBLE[to]:
        yield Severity.ERROR, f"{_NAMES[to]} ไม่มีคำถามชนิด “{_THAI_KINDS[kind]}” ส่งออกเป็น YAML แทนได้"
        return
    yield from _always(question)
    if to is Format.AIKEN:
        yield from _aiken(question)
    elif to is not Format.YAML:
        yield from _moodle(question)
        yield from (_gift if to is Format.GIFT else _xml)(question)


def _always(question: ImportedQuestion) -> Says:
    for part in [question.content, *question.content.get("gaps", ())]:
        yield from _unfinished(part)
    parts = list(each_part(question.content))
    texts = [value for _role, _told_by, part in parts for value in part.values() if isinstance(value, str)]
    outer = [value for value in question.content.values() if isinstance(value, str)]
    if sum(map(len, [*texts, *outer, question.name])) > MAX_BLOCK // 3 or len(parts) > MAX_PARTS:
        yield Severity.ERROR, "ข้อนี้ใหญ่เกินกว่าจะส่งออก แบ่งเป็นหลายข้อ"
    elif any(
        not images.NAME.fullmatch(name) or _renamed(name, data) for name, data in question.images.items()
    ):
        yield Severity.ERROR, "ข้อนี้มีภาพที่ชื่อหรือชนิดไฟล์ใช้ไม่ได้ ใส่ภาพใหม่"


_LEAST = {"choices": 2, "answers": 1, "pairs": 1, "items": 2, "gaps": 1, "phrases": 1}


def _unfinished(part: Part) -> Says:
    if any(key in part and len(part[key]) < least for key, least in _LEAST.items()):
        yield Severity.ERROR, "ข้อนี้ยังมีตัวเลือกหรือคำตอบไม่ครบ"
    if part["kind"] == "truefalse" and len(part["choices"]) != 2:
        yield Severity.ERROR, "ข้อจริง/ไม่จริงต้องมี 2 ตัวเลือก"
    if part["kind"] == "cloze":
        marks = sorted(int(mark[1]) for mark in cloze_text.MARK.finditer(part["text"]))
        if marks != list(range(1, len(part["gaps"]) + 1)) or any(gap["weight"] <= 0 for gap in part["gaps"]):
            yield Severity.ERROR, "ในข้อความต้องมี {{1}} {{2}} … อย่างละครั้งให้ตรงกับช่องว่าง และน้ำหนักมากกว่า 0"


def _renamed(name: str, data: bytes) -> bool:
    return images.extension(data) is None or images.clean_name(name, data) != name


def _lost(names: list[str], to: str) -> Says:
    if names:
        yield Severity.WARNING, f"{to} เก็บส่วนนี้ไม่ได้ จะหายไปจากไฟล์: {', '.join(names)}"


def _aiken(question: ImportedQuestion) -> Says:
    content = question.content
    if why := aiken.cannot(question):
        yield Severity.ERROR, why
        return
    labels_of = [choice["text"] for choice in content["choices"]]
    if (labels_of == [TRUE, FALSE]) != (content["kind"] == "truefalse"):
        yield Severity.WARNING, f"ข้อนี้จะกลับมาเป็นชนิดอื่น เพราะ Aiken แยกจริง/ไม่จริงจากตัวเลือก “{TRUE}” “{FALSE}”"
    kept = {
        "ชื่อหรือรหัส": question.code or question.name != default_name(content["stem"]),
        "คำอธิบาย": content["explanation"] or any(choice["feedback"] for choice in content["choices"]),
        "น้ำหนักคะแนน": any("fraction" in choice for choice in content["choices"]),
        "แท็ก หมวด ความยาก และแหล่งที่มา": _labels_of(question) or question.category or question.objective,
        "ภาพ": question.images,
        "กราฟ": "chart" in content,
    }
    yield from _lost([name for name, is_there in kept.items() if is_there], "Aiken")


def _labels_of(question: ImportedQuestion) -> bool:
    return bool(question.sources or labels.labelled(question, has_unit=True, has_case=True))


def _moodle(question: ImportedQuestion) -> Says:
    content = question.content
    if "chart" in content:
        yield from _lost(["กราฟ"], "Moodle")
    if any(map(labels.is_label, question.tags)):
        yield Severity.WARNING, "มีแท็กที่ซ้ำกับคำที่ระบบใช้บอกความยากหรือข้อเท็จจริง จะกลับมาเป็นค่านั้นแทนแท็ก"
    if any(mark in fact for fact in question.facts for mark in "[]<>&"):
        yield Severity.WARNING, "รหัสข้อเท็จจริงมีเครื่องหมายที่แท็กของ Moodle ไม่รับ"
    for part in [content, *content.get("gaps", ())]:
        yield from _part_problems(part)


def _part_problems(part: Content) -> Says:
    yield from _weights(part)
    wrong = {
        "แบบเลือกข้อเดียวต้องมีตัวเลือกที่ได้คะแนนเต็มอย่างน้อย 1 ข้อ": part["kind"] in ("single", "choice")
        and not any(one["correct"] for one in part["choices"]),
        "ค่าคลาดเคลื่อนแบบสัดส่วน (relative, geometric) เขียนได้เฉพาะใน YAML": any(
            answer.get("tolerance_type", "nominal") != "nominal" for answer in part.get("answers", ())
        ),
        f"จริง/ไม่จริงของ Moodle ต้องมีตัวเลือก “{TRUE}” แล้ว “{FALSE}” และถูกข้อเดียว": part["kind"] == "truefalse"
        and not _is_plain_true_false(part),
        "จับคู่ต้องมีอย่างน้อย 2 คู่": "pairs" in part and len(part["pairs"]) + len(part["extras"]) < 2,
        "มีตัวเลือกหรือคำตอบที่ยังไม่มีข้อความ": not all(_visible(part)),
    }
    yield from ((Severity.ERROR, sentence) for sentence, is_so in wrong.items() if is_so)


def _is_plain_true_false(part: Part) -> bool:
    choices = part["choices"]
    return [one["text"] for one in choices] == [TRUE, FALSE] and sum(one["correct"] for one in choices) == 1


def _visible(part: Part) -> list[str]:
    rows = [row for key in ("choices", "answers", "pairs", "extras", "items") for row in part.get(key, ())]
    return [row[key] for row in rows for key in ("text", "pattern", "left", "right") if key in row]


def _weights(part: Part) -> Says:
    rows = [*part.get("choices", ()), *part.get("answers", ())]
    shares = [row["fraction"] for row in rows if "fraction" in row]
    if part["kind"] == "multiple" and not shares:
        shares = default_shares(part["choices"])
    bad = [share for share in shares if not weights.is_legal(share)]
    if bad:
        yield Severity.ERROR, f"น้ำหนัก {bad[0] * 100:.5g}% ไม่ใช่ 1 ใน 41 ค่าที่ Moodle ใช้ได้"


def _gift(question: ImportedQuestion) -> Says:
    content = question.content
    kind = content["kind"]
    if question.images:
        yield from _lost(["ภาพ"], "GIFT")
    if any(row["feedback"] for row in [*content.get("pairs", ()), *content.get("items", ())]):
        yield from _lost(["คำอธิบายรายคู่หรือรายลำดับ"], "GIFT")
    wrong = {
        "ข้อที่ทุกตัวเลือกถูก GIFT จะอ่านเป็นตอบสั้น": kind == "single"
        and all(one["correct"] for one in content["choices"]),
        "GIFT ใช้ -> คั่นคู่ ด้านซ้ายจึงมี -> ไม่ได้": any("->" in pair["left"] for pair in content.get("pairs", ())),
        "คำตอบสั้นที่มี -> GIFT จะอ่านเป็นข้อจับคู่": kind == "short" and _has_arrow(content),
        "รายการที่ขึ้นต้นด้วย // GIFT จะอ่านเป็นหมายเหตุ": any(
            item["text"].startswith("//") for item in content.get("items", ())
        ),
    }
    yield from ((Severity.ERROR, sentence) for sentence, is_so in wrong.items() if is_so)


def _has_arrow(content: Content) -> bool:
    texts = [value for answer in content["answers"] for value in (answer["pattern"], answer["feedback"])]
    return any("->" in value for value in [*texts, content["otherwise"]])


def _xml(question: ImportedQuestion) -> Says:
    content = question.content
    if html_text.KEEPING_CLASS in "".join(value for value in content.values() if isinstance(value, str)):
        yield Severity.ERROR, f"ข้อความมีคำว่า {html_text.KEEPING_CLASS} ซึ่งระบบใช้ภายใน"
    if content["kind"] != "cloze":
        return
    text, gaps = content["text"], content["gaps"]
    marks = [int(mark[1]) for mark in cloze_text.MARK.finditer(text)]
    if marks != list(range(1, len(gaps) + 1)):
        yield Severity.ERROR, "ช่องว่างในข้อความต้องเรียง {{1}} {{2}} … ตามลำดับ อย่างละครั้ง"
    rest = cloze_text.MARK.sub("", content["stem"] + text)
    if "{{" in rest or re.search(r"\{\d{0,6}:[A-Z_]+:", rest) or "{" in text.replace("{{", ""):
        yield Severity.ERROR, "ข้อความรอบช่องว่างมีเครื่องหมาย { ซึ่ง Moodle อ่านเป็นช่องว่าง"
    if any(gap["weight"] != int(gap["weight"]) or not 1 <= gap["weight"] <= 999_999 for gap in gaps):
        yield Severity.ERROR, "น้ำหนักของช่องว่างใน Moodle ต้องเป็นจำนวนเต็มตั้งแต่ 1"
    for gap in gaps:
        yield from _gap(gap)


def _gap(gap: Part) -> Says:
    rows = [*gap.get("choices", ()), *gap.get("answers", ())]
    texts = [row.get(key, "") for row in rows for key in ("text", "pattern", "feedback")]
    texts.append(gap.get("otherwise", ""))
    if any(
        "&#" in value or value.endswith("&") or "{{" in value or images.MARKER.search(value)
        for value in texts
    ):
        yield Severity.ERROR, "คำตอบในช่องว่างมีเครื่องหมายที่ Moodle แยกไม่ออก (&#, {{ หรือภาพ)"
    if gap["kind"] == "numeric" and gap["unit"]:
        yield from _lost(["หน่วยในช่องว่าง"], "Moodle")
    if gap["kind"] == "short" and gap["thai_tolerant"]:
        yield from _lost(["การเทียบคำไทยแบบยืดหยุ่นในช่องว่าง"], "Moodle")
