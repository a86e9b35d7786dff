"""What quizzes and accounts tell lessons, and what the learner then sees."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from accounts.services import claim_learner
from lessons.models import LessonRecord
from quizzes.models import Quiz
from quizzes.next_steps import NextStep
from quizzes.signals import attempt_finished, attempt_started, next_steps_wanted
from tests.conftest import NOW
from tests.factories.accounts import carry, make_learner, make_user
from tests.factories.lessons import make_course, make_lesson, make_record
from tests.factories.quizzes import make_quiz

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


def _quiz(slug: str = "q") -> Quiz:
    return Quiz.objects.create(slug=slug, title="แบบทดสอบ")


def _attempt(learner: Any, quiz: Quiz, fraction: float | None = None, pass_percent: int = 60) -> Any:
    return SimpleNamespace(
        learner_id=learner.pk,
        quiz_id=quiz.pk,
        fraction=fraction,
        pass_percent=pass_percent,
        result_waits=False,
        occasion="",
    )


def _finish(learner: Any, quiz: Quiz, fraction: float, now: dt.datetime = NOW) -> None:
    attempt = _attempt(learner, quiz, fraction)
    attempt_finished.send(sender=Quiz, attempt=attempt, result=None, now=now)


def test_opening_the_closing_quiz_begins_the_lesson() -> None:
    quiz, learner = _quiz(), make_learner()
    lesson = make_lesson(closing_quiz=quiz)

    attempt_started.send(sender=Quiz, attempt=_attempt(learner, quiz), now=NOW)

    record = LessonRecord.objects.get()
    assert (record.lesson, record.learner, record.started_at) == (lesson, learner, NOW)
    assert record.done_at is None


def test_quiz_that_closes_no_lesson_makes_no_record() -> None:
    make_lesson()

    attempt_started.send(sender=Quiz, attempt=_attempt(make_learner(), _quiz()), now=NOW)

    assert not LessonRecord.objects.exists()


def test_every_public_lesson_that_the_quiz_closes_is_done_at_the_end() -> None:
    quiz, learner = _quiz(), make_learner()
    lessons = {make_lesson(closing_quiz=quiz).pk, make_lesson(closing_quiz=quiz).pk}
    make_lesson(closing_quiz=quiz, live=False)

    _finish(learner, quiz, 0.4)

    assert set(LessonRecord.objects.filter(done_at=NOW).values_list("lesson_id", flat=True)) == lessons


def test_worse_second_try_takes_nothing_back() -> None:
    quiz, learner = _quiz(), make_learner()
    make_lesson(closing_quiz=quiz)

    _finish(learner, quiz, 0.8)
    _finish(learner, quiz, 0.2, LATER)

    record = LessonRecord.objects.get()
    assert (record.best_fraction, record.done_at, record.touched_at) == (0.8, NOW, LATER)


def test_result_counts_though_the_lesson_was_unpublished_meanwhile() -> None:
    quiz, learner = _quiz(), make_learner()
    lesson = make_lesson(closing_quiz=quiz)
    attempt_started.send(sender=Quiz, attempt=_attempt(learner, quiz), now=NOW)
    lesson.unpublish()

    _finish(learner, quiz, 1.0, LATER)

    assert LessonRecord.objects.get().done_at == LATER


def test_joining_learners_joins_their_records() -> None:
    user, lesson = make_user(), make_lesson()
    own, device = make_learner(user=user), make_learner()
    make_record(learner=own, lesson=lesson, started_at=LATER)
    make_record(learner=device, lesson=lesson, best_fraction=0.9, done_at=NOW)

    claim_learner(learner_id=device.pk, user=user, now=LATER)

    record = LessonRecord.objects.get()
    assert (record.learner, record.best_fraction, record.done_at, record.started_at) == (own, 0.9, NOW, NOW)


def _steps(attempt: Any) -> list[NextStep]:
    return [
        step
        for _, steps in next_steps_wanted.send(sender=Quiz, attempt=attempt, result=None)
        for step in steps or []
    ]


@pytest.mark.parametrize(("fraction", "primary"), [(0.8, "next"), (0.2, "same")])
def test_after_a_quiz_comes_the_next_lesson_or_the_same_again(fraction: float, primary: str) -> None:
    quiz, course, learner = _quiz(), make_course(), make_learner()
    lesson = make_lesson(course=course, closing_quiz=quiz)
    following = make_lesson(course=course)
    _finish(learner, quiz, fraction)

    steps = _steps(_attempt(learner, quiz, fraction))

    urls = {"next": following.url, "same": lesson.url}
    assert [step.url for step in steps if step.kind == "primary"] == [urls[primary]]
    assert {lesson.url, following.url, "/my-learning/"} == {step.url for step in steps}


def test_after_the_last_lesson_there_is_still_somewhere_to_go() -> None:
    quiz, learner = _quiz(), make_learner()
    make_lesson(closing_quiz=quiz)
    _finish(learner, quiz, 1.0)

    assert "/my-learning/" in {step.url for step in _steps(_attempt(learner, quiz, 1.0))}


def test_quiz_taken_in_the_browser_ends_in_a_lesson_that_is_done(client: Client) -> None:
    quiz, course = make_quiz(questions=1), make_course()
    lesson, following = make_lesson(course=course, closing_quiz=quiz), make_lesson(course=course)
    assert f"/quiz/{quiz.slug}/start" in client.get(lesson.url).content.decode()

    def post(url: str, data: dict[str, Any] | None = None) -> Any:
        return client.post(url, data or {}, headers={"Sec-Fetch-Site": "same-origin"})

    attempt_url = post(f"/quiz/{quiz.slug}/start")["Location"]
    begun = client.get("/api/me").json()
    post(f"{attempt_url}finish", {"action": "anyway"})
    done = client.get("/api/me").json()

    assert begun["lessons"] == {str(lesson.pk): {"done": False, "started": True, "best": None}}
    assert begun["continue"] == {"title": lesson.title, "url": lesson.url}
    assert done["lessons"] == {str(lesson.pk): {"done": True, "started": True, "best": 0.0}}
    assert done["continue"] == {"title": following.title, "url": following.url}
    assert lesson.url in client.get(f"{attempt_url}result/").content.decode()


def _learn(learner: Any, times: int) -> None:
    for _ in range(times):
        make_record(learner=learner, lesson=make_lesson(), done_at=NOW, best_fraction=0.5)


@pytest.mark.parametrize(("url", "budget"), [("/api/me", 2), ("/my-learning/", 8)])
@pytest.mark.parametrize("signed_in", [False, True])
def test_personal_answers_cost_the_same_however_much_was_learnt(
    client: Client, url: str, budget: int, signed_in: bool, django_assert_max_num_queries: Any
) -> None:
    user = make_user() if signed_in else None
    learner = make_learner(user=user)
    if user:
        client.force_login(user)
    carry(client, learner)
    client.get(url)  # the tree is kept from here on
    for times in (1, 6):
        _learn(learner, times)
        client.get(url)
        with django_assert_max_num_queries(budget):
            response = client.get(url)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"


def test_visitor_without_a_cookie_costs_no_query(client: Client, django_assert_num_queries: Any) -> None:
    make_lesson()

    with django_assert_num_queries(0):
        state = client.get("/api/me").json()

    assert state == {"learner": False, "name": None, "nickname": "", "lessons": {}, "continue": None}


def test_state_tells_what_is_done_and_where_to_go_on(client: Client) -> None:
    course, learner = make_course(), make_learner()
    first, second, third = (make_lesson(course=course) for _ in range(3))
    make_record(learner=learner, lesson=first, done_at=NOW, best_fraction=0.75, touched_at=LATER)
    make_record(learner=learner, lesson=third)
    carry(client, learner)

    state = client.get("/api/me").json()

    assert state["learner"] is True
    assert state["name"] is None
    assert state["lessons"] == {
        str(first.pk): {"done": True, "started": True, "best": 0.75},
        str(third.pk): {"done": False, "started": True, "best": None},
    }
    assert state["continue"] == {"title": second.title, "url": second.url}


def test_name_is_told_only_while_signed_in(client: Client) -> None:
    user = make_user()
    learner = make_learner(user=user)
    carry(client, learner)
    assert client.get("/api/me").json()["name"] is None

    client.force_login(user)

    assert client.get("/api/me").json()["name"] == user.username


def test_my_learning_shows_the_bar_the_best_result_and_the_way_on(client: Client) -> None:
    course, learner = make_course(title="รู้จักเงินดิจิทัล"), make_learner()
    done, undone = make_lesson(course=course), make_lesson(course=course, title="บทที่รออยู่")
    make_record(learner=learner, lesson=done, done_at=NOW, best_fraction=0.83)
    carry(client, learner)

    response = client.get("/my-learning/")

    context = response.context_data
    assert [(c["done"], c["total"], c["percent"]) for c in context["courses"]] == [(1, 2, 50)]
    assert context["continue_lesson"]["id"] == undone.pk
    assert context["has_learner"] is True
    content = response.content.decode()
    assert "83%" in content
    assert "บทที่รออยู่" in content


def test_my_learning_greets_somebody_new(client: Client) -> None:
    make_lesson()

    response = client.get("/my-learning/")

    assert response.status_code == 200
    assert response.context_data["has_learner"] is False
    assert not response.cookies


@pytest.mark.parametrize("url", ["/api/me", "/my-learning/"])
def test_personal_answers_cannot_be_posted_to(client: Client, url: str) -> None:
    assert client.post(url).status_code == 405
