"""Roles, demo accounts and steps that are done once."""

import socket
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import Page, Workflow

from accounts.models import User
from literacy import roles, set_up
from literacy.management.commands.up import answers, free_port
from literacy.models import SetUpStep
from quizzes.models import Question


def _demo_accounts(*words: str) -> dict[str, str]:
    output = StringIO()
    call_command("demo_accounts", *words, stdout=output)
    lines = [line.split() for line in output.getvalue().splitlines() if line.startswith("  ")]
    return dict(lines)


@pytest.mark.django_db
class TestDemoAccounts:
    def test_are_told_once_and_kept_only_as_hashes(self) -> None:
        told = _demo_accounts()

        assert set(told) == {"educator", "administrator"}
        for name, password in told.items():
            user = User.objects.get(username=name)
            assert user.check_password(password)
            assert password not in user.password
        assert _demo_accounts() == {}

    def test_get_new_passwords_when_asked(self) -> None:
        told = _demo_accounts()

        new = _demo_accounts("--reset")

        assert new["educator"] != told["educator"]
        assert User.objects.get(username="educator").check_password(new["educator"])

    def test_let_the_educator_write_but_not_rule(self) -> None:
        _demo_accounts()
        educator = User.objects.get(username="educator")

        assert educator.has_perms(["quizzes.add_question", "quizzes.publish_question", "quizzes.change_quiz"])
        assert not educator.has_perm("quizzes.delete_question")
        assert not educator.is_superuser

    @pytest.mark.parametrize(("name", "status"), [("educator", 200), ("administrator", 200)])
    def test_open_the_cms(self, client: Client, name: str, status: int) -> None:
        _demo_accounts()
        client.force_login(User.objects.get(username=name))

        assert client.get("/admin/").status_code == status


@pytest.mark.django_db
def test_roles_may_be_made_again_without_harm() -> None:
    roles.create_roles()
    roles.create_roles()

    workflow = Workflow.objects.get(name=roles.WORKFLOW)
    assert workflow.workflow_tasks.count() == 1
    assert Question(code="a").get_workflow() == workflow
    assert Page.get_first_root_node().get_workflow() == workflow


@pytest.mark.django_db
def test_an_author_hands_in_and_does_not_publish() -> None:
    roles.create_roles()
    author = User.objects.create_user("author")
    author.groups.add(*[group for group in roles.groups_of_an_educator() if group.name == roles.AUTHOR])

    assert author.has_perm("quizzes.change_question")
    assert not author.has_perm("quizzes.publish_question")
    assert not Page.get_first_root_node().permissions_for_user(author).can_publish()


@pytest.mark.django_db
def test_a_second_start_loads_nothing_again(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    called: list[str] = []
    monkeypatch.setattr(set_up, "call_command", lambda name, **options: called.append(name))
    settings.BASE_DIR, settings.DEMO_ACCOUNTS = tmp_path, True
    (tmp_path / "content").mkdir()

    set_up.fill(say=lambda text: None)
    first, called[:] = list(called), []
    set_up.fill(say=lambda text: None)
    second, called[:] = list(called), []
    (tmp_path / "content" / "new.md").write_text("new")
    set_up.fill(say=lambda text: None)

    assert first == ["market_defaults", "load_curriculum", "update_index", "demo_accounts"]
    assert second == []
    assert called == ["load_curriculum", "update_index"]
    assert SetUpStep.objects.count() == 3


def test_a_digest_tells_names_and_bytes_apart(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    before = set_up.digest([tmp_path])
    (tmp_path / "a").rename(tmp_path / "b")
    renamed = set_up.digest([tmp_path])
    (tmp_path / "b").write_text("2")

    assert len({before, renamed, set_up.digest([tmp_path])}) == 3


def test_a_taken_port_gives_way_to_the_next() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]

        assert free_port("127.0.0.1", taken) > taken
    assert not answers(f"http://127.0.0.1:{taken}/healthz")
