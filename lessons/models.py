"""The page tree that citizens read, and what each learner has done in it."""

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from accounts.models import Learner
from lessons.blocks import CalloutBlock, FigureBlock, TextBlock
from market_data.blocks import CandleChartBlock
from quizzes.models import Quiz


class BasePage(Page):
    """What every public page shares: identical HTML for every visitor, cacheable."""

    class Meta:
        abstract = True


class HomePage(BasePage):
    introduction = models.TextField("ประโยคแนะนำเว็บไซต์", blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["lessons.CoursePage"]
    template = "lessons/home_page.html"
    max_count = 1

    class Meta:
        verbose_name = "หน้าแรก"


class CoursePage(BasePage):
    code = models.CharField("รหัสวิชา", max_length=10, blank=True)
    introduction = models.TextField("วิชานี้เกี่ยวกับอะไร", blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("code"), FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    parent_page_types = ["lessons.HomePage"]
    subpage_types = ["lessons.LessonPage"]
    template = "lessons/course_page.html"

    class Meta:
        verbose_name = "วิชา"


class LessonPage(BasePage):
    code = models.CharField("รหัสบท", max_length=10, blank=True)
    duration_minutes = models.PositiveSmallIntegerField("เวลาเรียน (นาที)", default=6)
    audience = models.CharField("เหมาะกับ", max_length=120, blank=True)
    objectives = RichTextField("จุดประสงค์", features=["ul"], blank=True)
    introduction = models.TextField("เกริ่นนำ", blank=True)
    body = StreamField(
        [
            ("text", TextBlock()),
            ("callout", CalloutBlock()),
            ("figure", FigureBlock()),
            ("chart", CandleChartBlock()),
        ],
        verbose_name="เนื้อหา",
        blank=True,
    )
    sources = RichTextField("แหล่งข้อมูล", features=["ol", "ul", "link"], blank=True)
    reviewed_on = models.DateField("ทบทวนข้อมูลเมื่อ", null=True, blank=True)
    closing_quiz = models.ForeignKey(
        Quiz, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="แบบทดสอบท้ายบท"
    )

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("code"),
                FieldPanel("duration_minutes"),
                FieldPanel("audience"),
                FieldPanel("objectives"),
            ],
            heading="เกี่ยวกับบทนี้",
        ),
        FieldPanel("introduction"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("sources"), FieldPanel("reviewed_on")], heading="แหล่งข้อมูล"),
        FieldPanel("closing_quiz"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    parent_page_types = ["lessons.CoursePage"]
    subpage_types: list[str] = []
    template = "lessons/lesson_page.html"

    class Meta:
        verbose_name = "บทเรียน"


class LessonRecord(models.Model):
    """What one learner has done with one lesson. Made when the closing quiz is opened for the first time."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="lesson_records")
    lesson = models.ForeignKey(LessonPage, models.CASCADE, related_name="records")
    started_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)  # the closing quiz was finished once; never taken back
    best_fraction = models.FloatField(null=True)  # 0–1, best result of the closing quiz
    touched_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "lesson"], name="one_record_per_lesson")]
        indexes = [models.Index(fields=["learner", "-touched_at"], name="record_of_learner")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.lesson_id}"


class ImportedContent(models.Model):
    """What a content file last put into the CMS, so that loading again never overwrites an educator's edit."""

    key = models.CharField(max_length=120, unique=True)  # e.g. lesson:k2
    digest = models.CharField(max_length=64)  # sha256 of the file's part
    revision_id = models.PositiveBigIntegerField()  # the revision that the loader published

    def __str__(self) -> str:
        return self.key
