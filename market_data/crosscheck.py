"""Do two venues agree on a price? Pure."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TypeVar

MOST_DEVIATION = 0.03  # of the lower close; ordinary differences between venues are far below
DOLLARS = frozenset({"USD", "USDT", "USDC", "FDUSD"})
T = TypeVar("T")


def quote_group(quote: str) -> str:
    """Return what a quote counts as when venues are compared: a stablecoin that has left its dollar shall show."""
    return "USD" if quote in DOLLARS else quote


def deviation(one: float, other: float) -> float:
    """Return how far two positive prices are apart, as a fraction of the lower one; the order does not matter."""
    return max(one, other) / min(one, other) - 1


def is_suspicious(one: float, other: float) -> bool:
    return deviation(one, other) > MOST_DEVIATION


def pairs(group: Sequence[T]) -> Iterator[tuple[T, T]]:
    """Return every pair once."""
    return combinations(group, 2)
