"""A quiz on paper: no key for the public, the same letters for whoever teaches."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from quizzes.kinds import KINDS
from quizzes.models import Quiz
from quizzes.papers import paper_of
from quizzes.presentation import printing
from quizzes.selection import Candidate, lay_out
from tests.factories.question_kinds import content_of
from tests.factories.quizzes import make_question, make_quiz
from tests.quizzes.conftest import html

pytestmark = pytest.mark.django_db


def paper_page(quiz: Quiz) -> str:
    return reverse("quizzes:print", args=[quiz.slug])


def key_page(quiz: Quiz) -> str:
    return reverse("quizzes_key", args=[quiz.pk])


def texts_of_key(content: dict[str, Any]) -> list[str]:
    """Return what only a key says."""
    found = [content.get("explanation", "")]
    for name in ("choices", "pairs", "items", "phrases"):
        found += [row.get("feedback", "") for row in content.get(name, []) if isinstance(row, dict)]
    return [text for text in found if text]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_printed_without_its_key(client: Client, kind: str) -> None:
    content = content_of(kind)
    quiz = make_quiz(questions=[make_question(content=content, explanation=content["explanation"])])

    response = client.get(paper_page(quiz))

    text = html(response)
    assert response.status_code == 200
    assert content["stem"] in text
    assert "ชื่อ" in text
    for secret in texts_of_key(content):
        assert secret not in text


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_key_says_what_is_right_and_why(editor: Client, kind: str) -> None:
    content = content_of(kind)
    quiz = make_quiz(questions=[make_question(content=content, explanation=content["explanation"])])

    response = editor.get(key_page(quiz))

    text = html(response)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert content["stem"] in text
    assert content["explanation"] in text


def test_the_paper_is_public_and_the_same_for_everybody(client: Client, admin_client: Client) -> None:
    quiz = make_quiz()

    response = client.get(paper_page(quiz))

    assert "public" in response["Cache-Control"]
    assert not response.cookies
    assert response.content == admin_client.get(paper_page(quiz)).content


def test_the_paper_costs_three_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    quiz = make_quiz(questions=12)

    with django_assert_max_num_queries(3):
        client.get(paper_page(quiz))


@pytest.mark.parametrize(
    "rules", [{"preset": Quiz.Preset.ASSIGNED}, {"time_limit_minutes": 10}, {"attempts_allowed": 1}]
)
def test_what_must_not_be_seen_before_it_begins_is_not_printed_in_public(
    client: Client, rules: dict[str, Any]
) -> None:
    assert client.get(paper_page(make_quiz(**rules))).status_code == 404


def test_educators_get_sheets_of_an_assigned_quiz_with_its_key(editor: Client) -> None:
    question = make_question()
    quiz = make_quiz(questions=[question], preset=Quiz.Preset.ASSIGNED)

    text = html(editor.get(key_page(quiz)))

    assert text.count(question.stem) == 2
    assert "เลขที่" in text


def test_a_quiz_that_is_not_there_or_taken_back_is_said_so(client: Client) -> None:
    assert client.get("/quiz/never-there/print/").status_code == 404
    quiz = make_quiz()
    quiz.unpublish()
    assert client.get(paper_page(quiz)).status_code == 410


def test_nobody_else_sees_the_key(client: Client) -> None:
    quiz = make_quiz()

    assert client.get(key_page(quiz)).status_code == 302

    client.force_login(get_user_model().objects.create_user("learner", password="x"))
    response = client.get(key_page(quiz))
    assert response.status_code in {302, 403}
    assert "คำอธิบายของตัวเลือก" not in html(response)


def test_the_key_of_a_draft_says_what_is_missing(editor: Client) -> None:
    assert "ยังไม่เผยแพร่" in html(editor.get(key_page(make_quiz(published=False))))


def test_the_list_of_quizzes_and_the_editor_lead_to_the_key(editor: Client) -> None:
    quiz = make_quiz()

    assert key_page(quiz) in html(editor.get(reverse("wagtailsnippets_quizzes_quiz:list")))
    assert key_page(quiz) in html(editor.get(reverse("wagtailsnippets_quizzes_quiz:edit", args=[quiz.pk])))


def test_what_is_drawn_is_drawn_alike_on_every_day() -> None:
    from quizzes.models import QuizSlot
    from tests.factories.quizzes import publish

    for _ in range(9):
        make_question(topic="ซ้อม")
    quiz = make_quiz(questions=0, published=False)
    quiz.slots.add(QuizSlot(kind=QuizSlot.Kind.POOL, pool_topic="ซ้อม", pool_count=3))
    publish(quiz)

    first, second = paper_of(slug=quiz.slug), paper_of(slug=quiz.slug)

    assert first is not None
    assert len(first.questions) == 3
    assert first == second


class TestLetters:
    @staticmethod
    def both(kind: str) -> tuple[printing.Sheet, printing.KeyOfSheet, dict[str, Any]]:
        content = content_of(kind)
        parts = tuple(KINDS[kind].parts(content))
        place = lay_out([Candidate("", kind, parts)], seed=3, shuffle_choices=True)[0]
        return printing.sheet(place, content), printing.key(place, content), content

    @pytest.mark.parametrize("kind", ["single", "multiple", "truefalse"])
    def test_the_key_names_the_letters_of_the_right_choices(self, kind: str) -> None:
        sheet, key, content = self.both(kind)
        right = {row["text"] for row in content["choices"] if row["correct"]}

        assert {line.text for line in sheet.lines if line.letter in key.answer.split()} == right

    def test_the_key_of_an_order_gives_the_letters_in_their_right_order(self) -> None:
        sheet, key, content = self.both("order")
        texts = {line.letter: line.text for line in sheet.lines}

        assert [texts[letter] for letter in key.answer.split(" → ")] == [
            row["text"] for row in content["items"]
        ]

    def test_the_key_of_pairs_gives_the_letter_of_each_partner(self) -> None:
        sheet, key, content = self.both("match")
        texts = {line.letter: line.text for line in sheet.lines}

        said = [texts[pair.split("–")[1]] for pair in key.answer.split()]
        assert said == [row["right"] for row in content["pairs"]]
