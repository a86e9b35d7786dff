"""Words explained."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin
from wagtail.search import index

from lessons import alphabet, lexicon, linked_data, outline
from lessons.facts import marks
from lessons.models.lists import ListField
from lessons.models.page import BasePage


class GlossaryPage(BasePage):
    introduction = models.TextField("เกริ่นนำ", blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["lessons.HomePage"]
    subpage_types: list[str] = []
    template = "lessons/glossary_page.html"
    max_count = 1

    class Meta:
        verbose_name = "คลังคำศัพท์"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        terms = lexicon.read().terms
        lessons = {lesson["slug"]: lesson for lesson in outline.lessons()}
        entries = [
            (
                term.term,
                {
                    "term": term,
                    "see": [terms[slug] for slug in term.see if slug in terms],
                    "lessons": [lessons[slug] for slug in term.lessons if slug in lessons],
                },
            )
            for term in terms.values()
        ]
        return {
            **context,
            "letters": alphabet.by_letter(entries),
            "structured": linked_data.term_set(
                url=context["canonical"],
                name=self.title,
                terms=[(term.slug, term.term, marks.without(term.definition)) for term in terms.values()],
            ),
        }


class GlossaryTerm(DraftStateMixin, RevisionMixin, index.Indexed, models.Model):
    slug = models.SlugField("รหัส", max_length=60, unique=True, help_text="ภาษาอังกฤษ เช่น blockchain")
    term = models.CharField("คำศัพท์", max_length=120)
    english = models.CharField("ภาษาอังกฤษ", max_length=120, blank=True)
    variants = models.TextField("แบบอื่นที่คนพิมพ์", blank=True, help_text="บรรทัดละหนึ่งแบบ ช่องค้นหาจะหาเจอทุกแบบ")
    definition = models.TextField("ความหมาย", help_text="สองหรือสามประโยค อ้างข้อเท็จจริงด้วย [G-04] ได้")
    see = ListField("ดูคำนี้ด้วย", options=lexicon.term_choices)
    lessons = ListField("บทเรียนที่ใช้คำนี้", options=outline.lesson_choices)

    panels = [
        FieldPanel("term"),
        FieldPanel("english"),
        FieldPanel("slug"),
        FieldPanel("variants"),
        FieldPanel("definition"),
        MultiFieldPanel([FieldPanel("see"), FieldPanel("lessons")], heading="เชื่อมกับ"),
    ]
    search_fields = [
        index.SearchField("term", boost=10),
        index.SearchField("english", boost=5),
        index.SearchField("variants", boost=5),
        index.SearchField("definition"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = "คำศัพท์"
        verbose_name_plural = "คำศัพท์"
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term
