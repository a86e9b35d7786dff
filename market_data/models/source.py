"""Where prices come from: what is traded, at which venue, and which runs of candles are followed."""

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from market_data.candles import Validity


class Asset(models.Model):
    """What is traded: an identity, not a ticker (two assets have been called LUNA)."""

    code = models.CharField("รหัส", max_length=20, unique=True)
    name_th = models.CharField("ชื่อไทย", max_length=80)

    class Meta:
        verbose_name = "สินทรัพย์"
        verbose_name_plural = "สินทรัพย์"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Venue(models.Model):
    """A source of public prices or rates, and what it can do: the capability table of the fetcher."""

    class Kind(models.TextChoices):
        EXCHANGE = "exchange", "กระดานซื้อขาย"
        REFERENCE = "reference", "อัตราอ้างอิง"

    class Licence(models.TextChoices):
        UNCHECKED = "unchecked", "ยังไม่ได้ตรวจ"
        LICENSED = "licensed", "มีใบอนุญาตจาก ก.ล.ต. ไทย"
        UNLICENSED = "unlicensed", "ไม่มีใบอนุญาตในไทย"
        NOT_NEEDED = "not_needed", "ไม่ใช่ผู้ประกอบธุรกิจสินทรัพย์ดิจิทัล"

    key = models.SlugField("รหัส", max_length=30, unique=True)  # names a class in market_data.clients
    name = models.CharField("ชื่อ", max_length=60)
    kind = models.CharField("ชนิด", max_length=10, choices=Kind.choices, default=Kind.EXCHANGE, editable=False)
    attribution_th = models.CharField("ข้อความอ้างอิงแหล่งข้อมูล", max_length=200)
    is_simulated = models.BooleanField("ข้อมูลจำลอง", default=False, editable=False)
    is_enabled = models.BooleanField("ใช้งาน", default=True)
    note_th = models.CharField(
        "หมายเหตุสำหรับผู้ดูแล", max_length=300, blank=True, help_text="เช่น เหตุที่ยังไม่เปิดใช้ หรือสิ่งที่ต้องลองก่อน"
    )
    most_rows = models.PositiveIntegerField(
        "แท่งมากที่สุดต่อคำขอ", default=500, validators=[MinValueValidator(2), MaxValueValidator(1000)]
    )
    history_rows = models.PositiveIntegerField(
        "แท่งย้อนหลังมากที่สุด",
        null=True,
        blank=True,
        validators=[MinValueValidator(2)],
        help_text="เว้นว่างไว้ถ้าแหล่งนี้ให้ย้อนหลังได้ทั้งหมด",
    )
    requests_per_minute = models.PositiveIntegerField(
        "คำขอต่อนาทีที่แหล่งนี้ยอม",
        default=60,
        validators=[MinValueValidator(1)],
        help_text="ตามเอกสารของแหล่งราคา ระบบใช้ไม่เกินหนึ่งในสี่ของจำนวนนี้",
    )
    limits_source = models.CharField("ที่มาของขีดจำกัด", max_length=300, blank=True)
    licence = models.CharField(
        "ใบอนุญาตในไทย", max_length=12, choices=Licence.choices, default=Licence.UNCHECKED
    )
    licence_note_th = models.CharField("รายละเอียดใบอนุญาต", max_length=300, blank=True)
    licence_source_url = models.URLField("ลิงก์แหล่งที่ตรวจ", blank=True)
    licence_reviewed_on = models.DateField("วันที่ตรวจ", null=True, blank=True)
    # when the list of pairs was last read in full; the pairs themselves are kept apart, charts never need them
    pairs_checked_at = models.DateTimeField("ตรวจรายชื่อคู่ล่าสุด", null=True, editable=False)

    class Meta:
        verbose_name = "แหล่งราคา"
        verbose_name_plural = "แหล่งราคา"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(licence__in=["unchecked", "not_needed"])
                | (~models.Q(licence_source_url="") & models.Q(licence_reviewed_on__isnull=False)),
                name="licence_status_has_a_source",
                violation_error_message="บอกลิงก์แหล่งที่ตรวจและวันที่ตรวจด้วย หรือเลือก “ยังไม่ได้ตรวจ”",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Pair(models.Model):
    """A spot pair as the venue itself lists it, read once a day. Series are made from these; delisting shows here."""

    wagtail_reference_index_ignore = True  # thousands of rows, rewritten daily, referring to no content

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="pairs", verbose_name="แหล่งราคา")
    market_id = models.CharField("รหัสคู่ที่แหล่งราคา", max_length=40)
    symbol = models.CharField("คู่", max_length=40)
    base = models.CharField(max_length=20)
    quote = models.CharField(max_length=10)
    tick = models.FloatField("ช่วงราคาเล็กที่สุด", null=True)
    is_active = models.BooleanField("ซื้อขายอยู่", default=True)
    gone_at = models.DateTimeField("หายจากรายชื่อเมื่อ", null=True)

    class Meta:
        verbose_name = "คู่ของแหล่งราคา"
        verbose_name_plural = "คู่ของแหล่งราคา"
        constraints = [models.UniqueConstraint(fields=["venue", "market_id"], name="one_pair_per_market")]
        indexes = [models.Index(fields=["venue", "symbol"], name="pair_by_symbol")]

    def __str__(self) -> str:
        return self.symbol


