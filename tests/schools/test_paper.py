"""Answers on paper, typed in by a teacher."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quizzes.kinds import KINDS
from quizzes.papers import paper_of
from schools.models import Mark, Submission
from schools.paper_keys import Keyed, keyed, response
from tests.factories.question_kinds import content_of
from tests.factories.quizzes import make_content, make_question, make_quiz
from tests.factories.schools import make_assignment, make_classroom, make_pupil


def of_kind(kind: str) -> Keyed:
    content = content_of(kind)
    return keyed(1, content, KINDS[kind].parts(content))


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("single", "ก"), ("single", "a"), ("single", "1"), ("single", "๑"), ("truefalse", "ก"), ("multiple", "กข"),
        ("multiple", "1, 2"), ("numeric", "1250"), ("order", "1234"), ("match", "กขค"),
    ],
)  # fmt: skip
def test_what_is_typed_means_what_the_sheet_letters(kind: str, typed: str) -> None:
    question = of_kind(kind)
    said = response(question, typed)
    assert said is not None
    assert KINDS[kind].grade(question.content, said).fraction == pytest.approx(1.0)


def test_the_numbers_before_the_items_are_their_places() -> None:
    question = of_kind("order")
    assert response(question, "3124") == {"order": [question.uids[place] for place in (1, 2, 0, 3)]}


def test_messages_are_judged_by_the_first_letter_of_the_verdict() -> None:
    question = of_kind("judge")
    assert [response(question, key) for key in ("จ", "ห", "ค")] == [
        {"verdict": "genuine"},
        {"verdict": "scam"},
        None,
    ]


def test_underlining_and_gaps_are_said_not_to_be_typed() -> None:
    assert [kind for kind in sorted(KINDS) if not of_kind(kind).can_be_keyed] == ["cloze", "spot"]


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=8))
def test_whatever_is_typed_is_a_response_or_not_understood(kind: str, typed: str) -> None:
    question = of_kind(kind)
    said = response(question, typed)
    assert said is None or KINDS[kind].check(question.content, said)


@pytest.mark.django_db
def test_a_row_is_kept_for_a_pupil_who_was_never_in() -> None:
    classroom = make_classroom()
    pupil = make_pupil(classroom=classroom, nickname="มะลิ")
    quiz = make_quiz(questions=[make_question(content=make_content(wrong=2)) for _ in range(2)])
    work = make_assignment(classroom=classroom, quiz=quiz)
    client = Client()
    client.force_login(classroom.teaching.get().user)
    paper = paper_of(slug=quiz.slug)
    assert paper is not None
    page = client.get(reverse("schools:paper", args=[classroom.pk, work.pk])).content.decode()
    edition = " ".join(paper.edition)
    assert edition in page
    url = reverse("schools:paper_row", args=[classroom.pk, work.pk, pupil.pk])
    refused = client.post(url, {"edition": edition, "q1": "ฮ"}, headers={"accept": "text/plain"})
    assert (refused.status_code, Submission.objects.exists()) == (409, False)
    assert "ข้อ 1 อ่าน “ฮ” ไม่ออก" in refused.content.decode()
    kept = client.post(url, {"edition": edition, "q1": "ก", "q2": "ค"})  # as a browser without scripts does
    assert (kept.status_code, kept["Location"].endswith(f"#r{pupil.pk}")) == (302, True)
    submission = Submission.objects.get(membership=pupil)
    assert submission.is_paper
    assert submission.attempt.fraction == 0.5
    assert Mark.objects.get(membership=pupil).state == Mark.State.DONE
    pupil.refresh_from_db()
    assert pupil.learner_is_ours
    again = client.post(url, {"edition": edition, "q1": "ก", "q2": "ก"}, headers={"accept": "text/plain"})
    assert "บันทึกแล้ว ทำได้ 100%" in again.content.decode()
