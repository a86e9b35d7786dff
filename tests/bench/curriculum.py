"""A site of the whole curriculum with simulated prices in a folder of its own, for what looks at real pages."""

import os
import subprocess
import sys
from pathlib import Path

from tests.bench.server import ROOT

_COMMANDS = (
    ["migrate", "--verbosity=0"],
    ["collectstatic", "--no-input", "--verbosity=0"],
    ["market_defaults"],
    ["load_curriculum"],
    ["market_fetch", "--once"],
)


def make(folder: Path) -> dict[str, str]:
    """Make the site (about a minute) and return the environment in which its processes run."""
    environment = {
        **{key: value for key, value in os.environ.items() if key != "CACHE_URL"},
        "DJANGO_SETTINGS_MODULE": "literacy.settings.dev",
        "VAR_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "MARKET_DATA": "simulated",
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
    }
    for command in _COMMANDS:
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return environment
