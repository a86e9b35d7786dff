"""A person's data as one file to carry away: JSON for programs, CSV that Thai Excel opens, and a page that explains."""

import csv
import datetime as dt
import io
import json
import zipfile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from accounts.personal_data import Holder, Person, Row, holders

_READ_ME = """{title}
ดึงออกมาเมื่อ {now}

data.json   ข้อมูลทั้งหมดในไฟล์เดียว สำหรับโปรแกรมอื่น
*.csv       ข้อมูลเดียวกัน แยกเป็นตาราง เปิดด้วยโปรแกรมตารางคำนวณได้

ตารางในไฟล์นี้
{tables}

{left_out}
เวลาในตารางเป็นเวลาสากล (UTC) เวลาไทยเร็วกว่า 7 ชั่วโมง
"""
_TITLE = "ข้อมูลของคุณจากเว็บไซต์รู้ทันคริปโต"
_LEFT_OUT = "สิ่งที่ไม่อยู่ในไฟล์นี้ คือรหัสผ่านและกุญแจยืนยันตัว เพราะใครได้ไปก็ใช้แทนคุณได้"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run them


def collect(*, person: Person) -> list[tuple[Holder, list[Row]]]:
    """Return every table with the person's rows, tables without any included."""
    return [(holder, holder.rows(person)) for holder in holders()]


def as_zip(*, person: Person, now: dt.datetime) -> bytes:
    """Return the archive that "ดาวน์โหลดข้อมูลของฉัน" gives."""
    return zip_of(found=collect(person=person), title=_TITLE, left_out=_LEFT_OUT, now=now)


def zip_of(*, found: list[tuple[Holder, list[Row]]], title: str, left_out: str, now: dt.datetime) -> bytes:
    """Return these rows as such an archive. `title` and `left_out` (what is not in it): Thai, of the page inside."""
    tables = {holder.table: {"title": holder.title, "rows": rows} for holder, rows in found}
    filled = [(holder, rows) for holder, rows in found if rows]
    about = {"site": "รู้ทันคริปโต", "made_at": now, "format": 1}
    listed = "\n".join(f"- {holder.title} ({len(rows)} แถว): {_file_name(holder)}" for holder, rows in filled)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "อ่านก่อน.txt",
            _READ_ME.format(
                title=title, now=now.isoformat(timespec="minutes"), tables=listed, left_out=left_out
            ),
        )
        archive.writestr("data.json", _json({"about": about, "tables": tables}, indent=1))
        for holder, rows in filled:
            archive.writestr(_file_name(holder), _csv(rows))
    return target.getvalue()


def _file_name(holder: Holder) -> str:
    return f"{holder.table.lower().replace('.', '_')}.csv"


def _json(value: Any, *, indent: int | None = None) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=indent)


def _csv(rows: list[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return text.getvalue().encode("utf-8-sig")  # without the mark Excel reads Thai as something else


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = _json(value) if isinstance(value, dict | list) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
