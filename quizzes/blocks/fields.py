"""Fields that the blocks of all kinds are made of."""

from collections.abc import Iterable
from typing import Any

from wagtail import blocks
from wagtail.blocks.list_block import ListValue

_FEEDBACK_HELP = "ผู้เรียนเห็นหลังส่ง บอกอย่างใจดีว่าทำไมใช่หรือไม่ใช่"


def feedback_field(label: str = "คำอธิบาย", help_text: str = _FEEDBACK_HELP) -> blocks.Block:
    return blocks.TextBlock(label=label, rows=2, required=False, help_text=help_text)


def line_field(label: str, **kwargs: Any) -> blocks.Block:
    return blocks.TextBlock(label=label, rows=1, required=False, **kwargs)


def choice_field(label: str, choices: Iterable[tuple[Any, str]], **kwargs: Any) -> blocks.Block:
    return blocks.ChoiceBlock(label=label, choices=list(choices), required=False, **kwargs)


def percent_field(*, default: float | None, help_text: str) -> blocks.Block:
    return blocks.FloatBlock(label="คะแนน (%)", required=False, default=default, help_text=help_text)


class RowsBlock(blocks.ListBlock):
    """A list whose first rows are there and empty, each to get an id of its own when it is saved.

    Wagtail gives the rows of a default their ids once, when the page is made: two gaps of one question would hold
    choices with the same uids.
    """

    def __init__(self, child_block: Any, *, least: int = 2, **kwargs: Any) -> None:
        super().__init__(child_block, **{"default": [], **kwargs})
        self.least = least

    def get_default(self) -> Any:
        """Return the empty rows, without ids."""
        rows = ListValue(self, values=[self.child_block.get_default() for _ in range(self.least)])
        for row in rows.bound_blocks:
            row.id = ""
        return rows


def rows_field(child: blocks.Block, label: str, *, least: int = 2, **kwargs: Any) -> blocks.Block:
    return RowsBlock(child, least=least, label=label, **kwargs)
