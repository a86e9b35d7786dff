"""Marks are those of the rule that each row of conformance.yaml names."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from quizzes.kinds import KINDS

_TABLE = yaml.safe_load(Path(__file__).with_name("conformance.yaml").read_text(encoding="utf-8"))
_MOST_OFF = 1e-9


@dataclass(frozen=True)
class Row:
    kind: str
    content: dict[str, Any]
    response: object
    fraction: float
    source: str
    counts: list[int] | None


def _number(written: float | str) -> float:
    numerator, _, denominator = str(written).partition("/")
    return float(numerator) / float(denominator or 1)


ROWS = [
    Row(
        group["kind"],
        {"kind": group["kind"], **group["content"]},
        row["response"],
        _number(row["fraction"]),
        row.get("source", group["source"]),
        row.get("counts"),
    )
    for group in _TABLE["groups"]
    for row in group["rows"]
]
NAMES = [f"{number}-{row.kind}" for number, row in enumerate(ROWS, 1)]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_response_earns_what_its_rule_says(row: Row) -> None:
    grade = KINDS[row.kind].grade(row.content, row.response)

    assert grade.fraction == pytest.approx(row.fraction, abs=_MOST_OFF)
    if row.counts is not None:
        counts = [grade.hits, grade.misses, grade.false_alarms, grade.correct_rejections]
        assert counts == row.counts


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_only_malformed_responses_are_refused(row: Row) -> None:
    kind = KINDS[row.kind]

    assert kind.check(row.content, row.response) == (row.source != "own-check")
    if row.source == "unanswered":
        assert not kind.answered(row.content, row.response)


def test_the_table_covers_every_kind_and_names_its_sources() -> None:
    per_kind = Counter(row.kind for row in ROWS)

    assert len(ROWS) >= 220
    assert per_kind.keys() == KINDS.keys()
    assert min(per_kind.values()) >= 8
    assert {row.source for row in ROWS} == set(_TABLE["sources"])
