"""Looks at every page type as people with small phones, large letters or other colours see it."""
