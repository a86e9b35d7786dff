"""How sure and how right: nine cells, one of them dangerous."""

import pytest

from quizzes.kinds import confidence
from quizzes.kinds.base import State
from quizzes.kinds.confidence import Cell, Confidence


@pytest.mark.parametrize(
    ("level", "fraction", "label"),
    [
        (1, 1.0, "ไม่แน่ใจแต่ถูก"),
        (1, 0.0, "ไม่แน่ใจและผิด"),
        (2, 0.5, "ค่อนข้างแน่ใจและถูกบางส่วน"),
        (3, 1.0, "แน่ใจมากและถูก"),
        (3, 0.9999999, "แน่ใจมากและถูก"),
        (3, 0.0000001, "แน่ใจมากแต่ผิด"),
    ],
)
def test_a_marked_response_has_its_cell(level: int, fraction: float, label: str) -> None:
    found = confidence.cell({"confidence": level}, fraction)

    assert found is not None
    assert found.label == label


@pytest.mark.parametrize(
    "response", [None, {}, {"confidence": True}, {"confidence": 7}, {"confidence": "3"}, [3]]
)
def test_without_confidence_there_is_no_cell(response: object) -> None:
    assert confidence.cell(response, 0.0) is None


def test_only_sure_and_wrong_is_dangerous() -> None:
    cells = [Cell(level, outcome) for level in Confidence for outcome in State]

    dangerous = [cell for cell in cells if cell.is_dangerous]

    assert dangerous == [Cell(Confidence.SURE, State.WRONG)]


def test_the_rate_is_of_those_who_were_sure() -> None:
    marked = [
        ({"confidence": 3}, 0.0),
        ({"confidence": 3}, 1.0),
        ({"confidence": 3}, 0.5),
        ({"confidence": 1}, 0.0),
        ({}, 0),
    ]

    cells = confidence.tally(marked)

    assert sum(cells.values()) == 4
    assert confidence.sure_and_wrong_rate(cells) == pytest.approx(1 / 3)
    assert confidence.sure_and_wrong_rate(confidence.tally([({"confidence": 2}, 0.0)])) is None
