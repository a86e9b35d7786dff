"""Does what learners and educators do cost the same when a country's answers are stored?"""

import itertools
from typing import TYPE_CHECKING, Any

from tests.bench.load import request
from tests.bench.server import Server

if TYPE_CHECKING:
    from tests.bench.__main__ import Bench

FEW = 1_000


def run(bench: "Bench", many: int) -> str:
    """Measure with few and with many stored answers to the same quiz; return the table."""
    bench.make()
    said = [bench.module("tests.bench.volume", bench.world["quiz"], str(FEW))]
    half = len(bench.world["attempts"]) // 2  # the attempts of each turn have as many answers of their own
    few = _measured(bench, bench.world["attempts"][:half])
    print(f"storing {many:,} answers …", flush=True)
    said.append(bench.module("tests.bench.volume", bench.world["quiz"], str(many)))
    again = _measured(bench, bench.world["attempts"][half:])
    lines = [f"{'CPU ms':<28}{FEW:>12,}{many:>12,}{'ratio':>8}"]
    lines += [
        f"{name:<28}{few[name]:>12.3f}{again[name]:>12.3f}{again[name] / few[name]:>8.2f}" for name in few
    ]
    return "".join(said) + "\n" + "\n".join(lines)


def _measured(bench: "Bench", attempts: list[Any]) -> dict[str, float]:
    """Return CPU per request in ms."""
    from tests.bench.__main__ import OURS

    world = bench.world
    with Server(OURS, bench.environment) as server:
        results = [bench.one_attempt(server) for _ in range(40)]
        pages = (request("GET", address, Cookie=cookie) for address, cookie in itertools.cycle(results))
        start = itertools.repeat(request("POST", f"/quiz/{world['quiz']}/start"))
        report = itertools.repeat(request("GET", world["statistics"], Cookie=world["educator"]))
        bench.measure("record one answer", server, bench.answers("/quiz/attempts/{id}/answers", attempts))
        bench.measure("start an attempt", server, start, status=302)
        bench.measure("result page", server, pages)
        bench.measure("statistics page", server, report)
    return {
        name: bench.rows[name].cpu_ms
        for name in ("record one answer", "start an attempt", "result page", "statistics page")
    }
