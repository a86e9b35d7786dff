"""How every page of the tree is edited: an address may be left to the system, faults are said in Thai."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.html import strip_tags
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField

from lessons import lexicon
from lessons.facts import book, marks
from lessons.facts.items import problems, unreadable_marks


class PageForm(WagtailAdminPageForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # BasePage makes one from the title
        for name, field in self.fields.items():
            message = self._required_message(name)
            if message:
                field.error_messages["required"] = message

    def _required_message(self, name: str) -> str | None:
        """Return what the model says about leaving the field empty, when it has words of its own for it."""
        db_field = next((f for f in self.instance._meta.fields if f.name == name), None)
        own = getattr(db_field, "_error_messages", None) or {}
        message: str | None = own.get("blank")
        return message

    def clean(self) -> dict[str, Any]:
        """Refuse to publish a required rich text that holds tags and no words: to Django that is not empty."""
        data: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return data
        for db_field in self.instance._meta.fields:
            text = data.get(db_field.name)
            if (
                isinstance(db_field, RichTextField)
                and not db_field.blank
                and text
                and not strip_tags(text).strip()
            ):
                self.add_error(db_field.name, self.fields[db_field.name].error_messages["required"])
        for name, sentences in faults_of_marks(data).items():
            self.add_error(name, sentences)
        return data


def faults_of_marks(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what is wrong with the marks in a form's texts, by field: facts that may not be cited, unknown names."""
    faults = {}
    for name, value in data.items():
        texts = list(_texts(value.get_prep_value() if isinstance(value, StreamValue) else value))
        if said := _faults(texts):
            faults[name] = said
    return faults


def _faults(texts: list[str]) -> list[str]:
    found = list(marks.found_in(texts))
    said = problems(found, known=book.facts()) if found else []
    for mark in found:
        if isinstance(mark, marks.TermMark) and lexicon.find_term(mark.name) is None:
            said.append(f"“{mark.name}” ไม่มีในคลังคำศัพท์")
        elif isinstance(mark, marks.ContactMark) and lexicon.contact(mark.key) is None:
            said.append(f"“{mark.key}” ไม่มีในสมุดรายชื่อ")
    return list(dict.fromkeys([*said, *unreadable_marks(texts)]))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


class LessonForm(PageForm):
    """A draft may still lack its sources; Wagtail's model does not know that it is one."""

    def _post_clean(self) -> None:
        self.instance.is_being_drafted = self.is_deferred_validation
        super()._post_clean()
        self.instance.is_being_drafted = False
