"""How an educator writes a question: one block per kind. Nothing is required here: drafts may be unfinished.

What is missing before a question can be published is said by `quizzes.kinds`, through `quizzes.blocks.errors`.
"""

from wagtail import blocks

from quizzes.blocks.choosing import MultipleBlock, SingleBlock, TrueFalseBlock
from quizzes.blocks.gaps import ClozeBlock
from quizzes.blocks.messages import JudgeBlock, SpotBlock
from quizzes.blocks.sorting import MatchBlock, OrderBlock
from quizzes.blocks.writing import NumericBlock, ShortBlock


class InteractionBlock(blocks.StreamBlock):
    """Exactly one block: the question's kind and all that belongs to it."""

    single = SingleBlock()
    multiple = MultipleBlock()
    truefalse = TrueFalseBlock()
    short = ShortBlock()
    numeric = NumericBlock()
    match = MatchBlock()
    order = OrderBlock()
    cloze = ClozeBlock()
    spot = SpotBlock()
    judge = JudgeBlock()

    class Meta:
        max_num = 1
        required = False
