"""Questions, quizzes and attempts for tests. Publishing goes the way it goes in the CMS: through a revision."""

import datetime as dt
import itertools
import json
import uuid
from typing import Any

from accounts.models import Learner
from quizzes.content import Content, QuestionKind
from quizzes.interaction import block_of
from quizzes.models import Attempt, Question, Quiz, QuizSlot
from quizzes.services import start_attempt

NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)
_numbers = itertools.count(1)


def make_content(
    *, kind: str = QuestionKind.SINGLE, right: int = 1, wrong: int = 3, stem: str = "โจทย์"
) -> Content:
    """Return a published question's content; the right choices come first."""
    return {
        "kind": kind,
        "stem": stem,
        "explanation": "สรุปรวม",
        "ask_confidence": False,
        "choices": [
            {
                "uid": uuid.uuid4().hex,
                "text": f"ตัวเลือก {number}",
                "correct": number <= right,
                "feedback": f"คำอธิบายของตัวเลือก {number}",
            }
            for number in range(1, right + wrong + 1)
        ],
    }


def make_question(
    *,
    published: bool = True,
    kind: str = QuestionKind.SINGLE,
    right: int = 1,
    wrong: int = 3,
    content: Content | None = None,
    **fields: Any,
) -> Question:
    """Return a complete question, published (with its first version) or a draft; of any kind by its content."""
    number = next(_numbers)
    stem = content["stem"] if content else f"คำถามที่ {number} ข้อใดถูก"
    content = content or make_content(kind=kind, right=right, wrong=wrong)
    question = Question(
        **{
            "code": f"q-{number}",
            "stem": stem,
            "ask_confidence": content.get("ask_confidence", False),
            "interaction": stream(content),
            "live": False,
            **fields,
        }
    )
    question.save()
    if published:
        publish(question)
    return question


def stream(content: Content) -> str:
    """Return what the interaction of a question with this content holds."""
    return json.dumps([block_of(content, block_id=str(uuid.uuid4()))])


def publish(item: Question | Quiz) -> None:
    """Publish what stands in memory, as the CMS does, and read the item anew."""
    item.save_revision().publish()
    item.refresh_from_db()


def make_quiz(*, questions: list[Question] | int = 3, published: bool = True, **fields: Any) -> Quiz:
    """Return a quiz of the given questions, or of that many new ones."""
    number = next(_numbers)
    quiz = Quiz(**{"slug": f"quiz-{number}", "title": f"แบบทดสอบ {number}", "live": False, **fields})
    chosen = questions if isinstance(questions, list) else [make_question() for _ in range(questions)]
    for position, question in enumerate(chosen):
        quiz.slots.add(QuizSlot(question=question, sort_order=position))
    quiz.save()
    if published:
        publish(quiz)
    return quiz


def make_learner(**fields: Any) -> Learner:
    return Learner.objects.create(**{"created_at": NOW, **fields})


def make_attempt(*, learner: Learner | None = None, quiz: Quiz | None = None) -> Attempt:
    """Return an open attempt."""
    return start_attempt(learner=learner or make_learner(), slug=(quiz or make_quiz()).slug, now=NOW)


def right_choices(attempt: Attempt, slot: int) -> list[str]:
    """Return the uids that answer a slot wholly right."""
    return _choices(attempt, slot, correct=True)


def wrong_choices(attempt: Attempt, slot: int) -> list[str]:
    return _choices(attempt, slot, correct=False)


def _choices(attempt: Attempt, slot: int, *, correct: bool) -> list[str]:
    from quizzes.selectors import contents_of

    content = contents_of(attempt)[attempt.layout[slot - 1]["version"]]
    return [choice["uid"] for choice in content["choices"] if choice["correct"] is correct]
