"""Reading a roster again: what is new, what changed, who is missing; doing it twice changes nothing."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from schools.roster import Field, KnownPupil, Plan, RosterPupil, applied, fields_told, merge


def pupil(first: str, number: int | None = None, code: str = "", **more: object) -> RosterPupil:
    return RosterPupil(first_name=first, last_name="ดี", number=number, student_code=code, **more)  # type: ignore[arg-type]


def known(key: str, first: str, number: int | None = None, code: str = "", **more: object) -> KnownPupil:
    return KnownPupil(key=key, first_name=first, last_name="ดี", number=number, student_code=code, **more)  # type: ignore[arg-type]


def after(people: list[KnownPupil], plan: Plan) -> list[KnownPupil]:
    """Return the class as it is when the plan was carried out."""
    changed = {change.known.key: applied(change) for change in plan.changed}
    kept = [changed.get(person.key, person) for person in people]
    names = ("number", "student_code", "title", "first_name", "last_name", "nickname")
    added = [
        KnownPupil(key=f"{len(people)}+{index}", **{name: getattr(new, name) for name in names})
        for index, new in enumerate(plan.added)
    ]
    return [*kept, *added]


def test_a_first_reading_adds_everybody() -> None:
    plan = merge([], [pupil("ก้อง", 1), pupil("แก้ว", 2)])

    assert [new.first_name for new in plan.added] == ["ก้อง", "แก้ว"]
    assert not plan.changes_nothing


def test_a_code_tells_the_same_pupil_whatever_else_changed() -> None:
    plan = merge([known("a", "ก้อง", 1, "101")], [pupil("ก้องภพ", 5, "101")])

    assert plan.changed[0].fields == {"number": (1, 5), "first_name": ("ก้อง", "ก้องภพ")}
    assert applied(plan.changed[0]) == known("a", "ก้องภพ", 5, "101")


def test_number_and_name_tell_the_same_pupil_when_a_code_comes_or_is_mended() -> None:
    plan = merge(
        [known("a", "ก้อง", 1), known("b", "แก้ว", 2, "99")], [pupil("ก้อง", 1, "101"), pupil("แก้ว", 2, "102")]
    )

    assert [change.fields for change in plan.changed] == [
        {"student_code": ("", "101")},
        {"student_code": ("99", "102")},
    ]


def test_the_full_name_alone_tells_a_pupil_whose_number_changed() -> None:
    plan = merge([known("a", "ก้อง", 1)], [pupil("ก้อง", 7)])

    assert plan.changed[0].fields == {"number": (1, 7)}


def test_a_name_spelled_with_the_same_look_is_the_same_name() -> None:
    plan = merge([known("a", "น้ำ")], [pupil("น\u0e4d\u0e49า")])

    assert not plan.added


def test_two_codes_that_differ_are_two_pupils_of_one_name() -> None:
    plan = merge([known("a", "ก้อง", 1, "101")], [pupil("ก้อง", 2, "102")])

    assert [new.student_code for new in plan.added] == ["102"]
    assert [person.key for person in plan.missing] == ["a"]


def test_an_empty_cell_and_a_column_that_is_not_there_erase_nothing() -> None:
    person = known("a", "ก้อง", 1, "101", nickname="ก้อง")
    told = fields_told({0: Field.STUDENT_CODE, 1: Field.FIRST_NAME, 2: Field.LAST_NAME})

    assert merge([person], [pupil("ก้อง", None, "101")]).changes_nothing
    assert merge([person], [pupil("ก้อง", 9, "101", nickname="กบ")], fields=told).changes_nothing


def test_who_is_not_in_the_file_is_kept_and_offered() -> None:
    plan = merge([known("a", "ก้อง"), known("b", "แก้ว"), known("c", "กาน", has_left=True)], [pupil("ก้อง")])

    assert [person.key for person in plan.missing] == ["b"]
    assert plan.changes_nothing


def test_a_pupil_who_comes_back_leaves_the_archive() -> None:
    plan = merge([known("a", "ก้อง", has_left=True)], [pupil("ก้อง")])

    assert plan.changed[0].fields == {"has_left": (True, False)}


def test_a_row_twice_in_a_file_is_taken_once_and_told() -> None:
    rows = [pupil("ก้อง", 1, "101", line=2), pupil("ก้อง", 1, "101", line=9), pupil("แก้ว", 2), pupil("แก้ว", 2)]

    plan = merge([], rows)

    assert len(plan.added) == 2
    assert "แถว 2" in plan.doubled[0].sentence_th


def test_a_name_that_two_of_the_class_have_asks_for_a_number() -> None:
    people = [known("a", "ก้อง", 1), known("b", "ก้อง", 2)]
    plan = merge(people, [pupil("ก้อง")])

    assert plan.changes_nothing
    assert plan.missing == ()
    assert "มากกว่าหนึ่งคน" in plan.doubled[0].sentence_th


def test_two_pupils_may_change_numbers_with_each_other() -> None:
    plan = merge([known("a", "ก้อง", 1), known("b", "แก้ว", 2)], [pupil("ก้อง", 2), pupil("แก้ว", 1)])

    assert [change.fields for change in plan.changed] == [{"number": (1, 2)}, {"number": (2, 1)}]


def test_a_number_that_somebody_keeps_is_not_given_twice() -> None:
    people = [known("a", "ก้อง", 1), known("b", "แก้ว", 2)]

    plan = merge(people, [pupil("กาน", 1), pupil("แก้ว", 1)])
    letting_go = merge(people, [pupil("กาน", 1), pupil("แก้ว", 2)], leaving=["a"])

    assert [new.number for new in plan.added] == [None]
    assert [person.key for person in plan.unchanged] == ["b"]
    assert [note.sentence_th.split(" มี")[0] for note in plan.number_taken] == ["เลขที่ 1", "เลขที่ 1"]
    assert [new.number for new in letting_go.added] == [1]


_FIRST, _LAST = st.sampled_from(["ก้อง", "แก้ว", "กาน"]), st.sampled_from(["ดี", "งาม"])
_PUPIL = st.builds(
    RosterPupil,
    number=st.none() | st.integers(1, 4),
    student_code=st.sampled_from(["", "", "101", "102", "103"]),
    title=st.sampled_from(["", "เด็กชาย"]),
    first_name=_FIRST,
    last_name=_LAST,
    nickname=st.sampled_from(["", "เอ"]),
)
_KNOWN = st.builds(
    KnownPupil,
    key=st.uuids().map(str),
    number=st.none() | st.integers(1, 4),
    student_code=st.sampled_from(["", "", "101", "102", "103"]),
    first_name=_FIRST,
    last_name=_LAST,
    has_left=st.booleans(),
)
_CLASS = st.lists(
    _KNOWN,
    max_size=6,
    unique_by=(
        lambda person: person.student_code or person.key,
        lambda person: person.number if person.number and not person.has_left else person.key,
    ),
)
_TOLD = st.lists(st.sampled_from(list(Field)), unique=True).map(
    lambda fields: fields_told(dict(enumerate(fields)))
)


@settings(max_examples=100, deadline=None)
@given(_CLASS, st.lists(_PUPIL, max_size=6), _TOLD | st.none())
def test_reading_the_same_file_again_changes_nothing(
    people: list[KnownPupil], pupils: list[RosterPupil], told: frozenset[str] | None
) -> None:
    def again(people: list[KnownPupil]) -> Plan:
        return merge(people, pupils) if told is None else merge(people, pupils, fields=told)

    first = again(people)
    second = again(after(people, first))

    assert second.changes_nothing
    numbers = [person.number for person in after(people, first) if person.number and not person.has_left]
    codes = [person.student_code for person in after(people, first) if person.student_code]
    assert len(set(numbers)) == len(numbers)
    assert len(set(codes)) == len(codes)


@settings(max_examples=50, deadline=None)
@given(_CLASS, st.lists(_PUPIL, max_size=6))
def test_everybody_stands_in_exactly_one_list(people: list[KnownPupil], pupils: list[RosterPupil]) -> None:
    plan = merge(people, pupils)
    met = [change.known.key for change in plan.changed] + [person.key for person in plan.unchanged]

    assert len(set(met)) == len(met)
    assert not set(met) & {person.key for person in plan.missing}
    assert len(plan.added) + len(plan.changed) + len(plan.unchanged) + len(plan.doubled) == len(pupils)


def test_a_class_read_from_its_own_rows_is_unchanged() -> None:
    people = [known(str(number), f"คน{number}", number, f"{100 + number}") for number in range(40)]
    rows = [pupil(person.first_name, person.number, person.student_code) for person in people]

    assert merge(people, rows).unchanged == tuple(people)
    assert merge(people, [replace(row, student_code="") for row in rows]).changes_nothing
