"""The result of a quiz over several topics: how each went, and where it can be learnt."""

import pytest

from quizzes.models import Attempt, Question, Quiz, QuizSlot
from quizzes.topics import per_part
from tests.factories.lessons import make_lesson
from tests.factories.quizzes import make_learner, make_question, make_quiz, publish
from tests.quizzes.conftest import Browser, answer_all, html, page

pytestmark = pytest.mark.django_db


def drawn_quiz(*pools: tuple[str, str, int], **fields: object) -> Quiz:
    """Return a published quiz of pools: part, topic, count."""
    quiz = make_quiz(questions=0, published=False, **fields)
    for place, (part, topic, count) in enumerate(pools):
        slot = QuizSlot(
            kind=QuizSlot.Kind.POOL, part=part, pool_topic=topic, pool_count=count, sort_order=place
        )
        quiz.slots.add(slot)
    publish(quiz)
    return quiz


def finished(browser: Browser, quiz: Quiz, learner: object) -> str:
    """Answer everything right and return the result page."""
    client = browser(learner)
    client.post(f"/quiz/{quiz.slug}/start")
    attempt = Attempt.objects.filter(quiz=quiz, state=Attempt.State.OPEN).get()
    client.post(page("finish", attempt), answer_all(client, attempt))
    attempt.refresh_from_db()
    assert attempt.state == Attempt.State.FINISHED
    return html(client.get(page("result", attempt)))


def test_each_topic_has_its_own_result_with_the_lessons_that_ask_about_it(browser: Browser) -> None:
    for _ in range(2):
        make_question(topic="บล็อกเชน")
        make_question(topic="กระเป๋า")
    lesson = make_lesson(
        title="สมุดที่ทุกคนถือ", closing_quiz=make_quiz(questions=[Question.objects.filter(topic="บล็อกเชน")[0]])
    )
    quiz = drawn_quiz(("", "บล็อกเชน", 1), ("", "กระเป๋า", 2))

    text = finished(browser, quiz, make_learner())

    assert "ผลแยกตามเรื่อง" in text
    assert "คะแนนเรื่อง บล็อกเชน" in text
    assert "คะแนนเรื่อง กระเป๋า" in text
    assert f'href="{lesson.url}"' in text


def test_pools_of_one_part_are_one_result(browser: Browser) -> None:
    for topic in ("ซ้อม: บล็อกเชน", "ก บล็อกเชน", "ซ้อม: กระเป๋า"):
        make_question(topic=topic)
    quiz = drawn_quiz(
        ("บล็อกเชน", "ซ้อม: บล็อกเชน", 1), ("บล็อกเชน", "ก บล็อกเชน", 1), ("กระเป๋า", "ซ้อม: กระเป๋า", 1)
    )

    text = finished(browser, quiz, make_learner())

    assert text.count('topic-result"') == 2
    assert "จาก 2 คะแนน" in text
    assert "ซ้อม: บล็อกเชน" not in text


def test_a_quiz_about_one_thing_says_nothing_of_topics(browser: Browser) -> None:
    quiz = make_quiz(questions=[make_question(topic="บล็อกเชน") for _ in range(3)])

    assert "ผลแยกตามเรื่อง" not in finished(browser, quiz, make_learner())


def test_every_attempt_draws_what_the_learner_has_not_met(browser: Browser) -> None:
    for _ in range(4):
        make_question(topic="ซ้อม: ตลาด")
    quiz, learner = drawn_quiz(("ตลาด", "ซ้อม: ตลาด", 2)), make_learner()

    finished(browser, quiz, learner)
    finished(browser, quiz, learner)

    first, second = Attempt.objects.order_by("started_at")
    assert not {place["question"] for place in first.layout} & {place["question"] for place in second.layout}


def test_parts_stand_in_the_order_in_which_they_are_met() -> None:
    rows = [(1, "ข", "b", 1.0), (2, "ก", "a", 0.0), (3, "ข", "b", 0.5), (4, "", "", 1.0)]

    results = per_part(rows, pass_percent=70)

    assert [(one.name, one.points, one.total, one.passed) for one in results] == [
        ("ข", "1.5", 2, True),
        ("ก", "0", 1, False),
    ]
    assert results[0].slots == (1, 3)
