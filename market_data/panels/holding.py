"""What an amount would have become: loss told as plainly as gain."""

import datetime as dt
from collections.abc import Sequence

from django.core.cache import cache
from django.urls import reverse

from market_data import analysis, charts, figures, lines, windows, wording
from market_data.analysis import WhatIf
from market_data.candles import STEPS, Candle, fit
from market_data.charts import Badge
from market_data.events import midnight
from market_data.lines import Line
from market_data.models import FxRate, Series
from market_data.panels.panel import (
    FORM,
    LATEST_FIRST_DAY,
    Panel,
    changed,
    rendered,
    state_badges,
    tabled,
    versions_of,
)
from market_data.panels.ticker import DOLLARS
from market_data.selectors import reference_rate, to_milliseconds
from thai.dates import from_milliseconds, thai_date_short


def _outcome(found: WhatIf, unit: str) -> str:
    if found.gain == 0:
        return f"เท่าเดิม คือ {found.now:,.0f} {unit}"
    word = "กำไร" if found.gain > 0 else "ขาดทุน"
    return f"มีมูลค่า {found.now:,.0f} {unit} {word} {abs(found.gain):,.0f} {unit} ({wording.percent(found.change)})"


Rates = tuple[FxRate | None, FxRate | None]  # baht for a dollar on the day of buying, and newest
NO_RATES: Rates = (None, None)
OLDEST_RATE = dt.timedelta(days=7)  # a bank's holidays are shorter


def _rates(series: Series, found: Sequence[Candle], now: dt.datetime) -> Rates:
    """Return the reference rates of the first and the last candle's days. Two queries for a dollar price."""
    if series.venue.is_simulated or series.quote not in DOLLARS or not found:
        return NO_RATES
    days = [from_milliseconds(candle.t).date() for candle in (found[0], found[-1])]
    rates = [reference_rate(pair="USD/THB", day=min(day, now.date())) for day in days]
    bought, sold = (
        rate if rate and day - rate.day <= OLDEST_RATE else None
        for rate, day in zip(rates, days, strict=True)
    )
    return bought, sold


def _one_dollar(rate: FxRate) -> str:
    return f"1 ดอลลาร์ = {rate.rate:,.2f} บาท ตามอัตราอ้างอิงของ {rate.source.name} {thai_date_short(rate.day)}"


def _in_baht(found: WhatIf, *, amount: int, quote: str, rates: Rates) -> str:
    """Say the result in baht too, as a calculation; or why it cannot be said."""
    bought, sold = rates
    if bought is None or sold is None:
        which = "วันที่ซื้อ" if bought is None else "วันสุดท้าย"
        if bought is None and sold is None:
            which = "วันที่ซื้อและวันสุดท้าย"
        return f"ยังไม่ได้คิดเป็นเงินบาท เพราะระบบไม่มีอัตราแลกเปลี่ยนของ{which}"
    paid, worth = amount * bought.rate, found.now * sold.rate
    word = "กำไร" if worth >= paid else "ขาดทุน"
    return (
        f"คำนวณเป็นเงินบาท: วันที่ซื้อจ่ายราว {paid:,.0f} บาท ({_one_dollar(bought)}) "
        f"วันสุดท้ายมีมูลค่าราว {worth:,.0f} บาท ({_one_dollar(sold)}) "
        f"{word}ราว {abs(worth - paid):,.0f} บาท ({wording.percent(worth / paid - 1)}){DOLLARS[quote]}"
    )


