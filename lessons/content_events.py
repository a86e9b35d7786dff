"""An event chart as it is written in a content file: events/<slug>.yaml, see content/README.md. Pure."""

import datetime as dt
import math
import re
from dataclasses import dataclass

from lessons.content_yaml import Complain, Fields, Mapped
from thai.dates import thai_day

UNITS = ("USDT", "USDC", "USD", "THB")
MOST_DECIMALS = 8
MOST_TEXT = 240  # characters of what happened, as the CMS allows

_FIELDS = "slug title label unit decimals since until log series provenance licence annotations key_points"
_SERIES = re.compile(r"[a-z0-9]+/[A-Z0-9]+-[A-Z0-9]+/(1d|1h)")
_FACT = re.compile(r"[A-Z]{1,2}-\d{2}")


@dataclass(frozen=True)
class When:
    """A day as markets count it, in UTC; the time where it is known."""

    day: dt.date
    time: dt.time | None = None


@dataclass(frozen=True)
class Cited:
    """Who says so: facts are numbers of the collection of facts, ``date`` is as written."""

    facts: tuple[str, ...]
    title: str
    url: str
    date: str


@dataclass(frozen=True)
class Annotation:
    on: When
    text: str
    cited: Cited


@dataclass(frozen=True)
class Price:
    on: When
    price: float
    cited: Cited


@dataclass(frozen=True)
class EventFile:
    slug: str
    title: str
    label: str
    unit: str
    decimals: int
    since: dt.date
    until: dt.date
    is_log: bool
    series: str  # "<venue>/<pair>/<timeframe>"; empty when there is none
    provenance: str
    licence: str
    annotations: tuple[Annotation, ...]
    key_points: tuple[Price, ...]


def read(mapped: Mapped, *, complain: Complain) -> EventFile:
    """Return the event of a file; what is wrong goes to `complain` with its line. The slug is checked elsewhere."""
    fields = Fields(mapped, complain, known=set(_FIELDS.split()))
    since, until = fields.day("since"), fields.day("until")
    if dt.date.min < until < since:
        fields.wrong("until", "ต้องไม่มาก่อน since")
    series = fields.text("series", required=False)
    if series and not _SERIES.fullmatch(series):
        fields.wrong("series", "ต้องเป็นแบบ binance/BTC-USDT/1d")
    elif series.startswith("simulated/"):
        fields.wrong("series", "กราฟเหตุการณ์ใช้ราคาจริงเท่านั้น")
    rows = _Rows(complain, since, until)
    written = fields.mappings("annotations") if mapped.get("annotations") is not None else []
    return EventFile(
        slug=fields.text("slug"),
        title=fields.text("title"),
        label=fields.text("label"),
        unit=fields.one_of("unit", UNITS),
        decimals=fields.whole("decimals", low=0, high=MOST_DECIMALS),
        since=since,
        until=until,
        is_log=fields.truth("log"),
        series=series,
        provenance=fields.text("provenance"),
        licence=fields.text("licence", required=False),
        annotations=tuple(rows.annotation(row) for row in written),
        key_points=tuple(rows.price(row) for row in fields.mappings("key_points")),
    )


@dataclass(frozen=True)
class _Rows:
    complain: Complain
    since: dt.date
    until: dt.date

    def annotation(self, mapped: Mapped) -> Annotation:
        fields = Fields(mapped, self.complain, known={"on", "text", "facts", "source"})
        text = fields.text("text")
        if len(text) > MOST_TEXT:
            fields.wrong("text", f"ยาว {len(text)} ตัวอักษร ต้องไม่เกิน {MOST_TEXT}")
        return Annotation(self._when(fields), text, self._cited(fields))

    def price(self, mapped: Mapped) -> Price:
        fields = Fields(mapped, self.complain, known={"on", "price", "facts", "source"})
        value = mapped.get("price")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
            fields.wrong("price", "ต้องเป็นตัวเลขมากกว่า 0 เช่น 0.35")
            value = 1.0
        return Price(self._when(fields), float(value), self._cited(fields))

    def _when(self, fields: Fields) -> When:
        found = _moment(fields.mapped.get("on"))
        if found is None:
            fields.wrong("on", "ต้องเป็นวันที่แบบ 2022-05-09 หรือวันเวลา UTC แบบ 2022-05-09 18:00")
            return When(dt.date.min)
        if not self.since <= found.day <= self.until:
            fields.wrong("on", f"อยู่นอกช่วง since–until ({self.since} ถึง {self.until})")
        return found

    def _cited(self, fields: Fields) -> Cited:
        facts = [str(fact) for fact in fields.items("facts")]
        for fact in facts:
            if not _FACT.fullmatch(fact):
                fields.wrong("facts", f"{fact} ไม่ใช่รหัสข้อเท็จจริง เช่น H-08")
        written = fields.mapped.get("source")
        if not isinstance(written, Mapped):
            fields.wrong("source", "ต้องมี title, url และ date ของแหล่งที่ยืนยัน")
            return Cited(tuple(facts), "", "", "")
        source = Fields(written, self.complain, known={"title", "url", "date"})
        url = source.text("url")
        if url and not url.startswith(("https://", "http://")):
            source.wrong("url", "ต้องขึ้นต้นด้วย https://")
        date = written.get("date")
        if date is None:
            source.wrong("date", "ยังไม่มีวันที่เผยแพร่ ถ้าหน้าเว็บไม่บอก ให้เขียนว่า ไม่ระบุวันที่")
        written_on = "" if date is None else str(date)
        day = thai_day(written_on)
        return Cited(tuple(facts), source.text("title"), url, day.isoformat() if day else written_on)


def _moment(value: object) -> When | None:
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, dt.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(dt.UTC)
        return When(value.date(), value.time().replace(second=0, microsecond=0, tzinfo=None))
    return When(value) if isinstance(value, dt.date) else None
