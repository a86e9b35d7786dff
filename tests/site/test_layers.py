"""Foreign keys and page types written as strings obey the same picture as imports."""

from collections.abc import Iterator

from django.apps import apps
from wagtail.models import Page

LAYER = {
    "literacy": 5,
    "schools": 4,
    "scamwatch": 4,
    "lessons": 3,
    "quizzes": 2,
    "market_data": 2,
    "accounts": 1,
    "thai": 1,
}


def _arrows() -> Iterator[tuple[str, str, str]]:
    for model in apps.get_models():
        home = model._meta.app_label
        if home not in LAYER:
            continue
        for field in model._meta.get_fields():
            target = field.related_model
            if field.is_relation and not field.auto_created and isinstance(target, type):
                yield model.__name__, home, target._meta.app_label
        if issubclass(model, Page):
            for child in model.clean_subpage_models():
                yield model.__name__, home, child._meta.app_label


def _is_allowed(home: str, target: str) -> bool:
    return target not in LAYER or target == home or LAYER[target] < LAYER[home]


def test_every_stored_reference_points_down() -> None:
    arrows = list(_arrows())

    assert ("LessonPage", "lessons", "quizzes") in arrows
    assert [arrow for arrow in arrows if not _is_allowed(*arrow[1:])] == []


def test_an_upward_reference_would_be_seen() -> None:
    assert not _is_allowed("quizzes", "lessons")
    assert not _is_allowed("quizzes", "market_data")


def test_every_page_type_names_its_children() -> None:
    unset = [
        model.__name__
        for model in apps.get_models()
        if issubclass(model, Page) and model._meta.app_label in LAYER and "subpage_types" not in vars(model)
    ]

    assert unset == []
