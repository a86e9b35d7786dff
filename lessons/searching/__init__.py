"""Searching lessons, scam patterns, checked claims and the glossary."""
