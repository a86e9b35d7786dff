"""Texts of a question with their pictures in place."""

import re
from collections.abc import Mapping
from typing import Any

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from quizzes.formats.images import MARKER, in_words

register = template.Library()


@register.filter
def pictured(text: str, pictures: Mapping[str, Any] | None) -> SafeString:
    """Return the text as HTML, its line breaks kept, with each `[ภาพ: name | what it shows]` as the picture.

    `pictures`: name → {"src", "width", "height"}; a picture that is not there leaves the words for what it shows.
    """
    return _with_pictures(linebreaksbr(text), pictures)


@register.filter
def pictured_in_lines(text: str, pictures: Mapping[str, Any] | None) -> SafeString:
    """Return the same where the page keeps the line breaks of its own accord."""
    return _with_pictures(conditional_escape(text), pictures)


@register.filter
def worded(text: str) -> str:
    """Return the text with words in place of pictures: for names, menus and tables."""
    return in_words(text)


def _with_pictures(html: SafeString, pictures: Mapping[str, Any] | None) -> SafeString:
    """Put pictures into a text that is escaped."""
    if "[ภาพ:" not in html:
        return html
    known = pictures or {}
    return mark_safe(MARKER.sub(lambda found: _picture(found, known), html))  # noqa: S308 - escaped above


def _picture(found: re.Match[str], pictures: Mapping[str, Any]) -> str:
    shows = mark_safe(found[2] or "")  # noqa: S308 - part of the escaped text
    picture = pictures.get(found[1])
    if not isinstance(picture, Mapping):
        return format_html("<em>(ภาพ{}{})</em>", ": " if shows else "", shows)
    return format_html(
        '<img class="question-picture" src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
        picture.get("src", ""),
        shows,
        picture.get("width", ""),
        picture.get("height", ""),
    )
