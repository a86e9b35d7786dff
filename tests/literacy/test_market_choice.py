"""Real or simulated prices: asked once, remembered, and always said."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from literacy import market_choice
from literacy.market_choice import BACK, OFFLINE, MarketChoice

REAL, SIMULATED, STILL_ASKING = 0, 3, None


class Probe:
    """In place of the probe's process: ends with a code, or is still asking when looked at."""

    started: list[list[str]] = []
    code: int | None = SIMULATED
    later: int = SIMULATED

    def __init__(self, command: list[str], **options: Any) -> None:
        self.started.append(command)

    def poll(self) -> int | None:
        return self.code

    def wait(self, timeout: float | None = None) -> int:
        if self.code is None and timeout is not None and self.later == -9:
            raise subprocess.TimeoutExpired("probe", timeout)
        return self.later if self.code is None else self.code

    def kill(self) -> None:
        self.code = -9


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> type[Probe]:
    settings.VAR_DIR = tmp_path
    monkeypatch.delenv("MARKET_DATA", raising=False)

    class Fresh(Probe):
        started: list[list[str]] = []

    monkeypatch.setattr(market_choice.subprocess, "Popen", Fresh)
    return Fresh


def _choose(asked_for: str | None = None) -> tuple[str, list[str]]:
    said: list[str] = []
    choice = MarketChoice(asked_for)
    choice.start()
    return choice.finish(say=said.append), said


def test_a_market_that_answers_gives_real_prices(probe: type[Probe]) -> None:
    probe.code = REAL

    assert _choose() == ("real", [])


def test_no_answer_gives_simulated_prices_and_says_so(probe: type[Probe]) -> None:
    assert _choose() == ("simulated", [OFFLINE])


def test_a_probe_that_hangs_counts_as_no_answer(probe: type[Probe]) -> None:
    probe.code, probe.later = STILL_ASKING, -9

    assert _choose() == ("simulated", [OFFLINE])


@pytest.mark.parametrize("asked_for", ["real", "simulated"])
def test_what_somebody_asked_for_is_not_questioned(probe: type[Probe], asked_for: str) -> None:
    assert _choose(asked_for) == (asked_for, [])
    assert probe.started == []


def test_the_environment_is_not_questioned(
    probe: type[Probe], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("MARKET_DATA", "simulated")
    settings.MARKET_DATA = "simulated"

    assert _choose() == ("simulated", [])
    assert probe.started == []


def test_a_site_that_has_had_real_prices_keeps_to_them(probe: type[Probe]) -> None:
    probe.code = REAL
    _choose()
    probe.code = SIMULATED

    assert _choose() == ("real", [])


def test_a_later_start_does_not_wait(probe: type[Probe], monkeypatch: pytest.MonkeyPatch) -> None:
    _choose()
    probe.code = STILL_ASKING
    monkeypatch.setattr(market_choice.threading.Thread, "start", lambda thread: None)

    assert _choose() == ("simulated", [OFFLINE])


def test_the_market_coming_back_is_said_and_remembered(probe: type[Probe]) -> None:
    _choose()
    probe.code, probe.later = STILL_ASKING, REAL
    said: list[str] = []
    choice = MarketChoice(None)
    choice.start()

    choice._tell_when_back(said.append)

    assert said == [BACK]
    assert _choose() == ("real", [])
