"""What the CMS says in Thai where Wagtail says it in English: every line compiled, and no blank left unfilled."""

import gettext
import re
from pathlib import Path

import pytest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

FOLDER = Path(__file__).resolve().parents[2] / "literacy/locale/th/LC_MESSAGES"
_ENTRY = re.compile(r'^msgid (".*")\n(?:msgid_plural (".*")\n)?msgstr(?:\[0\])? (".*")$', re.MULTILINE)
_BLANK = re.compile(r"%\(\w+\)[sd]")


def _entries(domain: str) -> list[tuple[str, str, str]]:
    source = (FOLDER / f"{domain}.po").read_text(encoding="utf-8")
    return [found for found in _ENTRY.findall(source) if found[0] != '""']


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_line_is_compiled(domain: str) -> None:
    with (FOLDER / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    entries = _entries(domain)

    stale = [
        msgid
        for msgid, plural, text in entries
        if f'"{compiled.ngettext(_bare(msgid), _bare(plural), 2) if plural else compiled.gettext(_bare(msgid))}"'
        != text.replace('\\"', '"')
    ]

    assert len(entries) > 30
    assert stale == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_line_asks_for_what_is_not_given(domain: str) -> None:
    wrong = [
        msgid
        for msgid, plural, text in _entries(domain)
        if not set(_BLANK.findall(text)) <= set(_BLANK.findall(msgid + plural))
    ]

    assert wrong == []


def test_the_cms_speaks_thai_to_author_and_reviewer() -> None:
    assert _("Request changes") == "ขอให้แก้"
    assert _("Awaiting your review") == "รอคุณตรวจ"
    assert ngettext("%(num)d minute", "%(num)d minutes", 3) % {"num": 3} == "3 นาที"


def _bare(quoted: str) -> str:
    return quoted[1:-1].replace('\\"', '"')
