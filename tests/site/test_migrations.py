"""Migrations: none missing, each with a name that says what it does, one after the other."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

APPS = ("literacy", "lessons", "market_data", "quizzes", "accounts")
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.django_db
def test_no_change_of_the_models_is_left_out() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("app", APPS)
def test_names_say_what_they_do(app: str) -> None:
    names = [path.stem for path in (ROOT / app / "migrations").glob("0*.py")]

    assert names
    assert [name for name in names if "_auto_" in name] == []


@pytest.mark.parametrize("app", APPS)
def test_they_follow_one_another(app: str) -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)

    numbers = sorted(int(name[:4]) for label, name in loader.disk_migrations if label == app)

    assert numbers == list(range(1, len(numbers) + 1))
    assert len(loader.graph.leaf_nodes(app)) == 1
