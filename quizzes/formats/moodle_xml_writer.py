"""Writes Moodle XML that Moodle 4.5 reads, and that our reader turns back into the same questions. Pure."""

import base64
import html
import re
from collections.abc import Callable, Iterable
from urllib.parse import quote

from quizzes.formats import cloze_text, html_text, images, weights
from quizzes.formats.labels import labelled
from quizzes.formats.model import Content, ImportedQuestion, Part, each_part
from quizzes.formats.tidying import default_shares, own_uids

_TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "truefalse": "truefalse",
    "short": "shortanswer",
    "numeric": "numerical",
    "match": "matching",
    "order": "ordering",
    "cloze": "multianswer",
}


def write(questions: Iterable[ImportedQuestion]) -> str:
    """Return a Moodle XML file of tidy questions that `checks` let through."""
    pieces = ['<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n']
    category = ""
    for question in questions:
        if question.category != category:
            category = question.category
            path = f"$course$/top{'/' if category else ''}{category}"
            pieces.append(f'<question type="category"><category>{_text(path)}</category></question>\n')
        pieces.append(_Writer(question).question())
    return "".join([*pieces, "</quiz>\n"])


def _safe(plain: str) -> str:
    return html.escape(plain, quote=False)


def _text(plain: str) -> str:
    return f"<text>{_safe(plain)}</text>"


class _Writer:
    def __init__(self, question: ImportedQuestion) -> None:
        self.asked = question
        self.content = question.content
        parts = [id(part) for _role, _told_by, part in each_part(self.content)]
        self.uids = dict(zip(parts, own_uids(question), strict=True))
        self.unused = set(question.images)

    def question(self) -> str:
        content, asked = self.content, self.asked
        answers = _ANSWERS[content["kind"]](self, content)
        explanation = self.element("generalfeedback", content["explanation"])
        whole = content["stem"]
        if content["kind"] == "cloze":
            whole = "\n\n".join(part for part in (whole, cloze_text.joined(content)) if part)
        stem = self.element("questiontext", whole, takes_unused=True)
        tags = "".join(f"<tag>{_text(tag)}</tag>" for tag in labelled(asked, has_unit=True, has_case=True))
        lines = [
            f'<question type="{_TYPES[content["kind"]]}">',
            f"<name>{_text(asked.name)}</name>",
            stem,
            explanation,
            "<defaultgrade>1</defaultgrade>",
            "<penalty>0.3333333</penalty>",
            "<hidden>0</hidden>",
            f"<idnumber>{_safe(asked.code)}</idnumber>",
            *answers,
            f"<tags>{tags}</tags>" if tags else "",
            f"<ruthan_objective>{_safe(asked.objective)}</ruthan_objective>" if asked.objective else "",
            *(f"<ruthan_source>{_safe(source)}</ruthan_source>" for source in asked.sources),
            "</question>\n",
        ]
        return "\n".join(line for line in lines if line)

    def element(
        self, tag: str, plain: str, *, takes_unused: bool = False, attributes: str = "", inner: str = ""
    ) -> str:
        """Return an element that holds a text: plain, or HTML when it shows pictures of the question."""
        shown = {mark[1] for mark in images.MARKER.finditer(plain) if self._is_shown(mark)}
        self.unused -= shown
        files = "".join(self._file(name) for name in sorted(shown | (self.unused if takes_unused else set())))
        if shown:
            body = images.MARKER.sub(
                lambda mark: self._image(mark) if self._is_shown(mark) else mark[0], _safe(plain)
            )
            boxed = f'<div class="{html_text.KEEPING_CLASS}" style="white-space: pre-wrap">{body}</div>'
            return f'<{tag}{attributes} format="html">{_text(boxed)}{files}{inner}</{tag}>'
        return f'<{tag}{attributes} format="plain_text">{_text(plain)}{files}{inner}</{tag}>'

    def _is_shown(self, mark: re.Match[str]) -> bool:
        """Say whether a marker is a picture of this question, written as our reader would write it."""
        return mark[1] in self.asked.images and images.marker(mark[1], mark[2] or "") == mark[0]

    def _image(self, mark: re.Match[str]) -> str:
        # the text around is escaped already, and so is what the picture shows
        shows = (mark[2] or "").replace('"', "&quot;")
        return f'<img src="@@PLUGINFILE@@/{quote(mark[1])}" alt="{shows}">'

    def _file(self, name: str) -> str:
        data = base64.b64encode(self.asked.images[name]).decode()
        return f'<file name="{html.escape(name)}" path="/" encoding="base64">{data}</file>'

    def uid(self, part: Part) -> str:
        own = self.uids[id(part)]
        return f' uid="{own}"' if own else ""

    def answer(self, part: Part, share: float, plain: str, *, inner: str = "", is_plain: bool = False) -> str:
        """Return an <answer>; `is_plain`: Moodle never takes this text for HTML."""
        attributes = f' fraction="{weights.percent(share)}"{self.uid(part)}'
        feedback = self.element("feedback", part["feedback"])
        if is_plain:
            return f'<answer{attributes} format="moodle_auto_format">{_text(plain)}{inner}{feedback}</answer>'
        return self.element("answer", plain, attributes=attributes, inner=feedback)


