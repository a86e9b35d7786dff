"""What is written in the CMS and what is published of it are the same question, in every kind."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes import kinds
from quizzes.interaction import block_of, content_of, keep_uids
from tests.factories import question_kinds


def sample(kind: str, **changes: Any) -> dict[str, Any]:
    return copy.deepcopy(question_kinds.content_of(kind, **changes))


KINDS = sorted(kinds.KINDS)


def _back(content: dict[str, Any]) -> dict[str, Any]:
    common = {key: content[key] for key in ("stem", "explanation", "ask_confidence")}
    return content_of(block_of(content, block_id="b1"), **common)


@pytest.mark.parametrize("kind", KINDS)
def test_a_content_survives_being_edited(kind: str) -> None:
    content = sample(kind)

    back = _back(content)

    if kind == "truefalse":  # its two answers have names of their own
        content = _renamed(content, ("true", "false"))
    if kind == "match":
        for pair, own in zip(content["pairs"], back["pairs"], strict=True):
            pair["right_uid"] = own["right_uid"]
    assert back == content
    assert kinds.problems(back) == []


def _renamed(content: dict[str, Any], uids: tuple[str, ...]) -> dict[str, Any]:
    rows = [{**row, "uid": uid} for row, uid in zip(content["choices"], uids, strict=True)]
    return {**content, "choices": rows}


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_block_is_an_unfinished_question(kind: str) -> None:
    content = content_of(
        {"type": kind, "value": {}, "id": None}, stem="", explanation="", ask_confidence=False
    )

    assert content["kind"] == kind
    assert kinds.problems(content)


def test_no_block_is_a_question_without_a_kind() -> None:
    assert content_of(None, stem="ก", explanation="", ask_confidence=False)["kind"] == ""


def test_the_name_of_a_right_hand_text_does_not_tell_its_pair() -> None:
    pairs = _back(sample("match"))["pairs"]

    assert not {pair["uid"] for pair in pairs} & {pair["right_uid"] for pair in pairs}
    assert len({pair["right_uid"] for pair in pairs}) == len(pairs)


@pytest.mark.parametrize("share", [0.3333333, -0.3333333, 0.1428571, 0.8333333, 0.37])
def test_a_share_of_the_mark_comes_back_exactly(share: float) -> None:
    content = sample("multiple")
    content["choices"][0]["fraction"] = share

    assert _back(content)["choices"][0]["fraction"] == share


def test_ids_of_the_cms_become_hex() -> None:
    block = block_of(sample("single"))
    block["value"]["choices"][0]["id"] = "6c1f3a52-5a0e-4f0c-9d0b-3f1f5f6f7a10"

    content = content_of(block, stem="ก", explanation="", ask_confidence=False)

    assert content["choices"][0]["uid"] == "6c1f3a525a0e4f0c9d0b3f1f5f6f7a10"


class TestKeepingUids:
    def test_a_part_with_the_same_text_keeps_its_uid_wherever_it_stands(self) -> None:
        old, new = sample("single"), sample("single")
        new["choices"].reverse()
        for number, choice in enumerate(new["choices"]):
            choice["uid"] = f"new{number}"

        kept = keep_uids(new, old)

        assert [choice["uid"] for choice in kept["choices"]] == ["c3", "c2", "c1"]

    def test_a_reworded_part_keeps_its_uid_by_its_place(self) -> None:
        old, new = sample("spot"), sample("spot")
        new["phrases"][1] |= {"uid": "new", "text": "กำไรวันละ 3%"}

        assert [one["uid"] for one in keep_uids(new, old)["phrases"]] == ["f1", "f2", "f3", "f4"]

    def test_a_part_that_came_in_between_gets_its_own(self) -> None:
        old, new = sample("order"), sample("order")
        new["items"].insert(1, {"uid": "new", "text": "ใหม่", "feedback": "ก"})

        uids = [item["uid"] for item in keep_uids(new, old)["items"]]

        assert len(set(uids)) == 5
        assert [uids[0], *uids[2:]] == ["i1", "i2", "i3", "i4"]

    def test_another_kind_keeps_nothing(self) -> None:
        new = sample("multiple")

        assert keep_uids(new, sample("single")) == sample("multiple")


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def _spoiled(draw: st.DrawFn) -> dict[str, Any]:
    """Return a block in which something stands where it does not belong."""
    block = block_of(sample(draw(st.sampled_from(KINDS))))
    place: Any = block["value"]
    for _ in range(draw(st.integers(0, 3))):
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        inner = place[draw(st.sampled_from(keys))] if keys else None
        if not isinstance(inner, dict | list) or not inner:
            break
        place = inner
    place[draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))] = draw(
        _JSON
    )
    return block


@given(_spoiled())
@settings(max_examples=300, deadline=None)
def test_a_spoiled_block_is_an_unfinished_question_never_an_error(block: dict[str, Any]) -> None:
    content = content_of(block, stem="ก", explanation="", ask_confidence=False)

    assert content["kind"] == block["type"]
    assert isinstance(kinds.problems(content), list)
