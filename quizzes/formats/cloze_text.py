"""The grammar of gaps inside a text, {1:SHORTANSWER:=ก#ถูก~%50%ข}, both ways (Moodle 4.5 multianswer). Pure."""

import re
from collections.abc import Callable

from quizzes.formats import weights
from quizzes.formats.gift_answers import interval, legal_weight
from quizzes.formats.model import MAX_PARTS, Content, Part, QuestionRefused

_CHOICE = "MULTICHOICE|MC|MULTICHOICE_[VHS]|MC[VHS]|MULTICHOICE_[VH]S|MC[VH]S"
_UNKNOWN = "MULTIRESPONSE|MR|MULTIRESPONSE_[HS]|MR[HS]|MULTIRESPONSE_HS|MRHS|REGEXP|RX|REGEXP_C|RXC"
START = re.compile(
    rf"\{{([0-9]{{0,6}}):(?:(?P<numeric>NUMERICAL|NM)|(?P<choice>{_CHOICE})|(?P<exact>SHORTANSWER_C|SAC|MWC)"
    rf"|(?P<short>SHORTANSWER|SA|MW)|(?P<unknown>{_UNKNOWN})):"
)
_BODY = re.compile(r"((?:[^\\}]|\\.)*+)\}", re.DOTALL)
_SPLIT = re.compile(r"(?<!\\)~")
_FEEDBACK = re.compile(r"(?<![\\&])#")
_SHARE = re.compile(r"=|%(-?[0-9]{1,3}(?:[.,][0-9]{0,9})?)%")
_ESCAPED = re.compile(r"\\([}#~/\"\\])")
_SPECIAL = re.compile(r"([}#~\\])")
MARK = re.compile(r"\{\{([0-9]{1,3})\}\}")

Plain = Callable[[str], str]


def split(source: str, plain: Plain, *, nearest_weights: bool) -> tuple[str, list[Part]]:
    """Return (source with {{1}} {{2}} … for its gaps, the gaps). `plain` turns a piece of source to plain text."""
    source = source.replace("{{", "{ {")
    pieces: list[str] = []
    gaps: list[Part] = []
    at = 0
    while start := START.search(source, at):
        body = _BODY.match(source, start.end())
        if body is None:
            raise QuestionRefused(f"ช่องว่างที่ {len(gaps) + 1} ไม่มี }} ปิดท้าย")
        gaps.append(_gap(start, body[1], plain, len(gaps) + 1, nearest_weights=nearest_weights))
        if len(gaps) > MAX_PARTS:
            raise QuestionRefused(f"ข้อเติมคำมีช่องว่างมากกว่า {MAX_PARTS} ช่อง")
        pieces += [source[at : start.start()], f"{{{{{len(gaps)}}}}}"]
        at = body.end()
    if not gaps:
        raise QuestionRefused("ข้อเติมคำ (cloze) ไม่มีช่องว่างที่อ่านได้")
    return "".join([*pieces, source[at:]]), gaps


def _gap(start: re.Match[str], body: str, plain: Plain, number: int, *, nearest_weights: bool) -> Part:
    if start["unknown"]:
        raise QuestionRefused(f"ช่องว่างที่ {number} เป็นแบบ {start['unknown']} ซึ่งระบบนี้ยังไม่มี")
    alternatives = _SPLIT.split(body, maxsplit=MAX_PARTS + 1)
    if len(alternatives) > MAX_PARTS:
        raise QuestionRefused(f"ช่องว่างที่ {number} มีคำตอบมากกว่า {MAX_PARTS} ข้อ")
    if alternatives and not alternatives[0].strip():
        alternatives.pop(0)  # "{1:MC:~a~=b}" is how many people write it
    rows = [_alternative(one, plain, nearest_weights=nearest_weights) for one in alternatives]
    weight = float(start[1] or 1) or 1.0
    if start["choice"]:
        choices = [
            {"text": text, "correct": share > 0.999999, "fraction": share, "feedback": feedback}
            for share, text, feedback in rows
        ]
        return {"kind": "choice", "weight": weight, "choices": choices}
    if start["numeric"]:
        return {"kind": "numeric", "weight": weight} | _numeric(rows, number)
    answers = [{"pattern": text, "fraction": share, "feedback": feedback} for share, text, feedback in rows]
    return {"kind": "short", "weight": weight, "answers": answers, "case_sensitive": bool(start["exact"])}


def _alternative(source: str, plain: Plain, *, nearest_weights: bool) -> tuple[float, str, str]:
    source = source.strip()
    share = 0.0
    if found := _SHARE.match(source):
        source = source[found.end() :]
        given = 100.0 if found[1] is None else float(found[1].replace(",", "."))
        share = legal_weight(given / 100, nearest_weights=nearest_weights)
    answer, *feedback = _FEEDBACK.split(source, maxsplit=1)
    return share, _shown(answer, plain), _shown(feedback[0] if feedback else "", plain)


def _shown(source: str, plain: Plain) -> str:
    return plain(_ESCAPED.sub(r"\1", source))


def _numeric(rows: list[tuple[float, str, str]], number: int) -> Content:
    answers: list[Part] = []
    otherwise = ""
    for share, text, feedback in rows:
        if text == "*" and share == 0:
            otherwise = feedback
            continue
        value, tolerance = interval(text)
        answers.append({"value": value, "tolerance": tolerance, "fraction": share, "feedback": feedback})
    if not answers:
        raise QuestionRefused(f"ช่องว่างที่ {number} ไม่มีคำตอบที่เป็นตัวเลข")
    return {"answers": answers, "otherwise": otherwise}


def joined(content: Content) -> str:
    """Return the text with its gaps in Moodle's grammar."""
    gaps = content["gaps"]
    return MARK.sub(lambda mark: _written(gaps[int(mark[1]) - 1]), content["text"])


def _written(gap: Part) -> str:
    if gap["kind"] == "choice":
        kind = "MULTICHOICE"
        rows = [
            (one.get("fraction", float(one["correct"])), one["text"], one["feedback"])
            for one in gap["choices"]
        ]
    elif gap["kind"] == "numeric":
        kind = "NUMERICAL"
        rows = [
            (
                one["fraction"],
                f"{weights.written(one['value'])}:{weights.written(one['tolerance'])}",
                one["feedback"],
            )
            for one in gap["answers"]
        ]
    else:
        kind = "SHORTANSWER_C" if gap["case_sensitive"] else "SHORTANSWER"
        rows = [(one["fraction"], one["pattern"], one["feedback"]) for one in gap["answers"]]
    if gap.get("otherwise"):
        rows.append((0.0, "*", gap["otherwise"]))
    alternatives = []
    for share, text, feedback in rows:
        sign = "=" if share == 1 else f"%{weights.percent(share)}%"
        comment = "#" + _SPECIAL.sub(r"\\\1", feedback) if feedback else ""
        alternatives.append(sign + _SPECIAL.sub(r"\\\1", text) + comment)
    return f"{{{int(gap['weight'])}:{kind}:{'~'.join(alternatives)}}}"
