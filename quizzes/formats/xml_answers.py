"""The answers of a Moodle XML question, kind by kind. Pure."""

from collections.abc import Callable

from quizzes.formats import cloze_text, html_text, weights
from quizzes.formats.gift_answers import legal_weight
from quizzes.formats.model import MAX_PARTS, Content, Part, QuestionRefused, each_part
from quizzes.formats.tidying import FALSE, SCHEMES, TRUE, text, tidy_content
from quizzes.formats.xml_stream import Node
from quizzes.formats.xml_texts import Texts

_NO = ("false", "0", "no")
CLOZE_STEM = "เติมคำลงในช่องว่าง"


def _answers(node: Node, least: int) -> list[Node]:
    return _counted(node.all("answer"), least, node)


def _counted(nodes: list[Node], least: int, node: Node) -> list[Node]:
    if len(nodes) > MAX_PARTS:
        raise QuestionRefused(f"ข้อนี้มีคำตอบมากกว่า {MAX_PARTS} ข้อ แบ่งเป็นหลายข้อแล้วลองใหม่", node.line)
    if len(nodes) < least:
        raise QuestionRefused(f"ต้องมีคำตอบอย่างน้อย {least} ข้อ (ตอนนี้มี {len(nodes)})", node.line)
    return nodes


def _share(answer: Node, *, nearest_weights: bool) -> float:
    written = answer.attributes.get("fraction") or answer.value("fraction") or "0"
    percent = weights.number(written)
    if percent is None:
        raise QuestionRefused(f"น้ำหนัก “{written[:20]}” ไม่ใช่ตัวเลข", answer.line)
    try:
        return legal_weight(percent / 100, nearest_weights=nearest_weights)
    except QuestionRefused as refused:
        raise QuestionRefused(str(refused), answer.line) from refused


def _row(answer: Node, texts: Texts) -> Part:
    return {"uid": answer.attributes.get("uid", ""), "feedback": texts.of(answer.child("feedback"))}


def _choices(node: Node, texts: Texts, *, nearest_weights: bool) -> Content:
    rows = []
    for answer in _answers(node, 2):
        share = _share(answer, nearest_weights=nearest_weights)
        rows.append(_row(answer, texts) | {"text": texts.of(answer), "correct": share > 0, "fraction": share})
    is_single = node.value("single", "true").lower() not in _NO
    return {"kind": "single" if is_single else "multiple", "choices": rows}


def _true_false(node: Node, texts: Texts, *, nearest_weights: bool) -> Content:
    answers = _answers(node, 2)
    said = {answer.value("text").lower(): answer for answer in reversed(answers)}
    # Old files do not say which is which: the first is true.
    true, false = said.get("true", answers[0]), said.get("false", answers[1])
    rows = []
    for label, answer in ((TRUE, true), (FALSE, false)):
        share = _share(answer, nearest_weights=nearest_weights)
        rows.append(_row(answer, texts) | {"text": label, "correct": share > 0})
    return {"kind": "truefalse", "choices": rows}


def _short(node: Node, texts: Texts, *, nearest_weights: bool) -> Content:
    rows = [
        _row(answer, texts)
        | {"pattern": text(texts.raw(answer)), "fraction": _share(answer, nearest_weights=nearest_weights)}
        for answer in _answers(node, 1)
    ]
    is_sensitive = node.value("usecase", "0").lower() not in ("", *_NO)
    return {"kind": "short", "answers": rows, "case_sensitive": is_sensitive}


