"""Every address of schools against every role: what is not one's own is not there. Printed with -s."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, reverse

from accounts.models import User
from schools import urls
from schools.models import ClassGroup, Classroom, ClassTeacher, Membership, StaffMember
from schools.views.work import bell_token
from tests.conftest import NOW
from tests.factories.accounts import carry, make_learner, make_user
from tests.factories.schools import (
    make_assignment,
    make_classroom,
    make_pupil,
    make_school,
    make_staff,
    make_submission,
)

# Who may reach a view at all (whatever it answers then: a page, a form's errors, "use POST").
ANYBODY, SIGNED_IN, STAFF, ADMINISTRATOR, TEACHER, OWNER, PUPIL = (
    "anybody", "signed in", "staff", "administrator", "teacher", "owner", "pupil",
)  # fmt: skip

# Every named address of schools.urls and who may reach it. A new address must be entered here.
REACH: dict[str, str] = {
    "home": SIGNED_IN,
    # work
    "work": TEACHER,
    "work_choose": TEACHER,
    "work_give": TEACHER,
    "assignment": TEACHER,
    "work_edit": TEACHER,
    "work_act": TEACHER,
    "work_ease": TEACHER,
    # pupils' work
    "my_work": PUPIL,
    "start_work": PUPIL,
    "bell": ANYBODY,  # knows its token, which tells nothing but whether the bell has rung
    # pupils of a class
    "pupils": TEACHER,
    "pupils_act": TEACHER,
    "pupil_new": TEACHER,
    "roster": TEACHER,
    "slips": TEACHER,
    "group_remove": TEACHER,
    "pupil": TEACHER,
    "pupil_edit": TEACHER,
    "pupil_act": TEACHER,
    "pupil_data": TEACHER,
    "pupil_erase": OWNER,
    "attempt_move": TEACHER,
    # see
    "results": TEACHER,
    "adjust": TEACHER,
    "grades_csv": TEACHER,
    "grades_xlsx": TEACHER,
    "answers_csv": TEACHER,
    "answers_xlsx": TEACHER,
    "board": TEACHER,
    "board_rows": TEACHER,
    "report": TEACHER,
    "pupil_report": TEACHER,
    "attempt_report": TEACHER,
    "paper": TEACHER,
    "paper_sheets": TEACHER,
    "paper_row": TEACHER,
    "school_new": SIGNED_IN,
    "school_ask": SIGNED_IN,
    "school": ADMINISTRATOR,
    "school_code": ADMINISTRATOR,
    "staff_decide": ADMINISTRATOR,
    "staff_remove": ADMINISTRATOR,
    "class_new": STAFF,
    "class": TEACHER,
    "projector": TEACHER,
    "class_code": TEACHER,
    "settings": TEACHER,
    "class_teachers": OWNER,
    "class_archive": OWNER,
    "class_copy": OWNER,
    "class_log": TEACHER,
    "join": ANYBODY,
    "join_class": ANYBODY,  # the code is the key
    "join_as": ANYBODY,
    "my_class": ANYBODY,  # says how to get in to whoever is in no class
    "not_me": ANYBODY,
}

ROLES = ("nobody", "account", "staff", "administrator", "co-teacher", "owner", "other school", "pupil")
MAY: dict[str, set[str]] = {
    ANYBODY: set(ROLES),
    SIGNED_IN: {"account", "staff", "administrator", "co-teacher", "owner", "other school"},
    STAFF: {"staff", "administrator", "co-teacher", "owner"},
    ADMINISTRATOR: {"administrator"},
    TEACHER: {"co-teacher", "owner"},
    OWNER: {"owner"},
    PUPIL: {"pupil"},
}


@dataclass
class World:
    """Two schools: one with a class of every role, another whose teacher and pupil are strangers to it."""

    ids: dict[str, Any] = field(default_factory=dict)
    foreign: dict[str, Any] = field(default_factory=dict)
    users: dict[str, User | None] = field(default_factory=dict)
    pupil: Membership | None = None

    def client(self, role: str) -> Client:
        client = Client()
        user = self.users.get(role)
        if user is not None:
            client.force_login(user)
        if role == "pupil" and self.pupil is not None and self.pupil.learner is not None:
            carry(client, self.pupil.learner)
        return client


def ids_of(classroom: Classroom) -> dict[str, Any]:
    """Return what addresses of this class may carry; a new kind of id is added here."""
    pupil = make_pupil(classroom=classroom, learner=make_learner())
    assignment = make_assignment(classroom=classroom)
    return {
        "school_id": classroom.school_id,
        "staff_id": make_staff(school=classroom.school).pk,
        "class_id": classroom.pk,
        "code": classroom.code,
        "pupil_id": pupil.pk,
        "group_id": ClassGroup.objects.create(classroom=classroom, name="กลุ่มหนึ่ง").pk,
        "assignment_id": assignment.pk,
        "attempt_id": make_submission(assignment=assignment, pupil=pupil).attempt_id,
        "bell_token": bell_token(assignment.pk),
    }


@pytest.fixture
def world(db: None) -> World:
    school = make_school()
    owner, co_teacher = make_staff(school=school), make_staff(school=school)
    classroom = make_classroom(teacher=owner)
    ClassTeacher.objects.create(
        classroom=classroom, user=co_teacher.user, staff=co_teacher, is_owner=False, since=NOW
    )
    stranger = make_staff(role=StaffMember.Role.ADMINISTRATOR)
    foreign = make_classroom(teacher=stranger)
    found = World(
        ids=ids_of(classroom),
        foreign=ids_of(foreign),
        users={
            "account": make_user(),
            "staff": make_staff(school=school).user,
            "administrator": make_staff(school=school, role=StaffMember.Role.ADMINISTRATOR).user,
            "co-teacher": co_teacher.user,
            "owner": owner.user,
            "other school": stranger.user,
        },
    )
    found.pupil = Membership.objects.get(pk=found.ids["pupil_id"])
    return found


def addresses() -> Iterator[tuple[str, list[str]]]:
    for pattern in urls.urlpatterns:
        assert isinstance(pattern, URLPattern)
        yield str(pattern.name), list(pattern.pattern.converters)


def reached(client: Client, url: str) -> bool:
    """Tell whether a view was reached: not sent to the sign-in page and not 404, with GET or with POST."""
    for ask in (client.get, client.post):
        before = transaction.savepoint()  # some change codes or put classes away
        response = ask(url, headers={"Sec-Fetch-Site": "same-origin"})
        transaction.savepoint_rollback(before)
        # 405 says the same for every id: it tells nothing of what is there
        if response.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}:
            continue
        if "/accounts/login" in response.headers.get("Location", ""):
            continue
        return True
    return False


def test_every_address_has_its_line_in_the_table() -> None:
    assert {name for name, _ in addresses()} == REACH.keys()


def test_nobody_reaches_what_is_not_theirs(world: World) -> None:
    wrong = []
    for name, parameters in addresses():
        url = reverse(f"schools:{name}", kwargs={each: world.ids[each] for each in parameters})
        row = {role: reached(world.client(role), url) for role in ROLES}
        print(f"{name:<28}", *(f"{role}:{'yes' if got else '-'}" for role, got in row.items()))  # noqa: T201 — the table is to be read
        wrong += [(name, role, got) for role, got in row.items() if got != (role in MAY[REACH[name]])]
    assert wrong == []


def test_a_foreign_id_in_an_own_class_is_not_there(world: World) -> None:
    """The owner of a class, or a school's administrator, asks for what is another's, one id at a time."""
    wrong = []
    for name, parameters in addresses():
        if REACH[name] == ANYBODY:
            continue
        client = world.client("administrator" if REACH[name] == ADMINISTRATOR else "owner")
        for swapped in parameters:
            if parameters == ["code"]:
                continue  # whoever holds a code may use it
            ids = {each: world.foreign[each] if each == swapped else world.ids[each] for each in parameters}
            if reached(client, reverse(f"schools:{name}", kwargs=ids)):
                wrong.append((name, swapped))
    assert wrong == []
