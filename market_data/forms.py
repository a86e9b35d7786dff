"""What a person fills in to follow a pair: checked against what the venue itself lists."""

import difflib
import math
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from market_data.models import Asset, Pair, Series, Venue
from thai.dates import thai_moment

NEAREST = 4  # names offered when a pair is not found
PLAIN_DECIMALS = 8


def _decimals(tick: float | None) -> int:
    """Return how many decimals a price needs; two when the venue does not say."""
    if not tick:
        return 2
    return min(PLAIN_DECIMALS, max(0, math.ceil(-math.log10(tick) - 1e-9)))


def find_pair(*, venue: Venue, name: str) -> Pair:
    """Return the venue's pair of that name, in any spelling. Raises ValidationError with what to do."""
    wanted = "".join(name.upper().split())
    listed = {pair.symbol: pair for pair in Pair.objects.filter(venue=venue)}
    if venue.pairs_checked_at is None or not listed:
        raise ValidationError(f"ยังไม่มีรายชื่อคู่ของ {venue} ตัวดึงราคาจะอ่านให้เองเมื่อทำงาน (วันละครั้ง) ลองใหม่อีกสักครู่")
    by_id = {pair.market_id.upper(): pair for pair in listed.values()}
    found = listed.get(wanted.replace("-", "/").replace("_", "/")) or by_id.get(wanted)
    if found is None:
        near = difflib.get_close_matches(wanted.replace("-", "/").replace("_", "/"), listed, NEAREST, 0.5)
        hint = f" คู่ที่ชื่อใกล้เคียง: {', '.join(near)}" if near else ""
        raise ValidationError(
            f"{venue} ไม่มีคู่ “{name.strip()}” ในรายชื่อที่อ่านเมื่อ {thai_moment(venue.pairs_checked_at)}{hint}"
        )
    if found.gone_at is not None:
        raise ValidationError(f"{venue} เลิกซื้อขายคู่ {found.symbol} แล้ว (พบเมื่อ {thai_moment(found.gone_at)})")
    if not found.is_active:
        raise ValidationError(f"{venue} พักการซื้อขายคู่ {found.symbol} อยู่ ลองใหม่เมื่อเปิดซื้อขายแล้ว")
    return found


class SeriesChangeForm(WagtailAdminModelForm):
    """What may change later. Venue, pair and timeframe are what the stored candles are: for others, add a series."""

    class Meta:
        model = Series
        fields = ("is_enabled", "fallback", "price_decimals", "tick", "valid_from", "valid_to")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.fields["fallback"].queryset = (
                Series.objects.exclude(pk=self.instance.pk)
                .filter(timeframe=self.instance.timeframe)
                .order_by(*Series.IN_LISTS)
            )


class SeriesAddForm(WagtailAdminModelForm):
    """Venue + pair + timeframe is enough; the rest is what the venue says about the pair."""

    pair_name = forms.CharField(
        label="คู่",
        max_length=40,
        help_text="เช่น BTC/USDT หรือ BTC/THB ตามที่แหล่งราคานั้นมี",
        error_messages={"required": "พิมพ์ชื่อคู่ที่อยากติดตาม เช่น BTC/USDT"},
    )
    base = forms.ModelChoiceField(
        Asset.objects.all(),
        label="สินทรัพย์",
        required=False,
        help_text="เว้นว่างไว้ได้ ระบบจะใช้ชื่อย่อในคู่ เลือกเองเมื่อชื่อย่อเดียวกันเคยเป็นคนละสินทรัพย์ (เช่น LUNA)",
    )

    class Meta:
        model = Series
        fields = ("venue", "timeframe", "base", "fallback", "valid_from", "valid_to", "is_enabled")
        labels = {"venue": "แหล่งราคา"}

    field_order = (
        "venue",
        "pair_name",
        "timeframe",
        "base",
        "fallback",
        "valid_from",
        "valid_to",
        "is_enabled",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["venue"].queryset = Venue.objects.filter(kind=Venue.Kind.EXCHANGE, is_enabled=True)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        venue, name = cleaned.get("venue"), cleaned.get("pair_name")
        if venue is None or not name:
            return cleaned
        try:
            pair = find_pair(venue=venue, name=name)
        except ValidationError as error:
            self.add_error("pair_name", error)
            return cleaned
        base: Asset | None = cleaned.get("base")
        symbol = f"{base.code if base else pair.base}/{pair.quote}"
        if self._is_taken(pair, symbol, cleaned):
            self.add_error(
                "pair_name",
                f"มีชุดราคา {symbol} ของ {venue} ในกรอบเวลานี้อยู่แล้ว เลือกกรอบเวลาอื่นหรือใช้ชุดเดิมได้เลย",
            )
        if not self.errors:
            cleaned["base"] = (
                base or Asset.objects.get_or_create(code=pair.base, defaults={"name_th": pair.base})[0]
            )
            self._describe(pair, symbol)
        return cleaned

    def _is_taken(self, pair: Pair, symbol: str, cleaned: dict[str, Any]) -> bool:
        same = Series.objects.filter(venue=pair.venue, timeframe=cleaned.get("timeframe"))
        if same.filter(symbol=symbol).exists():
            return True
        return same.filter(market_id=pair.market_id, valid_from=cleaned.get("valid_from")).exists()

    def _describe(self, pair: Pair, symbol: str) -> None:
        """Fill in what the venue says about the pair. The symbol names the asset, whatever its ticker is there."""
        self.instance.market_id, self.instance.quote, self.instance.symbol = (
            pair.market_id,
            pair.quote,
            symbol,
        )
        self.instance.price_decimals = _decimals(pair.tick)


class VenueForm(WagtailAdminModelForm):
    """What an operator knows about a venue and how hard it may be asked."""

    licence_source_url = forms.URLField(label="ลิงก์แหล่งที่ตรวจ", required=False, assume_scheme="https")

    class Meta:
        model = Venue
        fields = (
            "name", "attribution_th", "is_enabled", "note_th", "most_rows", "history_rows", "requests_per_minute",
            "limits_source", "licence", "licence_note_th", "licence_source_url", "licence_reviewed_on",
        )  # fmt: skip
