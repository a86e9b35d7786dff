"""The statistics equal Moodle's, figure by figure, on the worked example of 25 attempts × 7 slots.

Marks and expected figures: Moodle's test of its quiz statistics (mod/quiz/report/statistics/tests, quiz 00), which
its author computed apart in a spreadsheet. All are met within 1e-5 of their size.
"""

import numpy as np
import pytest

from quizzes.statistics.analysis import QuizStatistics, analyse
from quizzes.statistics.columns import from_marks
from quizzes.statistics.counts import Slot, count

THIRD = 0.3333333  # as Moodle stores it
MARKS: list[list[float]] = [
    [1, 1, 1, 1, 1, 0, 1],
    [1, 1, 1, 1, 0.5, 1, 0],
    [1, 1, 1, 1, 0.5, 0, 1],
    [0, 0, 1, 1, 1, 0, 0],
    [1, 0, 1, 0, 0, 1, 0.5],
    [1, 1, 1, 1, 0.5, 0, 0.5],
    [0, 1, 1, 1, 0.5, 1, 0.5],
    [1, 1, 1, 0, 0.5, 1, 0.5],
    [1, 0, 1, 1, 1, 1, 1],
    [0, 1, 1, 0, 0.5, 1, 0.5],
    [0.8, 0, 1, 1, 0.5, 1, 0.5],
    [1, 1, 1, 0, 0.5, 1, 1],
    [1, 0, 1, 1, 0.5, 1, 0.5],
    [1, 0, 1, 1, 1, 0, 0.5],
    [0, 0, 1, 1, 0, 1, 1],
    [1, 0, 1, 0, 0.5, 1, 1],
    [0.8, 0, 1, 1, 0.5, 0, 1],
    [1, 0, 1, 1, 0, 1, 0.5],
    [1, 0, 1, 1, 0.5, 0, 0.5],
    [0, 1, 1, 0, 0.5, 1, 0],
    [1, 1, THIRD, 1, 0.5, 0, 0.5],
    [1, 1, 1, 0, 0.5, 0, 0.5],
    [1, 1, 1, 1, 0, 1, 0.5],
    [0, 0, 1, 0, 0.5, 1, 1],
    [0, 0, 1, 1, 1, 1, 1],
]
# slot: facility, SD, covariance, largest covariance, DI, DE, effective weight
SLOTS = {
    1: (0.704, 0.4513682901, -0.022555556, 0.2385555565, -7.0650767526, -9.4550536967, 21.2922742344),
    2: (0.48, 0.5099019514, -0.1172777785, 0.318833334, -28.8982125772, -36.7834118938, 18.8979800309),
    3: (0.973333332, 0.13333334, -0.0098888894, 0.045666669, -9.1230674268, -21.6545012165, 4.443012573),
    4: (0.68, 0.4760952286, -0.0833888893, 0.2652222232, -22.6306444113, -31.4411395613, 18.9347251357),
    5: (0.52, 0.3055050463, -0.0436944444, 0.2063055556, -17.6997047674, -21.1794802584, 11.1450138688),
    6: (0.64, 0.4898979486, -0.2015555547, 0.3539999995, -45.3785178421, -56.9365974439, 9.8081339177),
    7: (0.62, 0.331662479, -0.0142499998, 0.2190833335, -5.6543166602, -6.5043742058, 15.4788602394),
}


@pytest.fixture(scope="module")
def example() -> QuizStatistics:
    return analyse(count(from_marks(MARKS), slots=[Slot(number) for number in SLOTS]))


def test_the_quiz_as_a_whole_has_the_published_figures(example: QuizStatistics) -> None:
    found = (
        example.average,
        example.median,
        example.sd,
        example.skew,
        example.kurtosis,
        example.internal_consistency,
        example.error_ratio,
        example.standard_error,
    )

    published = (4.617333, 4.5, 0.811727, -0.092503, -0.707397, -87.2231, 136.8295, 1.110681)
    assert found == pytest.approx(published, rel=1e-5)


@pytest.mark.parametrize("slot", SLOTS)
def test_a_slot_has_the_published_figures(example: QuizStatistics, slot: int) -> None:
    each = example.slots[slot - 1]

    found = (
        each.item.facility,
        each.item.sd,
        each.item.covariance,
        each.item.largest_covariance,
        each.item.discrimination_index,
        each.item.discriminative_efficiency,
        each.effective_weight,
    )

    assert found == pytest.approx(SLOTS[slot], rel=1e-5)


def test_the_figures_hold_together(example: QuizStatistics) -> None:
    facilities = sum(each.item.facility or 0 for each in example.slots)
    weights = sum(each.effective_weight or 0 for each in example.slots)

    assert facilities == pytest.approx(example.average)
    assert weights == pytest.approx(100)
    assert sum(each.intended_weight for each in example.slots) == pytest.approx(100)


def test_the_figures_do_not_depend_on_the_order_of_attempts(example: QuizStatistics) -> None:
    shuffled = np.random.default_rng(7).permutation(np.asarray(MARKS))

    assert analyse(count(from_marks(shuffled), slots=[Slot(number) for number in SLOTS])) == example
