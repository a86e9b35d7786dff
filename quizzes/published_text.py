"""What an app above does with the texts of a question when it is published: marks in them become words. Pure."""

from collections.abc import Callable
from typing import Any

Content = dict[str, Any]
Finish = Callable[[Content, str], Content]  # content, the question's facts → content as learners get it

_finishers: list[Finish] = []


def register(finish: Finish) -> None:
    """Make a finisher known, once, while the site starts."""
    if finish not in _finishers:
        _finishers.append(finish)


def finished(content: Content, *, facts: str) -> Content:
    """Return the content as learners get it; the same where nothing is to be done."""
    for finish in _finishers:
        content = finish(content, facts)
    return content
