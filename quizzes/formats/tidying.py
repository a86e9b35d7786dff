"""One normal form of a question, the same whatever file it came from: readers end with it, writers begin. Pure."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from hashlib import blake2s

from quizzes.formats import weights
from quizzes.formats.encodings import clean
from quizzes.formats.model import Content, ImportedQuestion, Part, each_part

# Moodle's nine schemes, in the order of its numbers −1…7 (qtype_ordering).
SCHEMES = (
    "all_or_nothing",
    "absolute_position",
    "relative_next_exclude_last",
    "relative_next_include_last",
    "relative_one_previous_and_next",
    "relative_all_previous_and_next",
    "longest_ordered_subset",
    "longest_contiguous_subset",
    "relative_to_correct",
)
DEFAULT_SCHEME = "absolute_position"
TRUE, FALSE = "จริง", "ไม่จริง"
CHANNELS = ("chat", "sms", "post", "advert")
ARTEFACTS = ("scam", "misleading", "genuine", "neutral")
_UID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_CATEGORY_ROOT = re.compile(r"\$[a-z0-9]{1,20}\$(?:/|$)|top(?:/|$)|/")
_NAME_LENGTH = 80


def text(value: object) -> str:
    """Return a text as all formats keep it: no controls, single line ends, nothing blank around it."""
    return clean(str(value)).strip()


def line(value: object) -> str:
    """Return a text on one line, blanks run together."""
    return " ".join(text(value).split())


def default_name(stem: str) -> str:
    """Return the name of a question that has none: how its first line begins."""
    return line(stem.split("\n", 1)[0])[:_NAME_LENGTH].strip() or "ข้อที่ยังไม่มีชื่อ"


def category(path: str) -> str:
    """Return a category path without Moodle's roots: "$course$/top/ก/ข" → "ก/ข"."""
    path = line(path)[:1000].rstrip("/ ")
    while root := _CATEGORY_ROOT.match(path):
        path = path[root.end() :].strip()
    return path