def _numeric(node: Node, texts: Texts, *, nearest_weights: bool) -> Content:
    rows: list[Part] = []
    otherwise = ""
    for answer in _answers(node, 1):
        share = _share(answer, nearest_weights=nearest_weights)
        written = text(texts.raw(answer))
        if written == "*" and share == 0:
            otherwise = otherwise or texts.of(answer.child("feedback"))
            continue
        value = weights.number(written)
        tolerance = weights.number(
            answer.value("tolerance") or answer.attributes.get("tolerance", "0") or "0"
        )
        if value is None or tolerance is None or tolerance < 0:
            raise QuestionRefused(f"“{written[:40]}” หรือค่าคลาดเคลื่อนของมันไม่ใช่ตัวเลข", answer.line)
        rows.append(_row(answer, texts) | {"value": value, "tolerance": tolerance, "fraction": share})
    if not rows:
        raise QuestionRefused("ข้อตัวเลขต้องมีคำตอบที่เป็นตัวเลขอย่างน้อย 1 ค่า", node.line)
    return {"kind": "numeric", "answers": rows, "otherwise": otherwise, "unit": _unit(node, texts)}


def _unit(node: Node, texts: Texts) -> str:
    units = node.child("units")
    named = (
        [
            (unit.value("unit_name"), weights.number(unit.value("multiplier", "1")))
            for unit in units.all("unit")
        ]
        if units
        else []
    )
    base = next((name for name, multiplier in named if multiplier == 1), "")
    if len(named) > 1:
        texts.box.complaints.append(f"นำเข้าเฉพาะหน่วย {base[:20]!r} หน่วยอื่นที่ต้องแปลงค่าไม่ได้นำเข้า")
    return base


def _match(node: Node, texts: Texts, *, nearest_weights: bool) -> Content:
    pairs: list[Part] = []
    extras: list[Part] = []
    for pair in _counted(node.all("subquestion"), 2, node):
        left, right = texts.of(pair), text(pair.value("answer"))
        uid = pair.attributes.get("uid", "")
        if left:
            pairs.append(
                {"uid": uid, "left": left, "right": right, "feedback": texts.of(pair.child("feedback"))}
            )
        else:
            extras.append({"uid": uid, "text": right})
    return {"kind": "match", "pairs": pairs, "extras": extras}


def _order(node: Node, texts: Texts, *, nearest_weights: bool) -> Content:
    items = [_row(answer, texts) | {"text": texts.of(answer)} for answer in _answers(node, 2)]
    scheme = node.value("gradingtype").lower()
    number = weights.number(scheme) if scheme else None
    if number is not None and number in range(-1, 8):
        scheme = SCHEMES[int(number) + 1]
    return {
        "kind": "order",
        "items": items,
        "scheme": scheme if scheme in SCHEMES else "relative_next_exclude_last",
    }


def _cloze(node: Node, texts: Texts, *, nearest_weights: bool) -> Content:
    stem_node = node.child("questiontext") or node
    source = texts.raw(stem_node)
    keeps = html_text.KEEPING_CLASS in source

    def plain(piece: str) -> str:
        if stem_node.attributes.get("format", texts.format) in ("html", "moodle_auto_format"):
            return text(
                html_text.unescape(piece) if keeps else html_text.to_text(piece, lambda _src, alt: alt)
            )
        return text(piece)

    source, gaps = cloze_text.split(source, plain, nearest_weights=nearest_weights)
    whole = texts.plain(source, stem_node)
    stem = text(node.value("ruthan_stem"))
    if stem and whole.startswith(stem):
        whole = whole[len(stem) :]
    else:
        stem = CLOZE_STEM  # a file of another system, or a text changed since
    content = tidy_content({"kind": "cloze", "stem": stem, "text": whole, "gaps": gaps})
    parts = [part for _role, _told_by, part in each_part(content)]
    uids = node.value("ruthan_uids").split()
    if len(uids) == len(parts):
        for part, uid in zip(parts, uids, strict=True):
            part["uid"] = "" if uid == "-" else uid
    return {key: content[key] for key in ("kind", "stem", "text", "gaps")}


READERS: dict[str, Callable[..., Content]] = {
    "multichoice": _choices,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _numeric,
    "matching": _match,
    "ordering": _order,
    "multianswer": _cloze,
    "cloze": _cloze,
}
