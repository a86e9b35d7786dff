"""How a question is written in the CMS (one stream block) and what is published of it (a content), both ways. Pure.

A block is Wagtail's JSON: {"type": kind, "value": {…}, "id": …}. Shares of the mark are written in percent there and are
fractions in a content. The ids of list items are the uids of the parts: they outlive drafts, revisions and versions.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2s
from typing import Any

from quizzes.content import Content
from quizzes.formats import weights
from quizzes.formats.model import each_part
from quizzes.kinds.reading import as_number

Row = dict[str, Any]
Block = dict[str, Any]

TRUE_UID, FALSE_UID = "true", "false"  # the two answers of every true-or-false question
TRUE, FALSE = "จริง", "ไม่จริง"
_DASHED = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def content_of(block: Mapping[str, Any] | None, **common: Any) -> Content:
    """Return the content of a question whose interaction is `block` (None: its kind is not chosen yet).

    `common`: stem, explanation, ask_confidence. Whatever is missing or half written comes out empty, never raises.
    """
    kind = str((block or {}).get("type", ""))
    content: Content = {"kind": kind, **common}
    if block is None or kind not in _READERS:
        return {**content, "kind": ""}
    value = block.get("value")
    return content | _READERS[kind](value if isinstance(value, dict) else {}, str(block.get("id") or ""))


def block_of(content: Content, *, block_id: str | None = None) -> Block:
    """Return the block that a content is edited with; `content_of` of it gives the content back."""
    block: Block = {"type": content["kind"], "value": _WRITERS[content["kind"]](content)}
    return {**block, "id": block_id} if block_id else block


def keep_uids(new: Content, old: Content) -> Content:
    """Return `new` with the uids of `old` for the parts that are the same: by their uid, their text, else their place.

    For a text file that was edited by hand and names no uids: statistics go on under the same option.
    """
    if new["kind"] != old["kind"] or new["kind"] == "truefalse":
        return new
    before, after = list(each_part(old)), list(each_part(new))
    matched = _matched(before, after)
    taken = {uid for uid in matched if uid}
    for uid, (_role, _text, part) in zip(matched, after, strict=True):
        if uid:
            part["uid"] = uid
        elif part["uid"] in taken:
            part["uid"] = blake2s(f"{part['uid']}+".encode(), digest_size=16).hexdigest()
    return new


_Parts = list[tuple[str, str, Row]]  # role, the text that tells it apart, the part


def _matched(before: _Parts, after: _Parts) -> list[str]:
    """Return for each part the old uid that is its own, "" where there is none."""
    known = {(role, part["uid"]) for role, _text, part in before}
    matched = [part["uid"] if (role, part["uid"]) in known else "" for role, _text, part in after]
    left: dict[tuple[str, str], list[str]] = {}
    for role, told_by, part in before:
        if part["uid"] not in matched:
            left.setdefault((role, told_by), []).append(part["uid"])
    for place, (role, text, _part) in enumerate(after):
        if not matched[place] and left.get((role, text)):
            matched[place] = left[role, text].pop(0)
    if [role for role, _text, _part in before] != [role for role, _text, _part in after]:
        return matched
    unmatched = {uid for uids in left.values() for uid in uids}
    own = [part["uid"] if part["uid"] in unmatched else "" for _role, _text, part in before]
    return [uid or same_place for uid, same_place in zip(matched, own, strict=True)]


# --- block → content -----------------------------------------------------------------------------
def _uid(item: Mapping[str, Any]) -> str:
    uid = str(item.get("id") or "")
    return uid.replace("-", "") if _DASHED.fullmatch(uid) else uid


def _rows(value: Mapping[str, Any], key: str) -> Iterator[tuple[str, Row]]:
    for item, inner in _items_of(value, key):
        yield _uid(item), inner


def _items_of(value: Mapping[str, Any], key: str) -> Iterator[tuple[Row, Row]]:
    """Yield each item of a list or stream with its value; whatever else stands there is passed over."""
    items = value.get(key)
    for item in items if isinstance(items, list) else []:
        inner = item.get("value") if isinstance(item, dict) else None
        if isinstance(inner, dict):
            yield item, inner


def _text(value: Mapping[str, Any], key: str) -> str:
    written = value.get(key)
    return written.replace("\r\n", "\n") if isinstance(written, str) else ""


def _share(row: Row) -> float | None:
    percent = as_number(row.get("percent"))
    return None if percent is None else weights.snapped(percent / 100)


def _choices(value: Row, _block_id: str) -> Content:
    choices = []
    for uid, row in _rows(value, "choices"):
        choice: Row = {
            "uid": uid,
            "text": _text(row, "text"),
            "correct": row.get("correct") is True,
            "feedback": _text(row, "feedback"),
        }
        share = _share(row)
        choices.append(choice if share is None else {**choice, "fraction": share})
    return {"choices": choices}


def _true_false(value: Row, _block_id: str) -> Content:
    right = value.get("right")
    return {
        "choices": [
            {
                "uid": uid,
                "text": text,
                "correct": right == uid,
                "feedback": _text(value, f"feedback_{uid}"),
            }
            for uid, text in ((TRUE_UID, TRUE), (FALSE_UID, FALSE))
        ]
    }


def _short(value: Row, _block_id: str) -> Content:
    return {
        "answers": [
            {
                "uid": uid,
                "pattern": _text(row, "pattern"),
                "fraction": _share(row),
                "feedback": _text(row, "feedback"),
            }
            for uid, row in _rows(value, "answers")
        ],
        "case_sensitive": value.get("case_sensitive") is True,
        "thai_tolerant": value.get("thai_tolerant") is True,
        "otherwise": _text(value, "otherwise"),
    }


def _numeric(value: Row, _block_id: str) -> Content:
    return {
        "answers": [
            {
                "uid": uid,
                "value": row.get("value"),
                "tolerance": row.get("tolerance"),
                "tolerance_type": _text(row, "tolerance_type"),
                "fraction": _share(row),
                "feedback": _text(row, "feedback"),
            }
            for uid, row in _rows(value, "answers")
        ],
        "unit": _text(value, "unit"),
        "otherwise": _text(value, "otherwise"),
    }


def _match(value: Row, block_id: str) -> Content:
    return {
        "pairs": [
            {
                "uid": uid,
                "left": _text(row, "left"),
                "right": _text(row, "right"),
                "feedback": _text(row, "feedback"),
                # the block's id never leaves the CMS: the name on the page does not tell which pair it is of
                "right_uid": blake2s(f"{block_id}:{uid}".encode(), digest_size=8).hexdigest(),
            }
            for uid, row in _rows(value, "pairs")
        ],
        "extras": [{"uid": uid, "text": _text(row, "text")} for uid, row in _rows(value, "extras")],
    }


def _order(value: Row, _block_id: str) -> Content:
    items = [
        {"uid": uid, "text": _text(row, "text"), "feedback": _text(row, "feedback")}
        for uid, row in _rows(value, "items")
    ]
    return {"items": items, "scheme": _text(value, "scheme")}


_GAPS: dict[str, Callable[[Row, str], Content]] = {"short": _short, "numeric": _numeric, "choice": _choices}


def _cloze(value: Row, block_id: str) -> Content:
    gaps = []
    for item, inner in _items_of(value, "gaps"):
        kind = str(item.get("type", ""))
        if kind in _GAPS:
            head = {"uid": _uid(item), "kind": kind, "weight": inner.get("weight")}
            gaps.append(head | _GAPS[kind](inner, block_id))
    return {"text": _text(value, "text"), "gaps": gaps}


def _message(value: Row) -> Content:
    return {key: _text(value, key) for key in ("setting", "message", "channel")}


def _spot(value: Row, _block_id: str) -> Content:
    phrases = [
        {
            "uid": uid,
            "text": _text(row, "text"),
            "suspicious": row.get("suspicious") is True,
            "feedback": _text(row, "feedback"),
        }
        for uid, row in _rows(value, "phrases")
    ]
    return _message(value) | {
        "artefact": _text(value, "artefact"),
        "phrases": phrases,
        "none": {
            "correct": not any(phrase["suspicious"] for phrase in phrases),
            "feedback": _text(value, "none_feedback"),
        },
    }


def _judge(value: Row, _block_id: str) -> Content:
    return _message(value) | {
        "verdict": _text(value, "verdict"),
        "feedback": {verdict: _text(value, f"feedback_{verdict}") for verdict in ("scam", "genuine")},
    }


_READERS: dict[str, Callable[[Row, str], Content]] = {
    "single": _choices,
    "multiple": _choices,
    "truefalse": _true_false,
    "short": _short,
    "numeric": _numeric,
    "match": _match,
    "order": _order,
    "cloze": _cloze,
    "spot": _spot,
    "judge": _judge,
}


# --- content → block -----------------------------------------------------------------------------
def _items(parts: Iterable[Mapping[str, Any]], *keys: str) -> list[Row]:
    return [{"type": "item", "id": part["uid"], "value": _value(part, *keys)} for part in parts]


def _value(part: Mapping[str, Any], *keys: str) -> Row:
    value = {key: part[key] for key in keys if key in part}
    if part.get("fraction") is not None:
        value["percent"] = float(weights.percent(part["fraction"]))
    return value


def _from_choices(content: Content) -> Row:
    return {"choices": _items(content["choices"], "text", "correct", "feedback")}


def _from_true_false(content: Content) -> Row:
    true, false = content["choices"][0], content["choices"][1]
    if true["text"] == FALSE:
        true, false = false, true
    return {
        "right": TRUE_UID if true["correct"] else FALSE_UID,
        "feedback_true": true.get("feedback", ""),
        "feedback_false": false.get("feedback", ""),
    }


def _from_short(content: Content) -> Row:
    return {
        "answers": _items(content["answers"], "pattern", "feedback"),
        **{key: content.get(key, False) for key in ("case_sensitive", "thai_tolerant")},
        "otherwise": content.get("otherwise", ""),
    }


def _from_numeric(content: Content) -> Row:
    answers = _items(content["answers"], "value", "tolerance", "tolerance_type", "feedback")
    return {"answers": answers, "unit": content.get("unit", ""), "otherwise": content.get("otherwise", "")}


def _from_match(content: Content) -> Row:
    return {
        "pairs": _items(content["pairs"], "left", "right", "feedback"),
        "extras": _items(content.get("extras", ()), "text"),
    }


def _from_order(content: Content) -> Row:
    return {"items": _items(content["items"], "text", "feedback"), "scheme": content["scheme"]}


def _from_cloze(content: Content) -> Row:
    gaps = [
        {
            "type": gap["kind"],
            "id": gap["uid"],
            "value": {"weight": gap["weight"], **_GAP_WRITERS[gap["kind"]](gap)},
        }
        for gap in content["gaps"]
    ]
    return {"text": content["text"], "gaps": gaps}


def _from_spot(content: Content) -> Row:
    return {
        **{key: content[key] for key in ("setting", "message", "channel", "artefact")},
        "phrases": _items(content["phrases"], "text", "suspicious", "feedback"),
        "none_feedback": content["none"]["feedback"],
    }


def _from_judge(content: Content) -> Row:
    feedback = {f"feedback_{verdict}": text for verdict, text in content["feedback"].items()}
    return {**{key: content[key] for key in ("setting", "message", "channel", "verdict")}, **feedback}


_GAP_WRITERS: dict[str, Callable[[Content], Row]] = {
    "short": _from_short,
    "numeric": _from_numeric,
    "choice": _from_choices,
}
_WRITERS: dict[str, Callable[[Content], Row]] = {
    "single": _from_choices,
    "multiple": _from_choices,
    "truefalse": _from_true_false,
    "short": _from_short,
    "numeric": _from_numeric,
    "match": _from_match,
    "order": _from_order,
    "cloze": _from_cloze,
    "spot": _from_spot,
    "judge": _from_judge,
}
