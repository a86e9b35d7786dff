"""Nine ways to mark an order, as Moodle's. Pure.

Rules: Moodle 4.5, question/type/ordering/question.php (grade_response, get_next_answerids,
get_previous_and_next_answerids, get_ordered_subset). Each scheme gives every item points out of points to reach; the
fraction is all points over all to reach, 0 when there are none to reach.

An order is written as places: places[i] is where the item shown at i belongs, counted from 0.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

Points = list[tuple[int, int]]  # (earned, to reach) of each item, in the right order
Places = Sequence[int]


class Scheme(StrEnum):
    ALL_OR_NOTHING = "all_or_nothing"
    ABSOLUTE_POSITION = "absolute_position"
    RELATIVE_NEXT_EXCLUDE_LAST = "relative_next_exclude_last"
    RELATIVE_NEXT_INCLUDE_LAST = "relative_next_include_last"
    RELATIVE_ONE_PREVIOUS_AND_NEXT = "relative_one_previous_and_next"
    RELATIVE_ALL_PREVIOUS_AND_NEXT = "relative_all_previous_and_next"
    LONGEST_ORDERED_SUBSET = "longest_ordered_subset"
    LONGEST_CONTIGUOUS_SUBSET = "longest_contiguous_subset"
    RELATIVE_TO_CORRECT = "relative_to_correct"


def points(scheme: Scheme, places: Places) -> Points:
    """Return what each item earns; places is a permutation of 0…n−1."""
    return _SCHEMES[scheme](places)


def _absolute(places: Places) -> Points:
    """Say of each item whether it stands in its own place."""
    return [(int(places[item] == item), 1) for item in range(len(places))]


def _all_or_nothing(places: Places) -> Points:
    """Say of each item whether it stands in its own place, but give nothing for fewer than all."""
    whole = int(all(earned for earned, _ in _absolute(places)))
    return [(whole, 1)] * len(places)


def _next_of(places: Places) -> dict[int, int]:
    """Return the item shown after each, n after the last: the end."""
    return dict(zip(places, [*places[1:], len(places)], strict=True))


def _next_without_last(places: Places) -> Points:
    """Say of each item but the right last one whether its right follower comes next."""
    following = _next_of(places)
    last = len(places) - 1
    return [(int(following[item] == item + 1), 1) for item in range(last)] + [(0, 0)] * min(1, len(places))


def _next_with_last(places: Places) -> Points:
    """Say the same, the end being what follows the last."""
    following = _next_of(places)
    return [(int(following[item] == item + 1), 1) for item in range(len(places))]


def _both_neighbours(places: Places) -> Points:
    """Count for each item whether the right one comes right before and right after; both ends are neighbours."""
    following = _next_of(places)
    before = {after: item for item, after in following.items()}
    before[places[0]] = -1
    return [
        (int(before[item] == item - 1) + int(following[item] == item + 1), 2) for item in range(len(places))
    ]


def _all_neighbours(places: Places) -> Points:
    """Count for each item which of the others are on the right side of it."""
    shown = {item: position for position, item in enumerate(places)}
    count = len(places)
    return [
        (
            sum((shown[other] < shown[item]) == (other < item) for other in range(count) if other != item),
            count - 1,
        )
        for item in range(count)
    ]


def _subset(places: Places, follows: Callable[[int, int], bool]) -> Points:
    """Give a point to each item of the longest (then leftmost) subset; one item alone is no subset."""
    longest_from: list[list[int]] = []  # by position, filled from the last one back
    for item in reversed(places):
        tails = (tail for tail in longest_from if follows(item, tail[0]))
        longest_from.insert(0, [item, *max(tails, key=len, default=[])])
    longest = max(longest_from, key=len, default=[])
    members = set(longest) if len(longest) > 1 else set()
    return [(int(item in members), 1) for item in range(len(places))]


def _ordered_subset(places: Places) -> Points:
    """Give a point to each item of the longest run whose order is right, others may stand between."""
    return _subset(places, lambda item, later: later > item)


def _contiguous_subset(places: Places) -> Points:
    """Give a point to each item of the longest run of right neighbours in right order.

    As in Moodle, other items may stand between them: A F B C holds A B C.
    """
    return _subset(places, lambda item, later: later == item + 1)


def _relative_to_correct(places: Places) -> Points:
    """Give n−1 points less one for each place that an item is away from its own."""
    shown = {item: position for position, item in enumerate(places)}
    most = len(places) - 1
    return [(max(0, most - abs(item - shown[item])), most) for item in range(len(places))]


_SCHEMES: dict[Scheme, Callable[[Places], Points]] = {
    Scheme.ALL_OR_NOTHING: _all_or_nothing,
    Scheme.ABSOLUTE_POSITION: _absolute,
    Scheme.RELATIVE_NEXT_EXCLUDE_LAST: _next_without_last,
    Scheme.RELATIVE_NEXT_INCLUDE_LAST: _next_with_last,
    Scheme.RELATIVE_ONE_PREVIOUS_AND_NEXT: _both_neighbours,
    Scheme.RELATIVE_ALL_PREVIOUS_AND_NEXT: _all_neighbours,
    Scheme.LONGEST_ORDERED_SUBSET: _ordered_subset,
    Scheme.LONGEST_CONTIGUOUS_SUBSET: _contiguous_subset,
    Scheme.RELATIVE_TO_CORRECT: _relative_to_correct,
}
