"""Windows of history frozen for lessons."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, RevisionMixin

from market_data.event_fields import EventForm, KeyPointBlock, MomentBlock
from market_data.models.source import Series


class EventChartManager(models.Manager["EventChart"]):
    """What a lesson shows of an event comes with it in one query."""

    def get_queryset(self) -> models.QuerySet["EventChart"]:
        return super().get_queryset().select_related("frozen")


class EventChart(DraftStateMixin, RevisionMixin, models.Model):
    """A window in history as educators edit it. Lessons show ``frozen``, which only publishing replaces."""

    title = models.CharField("ชื่อเหตุการณ์", max_length=120)
    slug = models.SlugField("รหัส", max_length=60, unique=True, help_text="ภาษาอังกฤษ เช่น luna-2022")
    series = models.ForeignKey(
        Series,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ชุดราคา",
        help_text="ถ้าไม่มี หรือยังไม่มีแท่งเทียนของช่วงนี้ กราฟจะแสดงเฉพาะราคาสำคัญที่ระบุไว้ข้างล่าง",
    )
    label = models.CharField("ชื่อที่แสดง", max_length=80, help_text="เช่น LUNA (Terra เดิม) / USDT")
    unit = models.CharField("หน่วยราคา", max_length=20, default="USDT")
    decimals = models.PositiveSmallIntegerField("ทศนิยมของราคา", default=2)
    since = models.DateField("ตั้งแต่วันที่")
    until = models.DateField("ถึงวันที่")
    is_log = models.BooleanField(
        "ใช้สเกลลอการิทึม", default=False, help_text="เหมาะกับราคาที่เปลี่ยนเป็นสิบเท่าหรือร้อยเท่า"
    )
    annotations = StreamField([("moment", MomentBlock())], verbose_name="เหตุการณ์ในช่วงนี้", blank=True)
    key_points = StreamField([("point", KeyPointBlock())], verbose_name="ราคาสำคัญ", blank=True)
    provenance = models.CharField("ที่มาของข้อมูลราคา", max_length=240)
    licence = models.CharField("สิทธิในการใช้ข้อมูล", max_length=120, blank=True)
    frozen = models.ForeignKey(
        "market_data.EventFreeze", models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = EventChartManager()
    base_form_class = EventForm

    class Meta:
        verbose_name = "กราฟเหตุการณ์"
        verbose_name_plural = "กราฟเหตุการณ์"
        ordering = ["-since", "title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since__lte=models.F("until")), name="event_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        # an empty field has said so itself: its value is None here, whatever its type says
        since: dt.date | None = self.since
        until: dt.date | None = self.until
        if since and until and until < since:
            errors["until"] = "วันสิ้นสุดต้องไม่มาก่อนวันเริ่ม"
        if self.series and self.series.venue.is_simulated:
            errors["series"] = "กราฟเหตุการณ์ใช้ข้อมูลจริงเท่านั้น โปรดเลือกชุดราคาจริง หรือเว้นว่างแล้วใส่ราคาสำคัญ"
        last_day = self.series.last_day if self.series else None
        if last_day and until and until > last_day:
            errors["until"] = "ชุดราคานี้สิ้นสุดก่อนวันนี้ หลังจากนั้นชื่อเดียวกันเป็นสินทรัพย์อื่น"
        if not self.series and not self.key_points:
            errors["key_points"] = "เลือกชุดราคา หรือใส่ราคาสำคัญพร้อมแหล่งข้อมูลอย่างน้อยหนึ่งจุด"
        if errors:
            raise ValidationError(errors)


class EventFreeze(models.Model):
    """What an event showed from one publish to the next. Never changed, never overwritten."""

    event = models.ForeignKey(EventChart, models.CASCADE, related_name="freezes")
    number = models.PositiveIntegerField()
    content = models.TextField()  # canonical JSON: see market_data.events
    sha256 = models.CharField(max_length=64)  # of the content's UTF-8
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="one_freeze_per_number")]

    def __str__(self) -> str:
        return f"{self.event_id} #{self.number}"
