"""The list of everything that is kept of a person: what the export holds, what erasure must reach.

Each app registers its tables when it is ready (`<app>/personal_data.py`); accounts, the lowest, knows none of them by
name. A table that points to a person and is not registered is a fault: tests/accounts/test_personal_data.py walks
every model and fails on it.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Learner, User

Row = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Whose data it is: a learner, an account, or both."""

    learner: Learner | None = None
    user: User | None = None

    @property
    def is_nobody(self) -> bool:
        return self.learner is None and self.user is None


@dataclass(frozen=True)
class Holder:
    """One table with something of a person in it.

    `learner` and `user` are lookups from the table to the person ("attempt__learner"); there may be several accounts. `fields` are the columns of the
    export (None: all of them), `withheld` those that never leave (keys, other people's words). `active` names a column
    with the time at which the learner last did this; `keeps` says that a row keeps a learner without an account from
    being erased for being away. `cut` is a pointer that the database does not clear by itself.
    """

    table: str  # app_label.ModelName
    title: str  # Thai: heads the rows in the export and on the page of one's data
    learner: str = ""
    user: str | tuple[str, ...] = ()
    fields: tuple[str, ...] | None = None
    withheld: tuple[str, ...] = ()
    active: tuple[str, ...] = ()
    keeps: bool = False
    cut: str = ""
    # a row as it may leave today: what somebody else will tell first is left out
    as_told: Callable[[Row], Row] | None = None
    is_shown: bool = False  # counted on the page of one's data

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.table)

    @property
    def users(self) -> tuple[str, ...]:
        return (self.user,) if isinstance(self.user, str) else self.user

    def of(self, person: Person) -> "QuerySet[Any]":
        """Return the person's rows."""
        wanted = Q(pk__in=[])
        # without a key (somebody just erased) a lookup would find everybody who has none
        if self.learner and person.learner is not None and person.learner.pk is not None:
            wanted |= Q(**{self.learner: person.learner.pk})
        if person.user is not None and person.user.pk is not None:
            for path in self.users:
                wanted |= Q(**{path: person.user.pk})
        return self.model._base_manager.filter(wanted)

    def columns(self) -> list[str]:
        if self.fields is not None:
            return list(self.fields)
        return [
            field.attname for field in self.model._meta.concrete_fields if field.attname not in self.withheld
        ]

    def rows(self, person: Person) -> list[Row]:
        rows = list(self.of(person).order_by("pk").values(*self.columns()))
        return [self.as_told(row) for row in rows] if self.as_told else rows


_holders: dict[str, Holder] = {}
_erasers: dict[str, Callable[[Person], None]] = {}


def register(*holders: Holder) -> None:
    """Add tables to the list; a table registered twice keeps its last entry."""
    _holders.update({holder.table: holder for holder in holders})


def register_default(*holders: Holder) -> None:
    """Add tables that nobody has registered more exactly."""
    for holder in holders:
        _holders.setdefault(holder.table, holder)


def register_eraser(name: str, erase: Callable[[Person], None]) -> None:
    """Add something that erasure must do beyond deleting the person's rows. It runs before, in the transaction."""
    _erasers[name] = erase


def holders() -> list[Holder]:
    return list(_holders.values())


def erasers() -> list[Callable[[Person], None]]:
    return list(_erasers.values())


def away_since(*, when: dt.datetime) -> "QuerySet[Learner]":
    """Return the learners without an account who have done nothing since `when`."""
    away = Learner.objects.filter(user=None, created_at__lt=when)
    for holder in holders():
        if not holder.learner or not (holder.active or holder.keeps):
            continue
        mine = holder.model._base_manager.filter(**{holder.learner: OuterRef("pk")})
        recent = Q() if holder.keeps else Q(pk__in=[])
        for column in holder.active:
            recent |= Q(**{f"{column}__gte": when})
        away = away.exclude(Exists(mine.filter(recent)))
    return away


# --- finding what was forgotten ----------------------------------------------------------------------
def _references(model: type[models.Model]) -> Iterator[Any]:
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        if field.is_relation and field.remote_field is not None and isinstance(field.related_model, type):
            yield field


def _belonging(every_model: list[type[models.Model]]) -> set[type[models.Model]]:
    """Return the tables whose rows go with a person (CASCADE), also over other rows: a check of an answer of hers."""
    found: set[type[models.Model]] = {User, Learner}
    while more := {
        model
        for model in every_model
        if model not in found
        and any(
            field.related_model in found and getattr(field.remote_field, "on_delete", None) is models.CASCADE
            for field in _references(model)
        )
    }:
        found |= more
    return found


def holding_people(every_model: Iterable[type[models.Model]]) -> set[str]:
    """Return the tables, as app_label.ModelName, whose rows belong to a person or point to one."""
    every_model = [model for model in every_model if not model._meta.proxy]
    people = _belonging(every_model)
    pointing = {
        model for model in every_model if any(field.related_model in people for field in _references(model))
    }
    return {model._meta.label for model in people | pointing}


def forgotten(every_model: Iterable[type[models.Model]]) -> set[str]:
    """Return what nobody registered: tables with a person in them, and registered tables' other pointers to one.

    As app_label.ModelName, or app_label.ModelName.field.
    """
    every_model = list(every_model)
    unknown = holding_people(every_model) - _holders.keys()
    for model in every_model:
        holder = _holders.get(model._meta.label)
        if holder is None:
            continue
        named = {path.split("__")[0] for path in (holder.learner, *holder.users)}
        unknown |= {
            f"{model._meta.label}.{field.name}"
            for field in _references(model)
            if field.related_model in {User, Learner} and field.name not in named
        }
    return unknown


def left_behind(every_model: Iterable[type[models.Model]]) -> set[str]:
    """Return the references that erasing a person would leave or stumble over, as app_label.ModelName.field."""
    every_model = list(every_model)
    people = _belonging(every_model)
    return {
        f"{model._meta.label}.{field.name}"
        for model in every_model
        for field in _references(model)
        if field.related_model in people
        and not field.many_to_many  # its rows are a table of their own, which is walked as well
        and getattr(field.remote_field, "on_delete", models.CASCADE) not in {models.CASCADE, models.SET_NULL}
        and getattr(_holders.get(model._meta.label), "cut", "") != field.name
    }
