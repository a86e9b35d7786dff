"""What the apps above may say about an asset. Pure."""

from typing import NamedTuple


class Mention(NamedTuple):
    """A page that shows prices of an asset."""

    label: str
    url: str
