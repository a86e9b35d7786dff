"""What the CMS has already: a part of the files may refer to it."""

from lessons.content_check import Known
from lessons.facts import book
from lessons.models import ClaimPage, Contact, CoursePage, GlossaryTerm, LessonPage, ScamPatternPage
from lessons.services.curriculum.snippets import lines
from quizzes.models import Question, Quiz


def known_content() -> Known:
    """Return the names of everything that files may refer to, drafts too."""
    terms = GlossaryTerm.objects.values_list("slug", "term", "english", "variants")
    names = {
        name.casefold() for slug, term, english, more in terms for name in (slug, term, english, *lines(more))
    }
    slugs = {
        "course": CoursePage.objects.values_list("slug", flat=True),
        "lesson": LessonPage.objects.values_list("slug", flat=True),
        "pattern": ScamPatternPage.objects.values_list("slug", flat=True),
        "claim": ClaimPage.objects.values_list("slug", flat=True),
        "term": GlossaryTerm.objects.values_list("slug", flat=True),
        "contact": Contact.objects.values_list("key", flat=True),
        "quiz": Quiz.objects.values_list("slug", flat=True),
        "question": Question.objects.values_list("code", flat=True),
    }
    return Known(
        facts=book.facts(),
        slugs={kind: frozenset(rows) for kind, rows in slugs.items()},
        terms=frozenset(names - {""}),
    )
