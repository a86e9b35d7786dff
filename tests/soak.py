"""Long runs, by hand and before a release; each says how long it takes."""

import sys
from collections.abc import Callable

from tests.bench import candles
from tests.market_data import cycles, kills
from tests.quizzes.formats import soak as files
from tests.soaks import answers

RUNS: dict[str, Callable[[], int]] = {
    "answers": answers.run,
    "kills": kills.soak,
    "cycles": cycles.soak,
    "candles": candles.soak,
    "files": files.run,
}


def main(arguments: list[str]) -> int:
    if arguments and arguments[0] in RUNS:
        return RUNS[arguments[0]]()
    print("long runs there are:")
    for name, run in RUNS.items():
        print(f"  {name}: {(sys.modules[run.__module__].__doc__ or '').splitlines()[0]}")
    return 0 if not arguments else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
