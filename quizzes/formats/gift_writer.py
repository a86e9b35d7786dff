"""Writes GIFT that Moodle 4.5 reads as it is meant, and that our reader turns back into the same questions. Pure."""

from collections.abc import Callable, Iterable

from quizzes.formats import uid_comments, weights
from quizzes.formats.gift_escapes import escaped, with_format
from quizzes.formats.labels import labelled
from quizzes.formats.model import Content, ImportedQuestion, Part
from quizzes.formats.tidying import default_shares

_MARK = str.maketrans({"\\": "\\\\", "[": "\\[", "]": "\\]"})


def write(questions: Iterable[ImportedQuestion]) -> str:
    """Return a GIFT file of tidy questions that `checks` let through."""
    blocks: list[str] = []
    category = ""
    for question in questions:
        if question.category != category:
            category = question.category
            blocks.append(f"$CATEGORY: $course$/top{'/' if category else ''}{category}\n")
        blocks.append(_block(question))
    return "\n".join(blocks)


def _block(question: ImportedQuestion) -> str:
    content = question.content
    lines = _comments(question)
    lines.append(
        f"::{escaped(question.name)}::[plain]{escaped(content['stem'])}{{{_ANSWERS[content['kind']](content)}"
    )
    if content["explanation"]:
        lines.append(f"\t####{with_format(content['explanation'])}")
    return "\n".join([*lines, "}", ""])


def _comments(question: ImportedQuestion) -> list[str]:
    marks = [("id", question.code)] if question.code else []
    marks += [("tag", tag) for tag in labelled(question, has_unit=False, has_case=False)]
    marks += [("objective", question.objective)] if question.objective else []
    marks += [("source", source) for source in question.sources]
    lines = [f"// [{key}:{value.translate(_MARK)}]" for key, value in marks]
    uids = uid_comments.carried(question)
    return [*lines, f"// [uids:{uids}]"] if uids else lines


def _answer(sign: str, text: str, feedback: str) -> str:
    return f"\n\t{sign}{text}" + (f"#{with_format(feedback)}" if feedback else "")


def _single(content: Content) -> str:
    lines = []
    for choice in content["choices"]:
        share = choice.get("fraction", float(choice["correct"]))
        sign = "=" if share == 1.0 else _tilde(share, choice)
        lines.append(_answer(sign, with_format(choice["text"]), choice["feedback"]))
    return "".join(lines)


def _tilde(share: float, choice: Part) -> str:
    return "~" if share == 0 and not choice["text"].startswith("%") else f"~%{weights.percent(share)}%"


def _multiple(content: Content) -> str:
    lines = []
    for choice, default in zip(content["choices"], default_shares(content["choices"]), strict=True):
        sign = _tilde(choice.get("fraction", default), choice)
        lines.append(_answer(sign, with_format(choice["text"]), choice["feedback"]))
    return "".join(lines)


def _true_false(content: Content) -> str:
    true = content["choices"][0]
    said = {choice["correct"]: choice["feedback"] for choice in content["choices"]}
    comments = f"#{with_format(said[False])}#{with_format(said[True])}" if any(said.values()) else ""
    return f"\n\t{'TRUE' if true['correct'] else 'FALSE'}{comments}"


def _short(content: Content) -> str:
    lines = [
        _answer(
            f"=%{weights.percent(answer['fraction'])}%", with_format(answer["pattern"]), answer["feedback"]
        )
        for answer in content["answers"]
    ]
    if content["otherwise"]:
        lines.append(_answer("=%0%", "*", content["otherwise"]))
    return "".join(lines)


def _numeric(content: Content) -> str:
    lines = ["#"]
    for answer in content["answers"]:
        interval = f"{weights.written(answer['value'])}:{weights.written(answer['tolerance'])}"
        lines.append(_answer(f"=%{weights.percent(answer['fraction'])}%", interval, answer["feedback"]))
    if content["otherwise"]:
        lines.append(_answer("~", "", content["otherwise"]))
    return "".join(lines)


def _match(content: Content) -> str:
    lines = [f"\n\t={with_format(pair['left'])} -> {escaped(pair['right'])}" for pair in content["pairs"]]
    lines += [f"\n\t= -> {escaped(extra['text'])}" for extra in content["extras"]]
    return "".join(lines)


def _order(content: Content) -> str:
    items = content["items"]
    lines = [f">{len(items)} ALL VERTICAL {content['scheme'].upper()} SHOW"]
    return "\n".join([*lines, *(with_format(item["text"]) for item in items)])


_ANSWERS: dict[str, Callable[[Content], str]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _true_false,
    "short": _short,
    "numeric": _numeric,
    "match": _match,
    "order": _order,
}
