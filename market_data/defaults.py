"""The venues and pairs that a new site follows, with what is known about each. Pure.

Limits and licence remarks are those of the review of November 2026; whatever was not seen in a source says so.
"""

import datetime as dt
from typing import NamedTuple

# closed to people in Thailand by order of the SEC and the ministry since 28 June 2025: never a source, never offered
BLOCKED_IN_THAILAND = frozenset({"okx", "bybit", "coinex", "xt", "1000x"})
BLOCKED_SOURCE_URL = (
    "https://blockhead.co/2025/05/30/thailand-implements-long-promised-crackdown-on-major-crypto-exchanges"
)
BAHT_UNPROVED = "ยังไม่เปิดใช้ เพราะยังไม่เคยลองกับเซิร์ฟเวอร์จริง ให้ลองด้วยคำสั่ง market_probe และเทียบราคากับ Bitkub ก่อน"
NOT_SEEN = "ยังไม่ได้เปิดดูรายชื่อผู้ได้รับใบอนุญาตของ ก.ล.ต."


class VenueDefault(NamedTuple):
    """Names are those of the Venue table. ``requests_per_minute`` is what the venue allows, not what is used."""

    key: str
    name: str
    attribution_th: str
    most_rows: int
    requests_per_minute: int
    limits_source: str
    history_rows: int | None = None  # None: everything
    kind: str = "exchange"
    is_simulated: bool = False
    is_enabled: bool = True
    note_th: str = ""
    licence: str = "unchecked"
    licence_note_th: str = NOT_SEEN


class SeriesDefault(NamedTuple):
    """One pair at one venue; every timeframe named is followed."""

    venue: str
    base: str
    quote: str
    market_id: str
    fallback_venue: str = ""  # the same pair there
    timeframes: tuple[str, ...] = ("1d", "1h")
    tick: float | None = None
    price_decimals: int = 2
    valid_from: dt.datetime | None = None
    valid_to: dt.datetime | None = None


