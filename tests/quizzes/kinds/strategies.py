"""Contents that could be published, of every kind, and JSON that could be anything."""

import itertools
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from quizzes.kinds.judge import VERDICTS
from quizzes.kinds.messages import CHANNELS
from quizzes.kinds.numbers import ToleranceType
from quizzes.kinds.order_schemes import Scheme
from quizzes.kinds.spot import ARTEFACTS

Json = Any
_WORDS = st.text("กขคงจ น้ำแม่ที่abc*\\", min_size=1, max_size=12).map(str.strip).filter(bool)


class _Uids:
    """Uids that are distinct inside one question; drawn ones would be slow."""

    def __init__(self) -> None:
        self._numbers = itertools.count(0xA1)

    def __call__(self) -> str:
        return f"{next(self._numbers):032x}"


anything: st.SearchStrategy[Json] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(10**310, 10**312)
    | st.floats()
    | st.text(max_size=20)
    | st.text("0123456789.,eE+-x^*×๑ ล้าน", max_size=20)
    | st.sampled_from(["a", "b", "scam", "single", "short", "numeric", "choice", "\ud800", "x" * 30_000]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "choices",
                    "text",
                    "pairs",
                    "order",
                    "gaps",
                    "phrases",
                    "none",
                    "verdict",
                    "confidence",
                    "a",
                    "",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)

_KEYS = [
    *(
        "kind",
        "stem",
        "explanation",
        "ask_confidence",
        "choices",
        "answers",
        "pairs",
        "extras",
        "items",
        "scheme",
    ),
    *(
        "text",
        "gaps",
        "setting",
        "message",
        "channel",
        "artefact",
        "phrases",
        "none",
        "verdict",
        "feedback",
        "unit",
    ),
    *(
        "otherwise",
        "case_sensitive",
        "thai_tolerant",
        "uid",
        "correct",
        "fraction",
        "pattern",
        "value",
        "tolerance",
    ),
    *("tolerance_type", "left", "right", "right_uid", "weight", "suspicious"),
]
any_contents: st.SearchStrategy[dict[str, Json]] = st.dictionaries(
    st.sampled_from(_KEYS),
    anything
    | st.lists(st.dictionaries(st.sampled_from(_KEYS), anything | st.just("a"), max_size=6), max_size=4)
    | st.sampled_from(list(Scheme)),
    max_size=12,
)


def _common(kind: str) -> dict[str, Json]:
    return {"kind": kind, "stem": "โจทย์", "explanation": "", "ask_confidence": True}


