"""What is written for people keeps up with the code."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from literacy.bootstrap import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
APPS = ("literacy", "lessons", "market_data", "quizzes", "accounts", "thai", "schools")


def _text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _environment_names() -> set[str]:
    pattern = re.compile(r"env\.(?:text|flag|whole|words|given)\(\s*\"([A-Z_]+)\"")
    return {
        name
        for path in (ROOT / "literacy").rglob("*.py")
        for name in pattern.findall(path.read_text("utf-8"))
    }


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads(_text("pyproject.toml"))
    declared = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    rows = dict(re.findall(r"^\| `([^`]+)` \| (.*?) \|", _text("docs/dependencies.md"), re.MULTILINE))

    assert {Requirement(line).name for line in declared} == set(rows)
    assert [name for name, reason in rows.items() if len(reason) < 15] == []


def test_every_management_command_is_explained_to_operators() -> None:
    commands = {
        path.stem
        for app in APPS
        for path in (ROOT / app / "management/commands").glob("*.py")
        if path.stem[0] != "_"
    }

    assert "up" in commands
    assert {name for name in commands if f"`{name}" not in _text("docs/operators.md")} == set()


def test_every_variable_of_the_environment_is_explained_to_operators() -> None:
    names = _environment_names()

    assert {"DATABASE_URL", "SECRET_KEY"} <= names
    assert {name for name in names if f"`{name}`" not in _text("docs/operators.md")} == set()


def test_the_readme_shows_every_word_of_run_py() -> None:
    readme = _text("README.md")

    assert "python3 run.py\n" in readme
    assert {word for word in COMMANDS if f"run.py {word}" not in readme} == set()


@pytest.mark.parametrize(
    "name", ["README.md", *(f"docs/{name}.md" for name in ("educators", "glossary", "operators"))]
)
def test_links_between_documents_lead_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", _text(name))

    assert [link for link in links if not (folder / link).exists()] == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("*.md"))

    assert numbers == list(range(len(numbers)))
