"""The nine schemes, worked out again from their definitions for every order of up to five items."""

import itertools
from collections.abc import Sequence

import pytest

from quizzes.kinds.order_schemes import Scheme, points


def _fraction(scheme: Scheme, places: Sequence[int]) -> float:
    each = points(scheme, places)
    reach = sum(most for _, most in each)
    return sum(earned for earned, _ in each) / reach if reach else 0.0


def _longest(places: Sequence[int], *, contiguous: bool) -> int:
    """Return the size of the largest selection in rising order, by trying all; one item alone is 0."""
    sizes = range(len(places), 1, -1)
    return next(
        (
            size
            for size in sizes
            for chosen in itertools.combinations(places, size)
            if all(b == a + 1 if contiguous else b > a for a, b in itertools.pairwise(chosen))
        ),
        0,
    )


def _expected(scheme: Scheme, places: Sequence[int]) -> float:
    n = len(places)
    shown = list(itertools.pairwise(places))
    followers = sum(after == item + 1 for item, after in shown)
    starts, ends = places[0] == 0, places[-1] == n - 1
    concordant = sum(a < b for a, b in itertools.combinations(places, 2))
    values = {
        Scheme.ALL_OR_NOTHING: float(list(places) == sorted(places)),
        Scheme.ABSOLUTE_POSITION: sum(item == position for position, item in enumerate(places)) / n,
        Scheme.RELATIVE_NEXT_EXCLUDE_LAST: followers / (n - 1),
        Scheme.RELATIVE_NEXT_INCLUDE_LAST: (followers + ends) / n,
        Scheme.RELATIVE_ONE_PREVIOUS_AND_NEXT: (2 * followers + starts + ends) / (2 * n),
        Scheme.RELATIVE_ALL_PREVIOUS_AND_NEXT: 2 * concordant / (n * (n - 1)),
        Scheme.LONGEST_ORDERED_SUBSET: _longest(places, contiguous=False) / n,
        Scheme.LONGEST_CONTIGUOUS_SUBSET: _longest(places, contiguous=True) / n,
        Scheme.RELATIVE_TO_CORRECT: sum(n - 1 - abs(item - at) for at, item in enumerate(places))
        / (n * (n - 1)),
    }
    return values[scheme]


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_every_order_earns_what_the_scheme_defines(scheme: Scheme, count: int) -> None:
    for places in itertools.permutations(range(count)):
        assert _fraction(scheme, places) == pytest.approx(_expected(scheme, places)), places


@pytest.mark.parametrize("scheme", Scheme)
def test_points_belong_to_items_and_never_exceed_what_can_be_reached(scheme: Scheme) -> None:
    for places in itertools.permutations(range(4)):
        each = points(scheme, places)

        assert len(each) == 4
        assert all(0 <= earned <= most for earned, most in each)


def test_the_items_of_the_longest_subset_earn_its_points() -> None:
    each = points(Scheme.LONGEST_CONTIGUOUS_SUBSET, [0, 3, 1, 2])

    assert each == [(1, 1), (1, 1), (1, 1), (0, 1)]


@pytest.mark.parametrize("scheme", Scheme)
def test_no_items_are_no_failure(scheme: Scheme) -> None:
    assert points(scheme, [0]) is not None
