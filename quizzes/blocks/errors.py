"""Where a problem of a content is shown: at the field of the block that it is written in."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from quizzes.content import QuestionKind
from quizzes.kinds.base import Problem

# a content's path → the field of the block that it is written in, where the names differ
_RENAMED = {
    ("none", "feedback"): ("none_feedback",),
    ("none", "correct"): ("phrases",),
    ("feedback", "scam"): ("feedback_scam",),
    ("feedback", "genuine"): ("feedback_genuine",),
    ("choices", "0", "feedback"): ("feedback_true",),
    ("choices", "1", "feedback"): ("feedback_false",),
}


def errors_of(problems: Iterable[Problem], *, kind: str, block: blocks.StreamBlock) -> Any:
    """Return the problems of the one block of an interaction as a ValidationError, each at the field it speaks of."""
    tree: dict[str, Any] = {}
    for problem in problems:
        _place(tree, _field_path(problem.path, kind), problem.sentence_th)
    return StreamBlockValidationError(block_errors={0: _error(tree, block.child_blocks[kind])})


def _field_path(path: str, kind: str) -> tuple[str, ...]:
    parts = tuple(path.split(".")) if path else ()
    parts = tuple("percent" if part == "fraction" else part for part in parts)
    if kind == QuestionKind.TRUE_FALSE and parts[:1] == ("choices",) and parts not in _RENAMED:
        return ("right",)
    if kind == QuestionKind.TRUE_FALSE or parts[:1] != ("choices",):
        return _RENAMED.get(parts, parts)
    return parts


def _place(tree: dict[str, Any], path: tuple[str, ...], sentence: str) -> None:
    for part in path:
        tree = tree.setdefault(part, {})
    tree.setdefault("", []).append(sentence)


def _error(tree: dict[str, Any], block: blocks.Block) -> Any:
    """Return the sentences of a tree as the error that the block's kind of block understands."""
    own: list[str] = tree.get("", [])
    below = {part: inner for part, inner in tree.items() if part}
    if isinstance(block, blocks.StructBlock):
        known = {part: inner for part, inner in below.items() if part in block.child_blocks}
        stray = [sentence for part in below.keys() - known.keys() for sentence in _sentences(below[part])]
        return StructBlockValidationError(
            block_errors={part: _error(inner, block.child_blocks[part]) for part, inner in known.items()},
            non_block_errors=[*own, *stray],
        )
    if isinstance(block, blocks.ListBlock):
        return ListBlockValidationError(
            block_errors={int(part): _error(inner, block.child_block) for part, inner in below.items()},
            non_block_errors=own,
        )
    if isinstance(block, blocks.StreamBlock):
        return _gap_errors(below, own, block)
    return ValidationError([*own, *(one for inner in below.values() for one in _sentences(inner))])


def _gap_errors(below: dict[str, Any], own: list[str], block: blocks.StreamBlock) -> Any:
    """Return the errors of gaps. Their fields are the same in every kind of gap but for choices and answers."""
    errors = {}
    for part, inner in below.items():
        kind = "choice" if "choices" in inner else "numeric" if "unit" in inner else "short"
        errors[int(part)] = _error(inner, block.child_blocks[kind])
    return StreamBlockValidationError(block_errors=errors, non_block_errors=own)


def _sentences(tree: dict[str, Any]) -> list[str]:
    return [*tree.get("", []), *(one for part, inner in tree.items() if part for one in _sentences(inner))]
