"""What an editor would say of questions: feedback, repetition, answers that give themselves away. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lessons.content_items import Curriculum, Entry, Finding, QuestionFile
from lessons.facts import marks

BIAS = 0.65  # share of one quiz's questions whose right option stands at the same place
LEAST_FOR_BIAS = 4
# over all questions with one right option, how often that is the longest, or the shortest: about one in four options
CORRIDOR = (0.20, 0.35)
LEAST_FOR_CORRIDOR = 40


def findings(curriculum: Curriculum) -> Iterator[Finding]:
    asked: dict[str, tuple[str, str]] = {}
    for quiz in curriculum.of("quiz"):
        for question in quiz.questions:
            for part in _without_feedback(question.content):
                yield Finding(quiz.file, f"{question.code} ไม่มีคำอธิบายของ “{part[:40]}”", is_error=True)
            same = re.sub(r"\W", "", marks.without(question.content["stem"]) + _options(question))
            if first := asked.get(same):
                yield Finding(quiz.file, f"{question.code} ซ้ำกับ {first[0]} ใน {first[1]}", is_error=True)
            asked.setdefault(same, (question.code, quiz.file))
        yield from _bias(quiz)
    yield from _lengths(curriculum)


def share_of_longest(options: list[dict[str, Any]]) -> float:
    """Return 1 when the right option is the longest, a part of it when others are as long, else 0."""
    lengths = {id(one): len(marks.without(one["text"])) for one in options}
    most = [one for one in options if lengths[id(one)] == max(lengths.values())]
    return sum(1 for one in most if one["correct"]) / len(most)


def share_of_shortest(options: list[dict[str, Any]]) -> float:
    lengths = {id(one): len(marks.without(one["text"])) for one in options}
    least = [one for one in options if lengths[id(one)] == min(lengths.values())]
    return sum(1 for one in least if one["correct"]) / len(least)


def _options(question: QuestionFile) -> str:
    content = question.content
    told = [content.get("message", ""), content.get("text", "")]
    for key in ("choices", "phrases", "pairs", "items", "answers"):
        for part in content.get(key, ()):
            told += [
                str(part[name]) for name in ("text", "left", "right", "pattern", "value") if name in part
            ]
    return "".join(told)


def _without_feedback(content: dict[str, Any]) -> Iterator[str]:
    for key in ("choices", "phrases", "pairs", "items"):
        for part in content.get(key, ()):
            if not part.get("feedback"):
                yield str(part.get("text") or part.get("left"))


def _singles(quiz: Entry) -> list[list[dict[str, Any]]]:
    return [q.content["choices"] for q in quiz.questions if q.content["kind"] == "single"]


def _bias(quiz: Entry) -> Iterator[Finding]:
    singles = _singles(quiz)
    if len(singles) < LEAST_FOR_BIAS:
        return
    right = [next(place for place, one in enumerate(choices) if one["correct"]) for choices in singles]
    place, times = Counter(right).most_common(1)[0]
    if times == len(singles):
        yield Finding(quiz.file, f"ข้อถูกอยู่ที่ {place + 1} ทุกข้อ สลับตำแหน่งบ้าง", is_error=True)
    elif times > len(singles) * BIAS:
        yield Finding(quiz.file, f"ข้อถูกอยู่ที่ {place + 1} ถึง {times} จาก {len(singles)} ข้อ", is_error=False)
    for share, name in ((share_of_longest, "ยาว"), (share_of_shortest, "สั้น")):
        if sum(map(share, singles)) == len(singles):
            said = f"ข้อถูก{name}ที่สุดทั้ง {len(singles)} ข้อ ทำให้เดาได้"
            yield Finding(quiz.file, said, is_error=True)


def _lengths(curriculum: Curriculum) -> Iterator[Finding]:
    """Tell when length gives answers away over all quizzes: never the longest says as much as always."""
    singles = [choices for quiz in curriculum.of("quiz") for choices in _singles(quiz)]
    if len(singles) < LEAST_FOR_CORRIDOR:
        return
    least, most = CORRIDOR
    for share, name in ((share_of_longest, "ยาว"), (share_of_shortest, "สั้น")):
        part = sum(map(share, singles)) / len(singles)
        if not least <= part <= most:
            said = f"ข้อถูกเป็นข้อที่{name}ที่สุด {part:.0%} ของ {len(singles)} ข้อ ควรอยู่ที่ {least:.0%}–{most:.0%} ทำให้ความยาวไม่บอกคำตอบ"
            yield Finding("quizzes/", said, is_error=True)
