"""Short reviews: what is due for a learner today, and a small practice attempt of it."""

import datetime as dt
import secrets
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.timezone import get_default_timezone

from accounts.models import Learner
from quizzes import layouts, selectors, services, skills
from quizzes.insight import knowledge
from quizzes.models import Attempt, Question, QuestionVersion, Quiz, SkillState
from quizzes.refusals import QuizClosed
from quizzes.selection import Member, Pool, draw, lay_out
from quizzes.signals import attempt_started
from quizzes.skills import Gain, Level, Skill
from quizzes.terms import Rules, Terms

SLUG = "boosters"  # of the quiz that all short reviews belong to; it is never published
TITLE = "ทบทวนสั้น ๆ"
# questions in a short review that a higher app asks for
LEAST_ASKED, MOST_ASKED = 5, 10


@dataclass(frozen=True)
class Card:
    """What "การเรียนของฉัน" says about short reviews."""

    due: int  # questions for today
    lasting: int  # objectives known for good
    known: int  # objectives known, the lasting ones not counted
    next_on: dt.datetime | None = None  # when the next one comes, where nothing is due

    @property
    def is_empty(self) -> bool:
        return not (self.due or self.lasting or self.known)


@dataclass(frozen=True)
class FormGain:
    """Before → after on two parallel forms."""

    title: str
    gain: Gain


@dataclass(frozen=True)
class Standing:
    """One objective as the learner stands in it today."""

    objective: str
    label: str
    has_fallen: bool  # was known better once


_MOST_SHOWN = 40


def standing(*, learner_id: uuid.UUID | None) -> list[Standing]:
    """Return what the learner can do, what has fallen first, then what moved last. One query, none for nobody."""
    if learner_id is None:
        return []
    rows = SkillState.objects.filter(learner=learner_id).order_by("-changed_at")[:_MOST_SHOWN]
    found = [
        Standing(row.objective, skills.LEVEL_LABELS[Level(row.level)], row.level < row.best) for row in rows
    ]
    return sorted(found, key=lambda each: not each.has_fallen)


def card(*, learner_id: uuid.UUID | None, now: dt.datetime) -> Card:
    """Return what to say about a learner's short reviews. One query, none for nobody."""
    known = _askable(learner_id) if learner_id else []
    waiting = [each.review.due_at for each in known if each.review and each.review.due_at > now]
    levels = Counter(each.level for each in known)
    return Card(
        due=len(_due(known, now)),
        lasting=levels[Level.LASTS],
        known=levels[Level.KNOWS],
        next_on=min(waiting, default=None),
    )


def start(
    *,
    learner: Learner,
    now: dt.datetime,
    objectives: Collection[str] | None = None,
    terms: Terms | None = None,
) -> Attempt | None:
    """Return the learner's open short review, else a new one of what is due today; None when nothing is.

    `objectives`: ask about these, due or not, at least LEAST_ASKED and at most MOST_ASKED questions as far as there
    are any. `terms`: the rules where a higher app asks for it (see services.start_attempt). Raises QuizClosed,
    NoAttemptsLeft by the terms.
    """
    occasion = terms.occasion if terms else ""
    past = selectors.past_of(learner_id=learner.pk, slug=SLUG, occasion=occasion)
    if past.running is not None and not services.close_if_overdue(past.running, now=now):
        return past.running
    if objectives is None:
        objectives = [skill.objective for skill in _due(_askable(learner.pk), now)]
    members = _members(set(objectives))
    asked = [name for name in dict.fromkeys(objectives) if members[name]][:MOST_ASKED]
    each = 1 if terms is None or not asked else max(1, -(-LEAST_ASKED // len(asked)))
    seed = secrets.randbelow(2**31)
    drawn = draw([Pool(each, tuple(members[name])) for name in asked], seed=seed, met=past.met)[:MOST_ASKED]
    if not drawn:
        return None
    objective = {member.question: name for name in asked for member in members[name]}
    layout = [
        {**place, "objective": objective[place["question"]]}
        for place in lay_out(selectors.candidates(members=drawn), seed=seed, shuffle_choices=True)
    ]
    quiz, _ = Quiz.objects.get_or_create(slug=SLUG, defaults={"title": TITLE, "live": False})
    rules = terms or Rules(preset=Attempt.Preset.PRACTICE)
    if rules.is_closed(now=now):
        raise QuizClosed(quiz)
    services.refuse_more_than_allowed(quiz, rules, occasion=occasion, learner=learner, had=past.had)
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                learner=learner,
                quiz=quiz,
                seed=seed,
                layout=layout,
                pass_percent=quiz.pass_percent,
                preset=rules.preset,
                occasion=occasion,
                started_at=now,
                deadline=rules.deadline(started_at=now, limit_minutes=None),
                feedback_at=rules.feedback_at,
                is_held=rules.is_held,
            )
            attempt_started.send(sender=Attempt, attempt=attempt, now=now)
    except IntegrityError:
        # a double click: constraint one_open_attempt
        return selectors.past_of(learner_id=learner.pk, slug=SLUG, occasion=occasion).running
    layouts.remember(attempt)
    return attempt


def gains(*, learner_id: uuid.UUID | None) -> list[FormGain]:
    """Return before → after for every pair of parallel forms of which the learner took both. One query.

    Before is the first attempt of either form, after the latest one of the other form since then.
    """
    if learner_id is None:
        return []
    pairs: dict[frozenset[int], list[tuple[int, str, list[float]]]] = defaultdict(list)
    known = Attempt.objects.filter(learner=learner_id, state=Attempt.State.FINISHED, result_waits=False)
    rows = known.filter(
        Q(quiz__parallel_form__isnull=False) | Exists(Quiz.objects.filter(parallel_form=OuterRef("quiz")))
    )
    partner_of = Subquery(Quiz.objects.filter(parallel_form=OuterRef("quiz")).order_by("pk").values("pk")[:1])
    for quiz_id, title, partner, other_partner, marks in (
        rows.annotate(partner=partner_of)
        .order_by("finished_at")
        .values_list("quiz_id", "quiz__title", "quiz__parallel_form", "partner", "marks")
    ):
        pairs[frozenset({quiz_id, partner or other_partner})].append((quiz_id, title, marks))
    found = []
    for taken in pairs.values():
        first_quiz, title, before = taken[0]
        after = next((marks for quiz_id, _, marks in reversed(taken) if quiz_id != first_quiz), [])
        gain = skills.gain(before=before, after=after)
        if gain is not None:
            found.append(FormGain(title, gain))
    return found


def _askable(learner_id: uuid.UUID) -> list[Skill]:
    """Return the learner's skills for which there is still a published question. One query."""
    published = Question.objects.filter(live=True, objective=OuterRef("objective"))
    rows = SkillState.objects.filter(Exists(published), learner=learner_id)
    return [knowledge.skill_of(row) for row in rows]


def _due(known: list[Skill], now: dt.datetime) -> list[Skill]:
    return skills.boosters(known, now=now, zone=get_default_timezone())


def _members(objectives: set[str]) -> dict[str, list[Member]]:
    """Return the published questions of objectives, in their newest versions. One query."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    rows = (
        Question.objects.filter(live=True, objective__in=objectives)
        .annotate(version_id=Subquery(newest.values("pk")[:1]))
        .filter(version_id__isnull=False)
        .order_by("pk")
        .values_list("objective", "pk", "version_id")
    )
    members: dict[str, list[Member]] = defaultdict(list)
    for objective, pk, version in rows:
        members[objective].append(Member(pk, version.hex))
    return members
