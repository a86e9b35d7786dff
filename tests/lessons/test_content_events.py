"""Event charts of content files: read whole, refused at their line, loaded and frozen, cut anew with candles."""

import datetime as dt
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.html import escape

from lessons.content_events import When
from lessons.content_files import ContentError, parse
from market_data import panels
from market_data.candles import DAY
from market_data.events import Frozen, midnight
from market_data.models import Candle as CandleRow
from market_data.models import EventChart, Series
from market_data.services import install_defaults
from tests.lessons.test_content_files import CONTENT, FILES

STARTERS = {"luna-2022", "ftx-2022", "usdc-2023"}
EVENT = """slug: luna-2022
title: LUNA
label: LUNA / USDT
unit: USDT
decimals: 4
since: 2022-05-01
until: 2022-05-13
log: true
series: binance/LUNC-USDT/1d
provenance: ตามรายงานข่าว
annotations:
  - on: 2022-05-07 18:00
    text: UST หลุด
    facts: [H-08]
    source: {title: CoinDesk, url: "https://example.org/a", date: 2022-12-22}
key_points:
  - on: 2022-05-13
    price: 0.0005
    facts: [H-08]
    source: {title: CoinDesk, url: "https://example.org/b", date: 2022-12-22}
"""
NAME = "events/luna-2022.yaml"
FACTS = """- id: H-08
  label: V-B
  statement: LUNA ล่มในเดือนพฤษภาคม 2565
  sources:
    - {title: CoinDesk, url: "https://example.org/a", date: 2022-12-22}
  checked_on: 2026-11-23
"""


def test_an_event_is_read_whole() -> None:
    (event,) = parse({NAME: EVENT, "facts.yaml": FACTS}).events

    assert (event.since, event.until, event.is_log) == (dt.date(2022, 5, 1), dt.date(2022, 5, 13), True)
    assert event.annotations[0].on == When(dt.date(2022, 5, 7), dt.time(18, 0))
    assert event.key_points[0].on == When(dt.date(2022, 5, 13))
    assert event.key_points[0].cited.facts == ("H-08",)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("slug: luna-2022", "slug: ลูนา", 1, "a–z"),
        ("unit: USDT", "unit: ดอลลาร์", 4, "unit ต้องเป็น"),
        ("decimals: 4", "decimals: 12", 5, "0–8"),
        ("until: 2022-05-13", "until: 2022-04-13", 7, "ไม่มาก่อน since"),
        ("binance/LUNC-USDT/1d", "simulated/BTC-USDT/1d", 9, "ราคาจริงเท่านั้น"),
        ("binance/LUNC-USDT/1d", "LUNA", 9, "binance/BTC-USDT/1d"),
        ("on: 2022-05-07 18:00", "on: 7 พ.ค. 2565", 12, "วันเวลา UTC"),
        ("on: 2022-05-07 18:00", "on: 2022-06-07", 12, "อยู่นอกช่วง"),
        ("text: UST หลุด", f"text: {'ย' * 241}", 13, "ไม่เกิน 240"),
        ("facts: [H-08]", "facts: []", 14, "อย่างน้อยหนึ่ง"),
        ("facts: [H-08]", "facts: [ข่าว]", 14, "รหัสข้อเท็จจริง"),
        ('url: "https://example.org/a", ', "", 15, "url ยังไม่มีข้อความ"),
        (", date: 2022-12-22", "", 15, "วันที่เผยแพร่"),
        ("price: 0.0005", "price: ไม่ถึงเซ็นต์", 18, "มากกว่า 0"),
        ("price: 0.0005", "price: .inf", 18, "มากกว่า 0"),
        ("    price: 0.0005\n", "    price: 1\n    colour: red\n", 19, "ไม่รู้จักช่อง colour"),
        ("provenance: ตามรายงานข่าว\n", "", 1, "provenance ยังไม่มีข้อความ"),
    ],
)
def test_a_fault_is_said_with_its_line(old: str, new: str, line: int, says: str) -> None:
    assert old in EVENT

    with pytest.raises(ContentError) as caught:
        parse({NAME: EVENT.replace(old, new, 1)})

    assert any(f"{NAME}:{line}: " in str(one) and says in str(one) for one in caught.value.problems), (
        caught.value.problems
    )


