"""Long runs against real processes; tests/soak.py lists them."""
