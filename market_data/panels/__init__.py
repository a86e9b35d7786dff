"""What the blocks beside the price chart show: comparisons, last prices, what if, events, small tables. Reads only."""

from market_data.panels.compared import compare, example_comparison
from market_data.panels.holding import example_what_if, what_if
from market_data.panels.panel import EMPTY, Panel
from market_data.panels.past import event, event_panel
from market_data.panels.tables import data
from market_data.panels.ticker import LastPrice, example_prices, last_prices

__all__ = [
    "EMPTY",
    "LastPrice",
    "Panel",
    "compare",
    "data",
    "event",
    "event_panel",
    "example_comparison",
    "example_prices",
    "example_what_if",
    "last_prices",
    "what_if",
]
