"""Every kind of question, from the page to the marks, with and without a script."""

import json
import re
import uuid
from html import unescape
from typing import Any

import pytest
from django.test import Client

from quizzes.kinds import KINDS
from quizzes.models import AnswerStep, Attempt
from quizzes.plain_form import fingerprint
from tests.factories.question_kinds import WRONG, attempt_over, content_of, right
from tests.quizzes.conftest import Browser, html, page

pytestmark = pytest.mark.django_db


def give(
    client: Client, attempt: Attempt, response: dict[str, Any], *, slot: int = 1, sequence: int = 1
) -> Any:
    return client.post(
        page("answer", attempt),
        json.dumps({"key": str(uuid.uuid4()), "slot": slot, "sequence": sequence, "response": response}),
        content_type="application/json",
    )


def fields_of(kind: str, response: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that a browser without scripts sends for a response to question 1."""
    if kind in ("match", "cloze"):
        inner = response["pairs" if kind == "match" else "gaps"]
        return {f"slot-1-{uid}": value for uid, value in inner.items()}
    if kind == "order":
        return {f"slot-1-{uid}": str(place) for place, uid in enumerate(response["order"], 1)}
    if kind == "spot" and "none" in response:
        return {"slot-1-none": "1"}
    return {"slot-1": next(iter(response.values()))}


@pytest.mark.parametrize("kind", KINDS)
class TestEveryKind:
    def test_the_right_answer_earns_full_marks(self, browser: Browser, kind: str) -> None:
        attempt = attempt_over(content_of(kind))
        client = browser(attempt.learner)

        assert give(client, attempt, right(kind)).status_code == 200
        client.post(page("finish", attempt), {"action": "finish"})

        attempt.refresh_from_db()
        assert (attempt.state, attempt.fraction) == ("finished", 1.0)

    def test_the_plain_form_says_the_same(self, browser: Browser, kind: str) -> None:
        attempt = attempt_over(content_of(kind))
        client = browser(attempt.learner)
        sent = {"shown-1": "", **fields_of(kind, right(kind)), "action": "finish"}

        client.post(page("finish", attempt), sent)

        step = AnswerStep.objects.get()
        assert fingerprint(step.response) == fingerprint(right(kind))
        attempt.refresh_from_db()
        assert attempt.fraction == 1.0

    def test_the_page_shows_what_was_given_and_sending_it_untouched_changes_nothing(
        self, browser: Browser, kind: str
    ) -> None:
        attempt = attempt_over(content_of(kind))
        client = browser(attempt.learner)
        give(client, attempt, WRONG[kind])
        text = html(client.get(page("attempt", attempt)))
        shown = re.findall(r'name="shown-1" value="([^"]*)"', text)

        client.post(
            page("finish", attempt),
            {"shown-1": shown[0], **fields_of(kind, WRONG[kind]), "action": "save"},
        )

        assert shown == [fingerprint(WRONG[kind])]
        assert AnswerStep.objects.count() == 1
        assert "บันทึกแล้ว ✓" in text

    def test_nothing_in_the_page_tells_what_is_right(self, browser: Browser, kind: str) -> None:
        content = content_of(kind)
        attempt = attempt_over(content)

        text = unescape(html(browser(attempt.learner).get(page("attempt", attempt))))

        secrets = re.findall(
            r'"(?:feedback|otherwise|explanation|pattern)": "([^"]+)"',
            json.dumps(content, ensure_ascii=False),
        )
        assert secrets
        assert [secret for secret in secrets if secret in text] == []
        assert "correct" not in text
        assert "suspicious" not in text

    def test_the_result_explains_a_wrong_answer(self, browser: Browser, kind: str) -> None:
        content = content_of(kind)
        attempt = attempt_over(content)
        client = browser(attempt.learner)
        give(client, attempt, WRONG[kind])

        text = unescape(html(client.post(page("finish", attempt), {"action": "finish"}, follow=True)))

        said = KINDS[kind].feedback(content, WRONG[kind])
        assert said
        assert all(one.text in text for one in said)
        assert content["explanation"] in text

    def test_an_unanswered_question_is_named_and_explained(self, browser: Browser, kind: str) -> None:
        attempt = attempt_over(content_of(kind))
        client = browser(attempt.learner)

        asked = html(client.post(page("finish", attempt), {"shown-1": "", "action": "finish"}, follow=True))
        ended = html(client.post(page("finish", attempt), {"action": "anyway"}, follow=True))

        assert "ยังไม่ได้ตอบ 1 ข้อ" in asked
        assert "ไม่ได้ตอบ" in ended

    def test_another_kinds_response_is_refused(self, browser: Browser, kind: str) -> None:
        attempt = attempt_over(content_of(kind))

        response = give(browser(attempt.learner), attempt, {"nonsense": ["c1"]})

        assert response.status_code == 400
        assert not AnswerStep.objects.exists()


class TestConfidence:
    def test_it_is_kept_with_the_answer_and_costs_nothing(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("judge", ask_confidence=True))
        client = browser(attempt.learner)

        give(client, attempt, {"verdict": "scam", "confidence": 1})
        client.post(page("finish", attempt), {"action": "finish"})

        attempt.refresh_from_db()
        assert AnswerStep.objects.get().response["confidence"] == 1
        assert attempt.fraction == 1.0

    def test_it_is_asked_only_where_the_author_wants_it(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("single", ask_confidence=True), content_of("single"))

        text = html(browser(attempt.learner).get(page("attempt", attempt)))

        assert text.count('name="slot-1-confidence"') == 3
        assert "slot-2-confidence" not in text

    def test_sure_but_wrong_is_said_kindly(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("judge", ask_confidence=True))
        client = browser(attempt.learner)
        give(client, attempt, {"verdict": "genuine", "confidence": 3})

        text = html(client.post(page("finish", attempt), {"action": "finish"}, follow=True))

        assert "เรื่องที่เรามั่นใจแล้วพลาดเกิดได้กับทุกคน" in text

    def test_saying_only_how_sure_is_no_answer(self, browser: Browser) -> None:
        attempt = attempt_over(content_of("judge", ask_confidence=True))
        client = browser(attempt.learner)
        give(client, attempt, {"confidence": 3})

        text = html(client.post(page("finish", attempt), {"action": "finish"}, follow=True))

        assert "ยังไม่ได้ตอบ 1 ข้อ" in text


def test_the_order_shown_is_never_the_right_one_at_once() -> None:
    for _ in range(20):
        attempt = attempt_over(content_of("order"))
        assert attempt.layout[0]["parts"] != ["i1", "i2", "i3", "i4"]


def test_numbers_typed_twice_keep_an_order_that_tells_nothing(browser: Browser) -> None:
    attempt = attempt_over(content_of("order"))
    sent = {"shown-1": "", "slot-1-i3": "1", "slot-1-i1": "2", "slot-1-i2": "2", "action": "save"}

    browser(attempt.learner).post(page("finish", attempt), sent)

    assert AnswerStep.objects.get().response == {"order": ["i3", "i1", "i2", "i4"]}