def _distinct(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(_WORDS, min_size=least, max_size=most, unique=True)


@st.composite
def _choices(draw: st.DrawFn, uid: _Uids, right: int, wrong: int) -> list[dict[str, Json]]:
    texts = draw(_distinct(right + wrong, right + wrong))
    made = [
        {"uid": uid(), "text": text, "correct": number < right, "feedback": "เพราะ"}
        for number, text in enumerate(texts)
    ]
    return draw(st.permutations(made))


@st.composite
def singles(draw: st.DrawFn) -> dict[str, Json]:
    choices = draw(_choices(_Uids(), 1, draw(st.integers(1, 5))))
    for choice in choices:
        if draw(st.booleans()):
            choice["fraction"] = 1 if choice["correct"] else draw(st.floats(-1, 0.9))
    return {**_common("single"), "choices": choices}


@st.composite
def multiples(draw: st.DrawFn) -> dict[str, Json]:
    right = draw(st.integers(2, 7))
    choices = draw(_choices(_Uids(), right, draw(st.integers(1, 5))))
    if draw(st.booleans()):
        for choice in choices:
            choice["fraction"] = round(1 / right, 7) if choice["correct"] else draw(st.floats(-1, 0))
    return {**_common("multiple"), "choices": choices}


@st.composite
def truefalses(draw: st.DrawFn) -> dict[str, Json]:
    return {**_common("truefalse"), "choices": draw(_choices(_Uids(), 1, 1))}


def _answer(uid: _Uids, **own: Json) -> dict[str, Json]:
    return {"uid": uid(), "feedback": "เพราะ", "fraction": 1, **own}


@st.composite
def _short_answers(draw: st.DrawFn, uid: _Uids) -> dict[str, Json]:
    first, *others = draw(_distinct(1, 4))
    answers = [_answer(uid, pattern=first)]
    answers += [_answer(uid, pattern=other, fraction=draw(st.floats(0, 1))) for other in others]
    return {"answers": answers, "case_sensitive": draw(st.booleans()), "thai_tolerant": draw(st.booleans())}


@st.composite
def _numeric_answers(draw: st.DrawFn, uid: _Uids) -> dict[str, Json]:
    # the right one comes first, so that nothing takes its number away
    answers = [
        _answer(
            uid,
            value=draw(st.floats(-1e12, 1e12) | st.integers(-(10**12), 10**12)),
            tolerance=draw(st.floats(0, 100)),
            tolerance_type=draw(st.sampled_from(list(ToleranceType))),
            fraction=fraction,
        )
        for fraction in [1, *draw(st.lists(st.floats(0, 1), max_size=3))]
    ]
    return {"answers": answers, "unit": draw(st.sampled_from(["", "บาท", "%", "ล้านบาท", "m/s"]))}


@st.composite
def shorts(draw: st.DrawFn) -> dict[str, Json]:
    return {**_common("short"), "otherwise": "ลองใหม่", **draw(_short_answers(_Uids()))}


@st.composite
def numerics(draw: st.DrawFn) -> dict[str, Json]:
    return {**_common("numeric"), "otherwise": "ลองใหม่", **draw(_numeric_answers(_Uids()))}


@st.composite
def matches(draw: st.DrawFn) -> dict[str, Json]:
    uid = _Uids()
    lefts = draw(_distinct(2, 5))
    rights = [f"ขวา {draw(st.integers(1, 4))}" for _ in lefts]
    rights[0], rights[1] = "ขวา 1", "ขวา 2"
    pairs: list[dict[str, Json]] = [
        {"uid": uid(), "left": left, "right": right, "feedback": "เพราะ"}
        for left, right in zip(lefts, rights, strict=True)
    ]
    if draw(st.booleans()):
        for pair in pairs:
            pair["right_uid"] = uid()
    extras = [{"uid": uid(), "text": f"ลวง {number}"} for number in range(draw(st.integers(0, 3)))]
    return {**_common("match"), "pairs": pairs, "extras": extras}


@st.composite
def orders(draw: st.DrawFn) -> dict[str, Json]:
    uid = _Uids()
    items = [{"uid": uid(), "text": text, "feedback": "เพราะ"} for text in draw(_distinct(2, 7))]
    return {**_common("order"), "items": items, "scheme": draw(st.sampled_from(list(Scheme)))}


@st.composite
def clozes(draw: st.DrawFn) -> dict[str, Json]:
    uid = _Uids()
    gaps = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["short", "numeric", "choice"]))
        own = {
            "short": _short_answers(uid),
            "numeric": _numeric_answers(uid),
            "choice": _choices(uid, 1, 2).map(lambda choices: {"choices": choices}),
        }
        weight = draw(st.floats(0.01, 100))
        gaps.append({"uid": uid(), "kind": kind, "weight": weight, **draw(own[kind])})
    text = " ".join(f"ก่อน {{{{{number}}}}} หลัง" for number in range(1, len(gaps) + 1))
    return {**_common("cloze"), "text": text, "gaps": gaps}


