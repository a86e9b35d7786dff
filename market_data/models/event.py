"""Windows of history frozen for lessons."""
