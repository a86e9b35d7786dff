"""What a chart draws and says."""

import datetime as dt
import re

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from market_data import figures, simulation, wording
from market_data.candles import DAY, HOUR, STEPS, WEEK, Candle, summarise
from market_data.figures import Freshness
from tests.market_data.test_candles import NOW, runs

YEAR = simulation.candles("BTC/USDT", "1d", since=NOW - 366 * DAY, until=NOW - DAY, limit=365)


@pytest.mark.parametrize("step", sorted(STEPS.values()))
@pytest.mark.parametrize("simulated", [True, False])
def test_plotly_accepts_the_figure(step: int, *, simulated: bool) -> None:
    figure = figures.figure(YEAR[:30], step=step, decimals=2, simulated=simulated)

    drawn = go.Figure(figure)

    assert len(drawn.data[0].x) == 30
    assert drawn.layout.xaxis.rangeslider.visible is False


def test_hovering_names_the_day_in_the_buddhist_era() -> None:
    trace = figures.figure([Candle(NOW - NOW % DAY, 1, 2, 1, 2, 1)], step=DAY, decimals=2, simulated=False)[
        "data"
    ][0]

    assert trace["x"] == ["2026-11-24"]
    assert trace["text"] == ["พ.ย. 2569"]
    assert trace["hovertemplate"].startswith("%{x|%-d} %{text}<br>")


def test_hours_are_those_on_the_wall_in_bangkok() -> None:
    late = int(dt.datetime(2026, 12, 31, 20, tzinfo=dt.UTC).timestamp() * 1000)

    trace = figures.figure([Candle(late, 1, 2, 1, 2, 1)], step=HOUR, decimals=2, simulated=False)["data"][0]

    assert trace["x"] == ["2027-01-01 03:00"]
    assert trace["text"] == ["ม.ค. 2570"]
    assert wording.candle_name(late, HOUR) == "1 ม.ค. 2570 03:00 น."


def test_no_label_asks_plotly_for_an_inline_style() -> None:
    trace = figures.figure(YEAR[:5], step=DAY, decimals=2, simulated=False)["data"][0]

    tags = set(re.findall(r"</?\w+>", trace["hovertemplate"]))
    assert tags == {"<br>", "<extra>", "</extra>"}


def test_a_simulated_figure_says_so_inside_the_picture() -> None:
    figure = figures.figure(YEAR, step=DAY, decimals=2, simulated=True)

    assert figure["layout"]["annotations"][0]["text"] == "ข้อมูลจำลอง ไม่ใช่ราคาจริง"


def test_a_real_figure_carries_no_such_mark() -> None:
    assert "annotations" not in figures.figure(YEAR, step=DAY, decimals=2, simulated=False)["layout"]


@given(runs(most=80))
def test_the_picture_is_sound_path_data_inside_its_frame(run: list[Candle]) -> None:
    picture = figures.picture(run, step=HOUR, decimals=2)

    for path in (picture.up_wicks, picture.down_wicks, picture.up_bodies, picture.down_bodies):
        assert re.fullmatch(r"[MVhvz0-9. -]*", path)
    for x, y in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", picture.up_bodies + picture.down_bodies):
        assert -1 <= float(x) <= picture.right
        assert 0 <= float(y) <= picture.baseline
    assert all(0 <= mark.at <= picture.baseline for mark in picture.prices)
    assert len(picture.days) <= 3


@given(runs(most=70))
def test_the_table_is_short_and_newest_first(run: list[Candle]) -> None:
    table = wording.table(run, step=HOUR, decimals=2, quote="THB")

    assert 1 <= len(table.rows) <= 60
    assert table.rows[0].close == wording.price(run[-1].c, 2)
    assert "บาท" in table.title


def test_the_sentence_says_high_low_and_change_with_their_unit() -> None:
    week = [Candle(NOW - NOW % DAY - back * DAY, 100, 120, 90, 110, 1) for back in range(7, 0, -1)]
    summary = summarise(week)
    assert summary is not None

    said = wording.sentence(summary, step=DAY, decimals=2, quote="THB", stopped=False)

    assert said == (
        "7 วันที่ผ่านมา ราคาสูงสุด 120.00 บาท ต่ำสุด 90.00 บาท เปลี่ยน +10.00% จากต้นช่วง ราคาปิดล่าสุด 110.00 บาท"
    )


def test_the_sentence_of_a_stopped_source_names_the_last_day_instead_of_the_past_days() -> None:
    summary = summarise([Candle(NOW - NOW % DAY - 40 * DAY, 100, 120, 90, 99, 1)])
    assert summary is not None

    said = wording.sentence(summary, step=DAY, decimals=0, quote="USDT", stopped=True)

    assert "ที่ผ่านมา" not in said
    assert "ถึง 15 ต.ค. 2569" in said
    assert "−1.00%" in said


@given(st.floats(-0.99, 10))
def test_a_percentage_has_a_sign_unless_it_is_nothing(fraction: float) -> None:
    shown = wording.percent(fraction)

    assert shown == "0.00%" or shown[0] == ("+" if fraction > 0 else "−")


@pytest.mark.parametrize("step", [HOUR, DAY])
@pytest.mark.parametrize(
    ("age_in_steps", "state"),
    [(0, "fresh"), (2, "fresh"), (2.1, "late"), (6, "late"), (6.1, "stopped"), (500, "stopped")],
)
def test_freshness_counts_from_the_close_of_the_last_closed_candle(
    step: int, age_in_steps: float, state: str
) -> None:
    closed = NOW - int(age_in_steps * step)

    assert figures.freshness(closed - step, step=step, now=NOW) == state


def test_no_candle_is_neither_fresh_nor_stopped() -> None:
    assert figures.freshness(None, step=DAY, now=NOW) is Freshness.EMPTY


@pytest.mark.parametrize(("range_key", "days"), [("7d", 7), ("30d", 30), ("90d", 90), ("1y", 365)])
def test_a_range_ends_at_the_last_closed_candle_and_counts_its_days(range_key: str, days: int) -> None:
    last = NOW - NOW % DAY - DAY

    start = figures.window_start(range_key, last_closed_t=last, step=DAY)

    assert start is not None
    assert (last + DAY - start) // DAY == days


def test_week_candles_are_named_by_their_monday() -> None:
    assert wording.candle_name(1_795_392_000_000, WEEK) == "สัปดาห์ 23 พ.ย. 2569"


def test_what_is_not_nothing_is_never_called_nothing() -> None:
    assert wording.price(0.00004, 2) == "0.00004"
    assert wording.tidy(0.00004, 4) == "0.00004"
    assert wording.price(0.0, 2) == "0.00"
    trace = figures.figure([Candle(0, 1, 1, 0.00004, 0.00005, 1)], step=DAY, decimals=2, simulated=False)[
        "data"
    ][0]
    assert trace["low"] == [0.00004]  # a logarithmic axis has no place for 0