def unique(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values on one line each, without empty ones and repetitions, in order."""
    return tuple(dict.fromkeys(kept for value in values if (kept := line(value))))


def derived_uid(seed: str, role: str, told_by: str, turn: int) -> str:
    """Return the uid of a part that has none: the same for the same question and text, in any file."""
    return blake2s("\0".join((seed, role, told_by, str(turn))).encode(), digest_size=16).hexdigest()


def tidy(question: ImportedQuestion) -> ImportedQuestion:
    """Return the question in normal form; doing so twice changes nothing more."""
    content = tidy_content(question.content)
    code = line(question.code)
    name = line(question.name) or default_name(content["stem"])
    _fill_uids(content, code or name)
    return replace(
        question,
        content=content,
        code=code,
        name=name,
        category=category(question.category),
        tags=unique(question.tags),
        difficulty=question.difficulty if question.difficulty in (1, 2, 3) else None,
        objective=line(question.objective),
        facts=unique(question.facts),
        sources=unique(question.sources),
    )


def tidy_content(content: Content) -> Content:
    """Return a content with exactly its kind's keys, tidy texts and weights; uids are kept as they are."""
    kind = content["kind"]
    tidied: Content = {
        "kind": kind,
        "stem": text(content.get("stem", "")),
        "explanation": text(content.get("explanation", "")),
        "ask_confidence": bool(content.get("ask_confidence", False)),
        **_KINDS[kind](content),
    }
    if chart := line(content.get("chart") or ""):
        tidied["chart"] = chart
        if caption := line(content.get("chart_caption") or ""):
            tidied["chart_caption"] = caption
    return tidied


def choices(content: Content) -> Content:
    """Return tidy choices. A weight that is the default (right 1; wrong 0, in multiple −1/wrong) is not kept."""
    kind = content["kind"]
    rows = [_choice(choice) for choice in content["choices"]]
    if kind == "truefalse":
        for row in rows:
            row.pop("fraction", None)
    elif kind == "multiple":
        _drop_default_shares(rows)
    else:
        for row in rows:
            if row.get("fraction") == float(row["correct"]):
                del row["fraction"]
            elif "fraction" in row:
                row["correct"] = row["fraction"] > 0.999999
    return {"choices": rows}


def _choice(choice: Part) -> Part:
    row = {
        "uid": choice.get("uid", ""),
        "text": text(choice["text"]),
        "correct": bool(choice["correct"]),
        "feedback": text(choice.get("feedback", "")),
    }
    if choice.get("fraction") is not None:
        row["fraction"] = weights.snapped(choice["fraction"])
        row["correct"] = row["fraction"] > 0
    return row


def default_shares(rows: list[Part]) -> list[float]:
    """Return what each choice of a multiple question weighs when its author gave no weights."""
    right = sum(row["correct"] for row in rows) or 1
    wrong = sum(not row["correct"] for row in rows) or 1
    return [weights.snapped(1 / right) if row["correct"] else weights.snapped(-1 / wrong) for row in rows]


def _drop_default_shares(rows: list[Part]) -> None:
    given = [row for row in rows if "fraction" in row]
    if not given:
        return
    defaults = default_shares(rows)
    shares = [row.get("fraction", default) for row, default in zip(rows, defaults, strict=True)]
    is_default = shares == defaults
    for row, share in zip(rows, shares, strict=True):
        row.pop("fraction", None)
        if not is_default:
            row["fraction"] = share


def _short(content: Content) -> Content:
    answers = [
        {
            "uid": answer.get("uid", ""),
            "pattern": text(answer["pattern"]),
            "fraction": weights.snapped(answer.get("fraction", 1.0)),
            "feedback": text(answer.get("feedback", "")),
        }
        for answer in content["answers"]
    ]
    otherwise = text(content.get("otherwise", ""))
    # "*" worth nothing at the end is how Moodle says "anything else".
    if not otherwise and len(answers) > 1 and answers[-1]["pattern"] == "*" and answers[-1]["fraction"] == 0:
        otherwise = answers.pop()["feedback"]
    return {
        "answers": answers,
        "case_sensitive": bool(content.get("case_sensitive", False)),
        "thai_tolerant": bool(content.get("thai_tolerant", False)),
        "otherwise": otherwise,
    }


def _numeric(content: Content) -> Content:
    answers = [
        {
            "uid": answer.get("uid", ""),
            "value": float(answer["value"]) + 0.0,
            "tolerance": abs(float(answer.get("tolerance", 0))),
            "tolerance_type": answer.get("tolerance_type", "nominal"),
            "fraction": weights.snapped(answer.get("fraction", 1.0)),
            "feedback": text(answer.get("feedback", "")),
        }
        for answer in content["answers"]
    ]
    return {
        "answers": answers,
        "unit": line(content.get("unit", "")),
        "otherwise": text(content.get("otherwise", "")),
    }


def _match(content: Content) -> Content:
    pairs = [
        {
            "uid": pair.get("uid", ""),
            "left": text(pair["left"]),
            "right": text(pair["right"]),
            "feedback": text(pair.get("feedback", "")),
        }
        for pair in content["pairs"]
    ]
    extras = [
        {"uid": extra.get("uid", ""), "text": text(extra["text"])} for extra in content.get("extras", ())
    ]
    return {"pairs": pairs, "extras": extras}


def _order(content: Content) -> Content:
    items = [
        {"uid": item.get("uid", ""), "text": text(item["text"]), "feedback": text(item.get("feedback", ""))}
        for item in content["items"]
    ]
    scheme = content.get("scheme")
    return {"items": items, "scheme": scheme if scheme in SCHEMES else DEFAULT_SCHEME}


def _cloze(content: Content) -> Content:
    gaps = []
    for gap in content["gaps"]:
        row: Part = {"uid": gap.get("uid", ""), "kind": gap["kind"], "weight": float(gap.get("weight", 1.0))}
        inner = {"choice": choices, "numeric": _numeric, "short": _short}[gap["kind"]](gap)
        gaps.append(row | inner)
    return {"text": text(content["text"]), "gaps": gaps}


def _spot(content: Content) -> Content:
    phrases = [
        {
            "uid": phrase.get("uid", ""),
            "text": text(phrase["text"]),
            "suspicious": bool(phrase["suspicious"]),
            "feedback": text(phrase.get("feedback", "")),
        }
        for phrase in content["phrases"]
    ]
    none = content.get("none") or {}
    return _artefact(content) | {
        "artefact": content["artefact"] if content.get("artefact") in ARTEFACTS else "neutral",
        "phrases": phrases,
        "none": {"correct": bool(none.get("correct", False)), "feedback": text(none.get("feedback", ""))},
    }


def _judge(content: Content) -> Content:
    feedback = content.get("feedback") or {}
    return _artefact(content) | {
        "verdict": "scam" if content.get("verdict") == "scam" else "genuine",
        "feedback": {verdict: text(feedback.get(verdict, "")) for verdict in ("scam", "genuine")},
    }


def _artefact(content: Content) -> Content:
    channel = content.get("channel")
    return {
        "setting": text(content.get("setting", "")),
        "message": text(content.get("message", "")),
        "channel": channel if channel in CHANNELS else "chat",
    }


_KINDS: dict[str, Callable[[Content], Content]] = {
    "single": choices,
    "multiple": choices,
    "truefalse": choices,
    "short": _short,
    "numeric": _numeric,
    "match": _match,
    "order": _order,
    "cloze": _cloze,
    "spot": _spot,
    "judge": _judge,
}
KINDS = tuple(_KINDS)


def _fill_uids(content: Content, seed: str) -> None:
    taken: set[str] = set()
    turns: dict[tuple[str, str], int] = {}
    parts = list(each_part(content))
    for _role, _told_by, part in parts:
        if part["uid"] in taken or not _UID.fullmatch(part["uid"]):
            part["uid"] = ""
        else:
            taken.add(part["uid"])
    for role, told_by, part in parts:
        turn = turns.get((role, told_by), 0)
        turns[role, told_by] = turn + 1
        if not part["uid"]:
            part["uid"] = derived_uid(seed, role, told_by, turn)


def own_uids(question: ImportedQuestion) -> list[str]:
    """Return, part by part, the uid a file must carry because it cannot be derived; "" where it can be."""
    seed = question.code or question.name
    turns: dict[tuple[str, str], int] = {}
    own = []
    for role, told_by, part in each_part(question.content):
        turn = turns.get((role, told_by), 0)
        turns[role, told_by] = turn + 1
        own.append("" if part["uid"] == derived_uid(seed, role, told_by, turn) else part["uid"])
    return own
