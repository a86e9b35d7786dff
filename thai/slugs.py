"""Web addresses out of Thai titles: ASCII only, because Django drops Thai vowels from slugs. Pure."""

import re

from anyascii import anyascii

from thai.segmentation import segment

_NOT_ALLOWED = re.compile(r"[^a-z0-9]+")


def ascii_slug(text: str, *, max_length: int = 60) -> str:
    """Return a slug of a–z, 0–9 and hyphens, whole words only where they fit; empty when nothing is left.

    The romanisation is letter by letter (anyascii): always valid, seldom pretty. Authors may write a better one.
    """
    slug = _NOT_ALLOWED.sub("-", anyascii(segment(text)).lower()).strip("-")
    if len(slug) <= max_length:
        return slug
    whole_words, hyphen, _ = slug[: max_length + 1].rpartition("-")
    return whole_words if hyphen else slug[:max_length]
