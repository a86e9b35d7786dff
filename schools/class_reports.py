"""What the answers of one class say: per question, per objective, about scams; and what to do next. Pure.

Nothing here ranks pupils, and nothing blames a class: a low figure ends in something to do.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import NormalDist, fmean

from quizzes.kinds.base import RIGHT_ABOVE
from quizzes.kinds.confidence import Confidence
from quizzes.statistics.formulas import rate_bounds

LOW = 0.6  # an objective below this mean is one to meet again
ENOUGH_ANSWERS = 8  # below that a mean is shown, and nothing is concluded from it
TOO_WARY = 0.25  # a share of genuine things accused from which on to practise with genuine ones
_Z95 = NormalDist().inv_cdf(0.975)
TOO_FEW = "จำนวนน้อยเกินสรุป"


@dataclass(frozen=True, slots=True)
class Answer:
    """One pupil's final answer to one question of an ended attempt; also one that was left empty.

    `fraction` 0–1. `confidence` 1–3, 0 where it was not given. The four counts are those of quizzes.kinds.base.Grade.
    """

    pupil: int
    slot: int
    question: int
    objective: str = ""
    pattern: str = ""
    kind: str = ""
    fraction: float = 0.0
    confidence: int = 0
    answered: bool = True
    chosen: tuple[str, ...] = ()
    hits: int = 0
    misses: int = 0
    false_alarms: int = 0
    correct_rejections: int = 0

    @property
    def is_right(self) -> bool:
        return self.answered and self.fraction > RIGHT_ABOVE

    @property
    def is_sure_and_wrong(self) -> bool:
        return self.answered and self.confidence == Confidence.SURE and not self.is_right


@dataclass(frozen=True)
class Option:
    uid: str
    text: str
    is_right: bool


@dataclass(frozen=True)
class Asked:
    """What was asked: a question, with what could be chosen (nothing where answers are written, matched, sorted)."""

    question: int
    stem: str
    kind: str = ""
    objective: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Rate:
    """A share with Wilson's 95 % interval (quizzes.statistics.formulas.rate_bounds).

    Answers of one pupil hang together, which the interval does not know: read it as a hint.
    """

    part: int
    whole: int

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole else None

    @property
    def bounds(self) -> tuple[float, float]:
        return rate_bounds(self.part, self.whole, z=_Z95)

    @property
    def is_enough(self) -> bool:
        return self.whole >= ENOUGH_ANSWERS

    @property
    def words(self) -> str:
        """Return e.g. "34 จาก 45 (ร้อยละ 76 น่าจะอยู่ในช่วง 61–86)"."""
        if not self.whole:
            return "ยังไม่มีคำตอบ"
        low, high = (round(each * 100) for each in self.bounds)
        said = f"{self.part} จาก {self.whole} (ร้อยละ {self.part / self.whole * 100:.0f} น่าจะอยู่ในช่วง {low}–{high})"
        return said if self.is_enough else f"{said} {TOO_FEW}"


@dataclass(frozen=True)
class OptionReport:
    option: Option
    count: int
    share: float  # of those who were asked


@dataclass(frozen=True)
class QuestionReport:
    """How a class answered one question."""

    number: int  # in the order of the paper
    asked: Asked
    right: Rate
    mean: float  # of the fractions, 0–1
    unanswered: int
    options: tuple[OptionReport, ...]
    sure: int
    sure_and_wrong: int

    @property
    def distractor(self) -> OptionReport | None:
        """Return the wrong option that most chose; None when nobody chose one."""
        wrong = [each for each in self.options if not each.option.is_right and each.count]
        return max(wrong, key=lambda each: each.count, default=None)


@dataclass(frozen=True)
class Behind:
    """A wrong option that stands behind a misconception."""

    number: int  # of the question
    stem: str
    text: str
    count: int


@dataclass(frozen=True)
class ObjectiveReport:
    """How a class stands in one objective."""

    objective: str
    n: int  # answers
    mean: float
    questions: tuple[int, ...]  # Question.pk
    behind: tuple[Behind, ...]

    @property
    def is_enough(self) -> bool:
        return self.n >= ENOUGH_ANSWERS

    @property
    def is_low(self) -> bool:
        return self.mean < LOW

    @property
    def words(self) -> str:
        said = f"ทำได้เฉลี่ยร้อยละ {self.mean * 100:.0f} จาก {self.n} คำตอบ"
        return said if self.is_enough else f"{said} {TOO_FEW}"


@dataclass(frozen=True)
class Recognition:
    """Scams seen, and genuine things taken for scams: never added up, for who accuses everything sees every scam."""

    hits: Rate
    false_alarms: Rate

    @property
    def is_measured(self) -> bool:
        return bool(self.hits.whole or self.false_alarms.whole)

    @property
    def words(self) -> str:
        if not self.is_measured:
            return "แบบทดสอบนี้ไม่มีข้อที่ให้แยกของจริงกับของปลอม"
        both = self.hits.is_enough and self.false_alarms.is_enough
        if both and (self.false_alarms.share or 0.0) > TOO_WARY:
            return "ห้องนี้ระวังตัวดี แต่ทักของจริงว่าเป็นกลโกงอยู่บ้าง ควรฝึกดูข้อความที่เป็นของจริงด้วย"
        if both and (self.hits.share or 0.0) >= 1 - TOO_WARY:
            return "ห้องนี้จับกลโกงได้เป็นส่วนใหญ่ และไม่ได้ทักไปเสียทุกอย่าง"
        if both:
            return "ยังมีกลโกงที่ห้องนี้มองข้าม ลองดูด้วยกันว่าจุดไหนสังเกตได้"
        return f"{TOO_FEW} ดูเป็นแนวทางเท่านั้น"


@dataclass(frozen=True)
class Step:
    """Something a teacher can do next. `kind`: booster | talk | genuine | onward."""

    kind: str
    text: str
    objectives: tuple[str, ...] = ()
    questions: tuple[int, ...] = ()  # numbers on the paper


@dataclass(frozen=True)
class ClassReport:
    pupils: int
    questions: tuple[QuestionReport, ...]
    objectives: tuple[ObjectiveReport, ...]  # the lowest first
    recognition: Recognition
    steps: tuple[Step, ...] = field(default=())

    @property
    def low(self) -> tuple[ObjectiveReport, ...]:
        return tuple(each for each in self.objectives if each.is_low)


def report(answers: Collection[Answer], asked: Mapping[int, Asked]) -> ClassReport:
    """Return what the answers say; `asked` by Question.pk (one that is missing there is left out)."""
    known = [each for each in answers if each.question in asked]
    questions = question_reports(known, asked)
    objectives = objective_reports(known, questions)
    recognised = recognition(known)
    return ClassReport(
        pupils=len({each.pupil for each in known}),
        questions=questions,
        objectives=objectives,
        recognition=recognised,
        steps=next_steps(questions, objectives, recognised),
    )


def question_reports(answers: Iterable[Answer], asked: Mapping[int, Asked]) -> tuple[QuestionReport, ...]:
    """Return a report per question in the order of the paper (the mean of their places where that differs)."""
    by_question: dict[int, list[Answer]] = defaultdict(list)
    for each in answers:
        by_question[each.question].append(each)
    order = sorted(by_question, key=lambda pk: (fmean(each.slot for each in by_question[pk]), pk))
    return tuple(_question_report(number, asked[pk], by_question[pk]) for number, pk in enumerate(order, 1))


def _question_report(number: int, asked: Asked, given: Sequence[Answer]) -> QuestionReport:
    counts = Counter(uid for each in given for uid in each.chosen)
    return QuestionReport(
        number=number,
        asked=asked,
        right=Rate(sum(each.is_right for each in given), len(given)),
        mean=fmean(each.fraction for each in given),
        unanswered=sum(not each.answered for each in given),
        options=tuple(
            OptionReport(option, counts[option.uid], counts[option.uid] / len(given))
            for option in asked.options
        ),
        sure=sum(each.answered and each.confidence == Confidence.SURE for each in given),
        sure_and_wrong=sum(each.is_sure_and_wrong for each in given),
    )


def objective_reports(
    answers: Iterable[Answer], questions: Iterable[QuestionReport]
) -> tuple[ObjectiveReport, ...]:
    """Return a report per objective, the lowest first, each with the wrong options that most chose."""
    by_objective: dict[str, list[Answer]] = defaultdict(list)
    for each in answers:
        if each.objective:
            by_objective[each.objective].append(each)
    reports = {each.asked.question: each for each in questions}
    found = [
        ObjectiveReport(
            objective=objective,
            n=len(given),
            mean=fmean(each.fraction for each in given),
            questions=tuple(sorted({each.question for each in given}, key=lambda pk: reports[pk].number)),
            behind=_behind([reports[pk] for pk in {each.question for each in given}]),
        )
        for objective, given in by_objective.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.mean, each.objective)))


_MOST_BEHIND = 3
_FEWEST_BEHIND = 2  # what one pupil chose is that pupil's, not the class's


def _behind(questions: Iterable[QuestionReport]) -> tuple[Behind, ...]:
    found = [
        Behind(each.number, each.asked.stem, each.distractor.option.text, each.distractor.count)
        for each in questions
        if each.distractor is not None and each.distractor.count >= _FEWEST_BEHIND
    ]
    return tuple(sorted(found, key=lambda each: (-each.count, each.number))[:_MOST_BEHIND])


def recognition(answers: Iterable[Answer]) -> Recognition:
    """Return hits and false alarms of a class, apart."""
    hits = misses = alarms = passed = 0
    for each in answers:
        hits, misses = hits + each.hits, misses + each.misses
        alarms, passed = alarms + each.false_alarms, passed + each.correct_rejections
    return Recognition(Rate(hits, hits + misses), Rate(alarms, alarms + passed))


_MOST_AGAIN = 5  # objectives in one short review: what a pupil does in a few minutes
_MOST_TALKED = 3
_SURE_AND_WRONG = 3  # pupils, from which on it is worth talking about


def next_steps(
    questions: Iterable[QuestionReport], objectives: Iterable[ObjectiveReport], recognised: Recognition
) -> tuple[Step, ...]:
    """Return what a teacher could do next, most worthwhile first; there is always one."""
    steps = []
    low = [each for each in objectives if each.is_low and each.is_enough][:_MOST_AGAIN]
    if low:
        names = " · ".join(f"“{each.objective}”" for each in low)
        text = f"ให้ห้องนี้ทบทวนสั้น ๆ อีกครั้งเรื่อง {names}"
        steps.append(Step("booster", text, objectives=tuple(each.objective for each in low)))
    sure = [each for each in questions if each.sure_and_wrong >= _SURE_AND_WRONG and each.distractor]
    sure.sort(key=lambda each: (-each.sure_and_wrong, each.number))
    for each in sure[:_MOST_TALKED]:
        chosen = each.distractor.option.text if each.distractor else ""
        text = f"คุยกันในห้องเรื่องข้อ {each.number}: {each.sure_and_wrong} คนแน่ใจมากแต่ยังไม่ถูก คำตอบที่เลือกกันมากคือ “{chosen}”"
        steps.append(Step("talk", text, questions=(each.number,)))
    alarms = recognised.false_alarms
    if alarms.is_enough and (alarms.share or 0.0) > TOO_WARY:
        steps.append(Step("genuine", "ฝึกดูข้อความที่เป็นของจริงด้วย จะได้ไม่เหมาว่าทุกอย่างเป็นกลโกง"))
    if not steps:
        steps.append(Step("onward", "ไม่มีเรื่องไหนที่ต้องรีบทบทวน ไปเรื่องถัดไปได้"))
    return tuple(steps)
