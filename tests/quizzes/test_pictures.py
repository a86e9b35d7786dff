"""Pictures in options and in what is said to them are pictures on the page, and words where no picture can stand."""

import copy
import re
from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.template import Context, Template
from PIL import Image
from wagtail.images import get_image_model

from quizzes import kinds
from quizzes.formats.images import in_words
from quizzes.presentation.saying import checked
from quizzes.services import finish_attempt
from tests.factories.question_kinds import content_of
from tests.factories.quizzes import NOW, make_attempt, make_question, make_quiz
from tests.quizzes.conftest import Browser, html, page

# Wagtail leaves the temporary files of renditions open until they are collected
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture
def name() -> str:
    """Return the name of a picture in the library."""
    file = BytesIO()
    Image.new("RGB", (40, 30), "navy").save(file, "PNG")
    image = get_image_model().objects.create(title="แผนผัง", file=ImageFile(file, name="map.png"))
    return f"img{image.pk}.png"


def _texts(kind: str, name: str) -> dict[str, Any]:
    """Return a content with a picture in every text that may have one."""
    content = copy.deepcopy(content_of(kind, explanation=f"สรุป [ภาพ: {name} | สรุป]"))
    for key in ("choices", "pairs", "items", "answers"):
        for place, row in enumerate(content.get(key, [])):
            for field in ("text", "left", "feedback"):
                if field in row and kind != "truefalse":
                    row[field] += f" [ภาพ: {name} | {field} ที่ {place}]"
    return content


def _alts(text: str) -> list[str]:
    return re.findall(r'<img class="question-picture"[^>]* alt="([^"]*)"', text)


def test_options_and_feedback_show_their_pictures(browser: Browser, name: str) -> None:
    question = make_question(content=_texts("single", name), explanation=f"[ภาพ: {name} | สรุป]")
    attempt = make_attempt(quiz=make_quiz(questions=[question]))
    client = browser(attempt.learner)

    taking = html(client.get(page("attempt", attempt)))
    finish_attempt(learner_id=attempt.learner_id, attempt_id=attempt.pk, now=NOW)
    result = html(client.get(page("result", attempt)))

    assert sorted(_alts(taking)) == ["text ที่ 0", "text ที่ 1", "text ที่ 2"]
    assert {"text ที่ 0", "feedback ที่ 0", "feedback ที่ 2", "สรุป"} <= set(_alts(result))
    assert "[ภาพ:" not in taking + result


@pytest.mark.parametrize("kind", ["multiple", "match", "order", "short", "numeric"])
def test_no_kind_shows_the_sign_of_a_picture(browser: Browser, name: str, kind: str) -> None:
    attempt = make_attempt(quiz=make_quiz(questions=[make_question(content=_texts(kind, name))]))
    client = browser(attempt.learner)

    taking = html(client.get(page("attempt", attempt)))
    finish_attempt(learner_id=attempt.learner_id, attempt_id=attempt.pk, now=NOW)
    result = html(client.get(page("result", attempt)))

    assert "[ภาพ:" not in taking + result
    assert not re.search(r'aria-label="[^"]*<img', taking)


def test_what_is_said_on_checking_shows_them(name: str) -> None:
    content = _texts("single", name) | {
        "pictures": {name: {"src": "/media/map.png", "width": 40, "height": 30}}
    }
    said = checked(content, {"choices": ["c1"]})

    text = Template('{% include "quizzes/checked.html" %}').render(Context({"checked": said}))

    assert _alts(text) == ["feedback ที่ 0"]


def test_a_picture_in_a_menu_or_a_replay_is_words() -> None:
    assert in_words("ก่อน [ภาพ: a.png | แผนผัง] หลัง [ภาพ: b.png]") == "ก่อน (ภาพ: แผนผัง) หลัง (ภาพ)"


def test_a_picture_that_says_nothing_to_the_blind_is_not_published() -> None:
    content = copy.deepcopy(content_of("single"))
    content["choices"][1]["text"] = "[ภาพ: img1.png]"

    found = {problem.path: problem.sentence_th for problem in kinds.problems(content)}

    assert found.keys() == {"choices.1.text"}
    assert "บอกด้วยว่าภาพนี้แสดงอะไร" in found["choices.1.text"]
