"""Breaking Thai into lines where a reader would, for paper and pictures that have no browser to do it. Pure."""

from collections.abc import Callable

from icu4py.breakers import LineBreaker


def broken(text: str, *, width: float, measure: Callable[[str], float], at_most: int = 3) -> list[str]:
    """Return the text in lines no wider than `width`, cut after `at_most` with an ellipsis.

    `measure` gives the width of a line. A piece that is wider than a whole line is cut between letters.
    """
    lines, line = list[str](), ""
    for piece in LineBreaker(text, "th"):
        if measure((line + piece).rstrip()) <= width:
            line += piece
            continue
        if line:
            lines.append(line.rstrip())
        line = piece
        while measure(line.rstrip()) > width and len(line) > 1:
            end = max(1, next((n for n in range(len(line), 0, -1) if measure(line[:n]) <= width), 1))
            lines.append(line[:end])
            line = line[end:]
    if line.strip():
        lines.append(line.rstrip())
    if len(lines) > at_most:
        last = lines[at_most - 1]
        while last and measure(last + "…") > width:
            last = last[:-1]
        lines = [*lines[: at_most - 1], last + "…"]
    return lines
