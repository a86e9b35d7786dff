"""Words in running Thai text, which is written without spaces. Pure."""

import re

from icu4py.breakers import WordBreaker

_THAI_RUN = re.compile(r"[\u0e00-\u0e7f]+")


def segment(text: str) -> str:
    """Return the text with a space between Thai words; everything else stays as it is."""

    def spaced(match: re.Match[str]) -> str:
        return " " + " ".join(word for word in WordBreaker(match[0], "th") if word.strip()) + " "

    return _THAI_RUN.sub(spaced, text).strip()
