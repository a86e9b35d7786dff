"""What a question offers: its options, and the score of someone who guesses. Pure.

`grade` is the caller's marking function (content, response) → fraction, so that a guess is marked as an answer is.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Content = Mapping[str, Any]
Grade = Callable[[Any, Any], float]

# beyond these the number of possible answers is too large to mark every one (2**12, 7!)
_MOST_MARKED = 12
_MOST_ORDERED = 7
NONE = "none"  # the option "nothing suspicious here" of a spot question


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen."""

    uid: str
    text: str
    right: bool


@dataclass(frozen=True)
class Offer:
    """Options in the author's order (empty where answers are written, matched or sorted) and the guesser's score.

    `guess` is the mean fraction over all answers, each equally likely; None where that is not worked out.
    """

    options: tuple[Option, ...] = ()
    guess: float | None = None
    has_distractors: bool = False  # wrong options are there to be chosen (not: innocent phrases, true/false)


def offer(content: Content, *, grade: Grade) -> Offer:
    """Return what a published question offers.

    Moodle's get_random_guess_score for single choice, true/false, matching (1 / right parts) and written answers
    (0). Moodle gives none for multiple choice and ordering: here every set of options (every order) is marked.
    """
    guess = _GUESSES.get(content["kind"])
    return Offer(
        _options(content),
        guess(content, grade) if guess else None,
        has_distractors=content["kind"] in ("single", "multiple"),
    )


def chosen(response: Mapping[str, Any] | None) -> list[str]:
    """Return the uids of the options that a response chose, as `Offer.options` names them."""
    if not response:
        return []
    if response.get("none"):
        return [NONE]
    if "verdict" in response:
        return [response["verdict"]]
    return list(response.get("choices") or response.get("phrases") or [])


def _options(content: Content) -> tuple[Option, ...]:
    if content["kind"] == "judge":
        sides = (("scam", "หลอกลวง"), ("genuine", "ของจริง"))
        return tuple(Option(side, text, side == content["verdict"]) for side, text in sides)
    if content["kind"] == "spot":
        phrases = [Option(each["uid"], each["text"], each["suspicious"]) for each in content["phrases"]]
        return (*phrases, Option(NONE, "ไม่พบจุดน่าสงสัย", bool(content["none"]["correct"])))
    return tuple(Option(each["uid"], each["text"], _is_right(each)) for each in content.get("choices", ()))


def _is_right(choice: Mapping[str, Any]) -> bool:
    fraction = choice.get("fraction")
    return bool(choice["correct"]) if fraction is None else fraction > 0


def _mean(fractions: list[float]) -> float | None:
    return sum(fractions) / len(fractions) if fractions else None


def _one_of(content: Content, grade: Grade) -> float | None:
    return _mean([grade(content, {"choices": [each["uid"]]}) for each in content["choices"]])


def _subsets(uids: list[str]) -> list[list[str]]:
    """Return every set of uids that has at least one."""
    return [list(some) for size in range(1, len(uids) + 1) for some in itertools.combinations(uids, size)]


def _some_of(content: Content, grade: Grade) -> float | None:
    uids = [each["uid"] for each in content["choices"]]
    if len(uids) > _MOST_MARKED:
        return None
    return _mean([grade(content, {"choices": some}) for some in _subsets(uids)])


def _phrases(content: Content, grade: Grade) -> float | None:
    uids = [each["uid"] for each in content["phrases"]]
    if len(uids) > _MOST_MARKED:
        return None
    marked = [grade(content, {"phrases": some}) for some in _subsets(uids)]
    return _mean([*marked, grade(content, {"none": True})])


def _verdict(content: Content, grade: Grade) -> float | None:
    return _mean([grade(content, {"verdict": side}) for side in ("scam", "genuine")])


def _pairs(content: Content, _grade: Grade) -> float | None:
    rights = {each["right"] for each in content["pairs"]} | {
        each["text"] for each in content.get("extras", ())
    }
    return 1 / len(rights) if rights else None


def _orders(content: Content, grade: Grade) -> float | None:
    uids = [each["uid"] for each in content["items"]]
    if len(uids) > _MOST_ORDERED:
        return None
    return _mean([grade(content, {"order": list(order)}) for order in itertools.permutations(uids)])


def _gaps(content: Content, _grade: Grade) -> float | None:
    gaps, weights = content["gaps"], sum(gap["weight"] for gap in content["gaps"])
    return sum(gap["weight"] * _gap(gap) for gap in gaps) / weights if weights else None


def _gap(gap: Mapping[str, Any]) -> float:
    if gap["kind"] != "choice":
        return 0.0
    fractions = [
        max(0.0, float(each["correct"] if each.get("fraction") is None else each["fraction"]))
        for each in gap["choices"]
    ]
    return _mean(fractions) or 0.0


def _written(_content: Content, _grade: Grade) -> float | None:
    return 0.0


_GUESSES: dict[str, Callable[[Content, Grade], float | None]] = {
    "single": _one_of,
    "truefalse": _one_of,
    "multiple": _some_of,
    "spot": _phrases,
    "judge": _verdict,
    "match": _pairs,
    "order": _orders,
    "cloze": _gaps,
    "short": _written,
    "numeric": _written,
}