def test_an_event_needs_a_price_that_a_source_reports() -> None:
    with pytest.raises(ContentError, match="key_points ต้องมีอย่างน้อยหนึ่ง"):
        parse({NAME: EVENT.partition("key_points")[0]})


def _load(folder: Path) -> str:
    if not (folder / "facts.yaml").exists():
        (folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
    err = StringIO()
    call_command("load_curriculum", dir=folder, stdout=StringIO(), stderr=err)
    return err.getvalue()


def _frozen(slug: str) -> Frozen:
    cut = EventChart.objects.get(slug=slug).frozen
    assert cut is not None
    return Frozen.read(cut.content, sha256=cut.sha256)


@pytest.mark.django_db
def test_starter_events_are_published_frozen_and_shown_as_cited_points(tmp_path: Path) -> None:
    install_defaults()
    shutil.copytree(CONTENT / "events", tmp_path / "events")
    shutil.copy(CONTENT / "facts.yaml", tmp_path)  # events refer to nothing else of the curriculum

    _load(tmp_path)

    assert set(EventChart.objects.filter(live=True).values_list("slug", flat=True)) >= STARTERS
    for slug in STARTERS:
        frozen = _frozen(slug)
        assert frozen.candles == ()
        assert all(row.source.startswith("http") for row in (*frozen.moments, *frozen.points))
        panel = panels.event(chart=EventChart.objects.get(slug=slug))
        assert "เฉพาะราคาสำคัญที่มีแหล่งอ้างอิง" in panel.notes[0]
        assert (
            frozen.points[0].source_title in panel.table
            or escape(frozen.points[0].source_title) in panel.table
        )


def _candles(series: Series, days: int) -> None:
    start = midnight(dt.date(2022, 5, 1))
    CandleRow.objects.bulk_create(
        CandleRow(series=series, t=start + day * DAY, o=80, h=81, l=0.001, c=79, v=1) for day in range(days)
    )


@pytest.mark.django_db
def test_an_event_is_cut_anew_once_all_its_candles_are_there(tmp_path: Path) -> None:
    install_defaults()
    luna = Series.objects.get(symbol="LUNC/USDT")
    (tmp_path / "events").mkdir()
    (tmp_path / NAME).write_text(EVENT, encoding="utf-8")

    assert _load(tmp_path) == ""
    assert _frozen("luna-2022").candles == ()
    _candles(luna, 5)
    _load(tmp_path)
    assert _frozen("luna-2022").candles == ()  # five of thirteen days are not the event

    CandleRow.objects.all().delete()
    _candles(luna, 13)
    assert _load(tmp_path) == ""

    frozen = _frozen("luna-2022")
    assert (len(frozen.candles), frozen.series) == (13, "binance/LUNC-USDT/1d")
    assert frozen.moments[0].t == midnight(dt.date(2022, 5, 7)) + 18 * 3_600_000


@pytest.mark.django_db
def test_a_series_that_the_site_does_not_have_is_said(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / NAME).write_text(EVENT, encoding="utf-8")

    assert "ไม่มีชุดราคา binance/LUNC-USDT/1d" in _load(tmp_path)
    assert _frozen("luna-2022").points[0].price == 0.0005


@pytest.mark.django_db
def test_a_lesson_shows_the_event_of_its_file(tmp_path: Path, client: Client) -> None:
    lesson = FILES["lessons/blockchain.md"]
    files = FILES | {
        NAME: EVENT,
        "lessons/blockchain.md": f'{lesson}\n:::event event="luna-2022" caption="วันที่หายไป"\n:::\n',
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")

    _load(tmp_path)

    page = client.get("/kor/blockchain/").content.decode()
    assert "วันที่หายไป" in page
    assert "7 พ.ค. 2565 18:00 (UTC)" in page
    assert "CoinDesk (22 ธ.ค. 2565)" in page
    assert "ตรึงไว้ ณ" in page


@pytest.mark.django_db
def test_an_educators_edit_of_an_event_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / NAME).write_text(EVENT, encoding="utf-8")
    _load(tmp_path)
    event = EventChart.objects.get()
    event.title = "แก้ใน CMS"
    event.save_revision().publish()

    (tmp_path / NAME).write_text(EVENT.replace("title: LUNA", "title: ใหม่"), encoding="utf-8")
    _load(tmp_path)

    assert EventChart.objects.get().title == "แก้ใน CMS"
