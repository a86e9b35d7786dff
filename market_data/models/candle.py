"""The candles that are kept."""

from django.db import models

from market_data.models.source import Series


class Candle(models.Model):
    """One closed candle. Prices and volume are doubles: they hold every digit that an exchange sends."""

    pk = models.CompositePrimaryKey("series_id", "t")
    series = models.ForeignKey(Series, models.CASCADE, db_index=False, related_name="candles")
    t = models.BigIntegerField()  # open time, ms UTC
    o = models.FloatField()
    h = models.FloatField()
    l = models.FloatField()  # noqa: E741
    c = models.FloatField()
    v = models.FloatField()  # in the base asset

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(l__gt=0)
                & models.Q(l__lte=models.F("o"))
                & models.Q(l__lte=models.F("c"))
                & models.Q(h__gte=models.F("o"))
                & models.Q(h__gte=models.F("c"))
                & models.Q(v__gte=0),
                name="candle_is_possible",
            )
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.t}"


class CandleRevision(models.Model):
    """A venue has changed a closed candle after it was stored: what it was and what it became."""

    wagtail_reference_index_ignore = True

    series = models.ForeignKey(Series, models.CASCADE, related_name="revisions")
    t = models.BigIntegerField()  # open time, ms UTC
    old = models.JSONField()  # [o, h, l, c, v]
    new = models.JSONField()
    seen_at = models.DateTimeField("พบเมื่อ", db_index=True)

    class Meta:
        verbose_name = "แท่งที่แหล่งราคาแก้"
        verbose_name_plural = "แท่งที่แหล่งราคาแก้"
        ordering = ["-seen_at", "-t"]

    def __str__(self) -> str:
        return f"{self.series_id} {self.t}"


class Gap(models.Model):
    """Candles that are not there between candles that are. Asked for again for a week, then named; never filled in."""

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        UNKNOWN = "unknown", "ยังไม่ทราบ"
        OUTAGE = "outage", "แหล่งราคาหยุด"
        NO_TRADES = "no_trades", "ไม่มีการซื้อขาย"
        DELISTED = "delisted", "เลิกซื้อขาย"

    series = models.ForeignKey(Series, models.CASCADE, related_name="gaps")
    start = models.BigIntegerField()  # first missing open time, ms UTC
    end = models.BigIntegerField()  # open time of the next candle that is there
    kind = models.CharField("ชนิด", max_length=10, choices=Kind.choices, default=Kind.UNKNOWN)
    attempts = models.PositiveSmallIntegerField("ลองแล้ว", default=0)
    next_try_at = models.DateTimeField("ลองครั้งต่อไป", null=True, db_index=True)  # empty: no more
    note_th = models.CharField("หมายเหตุ", max_length=300, blank=True)
    found_at = models.DateTimeField("พบเมื่อ")

    class Meta:
        verbose_name = "ช่วงที่ไม่มีข้อมูล"
        verbose_name_plural = "ช่วงที่ไม่มีข้อมูล"
        ordering = ["series", "start"]
        constraints = [
            models.UniqueConstraint(fields=["series", "start"], name="one_gap_per_start"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="gap_has_length"),
        ]

    def __str__(self) -> str:
        return f"{self.series_id} {self.start}–{self.end} {self.kind}"


class Backfill(models.Model):
    """History that is being read backwards, from the oldest stored candle to ``since``; one row per series.

    ``cursor`` moves in the transaction that stores the candles: a killed process loses at most one unread answer.
    """

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        RUNNING = "running", "กำลังดึงย้อนหลัง"
        DONE = "done", "ครบแล้ว"
        EXHAUSTED = "exhausted", "แหล่งราคาไม่มีข้อมูลเก่ากว่านี้"

    series = models.OneToOneField(Series, models.CASCADE, related_name="backfill")
    since = models.BigIntegerField()  # first open time wanted, ms UTC
    upper = models.BigIntegerField()  # where it began: nothing before this was there
    cursor = models.BigIntegerField()  # everything from here to ``upper`` has been read
    empty_pages = models.PositiveSmallIntegerField(default=0)  # in a row
    state = models.CharField("สถานะ", max_length=10, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField("เริ่ม")
    moved_at = models.DateTimeField("คืบหน้าล่าสุด")

    class Meta:
        verbose_name = "การดึงย้อนหลัง"
        verbose_name_plural = "การดึงย้อนหลัง"

    def __str__(self) -> str:
        return f"{self.series_id} {self.percent}% {self.state}"

    @property
    def percent(self) -> int:
        """Return how much has been read, 0–100; 100 only when it is over."""
        if self.state != self.State.RUNNING:
            return 100
        whole = max(1, self.upper - self.since)
        return min(99, (self.upper - self.cursor) * 100 // whole)


class CrossCheck(models.Model):
    """The closes of one candle at two venues, compared once a day."""

    wagtail_reference_index_ignore = True

    series = models.ForeignKey(Series, models.CASCADE, related_name="cross_checks")
    other = models.ForeignKey(Series, models.CASCADE, related_name="+")
    t = models.BigIntegerField()  # open time of the compared candle, ms UTC
    close = models.FloatField()
    other_close = models.FloatField()
    deviation = models.FloatField()  # fraction of the lower close
    is_flagged = models.BooleanField("ต่างกันผิดปกติ", default=False)
    checked_at = models.DateTimeField("ตรวจเมื่อ", db_index=True)
    told_at = models.DateTimeField("แจ้งผู้ดูแลเมื่อ", null=True)

    class Meta:
        verbose_name = "การเทียบราคาระหว่างแหล่ง"
        verbose_name_plural = "การเทียบราคาระหว่างแหล่ง"
        ordering = ["-checked_at", "-deviation"]
        constraints = [
            models.UniqueConstraint(fields=["series", "other", "t"], name="one_cross_check_per_candle")
        ]

    def __str__(self) -> str:
        return f"{self.series_id}/{self.other_id} {self.deviation:.2%}"
