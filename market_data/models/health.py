"""How each source has been answering."""

from django.db import models

from market_data.models.source import Venue


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