@st.composite
def spots(draw: st.DrawFn) -> dict[str, Json]:
    uid = _Uids()
    phrases = [
        {"uid": uid(), "text": f"<วลี {number}>", "suspicious": draw(st.booleans()), "feedback": "เพราะ"}
        for number in range(draw(st.integers(2, 6)))
    ]
    return {
        **_common("spot"),
        **_message(draw, " ".join(str(phrase["text"]) for phrase in phrases)),
        "artefact": draw(st.sampled_from(list(ARTEFACTS))),
        "phrases": phrases,
        "none": {"correct": not any(phrase["suspicious"] for phrase in phrases), "feedback": "เพราะ"},
    }


@st.composite
def judges(draw: st.DrawFn) -> dict[str, Json]:
    verdict = draw(st.sampled_from(list(VERDICTS)))
    feedback = dict.fromkeys(VERDICTS, "เพราะ")
    return {**_common("judge"), **_message(draw, "ข้อความ"), "verdict": verdict, "feedback": feedback}


def _message(draw: st.DrawFn, message: str) -> dict[str, Json]:
    return {"setting": "แชต", "message": message, "channel": draw(st.sampled_from(list(CHANNELS)))}


publishable: dict[str, st.SearchStrategy[dict[str, Json]]] = {
    "single": singles(),
    "multiple": multiples(),
    "truefalse": truefalses(),
    "short": shorts(),
    "numeric": numerics(),
    "match": matches(),
    "order": orders(),
    "cloze": clozes(),
    "spot": spots(),
    "judge": judges(),
}


def _some_of(uids: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(uids), unique=True) if uids else st.just([])


_TYPED = st.text("กขคงจน้ำแม่ที่abc* 0123456789.,e", max_size=15)


def _choice_responses(content: dict[str, Json]) -> st.SearchStrategy[Json]:
    return _some_of([choice["uid"] for choice in content["choices"]]).map(lambda uids: {"choices": uids})


def _one_choice(content: dict[str, Json]) -> st.SearchStrategy[Json]:
    return st.sampled_from(content["choices"]).map(lambda choice: {"choices": [choice["uid"]]})


def _match_responses(content: dict[str, Json]) -> st.SearchStrategy[Json]:
    rights = [pair.get("right_uid", pair["uid"]) for pair in content["pairs"]]
    rights += [extra["uid"] for extra in content["extras"]]
    lefts = st.sampled_from([pair["uid"] for pair in content["pairs"]])
    return st.dictionaries(lefts, st.sampled_from(rights)).map(lambda pairs: {"pairs": pairs})


def _order_responses(content: dict[str, Json]) -> st.SearchStrategy[Json]:
    return st.permutations([item["uid"] for item in content["items"]]).map(lambda order: {"order": order})


def _cloze_responses(content: dict[str, Json]) -> st.SearchStrategy[Json]:
    each = {
        gap["uid"]: st.sampled_from([choice["uid"] for choice in gap.get("choices", [])])
        if gap["kind"] == "choice"
        else _TYPED
        for gap in content["gaps"]
    }
    return st.fixed_dictionaries({}, optional=each).map(lambda gaps: {"gaps": gaps})


def _spot_responses(content: dict[str, Json]) -> st.SearchStrategy[Json]:
    marked = _some_of([phrase["uid"] for phrase in content["phrases"]]).map(lambda uids: {"phrases": uids})
    return marked | st.just({"none": True})


_RESPONSES: dict[str, Callable[[dict[str, Json]], st.SearchStrategy[Json]]] = {
    "single": _one_choice,
    "multiple": _choice_responses,
    "truefalse": _one_choice,
    "short": lambda content: st.fixed_dictionaries({"text": _TYPED}),
    "numeric": lambda content: st.fixed_dictionaries({"text": _TYPED}),
    "match": _match_responses,
    "order": _order_responses,
    "cloze": _cloze_responses,
    "spot": _spot_responses,
    "judge": lambda content: st.sampled_from([{"verdict": verdict} for verdict in VERDICTS]),
}


def responses(content: dict[str, Json]) -> st.SearchStrategy[Json]:
    """Return well-formed responses to this content."""
    return _RESPONSES[content["kind"]](content)
