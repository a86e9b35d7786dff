"""What an author should look at, said in Thai with the numbers behind it. Pure.

A task is raised only when chance is an unlikely reason: claims about correlations use the nearer end of a one-sided
99.9 % interval, because many options of many questions are looked at again and again; claims about rates that of
99 %. Sentences speak of the question, never of a person's fault.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from quizzes.statistics import enough, formulas
from quizzes.statistics.analysis import OptionStatistics, QuestionStatistics, QuizStatistics
from quizzes.statistics.findings import Kind, Severity

_Z = 2.326  # one-sided 99 %
_Z_CORRELATION = 3.09  # one-sided 99.9 %
_WORTH_SAYING = 0.1  # a correlation nearer to 0 than this is no finding, however many answers there are
_WORKING_DISTRACTOR = 0.05  # Haladyna & Downing 1993: a distractor works when at least 5 % choose it
_MANY_SURE_AND_WRONG = 0.2
_VERY_MANY_SURE_AND_WRONG = 0.35
_LONGEST_QUOTE = 60


@dataclass(frozen=True)
class Task:
    """One thing to look at. (`question`, `kind`, `option`) names it, so that it is stored once and updated."""

    question: str
    kind: Kind
    severity: Severity
    sentence: str
    n: int
    option: str = ""  # uid, where the task is about one option
    evidence: Mapping[str, float | None] = field(default_factory=dict)


def tasks(quiz: QuizStatistics) -> list[Task]:
    """Return the tasks for every question, most serious first."""
    found = [task for question in quiz.questions for task in of_question(question)]
    return sorted(found, key=lambda task: (-task.severity, task.question, task.kind, task.option))


def of_question(question: QuestionStatistics) -> list[Task]:
    """Return the tasks for one question; nothing while there are too few answers to say anything."""
    suspect = _who_gets_it_right(question) if enough.for_correlations(question.item.n) else []
    if any(task.kind == Kind.KEY_PROBABLY_WRONG for task in suspect):
        return suspect  # low marks and sure-but-wrong answers follow from a wrong key: mend that first
    if enough.for_rates(question.item.n):
        suspect += _guessing(question) + _unused(question)
    return suspect + _sure_and_wrong(question)


def _who_gets_it_right(question: QuestionStatistics) -> list[Task]:
    """Return at most one kind of three: the key, else options that strong learners prefer, else the question."""
    n = question.item.n
    wrong = [each for each in question.options if not each.option.right and _clearly_positive(each.r, n)]
    right = [each for each in question.options if each.option.right]
    index = question.item.discrimination_index
    weak_do_better = _clearly_negative(None if index is None else index / 100, n)
    best = max(wrong, key=lambda each: each.r or 0.0, default=None)
    # a wrongly keyed option is itself a distractor: what weaker learners choose, if only by a little
    key_fails = weak_do_better or all((each.r or 0.0) <= 0 for each in right)
    if best is not None and right and (key_fails or any(_clearly_negative(each.r, n) for each in right)):
        return [_key_probably_wrong(question, best, right)]
    if wrong:
        return [_strong_favour(question, each) for each in wrong]
    return [_weak_do_better(question)] if weak_do_better else []


def _key_probably_wrong(
    question: QuestionStatistics, best: OptionStatistics, right: Iterable[OptionStatistics]
) -> Task:
    return Task(
        question.key,
        Kind.KEY_PROBABLY_WRONG,
        Severity.HIGH,
        f"เฉลยข้อนี้อาจไม่ถูก: คนที่ทำข้ออื่นได้ดีมักเลือก “{_quote(best)}” ซึ่งไม่ใช่เฉลย "
        f"({best.final:,} จาก {question.item.n:,} ครั้ง) ลองตรวจเฉลยอีกครั้ง",
        question.item.n,
        option=best.option.uid,
        evidence={
            "r": best.r,
            "share": best.share,
            "r_key": max((each.r for each in right if each.r is not None), default=None),
            "discrimination_index": question.item.discrimination_index,
            "facility": question.item.facility,
        },
    )


def _strong_favour(question: QuestionStatistics, option: OptionStatistics) -> Task:
    return Task(
        question.key,
        Kind.STRONG_FAVOUR_WRONG_OPTION,
        Severity.MEDIUM,
        f"คนที่ทำข้ออื่นได้ดีมักเลือก “{_quote(option)}” ทั้งที่ไม่ใช่เฉลย "
        f"({option.final:,} จาก {question.item.n:,} ครั้ง) ตัวเลือกนี้อาจถูกได้ด้วย หรือโจทย์ยังกำกวม",
        question.item.n,
        option=option.option.uid,
        evidence={"r": option.r, "share": option.share, "facility": question.item.facility},
    )


def _weak_do_better(question: QuestionStatistics) -> Task:
    return Task(
        question.key,
        Kind.WEAK_DO_BETTER,
        Severity.HIGH,
        "คนที่ทำข้ออื่นได้น้อยกลับทำข้อนี้ได้ดีกว่าคนที่ทำข้ออื่นได้มาก ลองตรวจเฉลยและอ่านโจทย์อีกครั้ง",
        question.item.n,
        evidence={
            "discrimination_index": question.item.discrimination_index,
            "facility": question.item.facility,
        },
    )


def _guessing(question: QuestionStatistics) -> list[Task]:
    facility, guess, sd, n = question.item.facility, question.guess, question.item.sd, question.item.n
    if facility is None or not guess or facility > guess:
        return []
    margin = _Z * (sd or 0.0) / n**0.5
    return [
        Task(
            question.key,
            Kind.EASIER_TO_GUESS,
            Severity.HIGH if facility + margin < guess else Severity.MEDIUM,
            f"เดาสุ่มยังได้คะแนนไม่น้อยกว่าที่ผู้เรียนทำได้ (ได้เฉลี่ยร้อยละ {_percent(facility)} "
            f"ส่วนเดาสุ่มได้ราวร้อยละ {_percent(guess)}) โจทย์อาจชวนเข้าใจผิด หรือบทเรียนยังอธิบายไม่พอ",
            n,
            evidence={"facility": facility, "guess": guess},
        )
    ]


def _unused(question: QuestionStatistics) -> list[Task]:
    """Judge distractors by those who did not get it right, so that an easy question is not blamed for being easy."""
    if not question.has_distractors:
        return []
    wrong = [each for each in question.options if not each.option.right]
    given = sum(each.final for each in wrong)
    found = []
    for each in wrong:
        most = max(each.first, each.final)  # one that many leave again has done its work
        if formulas.rate_bounds(min(most, given), given, z=_Z)[1] < _WORKING_DISTRACTOR:
            found.append(
                Task(
                    question.key,
                    Kind.UNUSED_DISTRACTOR,
                    Severity.LOW,
                    f"แทบไม่มีใครเลือกตัวลวง “{_quote(each)}” ({most:,} ครั้ง จากคำตอบที่ไม่ใช่เฉลย {given:,} ครั้ง) "
                    "ลองเปลี่ยนเป็นความเข้าใจผิดที่พบจริง หรือตัดออก",
                    question.item.n,
                    option=each.option.uid,
                    evidence={"chosen": most, "wrong_answers": given},
                )
            )
    return found


def _sure_and_wrong(question: QuestionStatistics) -> list[Task]:
    said = question.confidence
    if said is None or not enough.for_rates(said.n) or said.sure_and_wrong_rate < _MANY_SURE_AND_WRONG:
        return []
    rate = said.sure_and_wrong_rate
    return [
        Task(
            question.key,
            Kind.SURE_AND_WRONG,
            Severity.HIGH if rate >= _VERY_MANY_SURE_AND_WRONG else Severity.MEDIUM,
            f"ร้อยละ {_percent(rate)} มั่นใจมากแต่ตอบผิด ({said.sure_and_wrong:,} จาก {said.n:,} ครั้ง) "
            "ความเข้าใจผิดแบบนี้อันตรายกว่าไม่รู้ ควรเน้นในบทเรียน และตรวจว่าโจทย์ชัดพอ",
            said.n,
            evidence={
                "sure_and_wrong": said.sure_and_wrong,
                "sure": said.sure,
                "said": said.n,
                "rate": rate,
            },
        )
    ]


def _clearly_positive(r: float | None, n: int) -> bool:
    return (
        r is not None and r >= _WORTH_SAYING and formulas.correlation_bounds(r, n=n, z=_Z_CORRELATION)[0] > 0
    )


def _clearly_negative(r: float | None, n: int) -> bool:
    return r is not None and _clearly_positive(-r, n)


def _quote(option: OptionStatistics) -> str:
    text = " ".join(option.option.text.split())
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE].rstrip()}…"


def _percent(share: float) -> str:
    return f"{share * 100:.0f}"
