"""A published quiz as one paper: the same questions in the same order for its sheets and for its key."""

from dataclasses import dataclass

from quizzes import selectors, versions
from quizzes.content import Content
from quizzes.models import Quiz
from quizzes.selection import Place, draw, lay_out

# what is drawn from the bank is drawn alike on every day, so that a key printed later fits the sheets
_SEED = 0


@dataclass(frozen=True)
class Paper:
    quiz: Quiz
    questions: tuple[tuple[Place, Content], ...]

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may print it: what is assigned, timed or counted is first seen when it is begun."""
        quiz = self.quiz
        is_free = quiz.time_limit_minutes is None and quiz.attempts_allowed is None
        return quiz.preset == Quiz.Preset.PRACTICE and is_free


def paper_of(*, slug: str) -> Paper | None:
    """Return the paper of a published quiz, choices as their author put them; None when there is nothing to ask.

    At most three queries.
    """
    entries = selectors.entries_of(slug=slug)
    if entries is None:
        return None
    members = draw(entries.entries, seed=_SEED, met={})
    contents = versions.contents(versions=[member.version for member in members])
    layout = lay_out(selectors.candidates(members=members), seed=_SEED, shuffle_choices=False)
    return Paper(entries.quiz, tuple((place, contents[place["version"]]) for place in layout))
