"""Pictures of one question: only real PNG, JPEG, GIF and WebP, capped, with clean names. Pure."""

import base64
import binascii
import re

MAX_IMAGE_BYTES = 2 * 1024 * 1024
MAX_IMAGES = 20  # of one question
_SIGNATURES = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), ".png"),
    (re.compile(rb"\xff\xd8\xff"), ".jpg"),
    (re.compile(rb"GIF8[79]a"), ".gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), ".webp"),
)
_EXTENSIONS = {".jpeg": ".jpg"}
_UNSAFE = re.compile(r"[^\w.-]+")  # \w holds Thai letters; Thai vowels and tone marks are added below
_MARKS = re.compile(r"[ัิ-ฺ็-๎]")
# How a picture stands in a plain text: [ภาพ: name] or [ภาพ: name | what it shows]
MARKER = re.compile(r"\[ภาพ: ([\w.-]{1,80})(?: \| ([^\[\]|\n]{1,300}))?\]")
NAME = re.compile(r"[\w-][\w.-]{0,79}")


def extension(data: bytes) -> str | None:
    """Return the extension its first bytes prove, or None: SVG, HTML and everything else is not let in."""
    return next((extension for signature, extension in _SIGNATURES if signature.match(data)), None)


def clean_name(name: str, data: bytes) -> str:
    """Return a name without folders and strange characters, with the extension its bytes prove."""
    stem, dot, given = name.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")
    proved = extension(data) or ""
    if not dot or _EXTENSIONS.get(f".{given.lower()}", f".{given.lower()}") != proved:
        stem, given = (stem or given), proved.lstrip(".")
    stem = _UNSAFE.sub("-", _MARKS.sub("", stem)).strip(".-")[:60] or "picture"
    return f"{stem}.{given}"


def marker(name: str, shows: str = "") -> str:
    """Return how a picture stands in a text."""
    shows = " ".join(re.sub(r"[\[\]|]", " ", shows).split())[:300].strip()
    return f"[ภาพ: {name} | {shows}]" if shows else f"[ภาพ: {name}]"


def in_words(text: str) -> str:
    """Return a text with what its pictures show in their places: "(ภาพ: แผนผัง)"."""
    return MARKER.sub(lambda found: f"(ภาพ: {found[2]})" if found[2] else "(ภาพ)", text)


def without_words(text: str) -> list[str]:
    """Return the names of the pictures in a text that nobody says anything about."""
    return [found[1] for found in MARKER.finditer(text) if not found[2]] if "[ภาพ:" in text else []


class Box:
    """The pictures of one question while it is read; `complaints` are Thai sentences."""

    def __init__(self) -> None:
        self.images: dict[str, bytes] = {}
        self.complaints: list[str] = []

    def add_base64(self, name: str, encoded: str) -> str | None:
        """Take a picture in; return the name it has here, None when it is not let in."""
        if len(encoded) > MAX_IMAGE_BYTES * 3 // 2:
            return self._refuse(name, f"ใหญ่เกิน {MAX_IMAGE_BYTES // 1024 // 1024} MB")
        try:
            data = base64.b64decode("".join(encoded.split()), validate=True)
        except (binascii.Error, ValueError):
            return self._refuse(name, "ข้อมูล base64 เสีย")
        return self.add(name, data)

    def add(self, name: str, data: bytes) -> str | None:
        """Take a picture in; the same bytes under the same name are one picture."""
        if extension(data) is None:
            return self._refuse(name, "ไม่ใช่ภาพ PNG, JPEG, GIF หรือ WebP")
        if len(data) > MAX_IMAGE_BYTES:
            return self._refuse(name, f"ใหญ่เกิน {MAX_IMAGE_BYTES // 1024 // 1024} MB")
        kept = clean_name(name, data)
        stem, _dot, suffix = kept.rpartition(".")
        turn = 1
        while self.images.get(kept, data) != data:
            turn += 1
            kept = f"{stem}-{turn}.{suffix}"
        if kept not in self.images and len(self.images) >= MAX_IMAGES:
            return self._refuse(name, f"หนึ่งข้อมีภาพได้ไม่เกิน {MAX_IMAGES} ภาพ")
        self.images[kept] = data
        return kept

    def _refuse(self, name: str, why: str) -> str | None:
        """Say why a picture stays out; return the name it has here: none."""
        self.complaints.append(f"ไม่ได้นำภาพ {name[:60]!r} เข้ามา: {why}")
        return None
