"""How hard lessons are to read: clauses, paragraphs and words that come once only. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from lessons.content_body import each
from lessons.content_events import EventFile
from lessons.content_items import Curriculum, Entry, QuestionFile
from lessons.content_parts import Callout, Text
from lessons.content_texts import prose, shown_texts
from lessons.content_words import is_word
from lessons.facts import marks
from thai.segmentation import segment

_WORD = re.compile(r"[\w\u0E00-\u0E7F]")
_LATIN = re.compile(r"[A-Za-z]{3,}")
_THAI_WORD = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e4e]{3,}")
_ADDRESSES_AND_SIGNS = re.compile(r"\]\([^)]*\)|[*#>|\[\]]")
_PARAGRAPH_END = re.compile(r"\n\s*\n|\n(?=\s*(?:- |\d+\. |#))")

_LEAST_WORDS = 8  # a paragraph of fewer is a label


@dataclass(frozen=True)
class LessonFigures:
    code: str
    slug: str
    words: int
    minutes: int
    facts: int
    questions: int
    kinds: int
    words_a_clause: float
    rare: tuple[str, ...]  # words that nothing else in the curriculum uses and the glossary does not explain
    reading: int  # 0–100; higher is easier


@dataclass(frozen=True)
class Paragraph:
    code: str  # of the lesson
    file: str
    text: str
    words: int
    words_a_clause: float
    longest_clause: int  # words
    reading: int  # as of a lesson, and less for a long one or one with a long clause


def figures(curriculum: Curriculum) -> list[LessonFigures]:
    """Return the table of lessons, in the order of courses and lessons."""
    uses = _uses(curriculum)
    explained = "\n".join(
        f"{term['term']}\n{chr(10).join(term.get('variants', []))}" for term in curriculum.of("term")
    )
    return [
        _figures(lesson, _questions_of(lesson, curriculum), uses, explained)
        for lesson in _in_order(curriculum)
    ]


def paragraphs(curriculum: Curriculum) -> list[Paragraph]:
    """Return the paragraphs of all lessons, the hardest first."""
    found = [
        _paragraph(lesson, text)
        for lesson in _in_order(curriculum)
        for part in each(list(lesson.body))
        if isinstance(part, Text | Callout)
        for text in _PARAGRAPH_END.split(part.markdown)
        if not text.lstrip().startswith("#") and sum(_counts(clauses([text]))) >= _LEAST_WORDS
    ]
    return sorted(found, key=lambda one: (one.reading, -one.words))


def clauses(texts: Iterable[str]) -> list[str]:
    """Return what stands between blanks and line ends: Thai writes its clauses so."""
    bare = (_ADDRESSES_AND_SIGNS.sub(" ", marks.without(text)) for text in texts)
    return [clause for text in bare for clause in text.split() if _WORD.search(clause)]


def words_of(text: str) -> int:
    """Return how many words stand in a text."""
    return len(_words(text))


@cache
def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in segment(text).split() if _WORD.search(word))


def _in_order(curriculum: Curriculum) -> list[Entry]:
    order = {course.slug: course["order"] for course in curriculum.of("course")}
    return sorted(curriculum.of("lesson"), key=lambda one: (order.get(one["course"], 99), one["order"]))


def _questions_of(lesson: Entry, curriculum: Curriculum) -> list[QuestionFile]:
    quizzes = (quiz for quiz in curriculum.of("quiz") if quiz.slug == lesson.get("quiz"))
    return [question for quiz in quizzes for question in quiz.questions]


def _uses(curriculum: Curriculum) -> "Counter[str]":
    """Return how often each word comes in all that readers see."""
    shown: list[Entry | EventFile] = [entry for entry in curriculum.entries if entry.kind != "fact"]
    shown += curriculum.events
    return Counter(word for one in shown for text in shown_texts(one) for word in _thai_words(text))


def _thai_words(text: str) -> Iterator[str]:
    for clause in clauses([text]):
        yield from (word for word in _words(clause) if _THAI_WORD.fullmatch(word))


def _figures(
    lesson: Entry, questions: list[QuestionFile], uses: "Counter[str]", explained: str
) -> LessonFigures:
    texts = prose(lesson.body)
    parts = clauses(texts)
    counts = _counts(parts)
    words = dict.fromkeys(word for text in texts for word in _thai_words(text))
    return LessonFigures(
        code=lesson["code"],
        slug=lesson.slug,
        words=sum(counts),
        minutes=lesson["duration_minutes"],
        facts=len(marks.codes_in(texts)),
        questions=len(questions),
        kinds=len({question.content["kind"] for question in questions}),
        words_a_clause=round(_average(counts), 1),
        rare=tuple(word for word in words if uses[word] == 1 and word not in explained and is_word(word)),
        reading=_ease(parts),
    )


def _paragraph(lesson: Entry, text: str) -> Paragraph:
    parts = clauses([text])
    counts = _counts(parts)
    longest = max(counts, default=0)
    hard = 2 * max(0, longest - 18) + max(0, sum(counts) - 70) // 2
    return Paragraph(
        code=lesson["code"],
        file=lesson.file,
        text=" ".join(parts),
        words=sum(counts),
        words_a_clause=round(_average(counts), 1),
        longest_clause=longest,
        reading=max(0, _ease(parts) - hard),
    )


def _counts(parts: Iterable[str]) -> list[int]:
    return [count for part in parts if (count := words_of(part))]


def _average(counts: list[int]) -> float:
    return sum(counts) / len(counts) if counts else 0.0


def _ease(parts: list[str]) -> int:
    """Return 0–100: shorter clauses and fewer foreign words are easier."""
    counts = _counts(parts)
    latin = sum(len(_LATIN.findall(part)) for part in parts) / max(1, sum(counts))
    return max(0, min(100, round(100 - 5 * max(0.0, _average(counts) - 6) - 300 * latin)))
