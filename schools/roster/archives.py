"""A ZIP from a stranger, looked at before anything is unpacked: names, entries, sizes, ratio. Pure."""

import io
import re
import zipfile
import zlib

from schools.roster.model import RosterProblem

MAX_ENTRIES = 2_000
MAX_UNPACKED = (
    60 * 1024 * 1024
)  # of all entries together, as they say themselves; zipfile reads no more than that
MAX_PART = 24 * 1024 * 1024  # of one entry
MAX_RATIO = 200  # unpacked to packed, of an entry above _SMALL; real sheets stay below 60
_SMALL = 256 * 1024
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\x00")
_READING = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)

BROKEN = "เปิดไฟล์นี้ไม่ได้ ไฟล์อาจเสียระหว่างส่ง ลองบันทึกไฟล์ใหม่แล้วส่งอีกครั้ง"
_LOCKED = "ไฟล์นี้ใส่รหัสไว้ ระบบจึงเปิดไม่ได้ บันทึกใหม่โดยไม่ใส่รหัสแล้วลองอีกครั้ง"
_TOO_MUCH = "ข้างในไฟล์นี้ใหญ่ผิดปกติ ระบบจึงไม่เปิดเพื่อความปลอดภัย คัดลอกเฉพาะตารางรายชื่อไปไว้ในไฟล์ใหม่แล้วลองอีกครั้ง"
_STRANGE = "ข้างในไฟล์นี้มีชื่อไฟล์ที่ไม่ปลอดภัย ระบบจึงไม่เปิด ลองบีบอัดไฟล์ใหม่แล้วส่งอีกครั้ง"


def opened(data: bytes) -> zipfile.ZipFile:
    """Return the archive when it is safe to read from. Raises RosterProblem."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _READING as error:
        raise RosterProblem(BROKEN) from error
    entries = archive.infolist()
    if any(_OUTSIDE.search(entry.orig_filename) for entry in entries):
        raise RosterProblem(_STRANGE)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise RosterProblem(_LOCKED)
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise RosterProblem(_TOO_MUCH)
    if any(_is_swollen(entry) for entry in entries):
        raise RosterProblem(_TOO_MUCH)
    return archive


def _is_swollen(entry: zipfile.ZipInfo) -> bool:
    if entry.file_size > MAX_PART:
        return True
    return entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the bytes of one entry. Raises RosterProblem when it cannot be read."""
    try:
        return archive.read(name)
    except (*_READING, KeyError) as error:
        raise RosterProblem(BROKEN) from error
