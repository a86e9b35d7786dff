"""Where prices come from: what is traded, at which venue, and which runs of candles are followed."""

from django.db import models


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
    """A market whose public prices are read."""

    key = models.SlugField("รหัส", max_length=30, unique=True)  # names a class in market_data.clients
    name = models.CharField("ชื่อ", max_length=60)
    attribution_th = models.CharField("ข้อความอ้างอิงแหล่งข้อมูล", max_length=200)
    is_simulated = models.BooleanField("ข้อมูลจำลอง", default=False, editable=False)
    is_enabled = models.BooleanField("ใช้งาน", default=True)

    class Meta:
        verbose_name = "แหล่งราคา"
        verbose_name_plural = "แหล่งราคา"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SeriesManager(models.Manager["Series"]):
    """Everything that a chart says about a series comes with it in one query."""

    def get_queryset(self) -> models.QuerySet["Series"]:
        return super().get_queryset().select_related("venue", "base", "fallback__venue", "fallback__base")


class Series(models.Model):
    """The candles of one pair at one venue in one timeframe. A chart shows one series; series are never spliced."""

    class Timeframe(models.TextChoices):
        HOUR = "1h", "รายชั่วโมง"
        DAY = "1d", "รายวัน"

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="series", verbose_name="แหล่งราคา")
    base = models.ForeignKey(Asset, models.PROTECT, related_name="series", verbose_name="สินทรัพย์")
    quote = models.CharField("คิดเป็น", max_length=10)  # THB, USDT …
    timeframe = models.CharField("กรอบเวลา", max_length=4, choices=Timeframe.choices)
    market_id = models.CharField("รหัสคู่ที่แหล่งราคา", max_length=40)
    symbol = models.CharField("คู่", max_length=40)  # ccxt's unified symbol, e.g. BTC/USDT
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
            models.UniqueConstraint(fields=["venue", "market_id", "timeframe"], name="one_series_per_market")
        ]
        ordering = ["symbol", "timeframe", "venue__name"]

    def __str__(self) -> str:
        return f"{self.symbol} {self.get_timeframe_display()} · {self.venue}"

    @property
    def key(self) -> str:
        """Return the name that content files use, e.g. ``binance/BTC-USDT/1d``."""
        return f"{self.venue.key}/{self.symbol.replace('/', '-')}/{self.timeframe}"
