"""A published quiz as one paper: the same questions in the same order for its sheets and for its key."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from quizzes import selectors, versions
from quizzes.content import Content
from quizzes.models import QuestionVersion, Quiz
from quizzes.refusals import PaperChanged
from quizzes.selection import Member, Place, draw, lay_out

# what is drawn from the bank is drawn alike on every day, so that a key printed later fits the sheets
_SEED = 0


@dataclass(frozen=True)
class Paper:
    quiz: Quiz
    questions: tuple[tuple[Place, Content], ...]

    @property
    def edition(self) -> tuple[str, ...]:
        """Return what was asked in which versions, in order: with it the same paper can be made again later."""
        return tuple(place["version"] for place, _ in self.questions)

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may print it: what is assigned, timed or counted is first seen when it is begun."""
        quiz = self.quiz
        is_free = quiz.time_limit_minutes is None and quiz.attempts_allowed is None
        return quiz.preset == Quiz.Preset.PRACTICE and is_free


def paper_of(*, slug: str, edition: Sequence[str] | None = None) -> Paper | None:
    """Return the paper of a published quiz, choices as their author put them; None when there is nothing to ask.

    `edition`: the paper as it was printed then (its `edition`), whatever has been published or taken out since; keep
    it with what was printed. At most three queries. Raises PaperChanged for an edition of what was never published.
    """
    found = _today(slug) if edition is None else _as_printed(slug, edition)
    if found is None:
        return None
    quiz, members = found
    contents = versions.contents(versions=[member.version for member in members])
    layout = lay_out(selectors.candidates(members=members), seed=_SEED, shuffle_choices=False)
    return Paper(quiz, tuple((place, contents[place["version"]]) for place in layout))


def _today(slug: str) -> tuple[Quiz, list[Member]] | None:
    entries = selectors.entries_of(slug=slug)
    return (entries.quiz, draw(entries.entries, seed=_SEED, met={})) if entries else None


def _as_printed(slug: str, edition: Sequence[str]) -> tuple[Quiz, list[Member]] | None:
    """Return what an edition asks. Two queries."""
    quiz = Quiz.objects.filter(slug=slug, first_published_at__isnull=False).first()
    return (quiz, _members(edition)) if quiz else None


def _members(edition: Sequence[str]) -> list[Member]:
    """Return the questions of an edition. One query."""
    try:
        keys = [uuid.UUID(key) for key in edition]
    except ValueError as error:
        raise PaperChanged from error
    question_of = dict(QuestionVersion.objects.filter(pk__in=keys).values_list("pk", "question_id"))
    if not keys or len(set(keys)) != len(keys) or question_of.keys() != set(keys):
        raise PaperChanged
    return [Member(question_of[key], key.hex) for key in keys]
