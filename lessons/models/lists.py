"""Lists of words in one column: levels, channels, the slugs of what a page links to.

Slugs, not ids: content files and exports name pages so, and what is not there (yet) is simply not shown.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db import models

Options = Sequence[tuple[str, str]] | Callable[[], Sequence[tuple[str, str]]]


class ListField(models.JSONField):
    """A list of strings, chosen from options with a tick each."""

    def __init__(self, *args: Any, options: Options = (), **kwargs: Any) -> None:
        self.options = options
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        return forms.MultipleChoiceField(
            label=self.verbose_name,
            help_text=self.help_text,
            required=not self.blank,
            choices=self.options,
            widget=forms.CheckboxSelectMultiple,
        )
