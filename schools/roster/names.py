"""A Thai pupil's name: title, first name, last name and nickname out of one cell, and the name others see. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

# short form → the form that is kept, so that ด.ช. in one file and เด็กชาย in the next are no change
_TITLES = {
    "เด็กชาย": "เด็กชาย", "ด.ช.": "เด็กชาย", "ด.ช": "เด็กชาย", "ดช.": "เด็กชาย", "ดช": "เด็กชาย",
    "เด็กหญิง": "เด็กหญิง", "ด.ญ.": "เด็กหญิง", "ด.ญ": "เด็กหญิง", "ดญ.": "เด็กหญิง", "ดญ": "เด็กหญิง",
    "นางสาว": "นางสาว", "น.ส.": "นางสาว", "น.ส": "นางสาว", "นส.": "นางสาว", "นส": "นางสาว",
    "นาย": "นาย", "นาง": "นาง",
    "สามเณร": "สามเณร", "ส.ณ.": "สามเณร", "สณ.": "สามเณร", "พระ": "พระ", "แม่ชี": "แม่ชี",
    "master": "Master", "mr.": "Mr.", "mr": "Mr.", "miss": "Miss", "ms.": "Ms.", "ms": "Ms.", "mrs.": "Mrs.", "mrs": "Mrs.",
}  # fmt: skip
_SPACED = {"ด. ช.": "ด.ช.", "ด. ญ.": "ด.ญ.", "น. ส.": "น.ส.", "ส. ณ.": "ส.ณ."}
# These begin no Thai name, so that they may be cut from the word that follows without a space.
_SURE = (
    "เด็กชาย",
    "เด็กหญิง",
    "นางสาว",
    "ด.ช.",
    "ด.ญ.",
    "น.ส.",
    "ส.ณ.",
    "ด.ช",
    "ด.ญ",
    "น.ส",
    "ดช.",
    "ดญ.",
    "นส.",
    "สณ.",
    "สามเณร",
    "แม่ชี",
)
_LIKELY = ("นาย", "นาง")  # นายิกา, นางฟ้า: cut only in a column where most names carry a title
_STARTS_NAME = re.compile("[ก-ฮเแโใไA-Za-z]")
_LEADING_NUMBER = re.compile(r"([0-9]{1,4})\s{0,3}[.):]?\s{0,3}(?=[^0-9\s.):/])")
_NICKNAME = re.compile(r"[(\[]\s{0,3}(?:ชื่อเล่น\s{0,3}:?|น้อง)?\s{0,3}([^()\[\]]{1,40}?)\s{0,3}[)\]]\s*$")
_FIRST_LETTER = re.compile("[ก-ฮ]|[^\\W\\d_ะ-๎]")


@dataclass(frozen=True, slots=True)
class Name:
    title: str = ""
    first_name: str = ""
    last_name: str = ""
    nickname: str = ""
    number: int | None = None  # "12. สมชาย ใจดี"


class DisplayStyle(StrEnum):
    INITIAL = "initial"  # สมชาย จ.
    NICKNAME = "nickname"  # ชาย; the first name where there is none
    FULL = "full"  # สมชาย ใจดี


def known_title(text: str) -> str:
    """Return the title written out; "" when it is none that we know."""
    return _TITLES.get(_SPACED.get(text, text).lower(), "")


def split_title(text: str, *, likely: bool) -> tuple[str, str]:
    """Return (title written out, the rest); `likely` when most names of the column carry one."""
    for spaced, short in _SPACED.items():
        if text.startswith(spaced):
            text = short + text[len(spaced) :]
    first, _, rest = text.partition(" ")
    if rest and (title := known_title(first)):
        return title, rest.strip()
    for prefix in (*_SURE, *(_LIKELY if likely else ())):
        rest = text[len(prefix) :].lstrip()
        if text.startswith(prefix) and _STARTS_NAME.match(rest):
            return _TITLES[prefix], rest
    return "", text


def are_titled(names: Sequence[str]) -> bool:
    """Say whether at least half of the names begin with a title (with or without a space after it)."""
    filled = [_LEADING_NUMBER.sub("", name, count=1) for name in names if name]
    return sum(bool(split_title(name, likely=True)[0]) for name in filled) * 2 >= len(filled) > 0


def split(text: str, *, likely_titles: bool = False) -> Name:
    """Return what one cell with a whole name says; a name without a space is a first name."""
    number = _LEADING_NUMBER.match(text)
    if number:
        text = text[number.end() :]
    nickname = _NICKNAME.search(text)
    if nickname:
        text = text[: nickname.start()].strip()
    title, bare = split_title(text, likely=likely_titles)
    last, comma, first = bare.partition(",")
    if not comma:
        first, _, last = bare.partition(" ")
    elif not title:
        title, first = split_title(first.strip(), likely=likely_titles)
    return Name(
        title,
        first.strip(),
        last.strip(),
        nickname[1] if nickname else "",
        int(number[1]) if number else None,
    )


def display_name(
    *, first_name: str, last_name: str = "", nickname: str = "", style: DisplayStyle = DisplayStyle.INITIAL
) -> str:
    """Return what others in the class see; "" when there is neither a first name nor a nickname."""
    if style is DisplayStyle.NICKNAME and nickname:
        return nickname
    if not first_name:
        return nickname
    if style is DisplayStyle.FULL:
        return f"{first_name} {last_name}".strip()
    letter = _FIRST_LETTER.search(last_name) if style is DisplayStyle.INITIAL else None
    return f"{first_name} {letter[0].upper()}." if letter else first_name
