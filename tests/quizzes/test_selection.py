"""A layout is a pure function of the candidates and the seed."""

from hypothesis import given
from hypothesis import strategies as st

from quizzes.selection import Candidate, lay_out

uids = st.lists(st.uuids().map(lambda value: value.hex), min_size=2, max_size=8, unique=True)
candidates = st.lists(
    st.builds(Candidate, st.uuids().map(lambda v: v.hex), st.just("single"), uids.map(tuple)), max_size=6
)
seeds = st.integers(0, 2**31 - 1)


@given(candidates, seeds, st.booleans())
def test_the_same_seed_gives_the_same_layout(given_: list[Candidate], seed: int, shuffle: bool) -> None:
    first = lay_out(given_, seed=seed, shuffle_choices=shuffle)
    second = lay_out(given_, seed=seed, shuffle_choices=shuffle)

    assert first == second


@given(candidates, seeds, st.booleans())
def test_every_question_and_every_choice_is_there_once(
    given_: list[Candidate], seed: int, shuffle: bool
) -> None:
    layout = lay_out(given_, seed=seed, shuffle_choices=shuffle)

    assert [place["slot"] for place in layout] == list(range(1, len(given_) + 1))
    assert [place["version"] for place in layout] == [candidate.version for candidate in given_]
    for place, candidate in zip(layout, given_, strict=True):
        assert sorted(place["parts"]) == sorted(candidate.parts)


@given(candidates, seeds)
def test_without_shuffling_the_authors_order_stays(given_: list[Candidate], seed: int) -> None:
    layout = lay_out(given_, seed=seed, shuffle_choices=False)

    assert [place["parts"] for place in layout] == [list(candidate.parts) for candidate in given_]


def test_the_order_is_the_same_on_every_machine() -> None:
    layout = lay_out([Candidate("v", "single", ("a", "b", "c", "d"))], seed=7, shuffle_choices=True)

    assert layout[0]["parts"] == ["b", "c", "a", "d"]


def test_different_seeds_give_different_orders() -> None:
    candidate = Candidate("v", "single", ("a", "b", "c", "d"))

    orders = {tuple(lay_out([candidate], seed=seed, shuffle_choices=True)[0]["parts"]) for seed in range(200)}

    assert len(orders) == 24
