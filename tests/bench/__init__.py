"""Benchmarks as ratios: our addresses against bare Django views on the same server, in one run on one machine."""
