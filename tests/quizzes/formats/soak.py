"""Feeds the readers broken files for a long time: python -m tests.quizzes.formats.soak [inputs] [seed].

Half are words of the format in no order, half are good files mutated; then the known attacks of 10 MB. Prints figures;
exit code 1 when a reader raised anything but FileRefused, or took longer than a limit.
"""

import argparse
import resource
import sys
import time
from collections import Counter
from random import Random

from quizzes.formats import FileRefused, Format, check, read, tidy, write
from tests.quizzes.formats import hostile

SECONDS_SMALL = 1.0  # of processor time for one small file
SECONDS_LARGE = 10.0  # for one of 10 MB


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _feed(format_: Format, data: bytes, figures: Counter[str]) -> None:
    """Read one file; what was read must be tidy, and writable or refused by name."""
    try:
        reading = read(format_, data)
    except FileRefused:
        figures["refused"] += 1
        return
    figures["questions"] += len(reading.questions)
    figures["problems"] += len(reading.problems)
    for question in reading.questions[:3]:
        if tidy(question) != question:
            raise AssertionError(f"not tidy: {question!r}")
        if not check(Format.YAML, [question]) and read(
            Format.YAML, write(Format.YAML, [question])
        ).questions != [question]:
            raise AssertionError(f"does not come back: {question!r}")


def _timed(name: str, format_: Format, data: bytes, limit: float, figures: Counter[str]) -> float:
    began = time.process_time()  # other work on the machine does not count
    try:
        _feed(format_, data, figures)
    except Exception as error:  # noqa: BLE001 - finding these is the point
        figures["crashes"] += 1
        _say(f"CRASH {name} {format_}: {error!r:.500}\n  {data[:2000]!r}")
    took = time.process_time() - began
    if took > limit:
        figures["slow"] += 1
        _say(f"SLOW {name} {format_}: {took:.1f} s\n  {data[:200]!r}")
    return took


def run() -> int:
    """Feed the readers a hundred thousand files."""
    return main([])


def main(arguments: list[str]) -> int:
    """Run, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("inputs", nargs="?", type=int, default=100_000)
    parser.add_argument("seed", nargs="?", type=int, default=1)
    options = parser.parse_args(arguments)
    random, files, figures = Random(options.seed), hostile.corpus(), Counter[str]()
    began = time.perf_counter()
    slowest = 0.0
    for turn in range(options.inputs):
        format_ = random.choice(list(Format))
        if turn % 2:
            data = hostile.by_grammar(random, format_)
        else:
            data = hostile.by_mutation(random, random.choice(files[format_]), hostile.GRAMMARS[format_])
        slowest = max(slowest, _timed(f"#{turn}", format_, data, SECONDS_SMALL, figures))
    _say(
        f"{options.inputs} inputs in {time.perf_counter() - began:.0f} s, slowest {slowest * 1000:.0f} ms, peak {_peak_mb()} MB"
    )
    times = []
    for name, format_, data in hostile.attacks():
        times.append((_timed(name, format_, data, SECONDS_LARGE, figures), name))
    slow = ", ".join(f"{took:.1f} s {name}" for took, name in sorted(times, reverse=True)[:5])
    _say(f"{len(times)} attacks of up to 10 MB, peak {_peak_mb()} MB; slowest: {slow}")
    _say(str(dict(figures)))
    return int(bool(figures["crashes"] or figures["slow"]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
