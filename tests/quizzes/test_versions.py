"""Publishing cuts an immutable, numbered version; equal content cuts none."""

import threading

import pytest
from django.db import connection

from quizzes.models import Question, QuestionVersion
from quizzes.versions import contents, cut_version
from tests.factories.quizzes import NOW, make_question, publish


@pytest.mark.django_db
def test_publishing_cuts_version_1() -> None:
    question = make_question(stem="ข้อใดถูก")

    version = QuestionVersion.objects.get(question=question)

    assert version.number == 1
    assert version.content["stem"] == "ข้อใดถูก"
    assert version.content.keys() == {"kind", "stem", "explanation", "ask_confidence", "choices"}
    assert version.content["choices"][0].keys() == {"uid", "text", "correct", "feedback"}


@pytest.mark.django_db
def test_a_draft_has_no_version() -> None:
    make_question(published=False)

    assert not QuestionVersion.objects.exists()


@pytest.mark.django_db
def test_publishing_the_same_content_again_cuts_nothing() -> None:
    question = make_question()

    publish(question)

    assert question.versions.count() == 1


@pytest.mark.django_db
def test_a_change_that_learners_do_not_see_cuts_nothing() -> None:
    question = make_question()
    question.topic = "กลโกง"

    publish(question)

    assert question.versions.count() == 1


@pytest.mark.django_db
def test_an_edit_cuts_the_next_version_and_leaves_the_first_alone() -> None:
    question = make_question(stem="เดิม")
    question.stem = "ใหม่"

    publish(question)

    stems = {version.number: version.content["stem"] for version in question.versions.all()}
    assert stems == {1: "เดิม", 2: "ใหม่"}


@pytest.mark.django_db
def test_going_back_to_an_old_text_makes_it_the_newest_version() -> None:
    question = make_question(stem="เดิม")
    for stem in ("ใหม่", "เดิม"):
        question.stem = stem
        publish(question)

    newest = question.versions.order_by("-number")[0]

    assert (newest.number, newest.content["stem"]) == (3, "เดิม")


@pytest.mark.django_db
def test_a_choice_keeps_its_uid_over_versions() -> None:
    question = make_question()
    question.interaction[0].value["choices"][0]["text"] = "แก้คำ"

    publish(question)

    old, new = question.versions.order_by("number")
    assert old.content["choices"][0]["uid"] == new.content["choices"][0]["uid"]
    assert new.content["choices"][0]["text"] == "แก้คำ"


@pytest.mark.django_db
def test_contents_read_once_are_kept(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    keys = [make_question().versions.get().pk.hex for _ in range(3)]
    contents(versions=keys)

    with django_assert_num_queries(0):
        known = contents(versions=keys)

    assert set(known) == set(keys)


@pytest.mark.django_db(transaction=True)
def test_two_people_publishing_at_once_cut_one_version_each_at_most() -> None:
    question = make_question(stem="เดิม")
    Question.objects.filter(pk=question.pk).update(stem="ใหม่")
    barrier = threading.Barrier(4)
    numbers, faults = [], []

    def cut() -> None:
        barrier.wait()
        try:
            numbers.append(cut_version(question_id=question.pk, now=NOW).number)
        except Exception as fault:  # noqa: BLE001 — told by the assertion below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=cut) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not faults
    assert numbers == [2, 2, 2, 2]
    assert question.versions.count() == 2
