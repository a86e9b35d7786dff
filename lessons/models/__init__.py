"""The page tree that citizens read, its glossary, directory and facts, and what each learner has done in it."""

from lessons.models.certificate import Certificate
from lessons.models.claim import ClaimIndexPage, ClaimPage
from lessons.models.course import CoursePage
from lessons.models.directory import Contact, DirectoryPage, EmergencyPage
from lessons.models.fact import Fact
from lessons.models.glossary import GlossaryPage, GlossaryTerm
from lessons.models.home import HomePage
from lessons.models.imported import ImportedContent
from lessons.models.info import InfoPage
from lessons.models.kit import KitPage
from lessons.models.lesson import LessonPage
from lessons.models.page import BasePage, taken_addresses
from lessons.models.record import LessonRecord
from lessons.models.scam import PatternIndexPage, ScamPatternPage

__all__ = [
    "BasePage",
    "Certificate",
    "ClaimIndexPage",
    "ClaimPage",
    "Contact",
    "CoursePage",
    "DirectoryPage",
    "EmergencyPage",
    "Fact",
    "GlossaryPage",
    "GlossaryTerm",
    "HomePage",
    "ImportedContent",
    "InfoPage",
    "KitPage",
    "LessonPage",
    "LessonRecord",
    "PatternIndexPage",
    "ScamPatternPage",
    "taken_addresses",
]
