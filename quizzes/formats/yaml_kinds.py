"""The kinds of our YAML to contents: the short draft form (options) and the full form. Pure."""

from collections.abc import Callable

from quizzes.formats import tidying
from quizzes.formats.cloze_text import MARK
from quizzes.formats.model import Content, Part, QuestionRefused
from quizzes.formats.yaml_fields import Fields

_OPTIONS = ("options", "choices")
_NAMES = {"multi": "multiple"}
_TOLERANCES = ("nominal", "relative", "geometric")


def read(fields: Fields) -> Content:
    """Return the content of a question. Raises QuestionRefused with the line of what is wrong."""
    kind = fields.needed("kind").strip()
    kind = _NAMES.get(kind, kind)
    if kind not in _KINDS:
        known = " ".join(tidying.KINDS)
        raise QuestionRefused(f"ไม่รู้จักคำถามชนิด “{kind[:40]}” ชนิดที่ใช้ได้: {known}", fields.tree.line)
    content: Content = {
        "kind": kind,
        "stem": fields.needed("stem"),
        "explanation": fields.text("explanation"),
        "ask_confidence": fields.flag("confidence", "ask_confidence"),
    }
    chart, caption = fields.text("chart"), fields.text("chart_caption")
    if chart:
        content |= {"chart": chart, "chart_caption": caption}
    return content | _KINDS[kind](fields)


def _share(row: Fields, *, default: float) -> float:
    share = row.number("fraction", default=default)
    if not -1 <= share <= 1:
        raise QuestionRefused("“fraction” ต้องอยู่ระหว่าง −1 ถึง 1", row.tree.line)
    return share


def _choices(fields: Fields) -> Content:
    rows: list[Part] = []
    for row in fields.rows(*_OPTIONS, least=2):
        choice: Part = {
            "uid": row.text("uid"),
            "text": row.needed("text"),
            "correct": row.flag("correct"),
            "feedback": row.text("feedback"),
        }
        if row.has("fraction"):
            choice["fraction"] = _share(row, default=0.0)
        rows.append(choice)
    return {"choices": rows}


def _true_false(fields: Fields) -> Content:
    content = _choices(fields)
    if len(content["choices"]) != 2:
        raise QuestionRefused("ข้อจริง/ไม่จริงต้องมี 2 ตัวเลือก", fields.tree.line)
    return content


def _short(fields: Fields) -> Content:
    answers = [
        {
            "uid": row.text("uid"),
            "pattern": row.needed("pattern", "text"),
            "fraction": _share(row, default=1.0),
            "feedback": row.text("feedback"),
        }
        for row in fields.rows("answers", "options", least=1)
    ]
    return {
        "answers": answers,
        "case_sensitive": fields.flag("case_sensitive"),
        "thai_tolerant": fields.flag("thai_tolerant"),
        "otherwise": fields.text("otherwise"),
    }


def _numeric(fields: Fields) -> Content:
    answers = (
        [_number(row) for row in fields.rows("answers")] if fields.has("answers") else _draft_numbers(fields)
    )
    if not answers:
        raise QuestionRefused("ข้อตัวเลขต้องมีคำตอบอย่างน้อย 1 ค่า", fields.tree.line)
    return {"answers": answers, "unit": fields.text("unit"), "otherwise": fields.text("otherwise")}


def _number(row: Fields) -> Part:
    kind = row.text("tolerance_type", default="nominal").strip()
    tolerance = row.number("tolerance", default=0.0)
    if kind not in _TOLERANCES or tolerance < 0:
        raise QuestionRefused(f"ค่าคลาดเคลื่อนต้องไม่ติดลบ และชนิดเป็นหนึ่งใน {' '.join(_TOLERANCES)}", row.tree.line)
    return {
        "uid": row.text("uid"),
        "value": row.number("value"),
        "tolerance": tolerance,
        "tolerance_type": kind,
        "fraction": _share(row, default=1.0),
        "feedback": row.text("feedback"),
    }


def _draft_numbers(fields: Fields) -> list[Part]:
    """Read `answer`, `tolerance` and the common answers under `options`: the wrong ones are exact."""
    tolerance = fields.number("tolerance", default=0.0)
    if tolerance < 0:
        raise QuestionRefused("ค่าคลาดเคลื่อนต้องไม่ติดลบ", fields.tree.line)
    right: Part = {"value": fields.number("answer"), "tolerance": tolerance, "fraction": 1.0, "feedback": ""}
    wrong: list[Part] = []
    for row in fields.rows("options"):
        feedback = row.text("feedback")
        if row.flag("correct"):
            right["feedback"] = feedback
        else:
            wrong.append(
                {"value": row.number("text"), "tolerance": 0.0, "fraction": 0.0, "feedback": feedback}
            )
    return [right, *wrong]


