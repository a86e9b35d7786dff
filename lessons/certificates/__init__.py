"""Certificates of a passed course: rule, wording, PDF, picture, the page that verifies one.

The fonts beside this are static/fonts with Thai and Latin in one file each (fontTools' Merger), as a PDF wants them.
"""
