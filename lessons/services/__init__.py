"""Writes: records of learners, and content files into the CMS."""