def _match(fields: Fields) -> Content:
    pairs = [
        {
            "uid": row.text("uid"),
            "left": row.needed("text", "left"),
            "right": row.needed("match", "right"),
            "feedback": row.text("feedback"),
        }
        for row in fields.rows("options", "pairs", least=1)
    ]
    extras = [{"uid": row.text("uid"), "text": row.needed("text")} for row in fields.rows("extras")]
    return {"pairs": pairs, "extras": extras}


def _order(fields: Fields) -> Content:
    rows = fields.rows("options", "items", least=2)
    items = [
        {"uid": row.text("uid"), "text": row.needed("text"), "feedback": row.text("feedback")} for row in rows
    ]
    if any(row.has("position") for row in rows):
        places = [row.number("position") for row in rows]
        if sorted(places) != list(range(1, len(rows) + 1)):
            raise QuestionRefused(f"“position” ต้องเป็น 1 ถึง {len(rows)} ไม่ซ้ำกัน", fields.tree.line)
        items = [
            item for _place, item in sorted(zip(places, items, strict=True), key=lambda placed: placed[0])
        ]
    scheme = fields.text("scheme", default=tidying.DEFAULT_SCHEME).strip()
    if scheme not in tidying.SCHEMES:
        raise QuestionRefused(f"“scheme” ต้องเป็นหนึ่งใน {' '.join(tidying.SCHEMES)}", fields.tree.line)
    return {"items": items, "scheme": scheme}


def _cloze(fields: Fields) -> Content:
    text = fields.needed("text")
    gaps: list[Part] = []
    for row in fields.rows("gaps", least=1):
        kind = row.needed("kind").strip()
        if kind not in _GAPS:
            raise QuestionRefused(f"ช่องว่างต้องเป็นหนึ่งใน {' '.join(_GAPS)}", row.tree.line)
        weight = row.number("weight", default=1.0)
        if weight <= 0:
            raise QuestionRefused("“weight” ต้องมากกว่า 0", row.tree.line)
        gaps.append({"uid": row.text("uid"), "kind": kind, "weight": weight} | _GAPS[kind](row))
    if sorted(int(mark[1]) for mark in MARK.finditer(text)) != list(range(1, len(gaps) + 1)):
        raise QuestionRefused(
            f"ใน text ต้องมี {{{{1}}}} ถึง {{{{{len(gaps)}}}}} อย่างละครั้ง ตรงกับ gaps", fields.tree.line
        )
    return {"text": text, "gaps": gaps}


_GAPS: dict[str, Callable[[Fields], Content]] = {"short": _short, "numeric": _numeric, "choice": _choices}


def _artefact(fields: Fields) -> Content:
    setting = fields.text("setting")
    channel = fields.text("channel", default=_channel(setting)).strip()
    if channel not in tidying.CHANNELS:
        raise QuestionRefused(f"“channel” ต้องเป็นหนึ่งใน {' '.join(tidying.CHANNELS)}", fields.tree.line)
    return {"setting": setting, "message": fields.needed("message"), "channel": channel}


def _channel(setting: str) -> str:
    """Guess where a message was seen from the draft's words."""
    if "SMS" in setting.upper() or "ข้อความสั้น" in setting:
        return "sms"
    if "โฆษณา" in setting:
        return "advert"
    return "post" if "โพสต์" in setting else "chat"


def _spot(fields: Fields) -> Content:
    phrases = [
        {
            "uid": row.text("uid"),
            "text": row.needed("text"),
            "suspicious": row.flag("correct", "suspicious"),
            "feedback": row.text("feedback"),
        }
        for row in fields.rows("options", "phrases", least=1)
    ]
    none = fields.inner("none")
    artefact = fields.text("artefact", default="neutral").strip()
    if artefact not in tidying.ARTEFACTS:
        raise QuestionRefused(f"“artefact” ต้องเป็นหนึ่งใน {' '.join(tidying.ARTEFACTS)}", fields.tree.line)
    return _artefact(fields) | {
        "artefact": artefact,
        "phrases": phrases,
        "none": {"correct": none.flag("correct"), "feedback": none.text("feedback")},
    }


def _judge(fields: Fields) -> Content:
    verdict = fields.needed("verdict").strip()
    if verdict not in ("scam", "genuine"):
        raise QuestionRefused("“verdict” ต้องเป็น scam หรือ genuine", fields.tree.line)
    feedback = fields.inner("feedback")
    return _artefact(fields) | {
        "verdict": verdict,
        "feedback": {"scam": feedback.text("scam"), "genuine": feedback.text("genuine")},
    }


_KINDS: dict[str, Callable[[Fields], Content]] = {
    "single": _choices,
    "multiple": _choices,
    "truefalse": _true_false,
    "short": _short,
    "numeric": _numeric,
    "match": _match,
    "order": _order,
    "cloze": _cloze,
    "spot": _spot,
    "judge": _judge,
}
