"""The picture that a chat or a wall shows for a shared certificate. It names the course and never the person.

Letters are shaped by HarfBuzz and drawn from their outlines: Pillow alone sets Thai marks right only where the system
happens to have Raqm.
"""

import io
import itertools
from functools import lru_cache

import uharfbuzz as hb
from PIL import Image, ImageDraw

from lessons.certificates.lines import broken
from lessons.certificates.pdf import FONTS

WIDTH, HEIGHT = 1200, 630  # pixels, as Open Graph asks
_SCALE = 2  # drawn so much larger and made smaller again: smooth edges
_PAPER, _INK, _SOFT, _ACCENT = (250, 246, 238), (28, 36, 48), (84, 92, 103), (11, 89, 103)
_STEPS = 8  # straight pieces of a curve
Point = tuple[float, float]
Contour = list[Point]


class _Flat:
    """A pen (as fontTools and HarfBuzz mean it) that turns a glyph's contours into polygons."""

    def __init__(self) -> None:
        self.contours: list[Contour] = []

    def moveTo(self, point: Point) -> None:  # noqa: N802 — the names of the pen protocol
        self.contours.append([point])

    def lineTo(self, point: Point) -> None:  # noqa: N802
        self.contours[-1].append(point)

    def qCurveTo(self, control: Point, end: Point) -> None:  # noqa: N802
        self._bend(control, end)

    def curveTo(self, one: Point, two: Point, end: Point) -> None:  # noqa: N802
        self._bend(one, two, end)

    def _bend(self, *points: Point) -> None:
        """Go along a Bézier curve in straight pieces (de Casteljau)."""
        whole = [self.contours[-1][-1], *points]
        for step in range(1, _STEPS + 1):
            t, rest = step / _STEPS, whole
            while len(rest) > 1:
                rest = [
                    (x + (next_x - x) * t, y + (next_y - y) * t)
                    for (x, y), (next_x, next_y) in itertools.pairwise(rest)
                ]
            self.contours[-1].append(rest[0])

    def closePath(self) -> None:  # noqa: N802
        """Polygons close by themselves."""


class Type:
    """One font at one size (pixels)."""

    def __init__(self, file: str, size: float) -> None:
        face = hb.Face(hb.Blob.from_file_path(str(FONTS / file)))
        self.font = hb.Font(face)
        self.factor = size / face.upem

    def shape(self, text: str) -> tuple[list[tuple[int, float, float]], float]:
        """Return (glyph, x, y) from the line's beginning, and the line's width, in pixels."""
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self.font, buffer)
        placed, x = [], 0.0
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            placed.append((info.codepoint, x + position.x_offset, float(position.y_offset)))
            x += position.x_advance
        return [(glyph, left * self.factor, up * self.factor) for glyph, left, up in placed], x * self.factor

    def measure(self, text: str) -> float:
        return self.shape(text)[1]

    def draw(
        self, target: Image.Image, text: str, *, centre: float, base: float, colour: tuple[int, int, int]
    ) -> None:
        glyphs, width = self.shape(text)
        room = (
            self.font.face.upem * self.factor
        )  # above the baseline for marks, below it for vowels, at both ends
        mask = Image.new("L", (int(width + 2 * room), int(2.5 * room)), 0)
        pencil = ImageDraw.Draw(mask)
        for glyph, x, y in glyphs:
            pen = _Flat()
            self.font.draw_glyph_with_pen(glyph, pen)
            left, bottom = room + x, 1.7 * room - y
            # outlines first, the holes in them after: a hole turns the other way
            for contour in sorted(pen.contours, key=lambda points: -abs(_area(points))):
                points = [(left + px * self.factor, bottom - py * self.factor) for px, py in contour]
                if len(points) > 2:
                    pencil.polygon(points, fill=255 if _area(contour) < 0 else 0)
        target.paste(colour, (int(centre - width / 2 - room), int(base - 1.7 * room)), mask)


def _area(points: Contour) -> float:
    """Return twice the signed area: negative for what is filled in a TrueType outline."""
    return sum(
        x * next_y - next_x * y
        for (x, y), (next_x, next_y) in zip(points, [*points[1:], points[0]], strict=True)
    )


@lru_cache(maxsize=64)
def draw(course: str) -> bytes:
    """Return the PNG for a course."""
    size = (WIDTH * _SCALE, HEIGHT * _SCALE)
    image = Image.new("RGB", size, _PAPER)
    ImageDraw.Draw(image).rectangle((0, 0, size[0], 24 * _SCALE), fill=_ACCENT)
    heading, title, small = (
        Type("plex-thai-600.ttf", 40 * _SCALE),
        Type("plex-thai-600.ttf", 74 * _SCALE),
        Type("plex-thai-looped-400.ttf", 36 * _SCALE),
    )
    middle = size[0] / 2
    heading.draw(image, "รู้ทันคริปโต", centre=middle, base=130 * _SCALE, colour=_ACCENT)
    small.draw(image, "เรียนครบและผ่านแบบทดสอบในวิชา", centre=middle, base=225 * _SCALE, colour=_SOFT)
    lines = broken(course, width=1040 * _SCALE, measure=title.measure, at_most=2)
    base = 350 if len(lines) > 1 else 390
    for line in lines:
        title.draw(image, line, centre=middle, base=base * _SCALE, colour=_INK)
        base += 112
    small.draw(image, "เรียนฟรี ไม่ต้องสมัคร ไม่ชวนซื้อ", centre=middle, base=570 * _SCALE, colour=_SOFT)
    target = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).quantize(64).save(target, "PNG", optimize=True)
    return target.getvalue()