def _single(writer: _Writer, content: Content) -> list[str]:
    shares = [choice.get("fraction", float(choice["correct"])) for choice in content["choices"]]
    return _choices(writer, content, shares, is_single=True)


def _multiple(writer: _Writer, content: Content) -> list[str]:
    defaults = default_shares(content["choices"])
    shares = [
        choice.get("fraction", default) for choice, default in zip(content["choices"], defaults, strict=True)
    ]
    return _choices(writer, content, shares, is_single=False)


def _choices(writer: _Writer, content: Content, shares: list[float], *, is_single: bool) -> list[str]:
    answers = [
        writer.answer(choice, share, choice["text"])
        for choice, share in zip(content["choices"], shares, strict=True)
    ]
    return [f"<single>{str(is_single).lower()}</single>", "<shuffleanswers>true</shuffleanswers>", *answers]


def _true_false(writer: _Writer, content: Content) -> list[str]:
    return [
        writer.answer(choice, float(choice["correct"]), word, is_plain=True)
        for choice, word in zip(content["choices"], ("true", "false"), strict=True)
    ]


def _anything_else(writer: _Writer, content: Content) -> list[str]:
    if not content["otherwise"]:
        return []
    feedback = writer.element("feedback", content["otherwise"])
    return [f'<answer fraction="0" format="moodle_auto_format">{_text("*")}{feedback}</answer>']


def _short(writer: _Writer, content: Content) -> list[str]:
    answers = [
        writer.answer(one, one["fraction"], one["pattern"], is_plain=True) for one in content["answers"]
    ]
    return [
        f"<usecase>{int(content['case_sensitive'])}</usecase>",
        *answers,
        *_anything_else(writer, content),
    ]


def _numeric(writer: _Writer, content: Content) -> list[str]:
    answers = [
        writer.answer(
            one,
            one["fraction"],
            weights.written(one["value"]),
            inner=f"<tolerance>{weights.written(one['tolerance'])}</tolerance>",
            is_plain=True,
        )
        for one in content["answers"]
    ]
    unit = content["unit"]
    units = (
        f"<units><unit><multiplier>1</multiplier><unit_name>{_safe(unit)}</unit_name></unit></units>"
        if unit
        else ""
    )
    graded = "<unitgradingtype>0</unitgradingtype><unitpenalty>0</unitpenalty><showunits>3</showunits><unitsleft>0</unitsleft>"
    return [*answers, *_anything_else(writer, content), units, graded]


def _match(writer: _Writer, content: Content) -> list[str]:
    pairs = []
    for pair in content["pairs"]:
        inner = f"<answer>{_text(pair['right'])}</answer>"
        if pair["feedback"]:
            inner += writer.element("feedback", pair["feedback"])
        pairs.append(writer.element("subquestion", pair["left"], attributes=writer.uid(pair), inner=inner))
    extras = [
        writer.element(
            "subquestion", "", attributes=writer.uid(extra), inner=f"<answer>{_text(extra['text'])}</answer>"
        )
        for extra in content["extras"]
    ]
    return ["<shuffleanswers>true</shuffleanswers>", *pairs, *extras]


def _order(writer: _Writer, content: Content) -> list[str]:
    items = []
    for place, item in enumerate(content["items"], 1):
        feedback = writer.element("feedback", item["feedback"]) if item["feedback"] else ""
        attributes = f' fraction="{place}"{writer.uid(item)}'
        items.append(writer.element("answer", item["text"], attributes=attributes, inner=feedback))
    return [
        "<layouttype>VERTICAL</layouttype>",
        "<selecttype>ALL</selecttype>",
        f"<selectcount>{len(items)}</selectcount>",
        f"<gradingtype>{content['scheme'].upper()}</gradingtype>",
        "<showgrading>SHOW</showgrading>",
        *items,
    ]


def _cloze(writer: _Writer, content: Content) -> list[str]:
    uids = list(writer.uids.values())
    carried = " ".join(uid or "-" for uid in uids) if any(uids) else ""
    return [
        f"<ruthan_stem>{_safe(content['stem'])}</ruthan_stem>",
        f"<ruthan_uids>{carried}</ruthan_uids>" if carried else "",
    ]


_ANSWERS: dict[str, Callable[[_Writer, Content], list[str]]] = {
    "single": _single,
    "multiple": _multiple,
    "truefalse": _true_false,
    "short": _short,
    "numeric": _numeric,
    "match": _match,
    "order": _order,
    "cloze": _cloze,
}
