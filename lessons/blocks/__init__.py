"""What the bodies of pages can hold."""

from lessons.blocks.devices import (
    ChatBlock,
    ContactsBlock,
    FlagsBlock,
    FlowBlock,
    StepsBlock,
    SummaryBlock,
    TableBlock,
    TimelineBlock,
)
from lessons.blocks.scams import ActionBlock, CaseBlock, FlagBlock, StepBlock
from lessons.blocks.streams import BODY, LEVELS, WORDS, SectionBlock
from lessons.blocks.words import (
    CALLOUT_FEATURES,
    RICH_TEXT_FEATURES,
    CalloutBlock,
    DescribedImageBlock,
    FigureBlock,
    TextBlock,
)

__all__ = [
    "BODY",
    "CALLOUT_FEATURES",
    "LEVELS",
    "RICH_TEXT_FEATURES",
    "WORDS",
    "ActionBlock",
    "CalloutBlock",
    "CaseBlock",
    "ChatBlock",
    "ContactsBlock",
    "DescribedImageBlock",
    "FigureBlock",
    "FlagBlock",
    "FlagsBlock",
    "FlowBlock",
    "SectionBlock",
    "StepBlock",
    "StepsBlock",
    "SummaryBlock",
    "TableBlock",
    "TextBlock",
    "TimelineBlock",
]
