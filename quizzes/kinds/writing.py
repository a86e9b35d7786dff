"""What has to be written before a question can be published, the same for several kinds. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable

from quizzes.kinds.base import RIGHT_ABOVE, Content, Grade, Problem, Response
from quizzes.kinds.reading import MOST_PARTS, MOST_UID, MOST_WRITTEN, Row, as_number, number, rows, text


def stem_problems(content: Content) -> list[Problem]:
    found = required(content, "", "stem", "ยังไม่มีโจทย์ เขียนคำถามก่อน")
    if len(text(content, "explanation")) > MOST_WRITTEN:
        found.append(_too_long("explanation"))
    return found


def required(row: Row, path: str, key: str, sentence: str) -> list[Problem]:
    """Return a problem when a text is missing or longer than may be."""
    written = text(row, key)
    where = f"{path}.{key}" if path else key
    if not written.strip():
        return [Problem(where, sentence)]
    return [_too_long(where)] if len(written) > MOST_WRITTEN else []


def _too_long(path: str) -> Problem:
    return Problem(path, f"ข้อความนี้ยาวเกิน {MOST_WRITTEN:,} ตัวอักษร ย่อให้สั้นลง")


def count_problems(content: Content, key: str, noun: str, *, least: int, path: str = "") -> list[Problem]:
    """Return a problem when there are too few or too many rows."""
    found = len(rows(content, key))
    where = f"{path}.{key}" if path else key
    if found < least:
        return [Problem(where, f"ต้องมี{noun}อย่างน้อย {least} (ตอนนี้มี {found}) เพิ่ม{noun}อีก")]
    if found > MOST_PARTS:
        return [Problem(where, f"มี{noun}ได้ไม่เกิน {MOST_PARTS} ลดลงหรือแบ่งเป็นหลายข้อ")]
    return []


def row_problems(
    content: Content, key: str, noun: str, needed: Iterable[tuple[str, str]], *, path: str = ""
) -> list[Problem]:
    """Return what is missing at each row; `needed` names fields and says what to do, after "<noun>ที่ 2 "."""
    root = f"{path}.{key}" if path else key
    wanted = list(needed)
    found = []
    for place, row in enumerate(rows(content, key)):
        for name, sentence in wanted:
            found += required(row, f"{root}.{place}", name, f"{noun}ที่ {place + 1} {sentence}")
    return found


def uid_problems(some: Iterable[tuple[str, Row]]) -> list[Problem]:
    """Return a problem for each row whose uid is missing, too long or used before; rows come with their paths."""
    found = []
    seen: set[str] = set()
    for path, row in some:
        uid = text(row, "uid")
        if not uid or len(uid) > MOST_UID or uid in seen:
            found.append(Problem(f"{path}.uid", "รหัสของส่วนนี้หายไปหรือซ้ำ ลบส่วนนี้แล้วเพิ่มใหม่"))
        seen.add(uid)
    return found


def placed(content: Content, key: str, *, path: str = "") -> list[tuple[str, Row]]:
    root = f"{path}.{key}" if path else key
    return [(f"{root}.{place}", row) for place, row in enumerate(rows(content, key))]


def repeated(written: Iterable[str]) -> set[str]:
    """Return the texts that occur more than once; surrounding blanks do not tell texts apart."""
    counts = Counter(stripped for one in written if (stripped := one.strip()))
    return {one for one, times in counts.items() if times > 1}


def fraction_problems(row: Row, path: str, noun: str, *, least: float, optional: bool) -> list[Problem]:
    """Return a problem when a row's share of the mark is not a number of least–1."""
    if optional and row.get("fraction") is None:
        return []
    share = as_number(row.get("fraction"))
    if share is None or not least <= share <= 1:
        low = f"{least * 100:.0f}"
        return [Problem(f"{path}.fraction", f"{noun} ต้องได้คะแนนระหว่าง {low}% ถึง 100% ใส่ตัวเลขในช่วงนี้")]
    return []


def has_full_share(some: Iterable[Row]) -> bool:
    return any((share := number(row, "fraction")) is not None and share > RIGHT_ABOVE for row in some)


def full_marks_problems(
    content: Content,
    right_response: Callable[[Content], Response],
    grade: Callable[[Content, object], Grade],
    sentence: str,
) -> list[Problem]:
    """Return a problem when even the right answer does not earn full marks: the last check, of the whole."""
    if grade(content, right_response(content)).fraction > RIGHT_ABOVE:
        return []
    return [Problem("", sentence)]
