"""The HTML of what marks in running text stand for: a glossary term, an office of the directory."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString

from lessons.facts import marks
from lessons.lexicon import ContactItem, Term
from thai.dates import thai_date_short

# an office that is not (any more) in the directory
ELSEWHERE = SafeString('<a href="/help-directory/">แจ้งใคร ถามใคร</a>')


def term(item: Term, *, shown: str = "", number: int) -> SafeString:
    """Return a button that explains a term in place; `number` makes its id the page's own.

    The browser opens it (popover): tap, Enter or space; Escape and a tap elsewhere close it; no script.
    """
    return format_html(
        '<button type="button" class="term" popovertarget="term-{number}">{shown}</button>'
        '<span class="term-card" id="term-{number}" popover>'
        '<strong>{term}</strong>{english} <span class="term-text">{definition}</span> '
        '<a href="{url}">ดูในคลังคำศัพท์</a></span>',
        number=number,
        shown=shown or item.term,
        term=item.term,
        english=f" ({item.english})" if item.english and item.english != item.term else "",
        definition=marks.without(item.definition),
        url=item.url,
    )


def contact(item: ContactItem) -> SafeString:
    """Return an office with its telephone or address, and when that was checked."""
    ways = [
        format_html('<a href="tel:{}">{}</a>', dialled(item.phone), item.phone) if item.phone else "",
        format_html('<a href="{}" rel="noopener">{}</a>', item.url, short_address(item.url))
        if item.url
        else "",
    ]
    checked = f" (ตรวจเมื่อ {thai_date_short(item.checked_on)})" if item.checked_on else ""
    return format_html(
        '<span class="contact"><strong>{}</strong> {}{}<span class="src">{}</span></span>',
        item.name,
        ways[0] or ways[1],
        format_html(" · {}", ways[1]) if all(ways) else "",
        checked,
    )


def dialled(phone: str) -> str:
    """Return what a telephone dials: the digits, with the plus of another country."""
    return re.sub(r"[^\d+]", "", phone.split("ต่อ")[0])


def short_address(url: str) -> str:
    """Return a web address as people say it: without the scheme, and without an empty path."""
    return re.sub(r"\Ahttps?://(www\.)?", "", url).rstrip("/")
