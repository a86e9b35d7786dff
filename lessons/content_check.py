"""Whether content files agree with one another, and say nothing that they may not: marks, names, phone numbers. Pure."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lessons.content_items import Entry
from lessons.facts.items import FactItem, SourceItem, refusal
from lessons.facts.marks import MARK, ContactMark, FactMark, TermMark, mark_of, unreadable

Complain = Callable[[str, int, str], None]  # file, line, what is wrong in Thai

# hotlines that people know by heart; those of the directory are added
_HOTLINES = frozenset(
    (
        "191",
        "1111",
        "1155",
        "1200",
        "1202",
        "1207",
        "1213",
        "1300",
        "1359",
        "1441",
        "1556",
        "1599",
        "1669",
        "1710",
    )
)
_PHONE = re.compile(r"(?<![\d+,./=-])0\d{1,2}[- ]?\d{3}[- ]?\d{3,4}(?![\d,])")
_AUTHORITY = re.compile(r"(?i)\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:go|or|mi)\.th\b")
# where a number or an address belongs: sources and the directory itself
_EXEMPT = re.compile(r"^\s*(?:- *)?\{?\s*(?:url|phone|title|series|key|keys|slug|claim)\s*:|^---$|^\s*#")
_FACTS_FIELD = re.compile(r"\bfacts: *\[[^\]]*\]?")
_EXEMPT_FILES = {"facts.yaml", "directory.yaml"}
_NAMES = {
    "course": "วิชา", "quiz": "แบบทดสอบ", "question": "คำถาม", "pattern": "แบบกลโกง", "claim": "การตรวจสอบคำกล่าว",
    "term": "คำศัพท์", "contact": "ช่องทางในสารบบ", "lesson": "บทเรียน",
}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What the CMS has already, for loading files that are not the whole curriculum."""

    facts: Mapping[str, FactItem] = field(default_factory=dict)
    slugs: Mapping[str, frozenset[str]] = field(default_factory=dict)  # kind → slugs, keys or codes
    terms: frozenset[str] = frozenset()  # every name of every term, in lower case


@dataclass(frozen=True)
class Reference:
    file: str
    line: int
    kind: str
    slug: str


def fact_items(entries: Iterable[Entry]) -> dict[str, FactItem]:
    """Return the facts of facts.yaml."""
    return {
        entry.slug: FactItem(
            code=entry.slug,
            label=entry.get("label"),
            statement=entry.get("statement"),
            reason=entry.get("reason"),
            sources=tuple(
                SourceItem(row["title"], row.get("url", ""), row["date"]) for row in entry.get("sources", [])
            ),
            reviewed_on=entry.get("checked_on", None),
            review_days=entry.get("review_days", 180),
        )
        for entry in entries
        if entry.kind == "fact"
    }


def names_of(entry: Entry) -> set[str]:
    """Return what a term is called, in lower case."""
    names = [entry.slug, entry.get("term"), entry.get("english"), *entry.get("variants", [])]
    return {name.casefold() for name in names if name}


def check(
    files: Mapping[str, str],
    *,
    entries: list[Entry],
    questions: Iterable[str],
    references: Iterable[Reference],
    known: Known,
    complain: Complain,
) -> None:
    """Say everything in the files that points nowhere or must not be cited or typed."""
    slugs: dict[str, set[str]] = {kind: set(known.slugs.get(kind, ())) for kind in _NAMES}
    for entry in entries:
        slugs.setdefault(entry.kind, set()).add(entry.slug)
    slugs["question"] |= set(questions)
    terms = set(known.terms).union(*(names_of(entry) for entry in entries if entry.kind == "term"))
    held = {entry.slug for entry in entries if entry.kind == "contact" and entry.get("reason")}
    slugs["contact"] -= held
    there = _There({**known.facts, **fact_items(entries)}, slugs, terms, _phones(entries), held)
    for reference in references:
        if said := there.fault_of(reference.kind, reference.slug):
            complain(reference.file, reference.line, said)
    for name in files.keys() - _EXEMPT_FILES:
        for number, line in enumerate(files[name].splitlines(), start=1):
            for said in there.faults_in(line):
                complain(name, number, said)


@dataclass(frozen=True)
class _There:
    """Everything that files may refer to."""

    facts: Mapping[str, FactItem]
    slugs: Mapping[str, set[str]]
    terms: set[str]
    phones: re.Pattern[str]
    held: set[str]  # offices that are drafts

    def fault_of(self, kind: str, slug: str) -> str | None:
        if kind == "facts":
            return refusal([code for code in slug.split(",") if code], self.facts)
        if kind == "backed facts":
            said = (refusal([code], self.facts, backed=True) for code in slug.split(",") if code)
            return next((one for one in said if one), None)
        if kind == "contact" and slug in self.held:
            return f"ช่องทาง {slug} ยังเป็นฉบับร่าง ดูเหตุผลใน directory.yaml"
        return None if slug in self.slugs[kind] else f"ไม่มี{_NAMES[kind]} {slug}"

    def faults_in(self, line: str) -> list[str]:
        if line.lstrip().startswith("#") and not line.startswith("##"):
            return []  # a comment
        line = _FACTS_FIELD.sub("", line)  # checked where the field is read
        return [*self._marks(line), *_typed(line, self.phones)]

    def _marks(self, line: str) -> Iterator[str]:
        for found in MARK.finditer(line):
            mark = mark_of(found)
            if isinstance(mark, FactMark) and (said := refusal(mark.codes, self.facts)):
                yield said
            elif isinstance(mark, TermMark) and mark.name.casefold() not in self.terms:
                yield f"[[{mark.name}]] ไม่มีในคลังคำศัพท์"
            elif isinstance(mark, ContactMark) and (said := self.fault_of("contact", mark.key)):
                yield said
        yield from (f"อ่านเครื่องหมาย {mark} ไม่ออก" for mark in unreadable(line))


def _phones(entries: Iterable[Entry]) -> re.Pattern[str]:
    contacts = [entry.get("phone") for entry in entries if entry.kind == "contact"]
    hotlines = _HOTLINES | {phone for phone in contacts if phone.isdigit()}
    either = "|".join(sorted(hotlines, key=lambda number: (-len(number), number)))
    counted = "บาท|คน|ราย|ล้าน|เรื่อง|คดี|ดอลลาร์|พัน"
    return re.compile(rf"(?<![\d+,.#/:=฿$-])(?:{either})(?![\d,%/]|\.\d|-\d| ?(?:{counted}))")


def _typed(line: str, phones: re.Pattern[str]) -> Iterator[str]:
    """Yield what is wrong with phone numbers and addresses of authorities that a line of prose holds."""
    if _EXEMPT.match(line):
        return
    words = re.sub(
        r"https?://\S+|\|\s*[\d,.]+\s*$", "", MARK.sub("", line)
    )  # rows of figures end in a number
    words = re.sub(r'\b[a-z]+="[^"]*"', _only_prose, words)
    if found := phones.search(words) or _PHONE.search(words):
        yield f"พิมพ์เบอร์ {found[0]} ลงในเนื้อหา ให้ใช้ {{contact:…}} จากสารบบแทน"
    if found := _AUTHORITY.search(words):
        yield f"พิมพ์ที่อยู่ {found[0]} ลงในเนื้อหา ให้ใช้ {{contact:…}} จากสารบบแทน"


def _only_prose(attribute: re.Match[str]) -> str:
    name = attribute[0].partition("=")[0]
    return attribute[0] if name in {"title", "caption", "head"} else ""
