"""What the picker shows of an event on a site that has none yet: prices that sources have reported. Pure."""

import datetime as dt

from market_data.candles import DAY
from market_data.events import Frozen, KeyPoint, Moment, midnight

_SOURCE = "https://www.coindesk.com/learn/the-fall-of-terra-a-timeline-of-the-meteoric-rise-and-crash-of-ust-and-luna/"

EXAMPLE = Frozen(
    title="LUNA ล่มในสัปดาห์เดียว",
    label="LUNA (Terra เดิม) / USDT",
    unit="USDT",
    decimals=5,
    step=DAY,
    is_log=True,
    since="2022-05-05",
    until="2022-05-13",
    series="",
    provenance="ราคาโดยประมาณตามรายงานของ CoinDesk",
    licence="",
    moments=(
        Moment(midnight(dt.date(2022, 5, 9)), "เหรียญ UST หลุดจาก 1 ดอลลาร์ เหลือราว 0.35 ดอลลาร์", _SOURCE),
        Moment(midnight(dt.date(2022, 5, 13)), "เครือข่าย Terra หยุดทำงาน", _SOURCE),
    ),
    points=(
        KeyPoint(midnight(dt.date(2022, 5, 5)), 85.0, _SOURCE),
        KeyPoint(midnight(dt.date(2022, 5, 13)), 0.0005, _SOURCE),
    ),
)
