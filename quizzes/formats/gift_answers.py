"""What stands between the braces of a GIFT question, kind by kind. Pure."""

import re

from quizzes.formats import weights
from quizzes.formats.gift_escapes import Texts, shown
from quizzes.formats.model import MAX_PARTS, Content, Part, QuestionRefused
from quizzes.formats.tidying import FALSE, SCHEMES, TRUE, text

_WEIGHT = re.compile(r"%(-*)([0-9]{1,2}\.?[0-9]*)%")
_TRUE_FALSE = {"T": True, "TRUE": True, "F": False, "FALSE": False}
_ORDER_COUNT = re.compile(r">\s{0,9}([0-9]{1,9})\b")
_SELECT = frozenset(("ALL", "EXACT", "RANDOM", "REL", "CONTIGUOUS", "CONTIG"))
_LAYOUT = frozenset(("HORIZONTAL", "HORI", "H", "1", "VERTICAL", "VERT", "V", "0"))
_SHOW = frozenset(("SHOW", "TRUE", "YES", "1", "HIDE", "FALSE", "NO", "0"))
_SCHEMES = {scheme.upper(): scheme for scheme in SCHEMES} | {
    "ABSOLUTE": "absolute_position",
    "ABS": "absolute_position",
    "RELATIVE": "relative_next_exclude_last",
    "REL": "relative_next_exclude_last",
}
_NUMBERING = frozenset(("NONE", "ABC", "ABCD", "123", "III", "IIII"))


def read(answers: str, texts: Texts, *, nearest_weights: bool) -> Content:
    """Return a content without its stem. The kind is decided in Moodle's order (interop.md §2.1)."""
    if _ORDER_COUNT.match(answers):
        return _order(answers, texts)
    if not answers:
        raise QuestionRefused("ข้อเขียนตอบยาว (essay) ระบบนี้ยังไม่มี จึงไม่ได้นำเข้า")
    if answers.startswith("#"):
        return _numeric(answers[1:], texts, nearest_weights=nearest_weights)
    if "~" in answers:
        return _choices(answers, texts, nearest_weights=nearest_weights)
    if "=" in answers and "->" in answers:
        return _match(answers, texts)
    verdict = _TRUE_FALSE.get(answers.split("#", 1)[0].strip())
    if verdict is not None:
        return _true_false(answers, texts, verdict=verdict)
    return _short(answers, texts, nearest_weights=nearest_weights)


def _split(answers: str, sign: str, *, least: int) -> list[str]:
    """Return the pieces between signs, without an empty one at the front."""
    if answers.count(sign) > MAX_PARTS:
        raise QuestionRefused(f"ข้อนี้มีคำตอบมากกว่า {MAX_PARTS} ข้อ แบ่งเป็นหลายข้อแล้วลองใหม่")
    pieces = [piece.strip() for piece in answers.split(sign)]
    if not pieces[0]:
        pieces.pop(0)
    if len(pieces) < least:
        raise QuestionRefused(f"ต้องมีคำตอบอย่างน้อย {least} ข้อ (ตอนนี้มี {len(pieces)})")
    return pieces


def _weighed(piece: str, default: float, *, nearest_weights: bool) -> tuple[float, str]:
    """Return (weight, the rest) of an answer that may begin with %…%."""
    found = _WEIGHT.match(piece)
    if not found:
        return default, piece
    share = float(found[2]) / 100 * (-1 if found[1] else 1)
    return legal_weight(share, nearest_weights=nearest_weights), piece[found.end() :]


def legal_weight(share: float, *, nearest_weights: bool) -> float:
    """Return the legal weight a share means; refuses what Moodle refuses."""
    if not weights.is_legal(share) and not nearest_weights:
        near = weights.percent(weights.nearest(share))
        raise QuestionRefused(f"น้ำหนัก {share * 100:.7g}% ไม่ใช่ค่าที่ Moodle ใช้ได้ ค่าที่ใกล้ที่สุดคือ {near}%")
    return weights.nearest(share)


def _commented(piece: str, texts: Texts) -> tuple[str, str]:
    """Return (answer, feedback)."""
    answer, _sign, feedback = piece.partition("#")
    return texts.take(answer), texts.take(feedback)


def _choices(answers: str, texts: Texts, *, nearest_weights: bool) -> Content:
    is_single = "=" in answers
    rows: list[Part] = []
    for piece in _split(answers.replace("=", "~="), "~", least=2):
        if piece.startswith("="):
            share, rest = 1.0, piece[1:]  # a %…% after "=" stays in the text, as in Moodle
        else:
            share, rest = _weighed(piece, 0.0, nearest_weights=nearest_weights)
        answer, feedback = _commented(rest, texts)
        rows.append({"text": answer, "correct": share > 0, "fraction": share, "feedback": feedback})
    return {"kind": "single" if is_single else "multiple", "choices": rows}


