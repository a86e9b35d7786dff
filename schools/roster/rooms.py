"""Names of rooms and years in Thai schools: มัธยมศึกษาปีที่ 1/2, ม.1 ห้อง 2, ม. 1/2 are one room, "ม.1/2". Pure."""

import re

_STAGES = (
    ("มัธยมศึกษาปีที่", "ม."), ("ประถมศึกษาปีที่", "ป."), ("มัธยมศึกษาชั้นปีที่", "ม."), ("อนุบาลปีที่", "อ."), ("ชั้นอนุบาล", "อ."),
    ("อนุบาล", "อ."), ("มัธยม", "ม."), ("ประถม", "ป."),
)  # fmt: skip
_ROOM = re.compile(
    r"(?:(ม|ป|อ|ปวช|ปวส|M|P|G)\.?)?([0-9]{1,2})?(?:(?:/|ห้อง|-|\.)(?:ห้อง)?([0-9]{1,2}|[A-Z]{1,3}))?"
)
_STAGE = re.compile(r"(?:[มปอ]|ปวช|ปวส)\.")
_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/(?:[0-9]{4}|[0-9]{2})")
_SHORT_MONTHS = {
    month: number
    for line in (
        "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
        "jan feb mar apr may jun jul aug sep oct nov dec",
    )
    for number, month in enumerate(line.split(), start=1)
}
_DAY_MONTH = re.compile(r"([0-9]{1,2})[- ]([A-Za-z]{3}|[ก-๙.]{4,6})")
_IN_TITLE = re.compile(
    r"(?:ชั้น|ระดับ)?\s{0,3}(มัธยมศึกษาปีที่|ประถมศึกษาปีที่|ม\.|ป\.)\s{0,3}([0-9๐-๙]{1,2})\s{0,3}(?:/|ห้อง(?:ที่)?)\s{0,3}([0-9๐-๙]{1,2})"
)


def tidy_room(text: str) -> str:
    """Return the short name of a room or year where it is written in a known way, else the text as it is."""
    bare = (
        re.sub(r"\s", "", text)
        .removeprefix("ชั้น")
        .removeprefix("ระดับ")
        .removeprefix("ชั้น")
        .replace("ห้องที่", "ห้อง")
    )
    for long, short in _STAGES:
        bare = bare.replace(long, short)
    match = _ROOM.fullmatch(bare)
    if not match or not any(match.groups()):
        return text
    stage, year, room = match.groups()
    return f"{stage + '.' if stage else ''}{year or ''}{'/' + _unpadded(room) if room else ''}".removeprefix(
        "/"
    )


def _unpadded(room: str) -> str:
    return room.lstrip("0") or room


def is_room(text: str) -> bool:
    """Say whether the text is surely a room ("ม.1/2", "ป.6", "1/2"), and not a number alone."""
    return bool(
        re.fullmatch(r"(?:[มปอ]|ปวช|ปวส)\.[0-9]{1,2}(?:/[0-9]{1,2})?|[0-9]{1,2}/[0-9]{1,2}", tidy_room(text))
    )


def was_a_date(text: str) -> str:
    """Return "1/2" when a spreadsheet made a date of that room; "" when it is no date."""
    if match := _DATE.fullmatch(text):
        return f"{int(match[1])}/{int(match[2])}"
    match = _DAY_MONTH.fullmatch(text)
    month = _SHORT_MONTHS.get(match[2].lower()) if match else None
    return f"{int(match[1])}/{month}" if match and month else ""


def joined(grade: str, room: str) -> str:
    """Return the room of a year and a room within it: "ม.1" and "2" are "ม.1/2"."""
    grade, room = tidy_room(grade), tidy_room(room)
    stage = _STAGE.match(grade)
    if stage and re.fullmatch(r"[0-9]{1,2}/[0-9]{1,2}", room):
        return stage[0] + room
    if not grade or not room or "/" in room or "/" in grade:
        return grade if "/" in grade or not room else room
    return f"{grade}/{room}"


def in_title(lines: list[str]) -> str:
    """Return the room that the lines above a table name; "" when they name none or several."""
    found = {
        tidy_room(f"{match[1]}{match[2]}/{match[3]}") for line in lines for match in _IN_TITLE.finditer(line)
    }
    return found.pop() if len(found) == 1 else ""
