"""Pictures of the library that a question's texts point to: `[ภาพ: img12.png | what it shows]`."""

import re
from collections.abc import Iterable
from typing import Any

from wagtail.images import get_image_model

from quizzes.formats.images import MARKER

NAME = re.compile(r"img([0-9]{1,9})\.\w{1,5}")
_SIZE = "max-1000x1000"


def images_in(texts: Iterable[str]) -> dict[str, Any]:
    """Return the library's images by the names that the texts give them. No query when there are none."""
    names = {found[1] for text in texts if "[ภาพ:" in text for found in MARKER.finditer(text)}
    keys = {name: int(known[1]) for name in sorted(names) if (known := NAME.fullmatch(name))}
    if not keys:
        return {}
    images = get_image_model().objects.in_bulk(keys.values())
    return {name: images[key] for name, key in keys.items() if key in images}


def shown(texts: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return address and size of each picture in the texts, by name: what is published of them."""
    renditions = {name: image.get_rendition(_SIZE) for name, image in images_in(texts).items()}
    return {
        name: {"src": one.url, "width": one.width, "height": one.height} for name, one in renditions.items()
    }
