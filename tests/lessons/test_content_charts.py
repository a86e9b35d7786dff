"""Questions of content files that show an event chart: the event comes first, and a new cut reaches the question."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from quizzes.models import Question
from tests.lessons.test_content_events import EVENT, FACTS, NAME
from tests.lessons.test_content_files import FILES

pytestmark = pytest.mark.django_db
QUIZ = "quizzes/blockchain.yaml"


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _load(folder: Path) -> str:
    if not (folder / "facts.yaml").exists():
        (folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
    err = StringIO()
    call_command("load_curriculum", dir=folder, stdout=StringIO(), stderr=err)
    return err.getvalue()


def _charted() -> str:
    kind = next(line for line in FILES[QUIZ].splitlines() if line.strip().startswith("kind:"))
    indent = kind[: len(kind) - len(kind.lstrip())]
    return FILES[QUIZ].replace(kind, f"{kind}\n{indent}chart: luna-2022\n{indent}chart_caption: ราคา LUNA", 1)


def _exhibits() -> list[dict[str, str]]:
    (question,) = Question.objects.filter(chart="luna-2022")
    return [version.content["exhibit"] for version in question.versions.order_by("number")]


def test_the_event_of_the_same_files_is_kept_with_the_question(tmp_path: Path) -> None:
    _write(tmp_path, {**FILES, QUIZ: _charted(), NAME: EVENT})

    said = _load(tmp_path)

    (exhibit,) = _exhibits()
    assert (exhibit["name"], exhibit["caption"]) == ("luna-2022", "ราคา LUNA")
    assert "ไม่มีกราฟ" not in said


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    _write(tmp_path, {**FILES, QUIZ: _charted(), NAME: EVENT})
    _load(tmp_path)

    _load(tmp_path)

    assert len(_exhibits()) == 1


def test_a_corrected_event_makes_a_new_version_of_the_question(tmp_path: Path) -> None:
    _write(tmp_path, {**FILES, QUIZ: _charted(), NAME: EVENT})
    _load(tmp_path)
    _write(tmp_path, {NAME: EVENT.replace("price: 0.0005", "price: 0.0004")})

    _load(tmp_path)

    before, after = _exhibits()
    assert before["sha256"] != after["sha256"]


def test_a_missing_event_is_said_and_taken_in_once_it_is_there(tmp_path: Path) -> None:
    _write(tmp_path, {**FILES, QUIZ: _charted()})
    said = _load(tmp_path)
    _write(tmp_path, {NAME: EVENT})

    _load(tmp_path)

    assert "ไม่มีกราฟ luna-2022" in said
    (question,) = Question.objects.filter(chart="luna-2022")
    assert [bool(version.content.get("exhibit")) for version in question.versions.order_by("number")] == [
        False,
        True,
    ]
