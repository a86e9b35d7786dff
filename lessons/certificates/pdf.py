"""A certificate as a page of A4 that a printer in a school can print: Thai shaped by HarfBuzz, QR code as vectors."""

from pathlib import Path

import segno
from fpdf import FPDF

from lessons.certificates.lines import broken
from lessons.certificates.wording import Wording

FONTS = Path(__file__).with_name("fonts")
_INK, _SOFT, _ACCENT, _LINE = (
    (28, 36, 48),
    (84, 92, 103),
    (11, 89, 103),
    (227, 218, 201),
)  # as tokens.css, on paper
_WIDTH, _HEIGHT, _TEXT = 297.0, 210.0, 225.0  # millimetres: the page, and how wide a line of it may be


def draw(words: Wording) -> bytes:
    """Return the PDF."""
    pdf = FPDF("L", "mm", "A4")
    pdf.set_lang("th")
    pdf.set_title(f"{words.title}: {words.course}")
    pdf.set_author(words.issuer)
    pdf.set_auto_page_break(auto=False)
    pdf.add_font("Plex", "", FONTS / "plex-thai-looped-400.ttf")
    pdf.add_font("Plex", "B", FONTS / "plex-thai-600.ttf")
    pdf.set_text_shaping(use_shaping_engine=True, script="thai", language="tha")
    pdf.add_page()
    _frame(pdf)
    _write(pdf, words.issuer, y=26, size=17, style="B", colour=_ACCENT)
    _write(pdf, words.title, y=40, size=32, style="B", colour=_INK)
    y = _write(pdf, words.name, y=66, size=27, style="B", colour=_ACCENT, at_most=2)
    _write(pdf, words.did, y=y + 4, size=17, colour=_SOFT)
    y = _write(pdf, words.course, y=y + 16, size=24, style="B", colour=_INK, at_most=2)
    _write(pdf, words.detail, y=y + 3, size=15, colour=_SOFT)
    _write(pdf, words.date, y=y + 13, size=15, colour=_SOFT)
    _foot(pdf, words)
    return bytes(pdf.output())


def _frame(pdf: FPDF) -> None:
    pdf.set_draw_color(*_LINE)
    pdf.set_line_width(0.4)
    pdf.rect(10, 10, _WIDTH - 20, _HEIGHT - 20)
    pdf.set_fill_color(*_ACCENT)
    pdf.rect(10, 10, _WIDTH - 20, 3, style="F")


def _lines(pdf: FPDF, text: str, *, width: float, at_most: int) -> list[str]:
    return broken(text, width=width, measure=pdf.get_string_width, at_most=at_most)


def _write(
    pdf: FPDF,
    text: str,
    *,
    y: float,
    size: int,
    colour: tuple[int, int, int],
    style: str = "",
    at_most: int = 1,
) -> float:
    """Write centred lines from `y` down; return where the next thing may begin."""
    pdf.set_font("Plex", style, size)
    pdf.set_text_color(*colour)
    height = size * 0.53  # millimetres: marks above and below need half again of the letters' height
    for line in _lines(pdf, text, width=_TEXT, at_most=at_most):
        pdf.set_xy(0, y)
        pdf.cell(_WIDTH, height, line, align="C")
        y += height
    return y


def _foot(pdf: FPDF, words: Wording) -> None:
    """The code and the address to verify by, and what the paper does not say."""
    matrix = segno.make(words.address, error="m").matrix
    side = 30.0
    step, left, top = side / len(matrix), _WIDTH - 20 - side, _HEIGHT - 20 - side
    pdf.set_fill_color(*_INK)
    for row, cells in enumerate(matrix):
        for column, is_dark in enumerate(cells):
            if is_dark:  # a hair wider than a step, so that no light line shows between two
                pdf.rect(left + column * step, top + row * step, step + 0.02, step + 0.02, style="F")
    pdf.set_text_color(*_SOFT)
    pdf.set_font("Plex", "", 11)
    y = _HEIGHT - 44.0
    for line in (
        f"เลขที่ {words.number}",
        "ตรวจสอบใบรับรองนี้ได้โดยส่องรหัส หรือเปิด",
        words.address,
        *_lines(pdf, words.note, width=190, at_most=2),
    ):
        pdf.set_xy(20, y)
        pdf.cell(190, 6, line)
        y += 6.2
