"""What can be given as work: lessons, whole courses, before/after pairs, quizzes, and what this class still misses."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Count, Q

from lessons import library, outline
from lessons.models import CoursePage, LessonPage
from lessons.tree import LessonItem
from quizzes.insight import boosters
from quizzes.models import Question, Quiz, SkillState
from quizzes.skills import Level
from schools.models import Assignment, Classroom
from schools.selectors.work import question_count, quiz_minutes

Kind = Assignment.Kind
MOST_OBJECTIVES = boosters.MOST_ASKED


@dataclass(frozen=True)
class Part:
    """One step that an assignment is to have."""

    lesson: int | None = None
    quiz: int | None = None
    swapped_quiz: int | None = None


@dataclass(frozen=True)
class Material:
    """Something that can be given as work; `key` names it in addresses."""

    key: str
    kind: str
    title: str
    parts: tuple[Part, ...]
    minutes: int
    kit_url: str = ""
    note: str = ""


@dataclass(frozen=True)
class CourseMaterial:
    """What one course offers."""

    whole: Material
    pair: Material | None
    lessons: tuple[Material, ...] = field(default=())


@dataclass(frozen=True)
class Missed:
    """An objective that pupils of a class have tried and do not know yet."""

    objective: str
    pupils: int


def catalogue() -> tuple[list[CourseMaterial], list[Material]]:
    """Return what the courses offer, and the quizzes that belong to none. Five queries."""
    quizzes = _quizzes()
    closing = dict(
        LessonPage.objects.filter(live=True, closing_quiz__live=True).values_list("pk", "closing_quiz")
    )
    forms = {
        row["pk"]: row
        for row in CoursePage.objects.filter(live=True).values(
            "pk", "course_quiz", "before_form", "after_form"
        )
    }
    courses, used = [], set(closing.values())
    for course in outline.read():
        lessons = tuple(_lesson(each, closing, quizzes) for each in course["lessons"])
        row = forms.get(course["id"], {})
        used |= {row.get(name) for name in ("course_quiz", "before_form", "after_form")}
        kit = library.kit_of(course["url"])
        name = f"{course['code']} {course['title']}".strip()
        final = row.get("course_quiz")
        parts = [part for lesson in lessons for part in lesson.parts]
        minutes = sum(lesson.minutes for lesson in lessons)
        if final in quizzes:
            parts.append(Part(quiz=final))
            minutes += _minutes(quizzes[final])
        whole = Material(
            f"course-{course['id']}", Kind.COURSE, name, tuple(parts), minutes, kit.url if kit else ""
        )
        pair = _pair(course["id"], name, row, quizzes)
        if parts:
            courses.append(CourseMaterial(whole, pair, lessons))
    others = [
        Material(f"quiz-{pk}", Kind.QUIZ, quiz.title, (Part(quiz=pk),), _minutes(quiz))
        for pk, quiz in quizzes.items()
    ]
    alone = [each for each in others if each.parts[0].quiz not in used]
    return courses, alone + [each for each in others if each not in alone]


def find(key: str) -> Material | None:
    """Return the material with this key; None when there is no such thing (any more)."""
    courses, quizzes = catalogue()
    everything = [*quizzes]
    for course in courses:
        everything += [course.whole, *course.lessons, *([course.pair] if course.pair else [])]
    return next((each for each in everything if each.key == key), None)


def _quizzes() -> dict[int, Quiz]:
    quizzes = (
        Quiz.objects.filter(live=True).exclude(slug=boosters.SLUG).annotate(questions=question_count("pk"))
    )
    return {quiz.pk: quiz for quiz in quizzes.order_by("title")}


def _minutes(quiz: Quiz) -> int:
    questions: int = quiz.questions or 0
    return quiz.time_limit_minutes or quiz_minutes(questions)


def _lesson(lesson: LessonItem, closing: dict[int, int], quizzes: dict[int, Quiz]) -> Material:
    quiz = closing.get(lesson["id"])
    return Material(
        key=f"lesson-{lesson['id']}",
        kind=Kind.LESSON,
        title=f"{lesson['code']} {lesson['title']}".strip(),
        parts=(Part(lesson=lesson["id"], quiz=quiz),),
        minutes=lesson["duration_minutes"] + (_minutes(quizzes[quiz]) if quiz in quizzes else 0),
        note="" if quiz else "อ่านอย่างเดียว ไม่มีแบบทดสอบ จึงไม่มีคะแนน",
    )


def _pair(course: int, name: str, row: dict[str, int | None], quizzes: dict[int, Quiz]) -> Material | None:
    before, after = row.get("before_form"), row.get("after_form")
    if before not in quizzes or after not in quizzes or before is None:
        return None
    return Material(
        key=f"pair-{course}",
        kind=Kind.BEFORE,
        title=name,
        parts=(Part(quiz=before, swapped_quiz=after),),
        minutes=_minutes(quizzes[before]),
    )


# --- short reviews --------------------------------------------------------------------------------------
def missed_by(classroom: Classroom) -> list[Missed]:
    """Return what most pupils of a class have tried and do not know yet, the most common first. One query."""
    askable = Question.objects.filter(live=True).exclude(objective="").values("objective")
    rows = (
        SkillState.objects.filter(
            learner__memberships__classroom=classroom,
            learner__memberships__left_at=None,
            level__lt=Level.KNOWS,
            objective__in=askable,
        )
        .values("objective")
        .annotate(pupils=Count("learner", distinct=True))
        .order_by("-pupils", "objective")[:MOST_OBJECTIVES]
    )
    return [Missed(row["objective"], row["pupils"]) for row in rows]


def topics() -> dict[str, list[str]]:
    """Return the objectives that short reviews can ask about, by topic. One query."""
    rows = Question.objects.filter(live=True).exclude(Q(objective="") | Q(topic=""))
    found: dict[str, list[str]] = {}
    for topic, objective in rows.order_by("topic", "objective").values_list("topic", "objective").distinct():
        found.setdefault(topic, []).append(objective)
    return found


def spread(chosen: Collection[str], known: dict[str, list[str]]) -> list[str]:
    """Return objectives of the chosen topics, taken in turn, as many as one review asks about."""
    lists = [known[topic] for topic in chosen if topic in known]
    longest = max((len(each) for each in lists), default=0)
    turns = [each[turn] for turn in range(longest) for each in lists if turn < len(each)]
    return list(dict.fromkeys(turns))[:MOST_OBJECTIVES]


def booster() -> Material:
    return Material("booster", Kind.BOOSTER, "ทบทวนสั้น ๆ", (Part(),), minutes=5)
