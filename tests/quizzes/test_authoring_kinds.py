"""Every kind of question in the CMS: written, refused with a word at the right place, published, previewed, found."""

import copy
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.interaction import block_of
from quizzes.kinds import KINDS
from quizzes.models import Question
from tests.factories import question_kinds
from tests.factories.quizzes import make_question, publish
from tests.quizzes.posting import interaction

pytestmark = pytest.mark.django_db


def sample(kind: str, **changes: Any) -> dict[str, Any]:
    return copy.deepcopy(question_kinds.content_of(kind, **changes))


def _url(name: str, *args: Any) -> str:
    return reverse(Question.snippet_viewset.get_url_name(name), args=args)


def _data(content: dict[str, Any], **fields: Any) -> dict[str, Any]:
    data = {
        "code": "q-new",
        "stem": content["stem"],
        "explanation": content["explanation"],
        "difficulty": 1,
        **interaction(block_of(content, block_id="6c1f3a52-5a0e-4f0c-9d0b-3f1f5f6f7a10")),
        **fields,
    }
    if content["ask_confidence"]:
        data["ask_confidence"] = "on"
    return data


def _refusal(response: Any) -> str:
    assert response.status_code == 200
    text = unescape(response.content.decode())
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)


def _empty(kind: str) -> dict[str, Any]:
    """Return what is sent for a block in which nothing has been written."""
    value = block_of(sample(kind))["value"]
    return interaction(
        {
            "type": kind,
            "id": "",
            "value": {key: [] if isinstance(one, list) else "" for key, one in value.items()},
        }
    )


PUBLISH = {"action-publish": "action-publish"}


@pytest.mark.parametrize("kind", sorted(KINDS))
class TestEveryKind:
    def test_it_is_published_as_it_was_written(self, editor: Client, kind: str) -> None:
        content = sample(kind, ask_confidence=True)

        response = editor.post(_url("add"), _data(content, **PUBLISH))

        assert response.status_code == 302, _refusal(response)
        question = Question.objects.get(code="q-new")
        published = question.versions.get().content
        assert question.kind == kind
        assert published["ask_confidence"] is True
        assert published == question.snapshot()
        kept = {
            key: value for key, value in content.items() if key not in {"pairs", "choices"}
        }  # these two carry names of their own: see test_interaction
        assert kept.items() <= published.items()

    def test_an_empty_draft_is_saved_and_publishing_it_is_refused(self, editor: Client, kind: str) -> None:
        empty = _data(sample("single")) | _empty(kind)

        draft = editor.post(_url("add"), empty)
        refused = editor.post(_url("add"), {**empty, "code": "other", **PUBLISH})

        assert draft.status_code == 302
        assert Question.objects.get().code == "q-new"
        assert re.search("ยังไม่|ต้องมี|เขียน|ต้องเลือก|ต้องถูก", _refusal(refused))

    def test_it_opens_again_in_the_editor_and_keeps_its_uids(self, editor: Client, kind: str) -> None:
        question = make_question(content=sample(kind), code="q-new", explanation=sample(kind)["explanation"])
        before = question.snapshot()
        assert editor.get(_url("edit", question.pk)).status_code == 200

        block = question.interaction.get_prep_value()[0]
        response = editor.post(
            _url("edit", question.pk), _data(sample(kind), stem="โจทย์ใหม่", **PUBLISH) | interaction(block)
        )

        assert response.status_code == 302
        assert Question.objects.get().snapshot() == {**before, "stem": "โจทย์ใหม่"}

    @pytest.mark.parametrize("is_finished", [True, False])
    def test_its_preview_shows_it_and_its_review(self, editor: Client, kind: str, is_finished: bool) -> None:
        data = _data(sample(kind))
        if not is_finished:
            data |= _empty(kind)

        assert editor.post(_url("preview_on_add"), data).json()["is_valid"]
        html = editor.get(_url("preview_on_add")).content.decode()

        assert sample(kind)["stem"] in html
        assert "หลังส่งคำตอบ" in html


