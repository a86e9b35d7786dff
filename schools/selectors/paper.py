"""A piece of work on paper: its forms, who has which, and what has come in."""

from dataclasses import dataclass

from django.http import Http404

from quizzes.models import Attempt, Quiz
from quizzes.papers import Paper, paper_of
from quizzes.refusals import PaperChanged
from schools import paper_keys
from schools.models import Assignment, AssignmentItem, Membership, Submission
from schools.selectors.gradebook import asked_by


@dataclass(frozen=True)
class Form:
    """One quiz of the work on paper; `half`: of which half of the class it is, None for all."""

    item: AssignmentItem
    quiz: Quiz
    half: int | None


@dataclass(frozen=True)
class Line:
    """One pupil of the grid."""

    pupil: Membership
    done: Submission | None
    is_open: bool  # on a screen, at this moment


@dataclass(frozen=True)
class Grid:
    form: Form
    questions: tuple[paper_keys.Keyed, ...]
    edition: str  # versions, joined by spaces
    lines: tuple[Line, ...]

    @property
    def not_keyed(self) -> tuple[paper_keys.Keyed, ...]:
        return tuple(each for each in self.questions if not each.can_be_keyed)


def forms_of(*, assignment: Assignment) -> list[Form]:
    """Return the quizzes of the work in order; two where forms A and B are swapped. One query."""
    found = []
    for item in assignment.items.select_related("quiz", "swapped_quiz"):
        if item.quiz is not None:
            found.append(Form(item, item.quiz, 0 if item.swapped_quiz else None))
        if item.swapped_quiz is not None:
            found.append(Form(item, item.swapped_quiz, 1))
    return found


def grid_of(*, assignment: Assignment, form: Form, edition: str = "") -> Grid | None:
    """Return what is to be typed in; None where the quiz has nothing to ask. `edition`: as it was shown before."""
    paper = _paper(form, edition)
    if paper is None:
        return None
    pupils = asked_by(assignment)
    if form.half is not None:
        pupils = pupils.filter(half=form.half)
    done = {}
    running = set()
    rows = Submission.objects.filter(assignment=assignment, item=form.item).select_related("attempt")
    for row in rows.order_by("attempt__started_at"):
        if row.attempt.state == Attempt.State.FINISHED:
            done[row.membership_id] = row
        elif row.attempt.state == Attempt.State.OPEN:
            running.add(row.membership_id)
    lines = [Line(pupil, done.get(pupil.pk), pupil.pk in running) for pupil in pupils]
    lines.sort(key=lambda line: (line.pupil.number is None, line.pupil.number or 0))
    questions = tuple(
        paper_keys.keyed(place["slot"], content, place["parts"]) for place, content in paper.questions
    )
    return Grid(form, questions, " ".join(paper.edition), tuple(lines))


def _paper(form: Form, edition: str) -> Paper | None:
    try:
        return paper_of(slug=form.quiz.slug, edition=edition.split() if edition else None)
    except PaperChanged as error:
        raise Http404("no such edition") from error
