"""The library of scam patterns."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from lessons import lexicon, library, linked_data, outline
from lessons.blocks import ActionBlock, CaseBlock, FlagBlock, StepBlock
from lessons.models.lists import ListField
from lessons.models.page import BasePage


class PatternIndexPage(BasePage):
    introduction = models.TextField("เกริ่นนำ", blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["lessons.HomePage"]
    subpage_types = ["lessons.ScamPatternPage"]
    template = "lessons/pattern_index_page.html"
    max_count = 1

    class Meta:
        verbose_name = "คลังกลโกง"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Filter by what the address asks for; what it does not know of is not asked for."""
        every = list(library.read().patterns.values())
        filters = [
            {"name": name, "label": label, "options": options, "chosen": _chosen(request, name, options)}
            for name, label, options in (
                ("channel", "มาทางไหน", ScamPatternPage.CHANNELS),
                ("target", "เข้าหาใคร", ScamPatternPage.TARGETS),
                ("asset", "เอาอะไรไป", ScamPatternPage.ASSETS),
            )
        ]
        channel, target, asset = (str(one["chosen"]) for one in filters)
        shown = [
            item
            for item in every
            if (not channel or channel in item.channels)
            and (not target or target in item.targets or "ทุกคน" in item.targets)
            and asset in {"", item.asset}
        ]
        return {
            **super().get_context(request, *args, **kwargs),
            "patterns": shown,
            "total": len(every),
            "filters": filters,
            "is_filtered": bool(channel or target or asset),
        }


def _chosen(request: HttpRequest, name: str, options: Sequence[tuple[str, str]]) -> str:
    asked = request.GET.get(name, "")
    return asked if asked in dict(options) else ""


class ScamPatternPage(BasePage):
    """How one kind of scam unfolds, how it is seen and what to do."""

    CHANNELS = [
        ("line", "แชต"),
        ("sms", "SMS"),
        ("call", "โทรศัพท์"),
        ("facebook", "โซเชียลมีเดีย"),
        ("advert", "โฆษณา"),
        ("app", "แอป"),
        ("website", "เว็บไซต์"),
        ("meeting", "พบหน้ากัน"),
    ]
    TARGETS = [(who, who) for who in ("ทุกคน", "ประชาชน", "นักเรียน", "ผู้สูงอายุ", "คนหางาน", "นักลงทุน")]
    ASSETS = [("money", "เงิน"), ("crypto", "เงินดิจิทัล"), ("identity", "ข้อมูลส่วนตัว")]

    code = models.CharField("รหัส", max_length=10, blank=True, help_text="เช่น P-01")
    other_names = models.TextField("ชื่ออื่นที่คนเรียก", blank=True, help_text="บรรทัดละหนึ่งชื่อ")
    summary = models.TextField("สรุป", help_text="หนึ่งหรือสองประโยค")
    channels = ListField("มาทางไหน", options=CHANNELS)
    targets = ListField("มักเข้าหาใคร", options=TARGETS)
    asset = models.CharField("เอาอะไรไป", max_length=20, choices=ASSETS, default="money")
    steps = StreamField([("step", StepBlock())], verbose_name="เกิดขึ้นทีละขั้น", blank=True)
    flags = StreamField([("flag", FlagBlock())], verbose_name="ธงแดง", blank=True)
    cases = StreamField([("case", CaseBlock())], verbose_name="กรณีจริงที่เผยแพร่แล้ว", blank=True)
    what_to_do = StreamField([("action", ActionBlock())], verbose_name="ทำอย่างไร", blank=True)
    contacts = ListField("แจ้งใคร ถามใคร", options=lexicon.contact_choices)
    lessons = ListField("บทเรียนที่ฝึกเรื่องนี้", options=outline.lesson_choices)
    facts = models.CharField("รหัสข้อเท็จจริง", max_length=400, blank=True, help_text="เช่น P-04, C-12")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("code"),
                FieldPanel("other_names"),
                FieldPanel("channels"),
                FieldPanel("targets"),
                FieldPanel("asset"),
            ],
            heading="จัดหมวด",
        ),
        FieldPanel("steps"),
        FieldPanel("flags"),
        FieldPanel("cases"),
        FieldPanel("what_to_do"),
        MultiFieldPanel(
            [FieldPanel("contacts"), FieldPanel("lessons"), FieldPanel("facts")], heading="เชื่อมกับ"
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("other_names", boost=2),
        index.SearchField("summary"),
        index.SearchField("steps"),
        index.SearchField("flags"),
        index.SearchField("cases"),
        index.SearchField("what_to_do"),
    ]
    parent_page_types = ["lessons.PatternIndexPage"]
    subpage_types: list[str] = []
    template = "lessons/scam_pattern_page.html"

    class Meta:
        verbose_name = "กลโกง"
        verbose_name_plural = "กลโกง"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        names = lexicon.lines(self.other_names)
        known = (lexicon.contact(key) for key in self.contacts)
        return {
            **context,
            "names": names,
            "channels": _labels(self.CHANNELS, self.channels),
            "targets": _labels(self.TARGETS, self.targets),
            "contacts": [contact for contact in known if contact is not None],
            "lessons": outline.lessons_of(self.lessons, pattern=self.slug),
            "trainings": outline.quizzes_training(pattern=self.slug),
            "structured": linked_data.article(
                origin=self.origin(context),
                url=context["canonical"],
                name=self.title,
                description=self.description,
                other_names=names,
            ),
        }


def _labels(options: Sequence[tuple[str, str]], chosen: Sequence[str]) -> list[str]:
    return [label for value, label in options if value in chosen]
