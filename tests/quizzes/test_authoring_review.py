"""Author and reviewer: what the reviewer wrote stands where the author mends it. The system's own quiz is nobody's."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from literacy import roles
from quizzes.insight import boosters
from quizzes.models import Question, Quiz
from tests.factories.quizzes import make_question, make_quiz
from tests.quizzes.cms import errors, quiz_form, url
from tests.quizzes.conftest import html

pytestmark = pytest.mark.django_db
COMMENT = "ขอคำอธิบายว่าทำไมการเร่งให้โอนจึงน่าสงสัย"


def _person(name: str, group: str) -> Any:
    person = get_user_model().objects.create_user(name, first_name=name, password="x")
    person.groups.add(Group.objects.get(name=group))
    return person


@pytest.fixture
def author() -> Any:
    roles.create_roles()
    return _person("สมศรี", roles.AUTHOR)


@pytest.fixture
def refused(author: Any) -> Question:
    """Return a question that was handed in and came back with a comment."""
    question = make_question(published=False)
    question.save_revision(user=author)
    question.get_workflow().start(question, author)
    question.current_workflow_task_state.reject(user=_person("วิชัย", roles.EDITOR), comment=COMMENT)
    return question


def _form(person: Any, question: Question) -> str:
    client = Client()
    client.force_login(person)
    return html(client.get(url(Question, "edit", question.pk)))


def test_the_author_reads_what_the_reviewer_asked_for(author: Any, refused: Question) -> None:
    text = _form(author, refused)

    assert "วิชัย ขอให้แก้" in text
    assert COMMENT in text


def test_it_goes_once_the_draft_is_handed_in_again(author: Any, refused: Question) -> None:
    refused.current_workflow_state.resume(author)

    assert COMMENT not in _form(author, refused)


def test_nothing_stands_there_for_a_question_nobody_refused(author: Any) -> None:
    assert "ขอให้แก้" not in _form(author, make_question(published=False))


class TestTheQuizOfShortReviews:
    @pytest.fixture
    def reviews(self) -> Quiz:
        return Quiz.objects.create(slug=boosters.SLUG, title=boosters.TITLE, live=False)

    @pytest.mark.usefixtures("reviews")
    def test_it_is_in_no_list_of_educators(self, editor: Client) -> None:
        make_quiz(title="แบบทดสอบของครู")

        listed = html(editor.get(url(Quiz, "list")))
        chooser = Quiz.snippet_viewset.chooser_viewset.get_url_name
        offered = [
            editor.get(reverse(chooser("choose"))).json()["html"],
            html(editor.get(reverse(chooser("choose_results")), {"q": "ทบทวน"})),
        ]

        assert "แบบทดสอบของครู" in listed
        assert "แบบทดสอบของครู" in offered[0]
        assert all(boosters.TITLE not in text for text in [listed, *offered])

    def test_nobody_takes_its_address(self, editor: Client) -> None:
        response = editor.post(url(Quiz, "add"), quiz_form([], slug=boosters.SLUG))

        assert "ที่อยู่นี้ระบบใช้กับการทบทวนสั้น ๆ" in errors(response)
        assert not Quiz.objects.exists()
