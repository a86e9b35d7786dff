"""A chart inside a question: chosen in the CMS, kept at publish, and the same for every learner afterwards."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from literacy import roles
from market_data.models import EventChart
from quizzes import bank, exhibits
from quizzes.exporting import export
from quizzes.formats import Format, read
from quizzes.importing import import_questions
from quizzes.models import Question, QuestionVersion, Quiz
from quizzes.services import finish_attempt
from tests.factories.quizzes import NOW, make_attempt, make_question, make_quiz, publish
from tests.quizzes.cms import GOOD, errors, question_form, url
from tests.quizzes.conftest import Browser, html, page

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "action-publish"}


def _event(slug: str = "luna-2022", *, price: float = 85.0, published: bool = True) -> EventChart:
    day = {"on": "2022-05-05", "price": price, "source": "https://example.org/luna"}
    event = EventChart.objects.filter(slug=slug).first() or EventChart(slug=slug, live=False)
    event.title, event.label, event.decimals = "LUNA ล่ม", "LUNA (Terra เดิม) / USDT", 2
    event.since, event.until, event.provenance = dt.date(2022, 5, 1), dt.date(2022, 5, 13), "รายงานข่าว"
    event.key_points = json.dumps([{"type": "point", "value": day}])
    event.save()
    revision = event.save_revision()
    if published:
        revision.publish()
    return EventChart.objects.get(pk=event.pk)


def _charted(caption: str = "ราคา LUNA ในสองสัปดาห์", **fields: Any) -> Question:
    return make_question(chart="luna-2022", chart_caption=caption, **fields)


def _content(question: Question) -> dict[str, Any]:
    return question.versions.order_by("-number")[0].content


class TestInTheForm:
    def test_published_events_are_offered_and_drafts_are_not(self, editor: Client) -> None:
        _event()
        _event("draft-2023", published=False)

        text = html(editor.get(url(Question, "add")))

        assert '<option value="luna-2022">LUNA ล่ม · LUNA (Terra เดิม) / USDT</option>' in text
        assert "draft-2023" not in text

    def test_the_preview_shows_the_chart_before_anything_is_saved(self, editor: Client) -> None:
        _event()
        address = url(Question, "preview_on_add")
        data = question_form(GOOD, chart="luna-2022", chart_caption="ราคาสองสัปดาห์")

        assert editor.post(address, data).json()["is_valid"]
        text = html(editor.get(address))

        assert text.count("ราคาสองสัปดาห์") == 2  # while answering, and in the review
        assert "css/blocks/chart" in text
        assert "js/chart" in text

    def test_publishing_keeps_the_cut_with_its_checksum(self, editor: Client) -> None:
        event = _event()

        response = editor.post(url(Question, "add"), question_form(GOOD, chart="luna-2022", **PUBLISH))

        assert response.status_code == 302
        exhibit = _content(Question.objects.get())["exhibit"]
        assert event.frozen
        assert (exhibit["kind"], exhibit["name"]) == ("chart", "luna-2022")
        assert (exhibit["sha256"], exhibit["freeze"]) == (event.frozen.sha256, event.frozen.number)

    def test_an_event_that_is_not_published_is_refused_and_stays_chosen(self, editor: Client) -> None:
        _event(published=False)

        response = editor.post(url(Question, "add"), question_form(GOOD, chart="luna-2022", **PUBLISH))

        assert "กราฟเหตุการณ์นี้ยังไม่ได้เผยแพร่หรือถูกลบไปแล้ว" in errors(response)

    def test_a_draft_keeps_the_name_of_an_event_that_went_away(self, editor: Client) -> None:
        question = _charted(published=False)

        assert "luna-2022 (ยังไม่ได้เผยแพร่)" in html(editor.get(url(Question, "edit", question.pk)))

    def test_handing_it_to_the_reviewers_says_so(self, admin_user: Any) -> None:
        roles.create_roles()
        question = _charted(published=False)

        outcome = bank.submit_questions(questions=[question], user=admin_user)

        assert [why for _question, why in outcome.left] == [
            "กราฟเหตุการณ์ของข้อนี้ยังไม่ได้เผยแพร่ เผยแพร่กราฟก่อน หรือเลือกกราฟอื่น"
        ]


class TestForLearners:
    def test_the_figure_stands_under_the_question_and_in_its_review(self, browser: Browser) -> None:
        _event()
        attempt = make_attempt(quiz=make_quiz(questions=[_charted()]))
        client = browser(attempt.learner)

        taking = html(client.get(page("attempt", attempt)))
        finish_attempt(learner_id=attempt.learner_id, attempt_id=attempt.pk, now=NOW)
        result = html(client.get(page("result", attempt)))

        for text in (taking, result):
            figure = re.search(r"<figure class=\"chart.*?</figure>", text, re.DOTALL)
            assert figure
            assert "ราคา LUNA ในสองสัปดาห์" in figure[0]
            assert "<svg" in figure[0]
            assert "ราคาที่แหล่งข้อมูลรายงานไว้" in figure[0]
            assert "<table" in figure[0]
            assert "รายงานข่าว" in figure[0]
            assert "data-recipe=" in figure[0]  # drawn from the page: no event is asked for
            assert "js/chart" in text

    def test_a_quiz_without_charts_loads_nothing_for_them(self, browser: Browser) -> None:
        attempt = make_attempt(quiz=make_quiz())

        assert "chart" not in html(browser(attempt.learner).get(page("attempt", attempt)))

    def test_trying_a_draft_out_shows_it(self, editor: Client) -> None:
        _event()
        quiz: Quiz = make_quiz(questions=[_charted()], published=False)

        text = html(editor.get(reverse("quizzes_try", args=[quiz.pk])))

        assert "ราคา LUNA ในสองสัปดาห์" in text
        assert "css/blocks/chart" in text

    def test_correcting_or_deleting_the_event_changes_no_published_question(self, browser: Browser) -> None:
        _event(price=85.0)
        attempt = make_attempt(quiz=make_quiz(questions=[_charted()]))
        client = browser(attempt.learner)
        before = html(client.get(page("attempt", attempt)))

        _event(price=99.0)
        cache.clear()
        assert html(client.get(page("attempt", attempt))) == before

        EventChart.objects.all().delete()
        cache.clear()
        assert html(client.get(page("attempt", attempt))) == before
        assert "85" in before

    def test_publishing_the_question_again_takes_the_corrected_cut(self) -> None:
        _event(price=85.0)
        question = _charted()
        _event(price=99.0)

        publish(question)

        first, second = (
            version.content["exhibit"]["sha256"] for version in question.versions.order_by("number")
        )
        assert first != second

    def test_publishing_the_question_again_without_a_new_cut_makes_no_version(self) -> None:
        _event()
        question = _charted()

        publish(question)

        assert question.versions.count() == 1

    def test_a_kept_chart_that_was_tampered_with_is_not_shown(self, browser: Browser) -> None:
        _event()
        attempt = make_attempt(quiz=make_quiz(questions=[_charted()]))
        version = QuestionVersion.objects.get()
        version.content["exhibit"]["content"] = version.content["exhibit"]["content"].replace("85", "86")

        text = str(exhibits.html(version.content["exhibit"]))

        assert "กราฟของข้อนี้เปิดไม่ได้ในตอนนี้" in text
        assert "86" not in text
        assert attempt.pk


class TestInFiles:
    def test_our_yaml_names_the_event_and_brings_it_back(self, editor: Client, admin_user: Any) -> None:
        _event()
        question = _charted(code="c-1")
        before = _content(question)

        made = export([question], Format.YAML)
        question.versions.all().delete()
        question.delete()
        import_questions(reading=read(Format.YAML, made.data), updates=False, is_whole=True, user=admin_user)

        text = made.data.decode()
        assert 'chart: "luna-2022"' in text
        assert 'chart_caption: "ราคา LUNA ในสองสัปดาห์"' in text
        back = Question.objects.get(code="c-1")
        assert (back.chart, back.chart_caption) == ("luna-2022", "ราคา LUNA ในสองสัปดาห์")
        assert back.snapshot()["exhibit"] == before["exhibit"]

    def test_changing_only_the_chart_is_a_change(self, admin_user: Any) -> None:
        _event()
        question = _charted(code="c-1")
        text = export([question], Format.YAML).data.decode().replace("luna-2022", "other-2023")

        done = import_questions(
            reading=read(Format.YAML, text.encode()), updates=True, is_whole=True, user=admin_user
        )

        assert done.changed == 1
        assert Question.objects.get().get_latest_revision_as_object().chart == "other-2023"

    def test_moodle_is_told_to_lose_it(self) -> None:
        _event()

        made = export([_charted()], Format.MOODLE_XML)

        assert any("กราฟ" in problem.sentence_th for problem in made.lost)
