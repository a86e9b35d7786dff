"""The teachers' guide shows pictures that exist and are light, and names buttons and menus that are there."""

import re
from pathlib import Path

from tests.look.guide import MOST_BYTES, SHOTS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "teacher-guide"
TEXT = (FOLDER / "README.md").read_text(encoding="utf-8")
# where words on screens come from
SCREENS = [
    *(ROOT / "templates").rglob("*.html"),
    *(ROOT / "schools").rglob("*.py"),
]


def test_the_guide_shows_every_picture_that_the_suite_makes_and_no_other() -> None:
    shown = re.findall(r"!\[[^]]+\]\(([^)]+)\)", TEXT) + re.findall(
        r'<img src="([^"]+)"[^>]* alt="[^"]+"', TEXT
    )

    assert sorted(shown) == sorted(SHOTS)
    assert sorted(path.name for path in FOLDER.glob("*.png")) == sorted(SHOTS)


def test_the_pictures_of_the_guide_are_light() -> None:
    assert {path.name for path in FOLDER.glob("*.png") if path.stat().st_size > MOST_BYTES} == set()


def test_every_button_and_menu_that_the_guide_names_is_on_a_screen() -> None:
    named = set(re.findall(r"“([^”…]+)”", TEXT))
    written = "\n".join(path.read_text(encoding="utf-8") for path in SCREENS)

    assert len(named) > 30
    assert {words for words in named if words not in written} == set()


def test_links_within_the_guide_lead_to_its_headings() -> None:
    headings = {line[3:].replace(" ", "-") for line in TEXT.splitlines() if line.startswith("## ")}

    assert {link for link in re.findall(r"\]\(#([^)]+)\)", TEXT) if link not in headings} == set()