def _match(answers: str, texts: Texts) -> Content:
    pairs: list[Part] = []
    extras: list[Part] = []
    for piece in _split(answers, "=", least=2):
        left, arrow, right = piece.partition("->")
        if not arrow:
            raise QuestionRefused(f"ข้อจับคู่ต้องเขียนเป็น =ซ้าย -> ขวา ทุกคู่ (ดูที่ “{text(shown(piece))[:40]}”)")
        left, right = texts.take(left), text(shown(right))
        if left:
            pairs.append({"left": left, "right": right})
        else:
            extras.append({"text": right})
    return {"kind": "match", "pairs": pairs, "extras": extras}


def _true_false(answers: str, texts: Texts, *, verdict: bool) -> Content:
    _verdict, _sign, comments = answers.partition("#")
    wrong, _sign, right = comments.partition("#")
    said = {True: texts.take(right), False: texts.take(wrong)}
    return {
        "kind": "truefalse",
        "choices": [
            {"text": label, "correct": means is verdict, "feedback": said[means is verdict]}
            for label, means in ((TRUE, True), (FALSE, False))
        ],
    }


def _short(answers: str, texts: Texts, *, nearest_weights: bool) -> Content:
    rows: list[Part] = []
    for piece in _split(answers, "=", least=1):
        share, rest = _weighed(piece, 1.0, nearest_weights=nearest_weights)
        pattern, feedback = _commented(rest, texts)
        rows.append({"pattern": pattern, "fraction": share, "feedback": feedback})
    return {"kind": "short", "answers": rows}


def _numeric(answers: str, texts: Texts, *, nearest_weights: bool) -> Content:
    answers, _sign, wrong = answers.partition("~")
    otherwise = texts.take(wrong.partition("#")[2])
    rows: list[Part] = []
    for piece in _split(answers, "=", least=1):
        share, rest = _weighed(piece, 1.0, nearest_weights=nearest_weights)
        number, feedback = _commented(rest, texts)
        if number == "*" and share == 0:
            otherwise = otherwise or feedback
            continue
        value, tolerance = interval(number)
        rows.append({"value": value, "tolerance": tolerance, "fraction": share, "feedback": feedback})
    if not rows:
        raise QuestionRefused("ข้อตัวเลขต้องมีคำตอบที่เป็นตัวเลขอย่างน้อย 1 ค่า")
    return {"kind": "numeric", "answers": rows, "otherwise": otherwise}


def interval(number: str) -> tuple[float, float]:
    """Read `value`, `value:tolerance` or `low..high`. Raises QuestionRefused for anything else."""
    if number.find("..") > 0:
        low, _dots, high = number.partition("..")
        bounds = weights.middle(low, high)
        if bounds is not None:
            return bounds
    else:
        first, _colon, second = number.partition(":")
        value, tolerance = weights.number(first), weights.number(second or "0")
        if value is not None and tolerance is not None and tolerance >= 0:
            return value, tolerance
    raise QuestionRefused(f"“{number[:40]}” ไม่ใช่ตัวเลข เขียนเป็น ค่า:คลาดเคลื่อน หรือ ต่ำสุด..สูงสุด")


def _order(answers: str, texts: Texts) -> Content:
    count = _ORDER_COUNT.match(answers)
    if count is None:
        raise QuestionRefused("ข้อเรียงลำดับต้องขึ้นต้นด้วย {> แล้วตามด้วยจำนวน")
    header, _end, rest = answers[count.end() :].partition("\n")
    scheme = "relative_next_exclude_last"  # Moodle's, when the file names none
    words = header.split(maxsplit=8)
    for allowed in (_SELECT, _LAYOUT, frozenset(_SCHEMES), _SHOW, _NUMBERING):
        if words and words[0].upper() in allowed:
            scheme = _SCHEMES.get(words[0].upper(), scheme) if "ABS" in allowed else scheme
            words.pop(0)
    lines = [line for line in [" ".join(words), *rest.split("\n", MAX_PARTS + 1)] if line.strip()]
    if not 2 <= len(lines) <= MAX_PARTS:
        raise QuestionRefused(f"ข้อเรียงลำดับต้องมี 2–{MAX_PARTS} รายการ รายการละบรรทัด")
    return {"kind": "order", "scheme": scheme, "items": [{"text": texts.take(line)} for line in lines]}