ASSETS = {
    "BTC": "บิตคอยน์ (Bitcoin)",
    "ETH": "อีเทอร์ (Ether)",
    # one ticker, two assets: what was LUNA until May 2022 is called LUNC today
    "LUNC": "ลูนาเดิม (Terra Classic ซึ่งเคยใช้ชื่อ LUNA)",
    "LUNA2": "ลูนาใหม่ (Terra 2.0 ซึ่งใช้ชื่อ LUNA ต่อ)",
}
VENUES = (
    VenueDefault(
        "binance",
        "Binance",
        "ข้อมูลราคาสาธารณะจาก Binance",
        most_rows=1000,
        requests_per_minute=1200,
        limits_source="ค่าของ ccxt 4.5.90 (50 ms ต่อคำขอ); data-api.binance.vision",
    ),
    VenueDefault(
        "kraken",
        "Kraken",
        "ข้อมูลราคาสาธารณะจาก Kraken",
        most_rows=720,
        history_rows=720,
        requests_per_minute=60,
        limits_source="ค่าของ ccxt 4.5.90 (1 คำขอต่อวินาที); ให้เฉพาะ 720 แท่งล่าสุด",
    ),
    VenueDefault(
        "coinbaseexchange",
        "Coinbase Exchange",
        "ข้อมูลราคาสาธารณะจาก Coinbase Exchange",
        most_rows=300,
        requests_per_minute=600,
        limits_source="ค่าของ ccxt 4.5.90 (100 ms ต่อคำขอ)",
    ),
    VenueDefault(
        "bitstamp",
        "Bitstamp",
        "ข้อมูลราคาสาธารณะจาก Bitstamp",
        most_rows=1000,
        requests_per_minute=800,
        limits_source="ค่าของ ccxt 4.5.90 (75 ms ต่อคำขอ)",
    ),
    VenueDefault(
        "bitkub",
        "Bitkub",
        "ข้อมูลราคาสาธารณะจาก Bitkub",
        most_rows=500,
        requests_per_minute=6000,
        limits_source="bitkub-official-api-docs, restful-api.md (11 พ.ค. 2569): 100 คำขอต่อวินาที เกินแล้วถูกพัก 30 วินาที",
    ),
    VenueDefault(
        "binanceth",
        "Binance TH",
        "ข้อมูลราคาสาธารณะจาก Binance TH",
        most_rows=1000,
        requests_per_minute=240,
        limits_source="ยังไม่ได้ตรวจ ใช้ค่าระวังไว้ก่อน; มีผู้รายงานว่าช่วงเวลาต่อคำขอไม่เกิน 7 วัน",
        is_enabled=False,
        note_th=BAHT_UNPROVED,
    ),
    VenueDefault(
        "upbitth",
        "Upbit TH",
        "ข้อมูลราคาสาธารณะจาก Upbit TH",
        most_rows=200,
        requests_per_minute=600,
        limits_source="เอกสารของ Upbit: 10 คำขอต่อวินาที ไม่เกิน 200 แท่งต่อคำขอ",
        is_enabled=False,
        note_th=f"{BAHT_UNPROVED} (ยังไม่แน่ว่า th-api.upbit.com ยังมีคู่เงินบาท)",
        licence_note_th="มีเว็บของบุคคลที่สามเขียนว่าอยู่ในรายชื่อผู้ได้รับใบอนุญาตปี 2569 แต่ยังไม่ได้ตรวจกับ ก.ล.ต.",
    ),
    VenueDefault(
        "ecb",
        "ธนาคารกลางยุโรป (ECB)",
        "คำนวณจากอัตราอ้างอิงของธนาคารกลางยุโรป (ECB): บาทต่อยูโร ÷ ดอลลาร์ต่อยูโร",
        most_rows=500,
        requests_per_minute=60,
        limits_source="ไฟล์รายวัน ระบบอ่านวันละไม่กี่ครั้ง",
        kind="reference",
        licence="not_needed",
        licence_note_th="ธนาคารกลาง ใช้ข้อมูลได้โดยบอกที่มา",
    ),
    VenueDefault(
        "simulated",
        "ตลาดจำลอง",
        "ตลาดจำลองในโปรแกรมนี้ ไม่ใช่ราคาจริง",
        most_rows=1000,
        requests_per_minute=60_000,
        limits_source="โปรแกรมนี้เอง",
        is_simulated=True,
        licence="not_needed",
        licence_note_th="ไม่ใช่ตลาดจริง",
    ),
)
SERIES = (
    # Kraken names its answers after this id: another spelling answers nothing, without an error
    SeriesDefault("kraken", "BTC", "USDT", "XBTUSDT"),
    SeriesDefault("kraken", "ETH", "USDT", "ETHUSDT"),
    SeriesDefault("binance", "BTC", "USDT", "BTCUSDT", fallback_venue="kraken", tick=0.01),
    SeriesDefault("binance", "ETH", "USDT", "ETHUSDT", fallback_venue="kraken", tick=0.01),
    SeriesDefault("bitstamp", "BTC", "USD", "btcusd"),
    SeriesDefault("bitstamp", "ETH", "USD", "ethusd"),
    SeriesDefault("coinbaseexchange", "BTC", "USD", "BTC-USD", fallback_venue="bitstamp"),
    SeriesDefault("coinbaseexchange", "ETH", "USD", "ETH-USD", fallback_venue="bitstamp"),
    SeriesDefault("upbitth", "BTC", "THB", "THB-BTC"),
    SeriesDefault("binanceth", "BTC", "THB", "BTCTHB"),
    SeriesDefault("bitkub", "BTC", "THB", "BTC_THB", fallback_venue="binanceth"),
    # the last candle of the old LUNA opened on 13 May 2022; Terra 2.0 began under the same id on 31 May 2022
    SeriesDefault(
        "binance",
        "LUNC",
        "USDT",
        "LUNAUSDT",
        timeframes=("1d",),
        price_decimals=5,
        valid_to=dt.datetime(2022, 5, 14, tzinfo=dt.UTC),
    ),
    SeriesDefault(
        "binance",
        "LUNA2",
        "USDT",
        "LUNAUSDT",
        timeframes=("1d",),
        price_decimals=4,
        valid_from=dt.datetime(2022, 5, 31, tzinfo=dt.UTC),
    ),
    SeriesDefault("simulated", "BTC", "USDT", "BTC-USDT"),
    SeriesDefault("simulated", "ETH", "USDT", "ETH-USDT"),
    SeriesDefault("simulated", "BTC", "THB", "BTC-THB"),
)
