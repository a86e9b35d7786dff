"""Marks in running text become sources, explained words and offices; small filters of the lessons' templates."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import template
from django.template.base import Parser, Token
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from lessons import lexicon, mark_html
from lessons.blocks import LEVELS
from lessons.facts import book, marks, rendering
from lessons.facts.items import FactItem
from lessons.facts.whole_words import keep_whole
from lessons.models import ClaimPage

register = template.Library()
register.filter(mark_html.dialled)
register.filter(mark_html.short_address)
register.filter("without_marks", marks.without)
_VERDICTS = dict(ClaimPage.VERDICTS)
# what could end the script element that holds the data
_ESCAPES = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


@register.tag
def marked(parser: Parser, token: Token) -> "MarkedNode":
    """Replace the marks in all that stands up to ``{% endmarked %}``; ``cited`` then lists the facts it cites.

    One run over the whole, so that the numbers of sources run through the page.
    """
    nodelist = parser.parse(("endmarked",))
    parser.delete_first_token()
    return MarkedNode(nodelist)


class MarkedNode(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        rendered = rendering.render(
            self.nodelist.render(context),
            known=_KNOWN,
            today=timezone.localdate(context.get("now")),
            show_term=_show_term,
            show_contact=_show_contact,
            name_contact=_name_contact,
        )
        context["cited"] = rendered.sources
        return mark_safe(keep_whole(rendered.html))  # noqa: S308 - HTML in, HTML out; what is put in is escaped


class _Known(Mapping[str, FactItem]):
    """The facts, not read before a text asks for one."""

    def __getitem__(self, code: str) -> FactItem:
        return book.facts()[code]

    def __iter__(self) -> Iterator[str]:
        return iter(book.facts())

    def __len__(self) -> int:
        return len(book.facts())


_KNOWN = _Known()


def _show_term(name: str, shown: str, number: int) -> str:
    item = lexicon.find_term(name)
    return mark_html.term(item, shown=shown, number=number) if item else escape(shown)


def _show_contact(key: str) -> str:
    item = lexicon.contact(key)
    return mark_html.contact(item) if item else mark_html.ELSEWHERE


def _name_contact(key: str) -> str:
    item = lexicon.contact(key)
    return escape(" ".join(filter(None, (item.name, item.phone)))) if item else ""


@register.filter
def level_names(levels: Iterable[str]) -> str:
    """Return the levels in words, in their own order: ``ประชาชน · ม.ปลาย``."""
    chosen = set(levels)
    return " · ".join(name for letter, name in LEVELS if letter in chosen)


@register.filter
def verdict_name(verdict: str) -> str:
    return _VERDICTS.get(verdict, "")


@register.simple_tag
def linked_data(value: Any) -> SafeString:
    """Return structured data for search engines. A data block, not a script: the policy has nothing to allow."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - escaped above
