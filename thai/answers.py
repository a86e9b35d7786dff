"""What typed Thai answers are held to be equal, and how to tell an author so. Pure.

Moodle 4.5 refuses each of these spellings as another answer (reference/interop.md §6.3); most look the same on
screen, so that a learner cannot see what was wrong. An author opts in per question.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

# zero-width space, non-joiner, joiner, word joiner, byte-order mark, soft hyphen
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ARABIC = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F)}  # ! to ~ in full width
_WIDTH_FORM = re.compile("[\uff00-\uffef]")
_SPACES = re.compile(r"\s+")
_TONES = "\u0e48-\u0e4b"
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2,}")
_NIKHAHIT, _SARA_AA, _SARA_AM = "\u0e4d", "\u0e32", "\u0e33"
_NIKHAHIT_AA = _NIKHAHIT + _SARA_AA
_TONES_AND_AMS = re.compile(f"(?:{_NIKHAHIT}{_SARA_AA}|[{_TONES}])+")
_SPACE_AT_THAI = re.compile("(?<=[\u0e00-\u0e7f]) | (?=[\u0e00-\u0e7f])")


def plain(text: str) -> str:
    """Return the text without invisible characters, in normal width, any white space as one space, digits Arabic.

    Width follows NFKC for the width forms (U+FF00–FFEF) only: all of NFKC would hold 10² equal to 102 and take
    sara am apart.
    """
    narrow = _WIDTH_FORM.sub(lambda form: unicodedata.normalize("NFKC", form[0]), text.translate(_INVISIBLE))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", narrow).translate(_ARABIC))


def normalised(text: str) -> str:
    """Return the spelling that stands for all that are equal to the text; doing it twice changes nothing.

    Equal are: what `plain` equates; spaces around the text and next to Thai; sara am and nikhahit + sara aa;
    marks on one consonant in any order; two sara e and sara ae.
    """
    joined = _SPACE_AT_THAI.sub("", plain(text).strip())
    return _spelled(joined).replace("เเ", "แ")


def _spelled(text: str) -> str:
    # taken apart, sara am needs one rule for its tone mark wherever that was typed: น้ำ นำ้ นํ้า น้ํา
    apart = _in_order(text.replace(_SARA_AM, _NIKHAHIT_AA))
    return _in_order(_TONES_AND_AMS.sub(_tones_first, apart)).replace(_NIKHAHIT_AA, _SARA_AM)


def _tones_first(run: re.Match[str]) -> str:
    tones = re.sub(f"[{_NIKHAHIT}{_SARA_AA}]", "", run[0])
    return tones + _NIKHAHIT_AA * ((len(run[0]) - len(tones)) // 2)


def _in_order(text: str) -> str:
    return _MARKS.sub(lambda run: "".join(sorted(run[0], key=_rank)), text)


def _rank(mark: str) -> int:
    """Return the place of a mark over or under its consonant: vowels, then tones, then the silencers, nikhahit."""
    if mark == _NIKHAHIT:
        return 3
    if "\u0e48" <= mark <= "\u0e4b":
        return 1
    return 2 if mark in "\u0e4c\u0e4e" else 0


@dataclass(frozen=True)
class Equation:
    """One thing held to be equal: its rule as a Thai sentence, and two spellings that count as one answer."""

    rule: str
    spelling: str
    same_as: str


@dataclass(frozen=True)
class _Rule:
    sentence: str
    example: str
    respell: Callable[[str], str]  # another way to type the same answer; unchanged where the rule has no say


def _with_a_space(text: str) -> str:
    return re.sub("([\u0e01-\u0e2e])(?=[เแโใไ])", r"\1 ", text)


_RULES = (
    _Rule(
        "สระอำที่พิมพ์เป็นนิคหิตกับสระอา นับเป็นสระอำ",
        "น้ำ",
        lambda text: re.sub(f"([{_TONES}]?){_SARA_AM}", rf"{_NIKHAHIT}\1{_SARA_AA}", text),
    ),
    _Rule(
        "พิมพ์วรรณยุกต์ก่อนหรือหลังสระก็ได้",
        "ที่น้ำ",
        lambda text: re.sub(
            f"([\u0e31\u0e34-\u0e39])([{_TONES}])",
            r"\2\1",
            re.sub(f"([{_TONES}]){_SARA_AM}", rf"{_SARA_AM}\1", text),
        ),
    ),
    _Rule("สระเอสองตัวนับเป็นสระแอ", "แชร์", lambda text: text.replace("แ", "เเ")),
    _Rule("เลขไทยนับเป็นเลขอารบิก", "10 บาท", lambda text: text.translate(_THAI_DIGITS)),
    _Rule("เว้นวรรคหรือไม่เว้นวรรคติดกับคำไทยก็ได้", "กระดานเทรด", _with_a_space),
    _Rule("ไม่สนใจอักขระที่มองไม่เห็นและวรรคแบบพิเศษ", "บล็อกเชน", lambda text: f"\u00a0{text}\u200b"),
    _Rule("ตัวอักษรเต็มความกว้างนับเป็นตัวปกติ", "BTC", lambda text: text.translate(_WIDE)),
)


def equations() -> tuple[Equation, ...]:
    """Return everything the tolerant comparison equates, each with an example, to show to authors."""
    return tuple(Equation(rule.sentence, rule.example, rule.respell(rule.example)) for rule in _RULES)


def equations_for(text: str) -> tuple[Equation, ...]:
    """Return the rules that have a say in this answer, with another spelling of it that would be accepted."""
    spelled = ((rule, rule.respell(text)) for rule in _RULES)
    return tuple(Equation(rule.sentence, text, other) for rule, other in spelled if other != text)
