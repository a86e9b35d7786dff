"""Writes, by noun; one transaction each."""
