"""GIFT's escapes and text formats, both ways. Pure."""

import re

from quizzes.formats import html_text, images
from quizzes.formats.tidying import text

# Escaped characters wait as noncharacters (decoding removes those from every file), so that splitting cannot
# take them for signs of the format. The backslash comes first: "\\=" is a backslash before a sign.
_ESCAPES = {
    "\\\\": ("\ufdd0", "\\"),
    "\\:": ("\ufdd1", ":"),
    "\\#": ("\ufdd2", "#"),
    "\\=": ("\ufdd3", "="),
    "\\{": ("\ufdd4", "{"),
    "\\}": ("\ufdd5", "}"),
    "\\~": ("\ufdd6", "~"),
    "\\n": ("\ufdd7", "\n"),
}
_SHOWN = str.maketrans(dict(_ESCAPES.values()))
_WRITTEN = str.maketrans({character: escape for escape, (_wait, character) in _ESCAPES.items()})
_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]")
_PICTURES = "ภาพในไฟล์ GIFT เป็นเพียงลิงก์ จึงเหลือแต่ข้อความบอกตำแหน่งภาพ ใส่ภาพเองอีกครั้ง"


def hidden(source: str) -> str:
    """Return the source with its escapes put aside."""
    for escape, (wait, _character) in _ESCAPES.items():
        source = source.replace(escape, wait)
    return source


def shown(source: str) -> str:
    """Return the source with what was put aside as plain characters."""
    return source.translate(_SHOWN)


def escaped(plain: str) -> str:
    """Return a text with the signs of the format escaped; a line end becomes backslash n."""
    return plain.translate(_WRITTEN)


def with_format(plain: str) -> str:
    """Return a text of a question whose format is [plain], escaped; a bracket at its start is not a format."""
    return ("[plain]" if plain.startswith("[") else "") + escaped(plain)


class Texts:
    """Turns the texts of one question to plain text; answers inherit the stem's format."""

    def __init__(self) -> None:
        self.format = "moodle"
        self.notes: list[str] = []

    def take(self, source: str, *, is_stem: bool = False) -> str:
        """Return a text without its [format] and, where it is HTML, without tags."""
        source = source.strip()
        chosen = self.format
        prefix = _FORMAT.match(source)
        if prefix:
            chosen, source = prefix[1], source[prefix.end() :]
        if is_stem:
            self.format = chosen
        plain = shown(source)
        if chosen == "html" or (chosen == "moodle" and html_text.looks_like_html(plain)):
            plain = html_text.to_text(plain, self._picture, keep_lines=chosen == "moodle")
        return text(plain)

    def _picture(self, src: str, alt: str) -> str:
        if _PICTURES not in self.notes:
            self.notes.append(_PICTURES)
        name = re.sub(r"[^\w.-]+", "-", src.rsplit("/", 1)[-1])[:60]
        return images.marker(name or "ภาพ", alt)
