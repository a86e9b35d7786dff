"""What candles say in Thai: dates in the Buddhist era, prices, one sentence, one table. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from market_data.candles import DAY, HOUR, WEEK, Candle, Summary, fit
from thai.dates import BANGKOK, BUDDHIST_ERA, SHORT_MONTHS, from_milliseconds, thai_date_short, thai_moment

SIMULATED = "ข้อมูลจำลอง ไม่ใช่ราคาจริง"
HISTORY = "กราฟนี้คือประวัติ ไม่ใช่คำทำนาย"
MOST_TABLE_ROWS = 60
_UNITS = {"THB": "บาท", "USD": "ดอลลาร์สหรัฐ"}
_STEP_WORDS = {HOUR: "รายชั่วโมง", 4 * HOUR: "ราย 4 ชั่วโมง", DAY: "รายวัน", WEEK: "รายสัปดาห์"}


MOST_DECIMALS = 12


def price(value: float, decimals: int) -> str:
    """Return a price as people write it; what is not nothing is never called 0."""
    shown = f"{value:,.{decimals}f}"
    while value and decimals < MOST_DECIMALS and not shown.strip("-0.,"):
        decimals += 1
        shown = f"{value:,.{decimals}f}"
    return shown


def tidy(value: float, decimals: int) -> str:
    """Return a price without zeros that say nothing: ``1,000``, ``0.00005``."""
    shown = price(value, decimals)
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def unit(quote: str) -> str:
    return _UNITS.get(quote, quote)


def percent(fraction: float) -> str:
    """Return a signed percentage, e.g. ``+3.42%``; a true minus sign is read aloud as one."""
    digits = 2
    # what is nearly gone is not gone: −99.9999%, never −100%
    while -1 < fraction < 0 and digits < 8 and f"{-fraction * 100:.{digits}f}".startswith("100"):
        digits += 1
    shown = f"{abs(fraction) * 100:,.{digits}f}%"
    if shown == "0.00%":
        return shown
    return f"{'+' if fraction > 0 else '−'}{shown}"


def step_word(step: int) -> str:
    return _STEP_WORDS[step]


def wall_clock(t: int, step: int) -> dt.datetime:
    """Return the time on the wall that names a candle: Bangkok's, but the day itself for a daily or longer candle.

    A market's day runs from 07:00 to 07:00 in Bangkok; it is known by the day on which it opens.
    """
    return dt.datetime.fromtimestamp(t / 1000, tz=BANGKOK if step < DAY else dt.UTC)


def month_name(clock: dt.datetime) -> str:
    """Return e.g. ``พ.ย. 2569``."""
    return f"{SHORT_MONTHS[clock.month - 1]} {clock.year + BUDDHIST_ERA}"


def _short_day(moment: dt.datetime) -> str:
    return f"{moment.day} {month_name(moment)}"


def candle_name(t: int, step: int) -> str:
    """Return what a candle is called, e.g. ``23 พ.ย. 2569``, ``23 พ.ย. 2569 14:00 น.``, ``สัปดาห์ 16 พ.ย. 2569``."""
    moment = wall_clock(t, step)
    if step < DAY:
        return f"{_short_day(moment)} {moment.hour:02}:{moment.minute:02} น."
    return f"สัปดาห์ {_short_day(moment)}" if step == WEEK else _short_day(moment)


def moment_name(t: int) -> str:
    """Return when something happened: the day as markets count it, and the time in UTC where it is known."""
    if t % DAY == 0:
        return candle_name(t, DAY)
    clock = wall_clock(t, DAY)
    return f"{_short_day(clock)} {clock.hour:02}:{clock.minute:02} (UTC)"


def day_name(t: int, step: int) -> str:
    """Return the day of a candle with a two-digit year, for a small picture: ``23 พ.ย. 69``."""
    moment = wall_clock(t, step)
    return f"{moment.day} {SHORT_MONTHS[moment.month - 1]} {(moment.year + BUDDHIST_ERA) % 100:02}"


def closed_at(t: int, step: int) -> str:
    """Return the moment in Bangkok at which a candle closed."""
    return thai_moment(from_milliseconds(t + step))


def duration(milliseconds: int) -> str:
    """Return a length of time in whole days, or in hours when it is less than two days."""
    if milliseconds < 2 * DAY:
        return f"{max(1, round(milliseconds / HOUR))} ชั่วโมง"
    return f"{round(milliseconds / DAY)} วัน"


def hole_sentence(start: int, end: int, step: int, reason: str) -> str:
    """Say which times a chart shades and why. ``end`` is the next candle that is there."""
    first, last = candle_name(start, step), candle_name(end - step, step)
    when = first if first == last else f"{first} ถึง {last}"
    return f"แถบแรเงา {when}: {reason}"


def average_sentence(count: int) -> str:
    return f"เส้นประคือราคาปิดเฉลี่ย {count} แท่งล่าสุด ช่วยให้เห็นแนวโดยรวมที่ผ่านมา ไม่ได้บอกว่าราคาจะไปทางไหนต่อ"


def volume_sentence(base: str) -> str:
    return f"แท่งข้างล่างคือปริมาณซื้อขาย หน่วยเป็น {base} ยิ่งสูงยิ่งมีการซื้อขายมาก"


def fall_sentence(change: float, top_t: int, bottom_t: int, step: int) -> str:
    """Say how deep the deepest fall was, and from when to when."""
    return (
        "ระยะที่ลงจากยอด (drawdown) คือราคาปิดต่ำกว่าจุดสูงสุดก่อนหน้าในช่วงนี้เท่าไร "
        f"ครั้งที่ลึกที่สุดคือ {percent(change)} จาก {candle_name(top_t, step)} ถึง {candle_name(bottom_t, step)}"
    )


NEVER_FELL = "ในช่วงนี้ราคาปิดไม่เคยต่ำกว่าจุดสูงสุดก่อนหน้า"


def sentence(summary: Summary, *, step: int, decimals: int, quote: str, stopped: bool) -> str:
    """Say what a chart shows. ``step`` is that of the summarised candles."""
    length = duration(summary.last_t + step - summary.first_t)
    until = thai_date_short(wall_clock(summary.last_t, step).date())
    when = f"{length}สุดท้ายที่มีข้อมูล (ถึง {until})" if stopped else f"{length}ที่ผ่านมา"
    return (
        f"{when} ราคาสูงสุด {price(summary.high, decimals)} {unit(quote)} "
        f"ต่ำสุด {price(summary.low, decimals)} {unit(quote)} "
        f"เปลี่ยน {percent(summary.change)} จากต้นช่วง ราคาปิดล่าสุด {price(summary.last_close, decimals)} {unit(quote)}"
    )


class TableRow(NamedTuple):
    name: str
    open: str
    high: str
    low: str
    close: str


@dataclass(frozen=True)
class Table:
    """The newest candles as text, newest first: what a reader who cannot see the chart can walk through."""

    title: str
    rows: tuple[TableRow, ...]


def table(candles: Sequence[Candle], *, step: int, decimals: int, quote: str) -> Table:
    """Return at most MOST_TABLE_ROWS rows, of a longer step when there are more candles."""
    fitted, step = fit(candles, step=step, most=MOST_TABLE_ROWS)
    rows = tuple(
        TableRow(candle_name(candle.t, step), *(price(value, decimals) for value in candle[1:5]))
        for candle in reversed(fitted)
    )
    return Table(f"ราคา{step_word(step)} หน่วยเป็น {unit(quote)} (ใหม่สุดอยู่บน)", rows)