class SeriesManager(models.Manager["Series"]):
    """Everything that a chart says about a series comes with it in one query."""

    def get_queryset(self) -> models.QuerySet["Series"]:
        return super().get_queryset().select_related("venue", "base")


class Series(models.Model):
    """The candles of one pair at one venue in one timeframe. A chart shows one series; series are never spliced.

    No order of its own: a chart that looks one up by its id would pay for it. Lists use ``IN_LISTS``.
    """

    IN_LISTS = ("symbol", "timeframe", "venue__name")
    # the simulated series shown in its place, when a page has read them together; empty when nobody has looked
    twin: tuple["Series | None"] | tuple[()] = ()

    class Timeframe(models.TextChoices):
        HOUR = "1h", "รายชั่วโมง"
        DAY = "1d", "รายวัน"

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="series", verbose_name="แหล่งราคา")
    base = models.ForeignKey(Asset, models.PROTECT, related_name="series", verbose_name="สินทรัพย์")
    quote = models.CharField("คิดเป็น", max_length=10)  # THB, USDT …
    timeframe = models.CharField("กรอบเวลา", max_length=4, choices=Timeframe.choices)
    market_id = models.CharField("รหัสคู่ที่แหล่งราคา", max_length=40)
    symbol = models.CharField("คู่", max_length=40)  # ccxt's unified symbol, e.g. BTC/USDT
    # the ticker may have belonged to another asset before or after: rows outside are refused
    valid_from = models.DateTimeField(
        "เป็นสินทรัพย์นี้ตั้งแต่", null=True, blank=True, help_text="เวลา UTC เว้นว่างไว้ถ้าคู่นี้เป็นสินทรัพย์เดียวมาตลอด"
    )
    valid_to = models.DateTimeField(
        "เป็นสินทรัพย์นี้ถึงก่อน", null=True, blank=True, help_text="แท่งที่เปิดตั้งแต่เวลานี้ไปเป็นของสินทรัพย์อื่นหรือเลิกซื้อขายแล้ว"
    )
    price_decimals = models.PositiveSmallIntegerField("ทศนิยมของราคา", default=2)
    # tried in turn when this one is stopped; the whole chart switches and says so
    fallback = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="แหล่งสำรอง"
    )
    tick = models.FloatField(
        "ช่วงราคาเล็กที่สุด",
        null=True,
        blank=True,
        help_text="ถ้าระบุ แถวที่ราคาไม่ลงตัวกับช่วงนี้จะไม่ถูกเก็บ เว้นว่างไว้ถ้าไม่แน่ใจ",
    )
    is_enabled = models.BooleanField("ดึงข้อมูล", default=True)
    # what the venue says is wrong with this pair; nothing is asked again until a person has saved the series
    needs_human = models.BooleanField("รอคนตรวจ", default=False, editable=False)
    problem = models.CharField("ปัญหาล่าสุด", max_length=300, blank=True, editable=False)
    next_fetch_at = models.DateTimeField("ดึงครั้งต่อไป", null=True, editable=False)  # empty: at once
    version = models.PositiveBigIntegerField(default=0, editable=False)  # goes up with every stored change
    # open time of the newest closed candle, ms UTC
    last_closed_t = models.BigIntegerField(null=True, editable=False)
    # last answer that passed every check
    last_fetched_at = models.DateTimeField("ดึงล่าสุด", null=True, editable=False)

    objects = SeriesManager()

    class Meta:
        verbose_name = "ชุดราคา"
        verbose_name_plural = "ชุดราคา"
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "market_id", "timeframe"],
                condition=models.Q(valid_from__isnull=True),
                name="one_series_per_market",
                violation_error_message="มีชุดราคาของคู่นี้ในกรอบเวลานี้อยู่แล้ว",
            ),
            models.UniqueConstraint(
                fields=["venue", "market_id", "timeframe", "valid_from"],
                name="one_series_per_asset_of_a_market",
            ),
            models.UniqueConstraint(fields=["venue", "symbol", "timeframe"], name="one_series_per_key"),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_to__isnull=True)
                | models.Q(valid_from__lt=models.F("valid_to")),
                name="series_validity_runs_forward",
                violation_error_message="วันเริ่มต้องมาก่อนวันสิ้นสุด",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.get_timeframe_display()} · {self.venue}"

    @property
    def key(self) -> str:
        """Return the name that content files use, e.g. ``binance/BTC-USDT/1d``."""
        return f"{self.venue.key}/{self.symbol.replace('/', '-')}/{self.timeframe}"

    @property
    def valid_from_t(self) -> int | None:
        """Return the first open time of this asset in milliseconds UTC; None when it always was this asset."""
        return int(self.valid_from.timestamp() * 1000) if self.valid_from else None

    @property
    def valid_to_t(self) -> int | None:
        """Return the open time from which candles are another asset's, in milliseconds UTC."""
        return int(self.valid_to.timestamp() * 1000) if self.valid_to else None

    @property
    def validity(self) -> Validity:
        """Return when the venue's ticker means this asset."""
        return Validity(self.valid_from_t, self.valid_to_t)

    @property
    def last_day(self) -> dt.date | None:
        """Return the last day (UTC) on which candles are this asset's; None while it is traded."""
        return (self.valid_to - dt.timedelta(microseconds=1)).date() if self.valid_to else None

    def is_over(self, now: dt.datetime) -> bool:
        """Return whether this asset has left this market: its candles are history, not late."""
        return self.valid_to is not None and self.valid_to <= now


class FxRate(models.Model):
    """A reference rate of one day, e.g. baht for a dollar. For saying what a dollar price is in baht, not for trading."""

    wagtail_reference_index_ignore = True

    pair = models.CharField("คู่เงิน", max_length=7)  # USD/THB: baht for one dollar
    day = models.DateField("วันที่")
    rate = models.FloatField("อัตรา")
    source = models.ForeignKey(Venue, models.PROTECT, related_name="fx_rates", verbose_name="แหล่ง")

    class Meta:
        verbose_name = "อัตราอ้างอิง"
        verbose_name_plural = "อัตราอ้างอิง"
        ordering = ["pair", "-day"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "day", "source"], name="one_rate_per_day_and_source"),
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="rate_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.pair} {self.day} {self.rate}"
