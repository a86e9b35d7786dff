"""Hypothesis strategies of questions: every kind, texts full of the formats' own signs."""

from typing import Any

from hypothesis import strategies as st

from quizzes.formats import ImportedQuestion
from quizzes.formats.tidying import SCHEMES
from quizzes.formats.weights import LEGAL

SIGNS = (
    "{", "}", "~", "=", "#", "####", ":", "::", "\\", "\\n", "//", "->", "%50%", "%-33.333%", "[html]", "[plain]", "$CATEGORY:",
    "<b>", "</text>", "]]>", "<![CDATA[", "&amp;", "&#39;", "&lt;", "A. ", "ANSWER: A", "T", "TRUE", "*", "\\*", "- ", "? ", "|", ">",
    "'", '"', "\n", "\n\n", "\t", "  ", "\xa0", "\u200b", "\u2028", "\x85", "\r\n", "\x00", "\ufeff", "\ufdd0", "น้ำ", "เเ", "๑๒", "ก",
    "{1:SA:=x}", "{{1}}", "[ภาพ: a.png]", "[id:x]", "@", "`", "!", "…", "🦊", "e\u0301", "[tag:a]", "#wrong", "..", "1..2", "null", "true",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(SIGNS), st.text(max_size=6)), max_size=8).map("".join)
plain = st.text(st.characters(codec="utf-8", categories=("L", "N", "Zs")), min_size=1, max_size=12)
worded = st.one_of(plain, st.tuples(plain, texts).map("".join), st.tuples(texts, plain).map("".join))
uids = st.one_of(st.just(""), st.uuids().map(lambda uid: uid.hex))
# mostly legal ones: another refuses the whole question in Moodle's formats
shares = st.one_of(*[st.sampled_from(LEGAL)] * 6, st.sampled_from((0.0, 1.0, 0.5)), st.floats(-1, 1))
numbers = st.one_of(
    st.integers(-(10**9), 10**9).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from((0.1, 1e-7, 1e22)),
)
tolerances = st.one_of(st.just(0.0), st.floats(0, 1e6))


def rows(
    least: int = 2, most: int = 5, **fields: st.SearchStrategy[Any]
) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries({"uid": uids, **fields}), min_size=least, max_size=most)


def _mapping(**fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            name: value if isinstance(value, st.SearchStrategy) else st.just(value)
            for name, value in fields.items()
        }
    )


@st.composite
def _choices(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    choices = draw(rows(text=worded, correct=st.booleans(), feedback=texts))
    right = draw(st.integers(0, len(choices) - 1))
    weighed = draw(st.booleans())
    for place, choice in enumerate(choices):
        if kind != "multiple":
            choice["correct"] = place == right
        if weighed:
            choice["fraction"] = 1.0 if kind != "multiple" and place == right else draw(shares)
    return {"kind": kind, "choices": choices}


@st.composite
def _true_false(draw: st.DrawFn) -> dict[str, Any]:
    is_true = draw(st.booleans())
    return {
        "kind": "truefalse",
        "choices": [
            {"uid": draw(uids), "text": text, "correct": means is is_true, "feedback": draw(texts)}
            for text, means in (("จริง", True), ("ไม่จริง", False))
        ],
    }


def _short(kind: str = "short") -> st.SearchStrategy[dict[str, Any]]:
    return _mapping(
        kind=kind,
        answers=rows(1, pattern=worded, fraction=shares, feedback=texts),
        case_sensitive=st.booleans(),
        thai_tolerant=st.booleans(),
        otherwise=texts,
    )


def _numeric() -> st.SearchStrategy[dict[str, Any]]:
    return _mapping(
        kind="numeric",
        answers=rows(
            1,
            value=numbers,
            tolerance=tolerances,
            tolerance_type=st.sampled_from((*["nominal"] * 8, "relative", "geometric")),
            fraction=shares,
            feedback=texts,
        ),
        unit=st.one_of(st.just(""), worded),
        otherwise=texts,
    )


@st.composite
def _cloze(draw: st.DrawFn) -> dict[str, Any]:
    gaps = draw(st.lists(st.one_of(_short(), _numeric(), _choices("choice")), min_size=1, max_size=2))
    pieces = [draw(plain)]
    for number, gap in enumerate(gaps, 1):
        gap |= {"uid": draw(uids), "weight": draw(st.sampled_from((1.0, 2.0, 3.0, 0.5)))}
        pieces += [f"{{{{{number}}}}}", draw(st.one_of(plain, plain, texts))]
    return {"kind": "cloze", "text": "".join(pieces), "gaps": gaps}


KINDS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "single": _choices("single"),
    "multiple": _choices("multiple"),
    "truefalse": _true_false(),
    "short": _short(),
    "numeric": _numeric(),
    "match": _mapping(kind="match", pairs=rows(left=worded, right=worded, feedback=st.one_of(st.just(""), texts)), extras=rows(0, 2, text=worded)),
    "order": _mapping(kind="order", items=rows(text=worded, feedback=st.one_of(st.just(""), texts)), scheme=st.sampled_from(SCHEMES)),
    "cloze": _cloze(),
    "spot": _mapping(
        kind="spot",
        setting=texts,
        message=worded,
        channel=st.sampled_from(("chat", "sms", "post", "advert")),
        artefact=st.sampled_from(("scam", "misleading", "genuine", "neutral")),
        phrases=rows(1, text=worded, suspicious=st.booleans(), feedback=texts),
        none=_mapping(correct=st.booleans(), feedback=texts),
    ),
    "judge": _mapping(
        kind="judge",
        setting=texts,
        message=worded,
        channel=st.sampled_from(("chat", "sms", "post", "advert")),
        verdict=st.sampled_from(("scam", "genuine")),
        feedback=_mapping(scam=texts, genuine=texts),
    ),
}  # fmt: skip

PNG = b"\x89PNG\r\n\x1a\n\x00picture"
_images: st.SearchStrategy[dict[str, bytes]] = st.one_of(
    st.just({}), st.just({"a.png": PNG}), st.just({"กราฟ.gif": b"GIF89a..."})
)


@st.composite
def questions(
    draw: st.DrawFn, kinds: tuple[str, ...] = tuple(KINDS), *, bare: bool = False
) -> ImportedQuestion:
    """Draw a question; `bare`: only what Aiken can say."""
    content = draw(st.one_of(*(KINDS[kind] for kind in kinds)))
    stem = draw(worded)
    if bare:
        for choice in content["choices"]:
            choice.update(uid="", feedback="")
            choice.pop("fraction", None)
        return ImportedQuestion(content={**content, "stem": stem, "explanation": ""})
    content |= {"stem": stem, "explanation": draw(texts), "ask_confidence": draw(st.booleans())}
    return ImportedQuestion(
        content=content,
        code=draw(st.one_of(st.just(""), worded)),
        name=draw(texts),
        category=draw(st.one_of(st.sampled_from(("", "ก1", "ก/ข")), texts)),
        tags=tuple(draw(st.lists(worded, max_size=3))),
        difficulty=draw(st.sampled_from((None, 1, 2, 3))),
        objective=draw(texts),
        facts=tuple(draw(st.lists(st.sampled_from(("P-03", "L-32", "ก 1")), max_size=2))),
        sources=tuple(draw(st.lists(worded, max_size=2))),
        images=draw(_images),
    )
