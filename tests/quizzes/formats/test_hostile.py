"""Nothing a person can send makes a reader fall over: a short turn of the soak, and files made to harm."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.formats import FileRefused, Format, read
from tests.quizzes.formats import hostile

FAST = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))


def outcome(format_: Format, data: bytes) -> str:
    try:
        reading = read(format_, data)
    except FileRefused as refused:
        return str(refused)
    assert reading.questions or reading.problems
    return "read"


@pytest.mark.parametrize("format_", Format)
def test_words_of_the_format_in_no_order_are_read_or_refused(format_: Format) -> None:
    @FAST
    @given(st.lists(st.one_of(st.sampled_from(hostile.GRAMMARS[format_]), st.text(max_size=5)), max_size=40))
    def holds(words: list[str]) -> None:
        outcome(format_, "".join(words).encode("utf-8", "replace"))

    holds()


@pytest.mark.parametrize("format_", Format)
def test_random_bytes_are_read_or_refused(format_: Format) -> None:
    @FAST
    @given(st.binary(max_size=200))
    def holds(data: bytes) -> None:
        outcome(format_, data)

    holds()


def test_good_files_with_broken_places_are_read_or_refused() -> None:
    random, files = Random(7), hostile.corpus()

    for format_ in Format:
        for _ in range(150):
            outcome(
                format_, hostile.by_mutation(random, random.choice(files[format_]), hostile.GRAMMARS[format_])
            )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("xml entity bomb", "ENTITY"),
        ("xml external entity", "ENTITY"),
        ("xml external dtd", "DOCTYPE"),
        ("xml deep", "ลึก"),
        ("xml wide", "แท็ก"),
        ("yaml alias bomb", "อ้างซ้ำ"),
        ("yaml deep", "ลึก"),
    ],
)
def test_files_made_to_harm_are_refused_with_the_reason(name: str, told: str) -> None:
    format_, data = next((format_, data) for known, format_, data in hostile.attacks() if known == name)

    assert told in outcome(format_, data)


def test_a_python_tag_in_yaml_is_only_text() -> None:
    data = next(data for name, _format, data in hostile.attacks() if name == "yaml python tag")

    assert outcome(Format.YAML, data) == "read"
