"""Thai dictionary order, the same on every database. Pure."""

import re

_LEADING_VOWEL = re.compile(r"([เแโใไ])(.)")
_MARKS = re.compile(r"[\u0e47-\u0e4c]")


def sort_key(text: str) -> tuple[str, str]:
    """Return a key that sorts as a Thai dictionary does: leading vowels after their consonant, marks second."""
    swapped = _LEADING_VOWEL.sub(r"\2\1", text)
    return _MARKS.sub("", swapped), swapped
