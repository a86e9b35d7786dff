"""What the environment may say, and what is said when it cannot be understood."""

from collections.abc import Callable

import pytest

from literacy import env


@pytest.mark.parametrize(("value", "meaning"), [("1", True), ("Yes", True), ("off", False), ("0", False)])
def test_a_flag_is_read(monkeypatch: pytest.MonkeyPatch, value: str, *, meaning: bool) -> None:
    monkeypatch.setenv("SOME_FLAG", value)

    assert env.flag("SOME_FLAG", default=not meaning) is meaning


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME", "")

    assert env.text("SOME", "default") == "default"
    assert env.whole("SOME", 3) == 3
    assert env.flag("SOME", default=True)
    assert env.words("SOME", "a, b,") == ["a", "b"]
    assert not env.given("SOME")


@pytest.mark.parametrize(
    ("read", "value"),
    [
        pytest.param(lambda: env.text("SOME"), "", id="text"),
        pytest.param(lambda: env.flag("SOME"), "many", id="flag"),
        pytest.param(lambda: env.whole("SOME", 1), "many", id="whole"),
    ],
)
def test_what_cannot_be_understood_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[], object], value: str
) -> None:
    monkeypatch.setenv("SOME", value)

    with pytest.raises(env.SettingError, match="SOME"):
        read()


def test_an_address_of_sqlite_waits_for_the_disk() -> None:
    database = env.database("sqlite:////srv/site%20one.sqlite3")

    assert database["NAME"] == "/srv/site one.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in database["OPTIONS"]["init_command"]


def test_an_address_of_postgresql_may_be_a_host_or_a_socket() -> None:
    host = env.database("postgres://me:p%40ss@db.example:5433/site")
    socket = env.database("postgres://me@:5433/site?host=/run/postgresql")

    assert (host["HOST"], host["PORT"], host["USER"], host["PASSWORD"], host["NAME"]) == (
        "db.example", "5433", "me", "p@ss", "site",
    )  # fmt: skip
    assert (socket["HOST"], socket["PORT"]) == ("/run/postgresql", "5433")


@pytest.mark.parametrize("read", [env.database, env.cache])
def test_an_unknown_kind_of_address_is_refused(read: Callable[[str], object]) -> None:
    with pytest.raises(env.SettingError):
        read("mysql://localhost/site")
