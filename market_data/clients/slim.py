"""ccxt without its hundred exchanges: importing the package loads every one of them, 50 MB and a quarter of a second.

The package object is made without running its ``__init__``; an exchange is loaded when it is asked for. Whoever has
imported the whole of ccxt before keeps it.
"""

import importlib
import importlib.util
import sys
from types import ModuleType
from typing import Any


def _names_of(module: ModuleType) -> dict[str, Any]:
    return {name: value for name, value in vars(module).items() if not name.startswith("_")}


def prepare() -> None:
    """Make ``import ccxt`` cheap in this process."""
    if "ccxt" in sys.modules:
        return
    spec = importlib.util.find_spec("ccxt")
    if spec is None:
        raise ModuleNotFoundError("ccxt")
    package = importlib.util.module_from_spec(spec)
    sys.modules["ccxt"] = package

    def load(name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            exchange = getattr(importlib.import_module(f"ccxt.{name}"), name)
        except ModuleNotFoundError as error:
            raise AttributeError(name) from error
        setattr(package, name, exchange)  # the import has put the module there; callers want the class
        return exchange

    vars(package).update(
        _names_of(importlib.import_module("ccxt.base.errors"))
        | _names_of(importlib.import_module("ccxt.base.decimal_to_precision"))
        | {"Exchange": importlib.import_module("ccxt.base.exchange").Exchange, "__getattr__": load}
    )