PLACES = [
    ("single", ("choices", 1, "feedback"), "", "ตัวเลือกที่ 2 ยังไม่มีคำอธิบาย", "feedback"),
    ("truefalse", ("feedback_false",), "", "ตัวเลือกที่ 2 ยังไม่มีคำอธิบาย", "feedback_false"),
    ("short", ("answers", 0, "pattern"), "", "คำตอบที่ 1 ยังว่างอยู่", "pattern"),
    ("numeric", ("answers", 0, "tolerance"), -1, "ค่าคลาดเคลื่อนต้องเป็น 0 หรือมากกว่า", "tolerance"),
    ("match", ("pairs", 2, "right"), "", "ยังไม่มีข้อความด้านขวา", "right"),
    ("order", ("scheme",), "", "ยังไม่ได้เลือกวิธีให้คะแนน", "scheme"),
    ("cloze", ("text",), "ไม่มีช่องเลย", "เครื่องหมายช่องว่าง", "text"),
    ("cloze", ("gaps", 1, "weight"), 0, "น้ำหนักต้องมากกว่า 0", "weight"),
    ("spot", ("phrases", 1, "text"), "วลีที่ไม่มี", "ไม่มีในข้อความ", "text"),
    ("spot", ("none_feedback",), "", "ไม่พบจุดน่าสงสัย", "none_feedback"),
    ("judge", ("verdict",), "", "ยังไม่ได้บอกว่า", "verdict"),
    ("judge", ("feedback_genuine",), "", "ตอบว่าของจริง", "feedback_genuine"),
]


@pytest.mark.parametrize(("kind", "path", "value", "sentence", "field"), PLACES)
def test_what_is_missing_is_said_at_its_place(
    editor: Client, kind: str, path: tuple[Any, ...], value: Any, sentence: str, field: str
) -> None:
    block = block_of(sample(kind))
    inner = block["value"]
    for step in path[:-1]:
        inner = inner[step]["value"] if isinstance(step, int) else inner[step]
    inner[path[-1]] = value

    response = editor.post(_url("add"), _data(sample(kind), **PUBLISH) | interaction(block))

    text = _refusal(response)
    assert sentence in text
    start = text.index(sentence)
    errors = text[start - 400 : start]
    assert f'"{field}"' in errors, text


def test_a_question_without_a_kind_is_refused(editor: Client) -> None:
    response = editor.post(_url("add"), _data(sample("single"), **PUBLISH) | interaction(None))

    assert "ยังไม่ได้เลือกชนิดคำถาม" in _refusal(response)


def test_a_copy_is_another_question(editor: Client) -> None:
    question = make_question(content=sample("spot"), code="q-old")
    assert f'action="{_url("add")}"' in editor.get(_url("copy", question.pk)).content.decode()

    response = editor.post(_url("add"), _data(sample("spot"), code="q-copy", **PUBLISH))

    assert response.status_code == 302
    assert Question.objects.get(code="q-copy").versions.count() == 1
    assert question.versions.count() == 1


def test_text_inside_an_option_is_found(editor: Client) -> None:
    content = sample("single")
    content["choices"][1]["text"] = "ขุดเหรียญด้วยกำลังไฟฟ้า"
    make_question(content=content, code="q-found")
    make_question(code="q-hidden")

    html = editor.get(_url("list"), {"q": "ไฟฟ้า"}).content.decode()

    assert "q-found" in html
    assert "q-hidden" not in html


def test_the_list_can_be_narrowed_by_kind(editor: Client) -> None:
    for kind in ("spot", "judge"):
        make_question(content=sample(kind), code=f"q-{kind}")

    html = editor.get(_url("list"), {"kind": "spot"}).content.decode()

    assert "q-spot" in html
    assert "q-judge" not in html


def test_changing_the_kind_makes_a_new_version() -> None:
    question = make_question(content=sample("single"))
    question.interaction = make_question(content=sample("judge"), published=False).interaction

    publish(question)

    assert [version.content["kind"] for version in question.versions.order_by("number")] == [
        "single",
        "judge",
    ]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_new_block_begins_empty_with_rows_that_have_no_ids_yet(kind: str) -> None:
    """Ids given here would be the same in every gap: the rows of two gaps could not be told apart."""
    block = Question._meta.get_field("interaction").stream_block.child_blocks[kind]

    state = block.get_form_state(block.get_default())

    rows = [
        row for value in state.values() if isinstance(value, list) for row in value if isinstance(row, dict)
    ]
    assert all(row["id"] == "" for row in rows)
    assert all(
        {"text", "feedback", "left", "pattern"} & row["value"].keys() or "value" in row["value"]
        for row in rows
    )
    if kind in {"single", "multiple", "match", "order", "spot"}:
        assert len(rows) == 2
