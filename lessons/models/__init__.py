"""The page tree that citizens read, and what each learner has done in it."""

from lessons.models.course import CoursePage
from lessons.models.fact import Fact
from lessons.models.home import HomePage
from lessons.models.imported import ImportedContent
from lessons.models.lesson import LessonPage
from lessons.models.page import BasePage, taken_addresses
from lessons.models.record import LessonRecord

__all__ = [
    "BasePage",
    "CoursePage",
    "Fact",
    "HomePage",
    "ImportedContent",
    "LessonPage",
    "LessonRecord",
    "taken_addresses",
]
