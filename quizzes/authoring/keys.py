"""The key of a printed quiz, for those who may see questions in the CMS."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from quizzes.models import Quiz
from quizzes.papers import paper_of
from quizzes.presentation import printing


@require_safe
@cache_control(private=True, no_store=True)
def print_key(request: HttpRequest, quiz_id: int) -> HttpResponse:
    """Show sheets and key of a published quiz, to be printed; a sentence while it is not published."""
    if not request.user.has_perm("quizzes.view_quiz"):
        raise PermissionDenied
    quiz = get_object_or_404(Quiz, pk=quiz_id)
    paper = paper_of(slug=quiz.slug) if quiz.live else None
    context = {
        "quiz": quiz,
        "keys": [printing.key(place, content) for place, content in paper.questions] if paper else [],
        "sheets_are_public": bool(paper and paper.is_public),
        "sheets": [printing.sheet(place, content) for place, content in paper.questions] if paper else [],
    }
    return TemplateResponse(request, "quizzes/paper/key.html", context)
