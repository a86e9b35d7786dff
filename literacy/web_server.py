"""The web server's process: granian over literacy.wsgi. Started by `manage.py up`, or by an operator's own supervisor."""

import argparse
import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from literacy import parent_watch


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    # Two threads a process: more of them take turns on Python's lock and lower the throughput.
    parser.add_argument("--threads", type=int, default=2)
    # SQLite lets one process write at a time; several web processes are for PostgreSQL.
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    parent_watch.watch_parent()
    os.environ[parent_watch.VARIABLE] = str(os.getpid())  # for the workers that granian starts
    Granian(
        "literacy.wsgi:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
