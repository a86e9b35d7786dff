"""kill -9 in the middle of a back-fill: nothing twice, no hole, the next one goes on (python -m tests.soak kills: 50)."""

from pathlib import Path

from tests.market_data import kills


def test_killed_back_fills_leave_no_hole_and_nothing_twice(tmp_path: Path) -> None:
    told = kills.run(kills=4, home=tmp_path, seed=7, since="2025-01-01")

    assert told.problems == []
    assert told.kills == 4
    assert told.candles > 15_000
