"""The venues and pairs that a new site follows. Pure."""

from typing import NamedTuple


class VenueDefault(NamedTuple):
    key: str
    name: str
    attribution_th: str
    is_simulated: bool = False


class SeriesDefault(NamedTuple):
    """One pair at one venue; every timeframe of TIMEFRAMES is followed."""

    venue: str
    base: str
    quote: str
    market_id: str
    fallback_venue: str = ""  # the same pair there


TIMEFRAMES = ("1d", "1h")
ASSETS = {"BTC": "บิตคอยน์ (Bitcoin)", "ETH": "อีเทอร์ (Ether)"}
VENUES = (
    VenueDefault("binance", "Binance", "ข้อมูลราคาสาธารณะจาก Binance"),
    VenueDefault("kraken", "Kraken", "ข้อมูลราคาสาธารณะจาก Kraken"),
    VenueDefault("bitkub", "Bitkub", "ข้อมูลราคาสาธารณะจาก Bitkub"),
    VenueDefault("simulated", "ตลาดจำลอง", "ตลาดจำลองในโปรแกรมนี้ ไม่ใช่ราคาจริง", is_simulated=True),
)
SERIES = (
    # Kraken names its answers after this id: another spelling answers nothing, without an error
    SeriesDefault("kraken", "BTC", "USDT", "XBTUSDT"),
    SeriesDefault("kraken", "ETH", "USDT", "ETHUSDT"),
    SeriesDefault("binance", "BTC", "USDT", "BTCUSDT", fallback_venue="kraken"),
    SeriesDefault("binance", "ETH", "USDT", "ETHUSDT", fallback_venue="kraken"),
    SeriesDefault("bitkub", "BTC", "THB", "BTC_THB"),
    SeriesDefault("simulated", "BTC", "USDT", "BTC-USDT"),
    SeriesDefault("simulated", "ETH", "USDT", "ETH-USDT"),
    SeriesDefault("simulated", "BTC", "THB", "BTC-THB"),
)
