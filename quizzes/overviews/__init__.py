"""Reads over many attempts at once, for whoever looks after a group: constant numbers of queries, plain data."""
