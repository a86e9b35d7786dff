"""What holds for every page's frame: the same bytes for everybody, nothing inline, colours that can be read."""

import itertools
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client
from wagtail import hooks

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
STYLESHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
TOKENS = ROOT / "static" / "css" / "tokens.css"
FONTS = sorted((ROOT / "static" / "fonts").glob("*.woff2"))

COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|lab|lch|oklab|oklch|color)a?\(", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
TEMPLATE_COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


# --- the same bytes for everybody -----------------------------------------------------------------


def test_the_frame_holds_no_token_and_sets_no_cookie(client: Client) -> None:
    response = client.get("/offline/")

    assert "csrf" not in response.content.decode().lower()
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_the_frame_speaks_thai_and_offers_to_skip_to_the_content(client: Client) -> None:
    html = client.get("/offline/").content.decode()

    assert '<html lang="th">' in html
    assert html.index('href="#main"') < html.index("<header")
    assert '<main id="main"' in html


@pytest.mark.parametrize("code", ["400", "403", "404", "500", "503", "offline"])
def test_an_error_page_needs_no_context_and_no_database(code: str) -> None:
    # no django_db mark: touching the database would fail here
    html = render_to_string(f"{code}.html")

    assert "<h1>" in html
    assert 'class="btn"' in html  # there is a way on


# --- nothing inline: the content security policy would refuse it -------------------------------------


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_has_no_inline_style_script_or_handler(path: Path) -> None:
    text = TEMPLATE_COMMENT.sub("", path.read_text(encoding="utf-8"))
    if path.suffix != ".html":
        return

    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or 'type="application/json"' in script, script


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_a_template_asks_no_other_site_for_anything(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"(?:src|srcset)\s*=\s*[\"'](?:https?:)?//", text)
    assert not re.search(r"<link\b[^>]*href\s*=\s*[\"'](?:https?:)?//", text)


# --- colours ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [path for path in STYLESHEETS if path != TOKENS], ids=relative)
def test_only_the_tokens_name_colours(path: Path) -> None:
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))

    assert not COLOUR.findall(text)


@pytest.mark.parametrize("path", STYLESHEETS, ids=relative)
def test_a_style_sheet_uses_only_tokens_that_exist(path: Path) -> None:
    defined = set(re.findall(r"^\s*(--[\w-]+):", TOKENS.read_text(encoding="utf-8"), re.MULTILINE))
    text = path.read_text(encoding="utf-8")
    defined |= set(re.findall(r"^\s*(--[\w-]+):", text, re.MULTILINE))

    # --w-… are Wagtail's own, for the admin
    assert set(re.findall(r"var\((--(?!w-)[\w-]+)", text)) <= defined


@pytest.mark.parametrize("path", STYLESHEETS, ids=relative)
def test_thai_is_never_spaced_out_justified_or_cut_inside_a_word(path: Path) -> None:
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))

    assert "letter-spacing" not in text
    assert "justify;" not in text.replace("text-align: justify", "justify;")
    assert "break-all" not in text
    assert "italic" not in text


def palettes() -> dict[str, dict[str, str]]:
    """Return the colours of each palette in tokens.css; print has its own."""
    text = COMMENT.sub("", TOKENS.read_text(encoding="utf-8"))
    found = [
        dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", body))
        for body in re.findall(r":root[^{}]*\{([^{}]*)\}", text)
    ]
    light, dark_by_device, dark_by_choice = found[:3]
    return {"light": light, "dark by device": dark_by_device, "dark by choice": dark_by_choice}


def luminance(colour: str) -> float:
    """Relative luminance, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


GROUNDS = ["--paper", "--surface", "--sunken"]
TEXT_PAIRS = [
    *itertools.product(["--ink", "--ink-soft", "--accent", "--accent-strong"], GROUNDS),
    *itertools.product(["--danger", "--caution", "--good", "--up", "--down"], ["--paper", "--surface"]),
    *itertools.product(["--ink", "--ink-soft", "--accent"], ["--accent-soft"]),
    *itertools.product(["--ink", "--caution"], ["--caution-soft"]),
    *itertools.product(["--ink", "--danger"], ["--danger-soft"]),
    *itertools.product(["--ink", "--good"], ["--good-soft"]),
    ("--ink", "--line"),
    ("--ink-soft", "--line"),
    ("--on-accent", "--accent"),
    ("--on-accent", "--accent-strong"),
]


@pytest.mark.parametrize("palette", ["light", "dark by device", "dark by choice"])
@pytest.mark.parametrize("pair", TEXT_PAIRS, ids=" on ".join)
def test_text_can_be_read_on_its_ground(palette: str, pair: tuple[str, str]) -> None:
    colours = palettes()[palette]
    text, ground = pair

    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("palette", ["light", "dark by device", "dark by choice"])
@pytest.mark.parametrize("ground", ["--paper", "--surface"])
@pytest.mark.parametrize("edge", ["--line-strong", "--accent", "--danger", "--good"])
def test_the_edge_of_a_control_can_be_seen(palette: str, ground: str, edge: str) -> None:
    colours = palettes()[palette]

    assert contrast(colours[edge], colours[ground]) >= 3


def test_the_dark_ground_is_the_same_by_device_and_by_choice() -> None:
    found = palettes()

    assert found["dark by device"] == found["dark by choice"]
    assert found["dark by choice"].keys() == found["light"].keys()


# --- fonts and files ------------------------------------------------------------------------------------


def test_every_font_that_a_style_sheet_names_is_here_with_its_licence() -> None:
    named = {
        name
        for path in STYLESHEETS
        for name in re.findall(r"fonts/([\w-]+\.woff2)", path.read_text(encoding="utf-8"))
    }

    assert named == {path.name for path in FONTS}
    assert "SIL OPEN FONT LICENSE" in (ROOT / "static" / "fonts" / "LICENSE").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_every_static_file_that_a_template_names_exists(path: Path) -> None:
    for name in re.findall(r"{%\s*static\s+['\"]([^'\"]+)['\"]\s*%}", path.read_text(encoding="utf-8")):
        assert finders.find(name), name


def test_fonts_and_styles_of_a_first_visit_stay_light() -> None:
    styles = sum(
        (ROOT / "static" / "css" / name).stat().st_size
        for name in ("tokens.css", "base.css", "components.css")
    )

    assert sum(path.stat().st_size for path in FONTS) < 64_000
    assert styles < 40_000  # as written; about a quarter of it over the wire


# --- the service worker -----------------------------------------------------------------------------------


def test_the_service_worker_covers_the_site_and_leaves_private_places_alone(client: Client) -> None:
    response = client.get("/sw.js")
    script = response.content.decode()

    assert response["Content-Type"].startswith("text/javascript")
    assert 'request.method !== "GET"' in script
    for private in ("admin", "accounts", "api"):
        assert private in re.findall(r"const NEVER = (.*);", script)[0]
    assert "/offline/" in script


def test_the_service_worker_fetches_only_files_that_exist(client: Client) -> None:
    shell = re.findall(r"\"/static/([^\"]+)\"", client.get("/sw.js").content.decode())

    assert shell
    assert [name for name in shell if not finders.find(name)] == []


# --- the CMS ------------------------------------------------------------------------------------------------


def test_the_cms_gets_thai_letters_on_a_machine_without_any() -> None:
    links = [hook() for hook in hooks.get_hooks("insert_global_admin_css")]

    assert any("css/admin.css" in link for link in links)
