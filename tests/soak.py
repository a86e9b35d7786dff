"""Long runs, by hand and before a release; each says how long it takes. There are none yet."""

import sys
from collections.abc import Callable

RUNS: dict[str, Callable[[], int]] = {}


def main(arguments: list[str]) -> int:
    if arguments and arguments[0] in RUNS:
        return RUNS[arguments[0]]()
    print("long runs there are: " + (", ".join(RUNS) or "none yet"))
    return 0 if not arguments else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
