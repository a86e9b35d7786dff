"""Facts: what lessons may say, who says so, and when somebody last looked."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from wagtail import blocks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, RevisionMixin
from wagtail.search import index


class SourceBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="หน่วยงานและชื่อหน้า", max_length=240)
    url = blocks.URLBlock(
        label="ลิงก์",
        max_length=600,
        required=False,
        help_text="เว้นว่างไว้ถ้ายังไม่แน่ใจว่าเป็นหน้านี้ หน้าเว็บจะแสดงชื่อแหล่งโดยไม่มีลิงก์",
    )
    date = blocks.CharBlock(
        label="วันที่เผยแพร่", max_length=60, help_text="เช่น 2025-11-24 หรือ พ.ย. 2568 หรือ ไม่ระบุวันที่"
    )

    class Meta:
        icon = "link"
        label = "แหล่งข้อมูล"
        description = "หน้าเว็บหนึ่งหน้าที่ยืนยันเรื่องนี้"
        preview_value = {
            "title": "สถาบันคุ้มครองเงินฝาก",
            "url": "https://www.dpa.or.th/",
            "date": "ไม่ระบุวันที่",
        }


class FactForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        """Refuse to publish a claim without words or without a source; a draft may lack both."""
        data: dict[str, Any] = super().clean()
        if self.is_deferred_validation or data.get("label") == Fact.Label.UNVERIFIED:
            return data
        if not data.get("statement"):
            self.add_error("statement", "โปรดเขียนข้อเท็จจริงก่อนเผยแพร่")
        if not data.get("sources"):
            self.add_error("sources", "ข้อเท็จจริงต้องมีแหล่งข้อมูลอย่างน้อยหนึ่งแหล่งจึงจะเผยแพร่ได้")
        return data


class Fact(DraftStateMixin, RevisionMixin, index.Indexed, models.Model):
    """One thing that texts may say by citing its code. An unverified one is kept so that citing it is refused."""

    class Label(models.TextChoices):
        OWNER = "V-A", "V-A: เห็นในหน้าของหน่วยงานเจ้าของเรื่องหรือวารสารวิชาการ"
        PRESS = "V-B", "V-B: เห็นในหน้าของสำนักข่าว สำนักกฎหมาย หรือบริษัทวิจัยที่มีชื่อ"
        WEAK = "V-C", "V-C: แหล่งอ่อน ต้องอ้างคู่กับแหล่งที่สอง"
        UNVERIFIED = "U", "U: ยังไม่ยืนยัน ห้ามอ้าง"

    code = models.CharField(
        "รหัส",
        max_length=8,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]-\d{2}$", "รหัสต้องเป็นตัวอักษรอังกฤษใหญ่ ขีด และเลขสองหลัก เช่น L-32")],
        help_text="เช่น L-32 อ้างในเนื้อหาด้วย [L-32]",
    )
    label = models.CharField("ระดับหลักฐาน", max_length=3, choices=Label.choices, default=Label.UNVERIFIED)
    statement = models.TextField("ข้อเท็จจริง", blank=True)
    reason = models.CharField("ทำไมยังอ้างไม่ได้", max_length=240, blank=True)
    sources = StreamField([("source", SourceBlock())], verbose_name="แหล่งข้อมูล", blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ผู้ดูแล",
    )
    reviewed_on = models.DateField("ตรวจล่าสุดเมื่อ", null=True, blank=True)
    review_days = models.PositiveSmallIntegerField(
        "ทบทวนทุกกี่วัน", default=180, validators=[MinValueValidator(7), MaxValueValidator(3650)]
    )

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="fact")

    panels = [
        MultiFieldPanel([FieldPanel("code"), FieldPanel("label"), FieldPanel("reason")], heading="ข้อเท็จจริง"),
        FieldPanel("statement"),
        FieldPanel("sources"),
        MultiFieldPanel(
            [FieldPanel("owner"), FieldPanel("reviewed_on"), FieldPanel("review_days")], heading="การทบทวน"
        ),
    ]
    base_form_class = FactForm
    search_fields = [
        index.SearchField("code", boost=3),
        index.SearchField("statement"),
        index.AutocompleteField("code"),
        index.AutocompleteField("statement"),
        index.FilterField("label"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = "ข้อเท็จจริง"
        verbose_name_plural = "ข้อเท็จจริง"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} · {self.statement[:60] or self.reason[:60]}"

    @property
    def due_on(self) -> dt.date | None:
        """The day by which somebody should look again; None when nobody ever has."""
        return self.reviewed_on + dt.timedelta(days=self.review_days) if self.reviewed_on else None
