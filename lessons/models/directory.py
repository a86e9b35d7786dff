"""Where to check, to ask and to report; and the page for somebody who has just transferred money."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, RevisionMixin
from wagtail.search import index

from lessons import lexicon
from lessons.blocks import WORDS
from lessons.models.page import BasePage

CONTACT_DAYS = 90  # telephone numbers change sooner than laws


class ContactForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        """Refuse to publish what somebody has said must wait."""
        data: dict[str, Any] = super().clean()
        if data.get("reason") and not self.is_deferred_validation:
            self.add_error("reason", "ยังเผยแพร่ไม่ได้เพราะเหตุผลนี้ เมื่อตรวจกับหน้าทางการแล้วให้ลบออก แล้วเผยแพร่")
        return data


class Contact(DraftStateMixin, RevisionMixin, models.Model):
    """One office, written once: no page types a telephone number of its own."""

    KINDS = [
        ("report", "แจ้งเหตุ"),
        ("bank", "ธนาคาร"),
        ("check", "ตรวจสอบ"),
        ("ask", "สอบถาม"),
        ("help", "ขอความช่วยเหลือ"),
    ]

    key = models.SlugField("รหัส", max_length=60, unique=True, help_text="ภาษาอังกฤษ เช่น aoc-1441")
    name = models.CharField("ชื่อหน่วยงาน", max_length=160)
    kind = models.CharField("ใช้เมื่อ", max_length=20, choices=KINDS)
    phone = models.CharField("โทรศัพท์", max_length=40, blank=True)
    url = models.URLField("เว็บไซต์", max_length=300, blank=True)
    hours = models.CharField("เวลาทำการ", max_length=120, blank=True)
    what_for = models.TextField("ติดต่อเรื่องอะไร")
    note = models.TextField("หมายเหตุ", blank=True)
    facts = models.CharField("รหัสข้อเท็จจริง", max_length=200, blank=True, help_text="เช่น C-01")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ผู้ดูแล",
    )
    checked_on = models.DateField("ตรวจล่าสุดเมื่อ")
    review_days = models.PositiveSmallIntegerField(
        "ทบทวนทุกกี่วัน",
        default=CONTACT_DAYS,
        validators=[MinValueValidator(7), MaxValueValidator(3650)],
    )
    reason = models.CharField(
        "ทำไมยังไม่เผยแพร่", max_length=240, blank=True, help_text="เขียนไว้เมื่อยังต้องตรวจ หน้าเว็บจะยังไม่แสดงหน่วยงานนี้"
    )
    order = models.PositiveSmallIntegerField("ลำดับ", default=0)

    panels = [
        FieldPanel("name"),
        FieldPanel("key"),
        FieldPanel("kind"),
        MultiFieldPanel([FieldPanel("phone"), FieldPanel("url"), FieldPanel("hours")], heading="ติดต่อ"),
        FieldPanel("what_for"),
        FieldPanel("note"),
        MultiFieldPanel(
            [
                FieldPanel("owner"),
                FieldPanel("checked_on"),
                FieldPanel("review_days"),
                FieldPanel("reason"),
                FieldPanel("facts"),
                FieldPanel("order"),
            ],
            heading="ตรวจสอบ",
        ),
    ]
    base_form_class = ContactForm

    class Meta:
        verbose_name = "หน่วยงานในสมุดรายชื่อ"
        verbose_name_plural = "สมุดรายชื่อ แจ้งใคร ถามใคร"
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def due_on(self) -> dt.date:
        """The day by which somebody should look again."""
        return self.checked_on + dt.timedelta(days=self.review_days)


class DirectoryPage(BasePage):
    introduction = models.TextField("เกริ่นนำ", blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["lessons.HomePage"]
    subpage_types: list[str] = []
    template = "lessons/directory_page.html"
    max_count = 1

    class Meta:
        verbose_name = "หน้าสมุดรายชื่อ"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        contacts = list(lexicon.read().contacts.values())
        groups = [
            {"kind": kind, "label": label, "contacts": [item for item in contacts if item.kind == kind]}
            for kind, label in Contact.KINDS
        ]
        return {
            **super().get_context(request, *args, **kwargs),
            "groups": [group for group in groups if group["contacts"]],
        }


class EmergencyPage(BasePage):
    """The page “เพิ่งโอนเงินไป”: short, without charts, kept by the service worker, with a card to print."""

    introduction = models.TextField("เกริ่นนำ", blank=True)
    body = StreamField(WORDS, verbose_name="เนื้อหา", blank=True)
    card_lines = models.TextField("การ์ดพกติดตัว", blank=True, help_text="บรรทัดละหนึ่งข้อ พิมพ์ออกมาเป็นการ์ดได้")
    reviewed_on = models.DateField("ทบทวนข้อมูลเมื่อ", null=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("body"),
        FieldPanel("card_lines"),
        FieldPanel("reviewed_on"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    parent_page_types = ["lessons.HomePage"]
    subpage_types: list[str] = []
    template = "lessons/emergency_page.html"
    max_count = 1

    class Meta:
        verbose_name = "หน้าเพิ่งโอนเงินไป"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "card": lexicon.lines(self.card_lines)}
