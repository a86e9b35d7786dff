"""Questions of an attempt as HTML. One that is not answered yet is kept in the process: it looks the same to everybody
who has it at the same place with its parts in the same order, because a version never changes. What somebody answered is
never kept.
"""

from collections.abc import Iterable, Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from quizzes.presentation import QuestionView
from quizzes.process_cache import ProcessCache
from quizzes.selection import Place

_Key = tuple[str, int, tuple[str, ...], int, bool]
_kept: ProcessCache[_Key, SafeString] = ProcessCache(4_000)  # ≈ 3 kB each; four options stand in 24 orders


def questions_html(
    questions: Iterable[QuestionView], layout: Sequence[Place], *, practice: bool
) -> list[SafeString]:
    """Return the questions of an attempt in its order; `practice`: each may be checked at once."""
    return [
        _question_html(question, place, total=len(layout), practice=practice)
        for question, place in zip(questions, layout, strict=True)
    ]


def _question_html(question: QuestionView, place: Place, *, total: int, practice: bool) -> SafeString:
    key = (place["version"], place["slot"], tuple(place["parts"]), total, practice)
    is_untouched = not question.sequence
    html = _kept.get(key) if is_untouched else None
    if html is None:
        shown = {"question": question, "total": total, "practice": practice, "attempt": True}
        html = render_to_string("quizzes/question.html", shown)
        if is_untouched:
            _kept.put(key, html)
    return html
