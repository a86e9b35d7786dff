"""How each source has been answering."""

from django.db import models

from market_data.models.source import Series, Venue


class SourceHealth(models.Model):
    """How one venue has been answering: the state of its circuit breaker."""

    wagtail_reference_index_ignore = True  # written every minute, refers to nothing that Wagtail shows

    class State(models.TextChoices):
        CLOSED = "closed", "ปกติ"
        OPEN = "open", "พักการเรียก"
        HALF_OPEN = "half_open", "กำลังลองใหม่"

    venue = models.OneToOneField(Venue, models.CASCADE, related_name="health", verbose_name="แหล่งราคา")
    state = models.CharField("สถานะ", max_length=10, choices=State.choices, default=State.CLOSED)
    failures = models.PositiveIntegerField("พลาดติดกัน", default=0)
    open_until = models.DateTimeField("พักถึง", null=True)
    last_error = models.CharField("ข้อผิดพลาดล่าสุด", max_length=300, blank=True)
    last_tried_at = models.DateTimeField("เรียกล่าสุด", null=True)
    last_ok_at = models.DateTimeField("ตอบถูกต้องล่าสุด", null=True)

    class Meta:
        verbose_name = "สุขภาพแหล่งราคา"
        verbose_name_plural = "สุขภาพแหล่งราคา"

    def __str__(self) -> str:
        return f"{self.venue_id} {self.state}"


class RequestBudget(models.Model):
    """How many requests a venue has had in the minute that runs, counted over all processes."""

    wagtail_reference_index_ignore = True

    venue = models.OneToOneField(Venue, models.CASCADE, primary_key=True, related_name="request_budget")
    minute = models.BigIntegerField(default=0)  # minutes since 1970
    used = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.venue_id} {self.used}"


class FetcherLease(models.Model):
    """Which fetcher is the active one, until when. A standby takes over once the time is over."""

    wagtail_reference_index_ignore = True

    name = models.CharField(max_length=20, primary_key=True)
    holder = models.CharField(max_length=80)
    taken_at = models.DateTimeField()
    renewed_at = models.DateTimeField()  # the fetcher's heartbeat
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.holder} {self.expires_at}"


class FetchRun(models.Model):
    """One turn of one series; the last fourteen days are kept."""

    wagtail_reference_index_ignore = True

    series = models.ForeignKey(Series, models.CASCADE, related_name="runs")
    at = models.DateTimeField(db_index=True)
    outcome = models.CharField("ผล", max_length=15)
    changed = models.PositiveIntegerField("แท่งที่เปลี่ยน", default=0)
    milliseconds = models.PositiveIntegerField("ใช้เวลา", default=0)
    detail = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "การดึงข้อมูล"
        verbose_name_plural = "การดึงข้อมูล"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.series_id} {self.outcome}"


class DailyJob(models.Model):
    """When a job of the fetcher was begun last, so that of several fetchers one does it once a day."""

    wagtail_reference_index_ignore = True

    name = models.CharField(max_length=40, primary_key=True)
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.name} {self.day}"


class StopAlert(models.Model):
    """A series used in a published lesson has stopped. The row goes when the series is well again: one mail a stop."""

    wagtail_reference_index_ignore = True

    series = models.OneToOneField(Series, models.CASCADE, related_name="stop_alert")
    noticed_at = models.DateTimeField("พบเมื่อ")
    sent_at = models.DateTimeField("ส่งอีเมลเมื่อ", null=True)
    next_try_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "การแจ้งว่าชุดราคาหยุด"
        verbose_name_plural = "การแจ้งว่าชุดราคาหยุด"

    def __str__(self) -> str:
        return f"{self.series_id} {self.noticed_at}"
