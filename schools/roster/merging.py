"""What reading a roster again would change in a class, before anything is written. Pure."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from schools.roster.model import Field, FieldMapping, RosterPupil
from schools.roster.texts import same_key

# What a file may change in a class; a class is one room, so that the room only says which rows to take.
FIELDS = ("number", "student_code", "title", "first_name", "last_name", "nickname")
_TOLD_BY = {
    Field.NUMBER: ("number",),
    Field.STUDENT_CODE: ("student_code",),
    Field.TITLE: ("title",),
    Field.FIRST_NAME: ("first_name", "title"),
    Field.LAST_NAME: ("last_name",),
    Field.FULL_NAME: ("title", "first_name", "last_name", "nickname", "number"),
    Field.NICKNAME: ("nickname",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPupil:
    """A pupil of the class as the database has them; `key` is theirs to name, any string."""

    key: str
    number: int | None = None
    student_code: str = ""
    title: str = ""
    first_name: str = ""
    last_name: str = ""
    nickname: str = ""
    has_left: bool = False


Value = int | str | bool | None


@dataclass(frozen=True, slots=True)
class Change:
    known: KnownPupil
    pupil: RosterPupil
    fields: dict[str, tuple[Value, Value]]  # name → (old, new); "has_left" when somebody comes back


@dataclass(frozen=True, slots=True)
class Doubled:
    """A row that was not taken, or not with its number, because another stands for the same pupil or number."""

    pupil: RosterPupil
    sentence_th: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A dry run. `missing` are kept; the teacher is offered to let them leave.

    Numbers are settled: once all of it is done no two in the class have one. Two pupils may change numbers with
    each other, so that whoever writes takes numbers away before giving them.
    """

    added: tuple[RosterPupil, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: tuple[KnownPupil, ...] = ()
    missing: tuple[KnownPupil, ...] = ()
    doubled: tuple[Doubled, ...] = ()  # rows not taken
    number_taken: tuple[Doubled, ...] = ()  # rows taken, without the number they ask for

    @property
    def changes_nothing(self) -> bool:
        return not self.added and not self.changed


def fields_told(mapping: FieldMapping) -> frozenset[str]:
    """Return the names of what a file with this mapping can change."""
    return frozenset(name for field in mapping.values() for name in _TOLD_BY.get(field, ()))


def merge(
    known: Sequence[KnownPupil],
    pupils: Sequence[RosterPupil],
    *,
    fields: Collection[str] = FIELDS,
    leaving: Collection[str] = (),
) -> Plan:
    """Return what taking these pupils into the class would do; `leaving` are keys of `missing` to be let go.

    The same pupil is told by student code, else by number and name, else by the exact full name where only one
    has it. Two codes that differ are two pupils unless number and name agree. An empty cell erases nothing.
    """
    once, doubled = _without_doubles(pupils)
    matched = _matched(known, once)
    unsure = _unsure(known, once, matched)
    taken = []
    for index, pupil in enumerate(once):
        if index not in matched and _name(pupil) in unsure and not pupil.student_code:
            doubled.append(Doubled(pupil, "ในห้องมีชื่อนี้มากกว่าหนึ่งคน ใส่เลขที่หรือรหัสนักเรียนในไฟล์เพื่อบอกว่าเป็นคนไหน"))
        else:
            taken.append((pupil, known[matched[index]] if index in matched else None))
    met = {person.key for _, person in taken if person}
    staying = [person for person in known if person.key not in met and not person.has_left]
    seats = [_Seat(pupil, person, _wanted(pupil, person, fields)) for pupil, person in taken]
    number_taken = _settle_numbers(seats, {person.number for person in staying if person.key not in leaving})
    changes = [(seat, _difference(seat, fields)) for seat in seats]
    return Plan(
        added=tuple(replace(seat.pupil, number=seat.number) for seat in seats if not seat.person),
        changed=tuple(
            Change(seat.person, seat.pupil, fields) for seat, fields in changes if seat.person and fields
        ),
        unchanged=tuple(seat.person for seat, fields in changes if seat.person and not fields),
        missing=tuple(person for person in staying if _name(person) not in unsure),
        doubled=tuple(doubled),
        number_taken=tuple(number_taken),
    )


def applied(change: Change) -> KnownPupil:
    """Return the pupil of the class as they are after the change."""
    return replace(change.known, **{name: new for name, (_, new) in change.fields.items()})  # type: ignore[arg-type]


def _without_doubles(pupils: Sequence[RosterPupil]) -> tuple[list[RosterPupil], list[Doubled]]:
    once: list[RosterPupil] = []
    doubled: list[Doubled] = []
    codes: dict[str, RosterPupil] = {}
    people: dict[tuple[object, ...], RosterPupil] = {}
    for pupil in pupils:
        code, person = _by_code(pupil), (pupil.number, _name(pupil))
        namesake = people.get(person)
        first = codes.get(code) if code else None
        if first is None and namesake and not _other_code(namesake, pupil):
            first = namesake
        if first is None:
            once.append(pupil)
            people.setdefault(person, pupil)
            if code:
                codes[code] = pupil
            continue
        what = "รหัสนักเรียน" if code and code == _by_code(first) else "ชื่อและเลขที่"
        doubled.append(Doubled(pupil, f"{what}ซ้ำกับแถว {first.line} ระบบใช้แถว {first.line} และไม่เพิ่มแถวนี้"))
    return once, doubled


def _matched(known: Sequence[KnownPupil], pupils: Sequence[RosterPupil]) -> dict[int, int]:
    """Return index in the file → index in the class. Surer ways go first, over all pupils, each person once."""
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for way in (_by_everything, _by_code, _by_number_and_name, _by_name):
        keys = {index: way(person) for index, person in enumerate(known) if index not in taken}
        there = _first(keys, known) if way in (_by_everything, _by_code) else _single(keys)
        here = _single({index: way(pupil) for index, pupil in enumerate(pupils) if index not in matched})
        for key, index in here.items():
            if key in there and not (way is _by_name and _other_code(known[there[key]], pupils[index])):
                matched[index] = there[key]
                taken.add(there[key])
    return matched


def _first(keys: dict[int, str], known: Sequence[KnownPupil]) -> dict[str, int]:
    """Return key → index of the first who has it, those in the archive last."""
    order = sorted(keys, key=lambda index: (known[index].has_left, index), reverse=True)
    return {keys[index]: index for index in order if keys[index]}


def _unsure(
    known: Sequence[KnownPupil], pupils: Sequence[RosterPupil], matched: dict[int, int]
) -> frozenset[str]:
    """Return the names that two or more of the class have and that a row without a code asks for."""
    met = set(matched.values())
    there = Counter(_name(person) for index, person in enumerate(known) if index not in met)
    here = {
        _name(pupil) for index, pupil in enumerate(pupils) if index not in matched and not pupil.student_code
    }
    return frozenset(name for name in here if there[name] > 1)


def _single(keys: dict[int, str]) -> dict[str, int]:
    """Return key → index of the keys that only one has."""
    counts = Counter(keys.values())
    return {key: index for index, key in keys.items() if key and counts[key] == 1}


def _by_everything(person: KnownPupil | RosterPupil) -> str:
    names = same_key(person.title, person.first_name, "/", person.last_name, "/", person.nickname)
    return f"{person.number} {_by_code(person)} {names}"


def _by_code(person: KnownPupil | RosterPupil) -> str:
    return same_key(person.student_code)


def _by_number_and_name(person: KnownPupil | RosterPupil) -> str:
    return f"{person.number} {_name(person)}" if person.number and _name(person) else ""


def _by_name(person: KnownPupil | RosterPupil) -> str:
    return _name(person)


def _name(person: KnownPupil | RosterPupil) -> str:
    return same_key(person.first_name, person.last_name) or same_key(person.nickname)


def _other_code(person: KnownPupil | RosterPupil, pupil: RosterPupil) -> bool:
    return bool(person.student_code and pupil.student_code and _by_code(person) != _by_code(pupil))


@dataclass(slots=True)
class _Seat:
    pupil: RosterPupil
    person: KnownPupil | None  # who of the class it is
    number: int | None  # that they ask for, then that they get

    @property
    def old_number(self) -> int | None:
        return self.person.number if self.person and not self.person.has_left else None


def _wanted(pupil: RosterPupil, person: KnownPupil | None, fields: Collection[str]) -> int | None:
    if person and ("number" not in fields or pupil.number is None):
        return person.number
    return pupil.number


def _settle_numbers(seats: Sequence[_Seat], held: Collection[int | None]) -> list[Doubled]:
    """Give each number to one: who keeps theirs goes first, then the order of the file. Returns who got none.

    Who does not get a new number keeps the old one, which may have been given away meanwhile: then again.
    """
    told: list[Doubled] = []
    while True:
        given = set(held) | {seat.old_number for seat in seats if seat.number == seat.old_number}
        lost = []
        for seat in seats:
            if seat.number == seat.old_number:
                continue
            if seat.number in given:
                lost.append(seat)
            given.add(seat.number)
        if not lost:
            return told
        for seat in lost:
            told.append(Doubled(seat.pupil, f"เลขที่ {seat.number} มีคนใช้อยู่แล้ว ระบบจึงยังไม่เปลี่ยนเลขที่ให้คนนี้"))
            seat.number = seat.old_number


def _difference(seat: _Seat, fields: Collection[str]) -> dict[str, tuple[Value, Value]]:
    person, pupil = seat.person, seat.pupil
    if person is None:
        return {}
    difference: dict[str, tuple[Value, Value]] = {}
    if seat.number != person.number:
        difference["number"] = (person.number, seat.number)
    for name in FIELDS[1:]:
        old, new = getattr(person, name), getattr(pupil, name)
        if name in fields and new and new != old:
            difference[name] = (old, new)
    if person.has_left:
        difference["has_left"] = (True, False)
    return difference
