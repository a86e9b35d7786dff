"""What each kind of content file may hold: its fields in the order that they are written. Pure."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lessons.content_parts import LEVELS
from lessons.content_yaml import Complain, Fields, Mapped
from thai.dates import thai_day

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FACT = re.compile(r"[A-Z]-\d{2}")
LABELS = ("V-A", "V-B", "V-C", "U")
Refer = Callable[[int, str, str], None]  # line, kind of thing, slug: remembered until all files are read
Values = dict[str, Any]


@dataclass(frozen=True)
class Key:
    """One field. `kind`: text, texts, whole, truth, day, word (of `of`), words, slug, slugs, facts, rows, stream."""

    name: str
    kind: str = "text"
    needed: bool = True
    of: tuple[str, ...] = ()  # words that are allowed
    low: int = 0
    high: int = 0  # numbers: the most; texts: the most characters
    rows: "tuple[Key, ...]" = ()
    refers: str = ""  # what a slug or the slugs name


def _k(names: str, **more: Any) -> tuple[Key, ...]:
    return tuple(Key(name, **more) for name in names.split())


_SOURCE = (
    Key("title", high=240),
    Key("url", "url", needed=False),
    Key("date", "date", needed=False),
    *_k("note", needed=False),
)
CHANNELS = ("line", "sms", "call", "facebook", "advert", "app", "website", "meeting")
TARGETS = ("ประชาชน", "นักเรียน", "ผู้สูงอายุ", "คนหางาน", "นักลงทุน", "ทุกคน")
_TITLED = (Key("slug", "slug"), Key("title", high=200), Key("introduction", needed=False))

HOME = _k("title introduction")
COURSE = (
    Key("slug", "slug"),
    Key("code", high=10),
    Key("order", "whole", high=999),
    Key("title", high=200),
    Key("introduction"),
    Key("objectives", "texts", needed=False),
    Key("quiz", "slug", needed=False, refers="quiz"),
    Key("before", "slug", needed=False, refers="quiz"),
    Key("after", "slug", needed=False, refers="quiz"),
)
LESSON = (
    Key("code", high=10),
    Key("slug", "slug"),
    Key("course", "slug", refers="course"),
    Key("order", "whole", high=999),
    Key("title", high=200),
    Key("duration_minutes", "whole", low=1, high=120),
    Key("levels", "words", needed=False, of=LEVELS),
    Key("introduction"),
    Key("objectives", "texts"),
    Key("patterns", "slugs", needed=False, refers="pattern"),
    Key("claims", "slugs", needed=False, refers="claim"),
    Key("reviewed_on", "day"),
    Key("sources", "rows", needed=False, rows=(*_SOURCE, Key("facts", "texts", needed=False))),
    Key("quiz", "slug", needed=False, refers="quiz"),
)
QUIZ = (
    Key("slug", "slug"),
    Key("title", high=200),
    Key("introduction", needed=False),
    Key("form_of", "slug", needed=False, refers="quiz"),
    Key("form", "word", needed=False, of=("A", "B")),
    Key("pair", "slug", needed=False, refers="quiz"),
    Key("pass_percent", "whole", needed=False, high=100),
    Key("preset", "word", needed=False, of=("practice", "assigned")),
    Key("shuffle_choices", "truth", needed=False),
    Key("shuffle_questions", "truth", needed=False),
    Key("attempts_allowed", "whole", needed=False, low=1, high=100),
    Key("time_limit_minutes", "whole", needed=False, low=1, high=600),
    Key(
        "bands",
        "rows",
        needed=False,
        rows=(Key("min_percent", "whole", high=100), Key("title", high=120), Key("text", needed=False)),
    ),
    Key(
        "slots",
        "rows",
        needed=False,
        rows=(
            Key("part", needed=False, high=60),
            Key("question", "slug", needed=False, refers="question"),
            Key(
                "pool",
                "row",
                needed=False,
                rows=(
                    Key("topic", needed=False, high=40),
                    Key("level", "word", needed=False, of=("", *LEVELS)),
                    Key("count", "whole", low=1, high=100),
                ),
            ),
        ),
    ),
)
PATTERN = (
    Key("slug", "slug"),
    Key("code", high=10),
    Key("order", "whole", high=999),
    Key("title", high=200),
    Key("alias", "texts", needed=False),
    Key("summary"),
    Key("channels", "words", of=CHANNELS),
    Key("targets", "words", of=TARGETS),
    Key("asset", "word", of=("money", "crypto", "identity")),
    Key("steps", "rows", rows=_k("title text")),
    Key("flags", "texts"),
    Key("cases", "rows", needed=False, rows=(Key("text"), Key("on"))),
    Key("what_to_do", "texts"),
    Key("contacts", "slugs", needed=False, refers="contact"),
    Key("lessons", "slugs", needed=False, refers="lesson"),
    Key("facts", "facts", needed=False),
)
TERM = (
    Key("slug", "slug"),
    Key("term", high=120),
    Key("english", needed=False, high=120),
    Key("variants", "texts", needed=False),
    Key("definition"),
    Key("see", "slugs", needed=False, refers="term"),
    Key("lessons", "slugs", needed=False, refers="lesson"),
)
CLAIM = (
    Key("slug", "slug"),
    Key("order", "whole", high=999),
    Key("claim", high=255),
    Key("verdict", "word", of=("true", "mostly-true", "misleading", "false", "unproven", "outdated")),
    Key("short"),
    Key("why"),
    Key("what_to_do", needed=False),
    Key("facts", "facts"),
    Key("checked_on", "day"),
    Key("lessons", "slugs", needed=False, refers="lesson"),
)
CONTACT = (
    Key("key", "slug"),
    Key("name", high=160),
    Key("kind", "word", of=("report", "ask", "check", "bank", "help")),
    Key("phone", needed=False, high=40),
    Key("url", "url", needed=False),
    Key("hours", needed=False, high=200),
    Key("what_for"),
    Key("note", needed=False),
    Key("facts", "backed", needed=False),  # the office's own page is the second source
    Key("checked_on", "day"),
    Key("review_days", "whole", needed=False, low=7, high=3650),
    Key("order", "whole", high=999),
    Key("reason", needed=False, high=240),  # why it is a draft: nothing may name it
)
FACT_KEYS = (
    Key("id"),
    Key("label", "word", of=LABELS),
    Key("reason", needed=False, high=240),
    Key("statement", needed=False),
    Key(
        "sources",
        "rows",
        needed=False,
        rows=(Key("title", high=240), Key("url", "url", needed=False), Key("date", "date", high=60)),
    ),
    Key("review_days", "whole", needed=False, low=7, high=3650),
    Key("checked_on", "day", needed=False),
)
EMERGENCY = (Key("title", high=200), Key("introduction"), Key("reviewed_on", "day"))
CARD = (Key("title", needed=False), Key("lines", "texts"))
PAGE = (*_TITLED, Key("reviewed_on", "day"))
KIT = (
    Key("course", "slug", needed=False, refers="course"),
    Key("title", high=200),
    Key("minutes", "whole", low=1, high=300),
    Key("goals", "texts"),
    Key("plan", "rows", rows=(Key("minutes", "whole", low=0, high=300), Key("title"), Key("do"))),
    Key("questions", "texts"),
    Key("print_quiz", "slug", needed=False, refers="quiz"),
    Key("notes", needed=False),
)


def take(
    keys: tuple[Key, ...], mapped: Mapped, complain: Complain, refer: Refer, *, more: str = ""
) -> Values:
    """Return the values of a mapping by the names of its keys; what is empty and not needed is left out.

    `more`: names that somebody else reads.
    """
    fields = Fields(mapped, complain, known={key.name for key in keys} | set(more.split()))
    values: Values = {}
    for key in keys:
        value = _TAKERS[key.kind](fields, key, refer)
        if value not in (None, "", [], {}) or (key.needed and key.kind not in {"word", "slug", "day"}):
            values[key.name] = value
    return values


def _text(fields: Fields, key: Key, _refer: Refer) -> str:
    text = fields.text(key.name, required=key.needed)
    if key.high and len(text) > key.high:
        fields.wrong(key.name, f"ยาว {len(text)} ตัวอักษร ต้องไม่เกิน {key.high}")
    return text


def _date(fields: Fields, key: Key, refer: Refer) -> str:
    """Return a date as it was written; a whole day in Thai as an ISO day, as it is written back."""
    text = _text(fields, key, refer)
    day = thai_day(text)
    return day.isoformat() if day else text


def _texts(fields: Fields, key: Key, _refer: Refer) -> list[str]:
    texts = []
    for item in fields.items(key.name, required=key.needed):
        if isinstance(item, str | int | float) and str(item).strip():
            texts.append(str(item).strip())
        else:
            fields.wrong(key.name, "แต่ละรายการต้องเป็นข้อความ (ถ้ามี : ให้ใส่เครื่องหมายคำพูดครอบ)")
    return texts


def _words(fields: Fields, key: Key, _refer: Refer) -> list[str]:
    words = [str(item).strip() for item in fields.items(key.name, required=key.needed)]
    for word in words:
        if word not in key.of:
            fields.wrong(key.name, f"มี {word} ใช้ได้: {', '.join(key.of)}")
    return words


def _word(fields: Fields, key: Key, _refer: Refer) -> str:
    if not key.needed and fields.mapped.get(key.name) in (None, ""):
        return ""
    value = fields.mapped.get(key.name)
    return fields.one_of(key.name, key.of) if not isinstance(value, bool) else _yaml_word(fields, key, value)


def _yaml_word(fields: Fields, key: Key, value: bool) -> str:  # noqa: FBT001 - YAML took a word for a truth value
    word = "true" if value else "false"
    if word not in key.of:
        fields.wrong(key.name, f"ต้องเป็น {', '.join(key.of)}")
    return word


def _slug(fields: Fields, key: Key, refer: Refer) -> str:
    slug = fields.text(key.name, required=key.needed)
    if slug and not SLUG.fullmatch(slug):
        fields.wrong(key.name, "ใช้ได้เฉพาะ a–z ตัวเลข และขีดกลาง")
    elif slug and key.refers:
        refer(fields.line(key.name), key.refers, slug)
    return slug


def _slugs(fields: Fields, key: Key, refer: Refer) -> list[str]:
    slugs = [str(item).strip() for item in fields.items(key.name, required=key.needed)]
    for slug in slugs:
        refer(fields.line(key.name), key.refers, slug)
    return slugs


def _facts(fields: Fields, key: Key, refer: Refer) -> list[str]:
    codes = [str(item).strip() for item in fields.items(key.name, required=key.needed)]
    for code in codes:
        if not FACT.fullmatch(code):
            fields.wrong(key.name, f"{code} ไม่ใช่รหัสข้อเท็จจริง เช่น H-08")
    refer(fields.line(key.name), "facts", ",".join(codes))
    return codes


def _backed(fields: Fields, key: Key, refer: Refer) -> list[str]:
    """Return facts that need no second source when the record itself has an address, or is a draft."""
    kind = "backed facts" if fields.mapped.get("url") or fields.mapped.get("reason") else "facts"
    return _facts(fields, key, lambda line, _kind, codes: refer(line, kind, codes))


def _url(fields: Fields, key: Key, _refer: Refer) -> str:
    url = fields.text(key.name, required=key.needed)
    if url and not url.startswith(("https://", "http://")):
        fields.wrong(key.name, "ต้องขึ้นต้นด้วย https://")
    return url


def _day(fields: Fields, key: Key, _refer: Refer) -> dt.date | None:
    return fields.day(key.name) if key.needed or fields.mapped.get(key.name) is not None else None


def _whole(fields: Fields, key: Key, _refer: Refer) -> int | None:
    if not key.needed and fields.mapped.get(key.name) is None:
        return None
    return fields.whole(key.name, low=key.low, high=key.high)


def _truth(fields: Fields, key: Key, _refer: Refer) -> bool | None:
    return fields.truth(key.name) if fields.mapped.get(key.name) is not None else None


def _rows(fields: Fields, key: Key, refer: Refer) -> list[Values]:
    if not key.needed and not fields.mapped.get(key.name):
        return []
    return [take(key.rows, row, fields.complain, refer) for row in fields.mappings(key.name)]


def _row(fields: Fields, key: Key, refer: Refer) -> Values | None:
    row = fields.mapped.get(key.name)
    if row is None:
        return None
    if not isinstance(row, Mapped):
        fields.wrong(key.name, "ต้องเป็นแบบ ช่อง: ค่า")
        return None
    return take(key.rows, row, fields.complain, refer)


_TAKERS: dict[str, Callable[[Fields, Key, Refer], Any]] = {
    "text": _text,
    "date": _date,
    "texts": _texts,
    "words": _words,
    "word": _word,
    "slug": _slug,
    "slugs": _slugs,
    "facts": _facts,
    "backed": _backed,
    "url": _url,
    "day": _day,
    "whole": _whole,
    "truth": _truth,
    "rows": _rows,
    "row": _row,
}


def arranged(keys: tuple[Key, ...], values: Values) -> Values:
    """Return the values in the order of the keys, rows too, without what is empty and not needed."""
    done: Values = {}
    for key in keys:
        value = values.get(key.name)
        if key.kind in {"rows", "row"} and value:
            value = (
                arranged(key.rows, value) if key.kind == "row" else [arranged(key.rows, row) for row in value]
            )
        if value is None or (value in ("", [], {}) and not key.needed):
            continue
        done[key.name] = value
    return done