def _what_if(
    run: Sequence[Candle],
    *,
    bought_on: dt.date,
    amount: int,
    source: charts.Source,
    name: str,
    rates: Rates = NO_RATES,
) -> Panel:
    kind = "กราฟเส้นมูลค่าเงิน"
    bought_t = midnight(bought_on)
    found = analysis.what_if(run, bought_t=bought_t, amount=amount)
    if found is None or found.bought.t - bought_t > LATEST_FIRST_DAY:
        return Panel(kind, empty="ยังไม่มีราคาของวันที่เลือกไว้ จึงยังคำนวณไม่ได้ อ่านบทเรียนต่อได้เลย")
    step, unit = STEPS[source.timeframe], wording.unit(source.quote)
    day = wording.candle_name(found.bought.t, step)
    least = found.least
    fall = found.fall
    fallen = (
        f" ระหว่างทางเคยลดจากยอดสูงสุด {wording.percent(fall.change)} "
        f"(จาก {wording.candle_name(found.worth[fall.top].t, step)} ถึง {wording.candle_name(found.worth[fall.bottom].t, step)})"
        if fall
        else ""
    )
    below = sum(point.value < amount for point in found.worth[1:])
    line = Line("มูลค่า", found.worth)
    rows = [
        [wording.candle_name(point.t, step), f"{point.value:,.0f}", wording.percent(point.value / amount - 1)]
        for point in reversed(analysis.spread(found.worth, most=24))
    ]
    return Panel(
        kind=kind,
        title=f"ถ้าซื้อ {source.base} {amount:,} {unit} เมื่อ {day}",
        sentence=(
            f"เงิน {amount:,} {unit} ที่ซื้อ {source.base} เมื่อ {day} ถึง {wording.candle_name(found.sold.t, step)} "
            f"{_outcome(found, unit)} ต่ำสุดเคยเหลือ {least.value:,.0f} {unit} เมื่อ {wording.candle_name(least.t, step)}{fallen}"
        ),
        picture=rendered(
            "lines_picture",
            picture=lines.picture([line], step=step, decimals=0, level=amount),
            simulated=source.simulated,
        ),
        table=tabled(f"มูลค่าของเงิน {amount:,} {unit} (ใหม่สุดอยู่บน)", ["วันที่", f"มูลค่า ({unit})", "เทียบกับเงินต้น"], rows),
        notes=(
            *(
                [_in_baht(found, amount=amount, quote=source.quote, rates=rates)]
                if source.quote in DOLLARS and not source.simulated
                else []
            ),
            f"มูลค่าต่ำกว่าเงินต้น {below:,} จาก {len(found.worth) - 1:,} แท่งราคา",
            "คิดจากราคาปิด ไม่รวมค่าธรรมเนียม ภาษี และส่วนต่างราคาซื้อขาย ของจริงจึงได้น้อยกว่านี้",
            "คนที่ซื้อวันอื่นได้ผลต่างจากนี้ และสิ่งที่เคยเกิดขึ้นไม่ได้บอกว่าจะเกิดขึ้นอีก",
        ),
        sources=(name,),
        is_simulated=source.simulated,
        drawing=lines.figure(
            [line], step=step, decimals=0, unit=unit, simulated=source.simulated, level=amount
        ),
    )  # fmt: skip


def what_if(*, series: Series, bought_on: dt.date, amount: int, now: dt.datetime) -> Panel:
    """Return what an amount would have become. At most four queries, three of them after a change only."""
    shown = windows.shown_many(series=[series], now=now)[0]
    key = f"market:what-if:{FORM}:{versions_of([shown])}:{bought_on:%Y%m%d}:{amount}"
    found: Panel | None = cache.get(key)
    if found is None:
        start = midnight(bought_on)
        stored = windows.candles_between(series=shown, start=start, end=to_milliseconds(now))
        run, step = fit(stored, step=STEPS[shown.timeframe], most=figures.MOST_CANDLES)
        source = charts.Source.of(shown)
        timeframe = next(name for name, length in STEPS.items() if length == step)
        source = charts.Source(timeframe, source.decimals, source.base, source.quote, source.simulated)
        found = _what_if(
            run,
            bought_on=bought_on,
            amount=amount,
            source=source,
            name=shown.venue.attribution_th,
            rates=_rates(shown, stored, now),
        )
        cache.set(key, found, charts.KEEP_DRAWN_SECONDS)
    if found.empty:
        return found
    return changed(
        found,
        url=reverse("market_data:what_if", args=[series.pk, bought_on.isoformat(), amount]),
        badges=state_badges([shown], now),
    )


def example_what_if(*, amount: int, now: dt.datetime) -> Panel:
    run = charts.example_run(days=180, now=now)
    day = from_milliseconds(run[0].t).date()
    source = charts.Source("1d", 2, "BTC", "USDT", simulated=True)
    panel = _what_if(run, bought_on=day, amount=amount, source=source, name="ตัวอย่างหน้าตากราฟ")
    return changed(panel, badges=(Badge("simulated", "ข้อมูลจำลอง"),))
