"""Reads: how an attempt went in each part of its quiz, with what the apps above offer for learning it."""

from dataclasses import replace
from typing import Any

from quizzes.models import Attempt, Question, QuizSlot
from quizzes.next_steps import NextStep
from quizzes.signals import trainings_wanted
from quizzes.topics import TopicResult, per_part


def topic_results(attempt: Attempt) -> list[TopicResult]:
    """Return the parts of a finished attempt, none when everything is about one thing. Two queries of our own."""
    keys = [place["question"] for place in attempt.layout]
    topics = dict(Question.objects.filter(pk__in=keys).values_list("pk", "topic"))
    if len({topic for topic in topics.values() if topic}) < 2:
        return []
    of_question, of_topic = _parts(attempt)
    asked = []
    for place, mark in zip(attempt.layout, attempt.marks, strict=True):
        topic = topics.get(place["question"], "")
        part = of_question.get(place["question"]) or of_topic.get(topic) or topic
        asked.append((place["slot"], part, topic, mark))
    results = per_part(asked, pass_percent=attempt.pass_percent)
    return _with_trainings(results) if results else []


def _parts(attempt: Attempt) -> tuple[dict[int, str], dict[str, str]]:
    """Return what the quiz calls its parts: by question where it is fixed, by topic where it is drawn."""
    rows = QuizSlot.objects.filter(quiz=attempt.quiz_id).exclude(part="")
    fixed: dict[int, str] = {}
    drawn: dict[str, str] = {}
    for part, question, topic in rows.values_list("part", "question_id", "pool_topic"):
        if question is not None:
            fixed[question] = part
        elif topic:
            drawn[topic] = part
    return fixed, drawn


def _with_trainings(results: list[TopicResult]) -> list[TopicResult]:
    """Return the results with what the apps above offer for learning each."""
    wanted = tuple(dict.fromkeys(topic for result in results for topic in result.topics))
    offered: Any = trainings_wanted.send(sender=Attempt, topics=wanted)
    found: dict[str, list[NextStep]] = {}
    for _receiver, steps in offered:
        for topic, more in (steps or {}).items():
            found.setdefault(topic, []).extend(more)
    return [
        replace(
            result,
            steps=tuple(dict.fromkeys(step for topic in result.topics for step in found.get(topic, ()))),
        )
        for result in results
    ]
