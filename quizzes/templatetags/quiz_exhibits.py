"""The figure of a question, and whether a page shows any."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.safestring import SafeString

from quizzes import exhibits

register = template.Library()


@register.filter
def exhibited(exhibit: exhibits.Exhibit | None) -> SafeString:
    """Return a question's exhibit as HTML, nothing where it has none."""
    return exhibits.html(exhibit) if exhibit else SafeString()


@register.filter
def has_exhibits(shown: Iterable[Any] | None) -> bool:
    """Tell whether any of these questions, reviews or entries of a preview shows one: the page then needs its files."""
    for one in shown or ():
        view = one.get("question") if isinstance(one, dict) else one
        if getattr(view, "exhibit", None):
            return True
    return False
