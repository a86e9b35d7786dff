"""Serve the stand-in until interrupted."""

import argparse
import contextlib
import threading

from tests.market_data.stand_in import StandIn, running

parser = argparse.ArgumentParser(prog="stand_in")
parser.add_argument("--port", type=int, default=8099)
with running(StandIn(), port=parser.parse_args().port) as stand_in:
    print(f"stand-in exchanges on {stand_in.url}", flush=True)  # noqa: T201
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
