"""Every block that a page's body can hold declares what the CMS shows of it."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.template.loader import get_template
from wagtail.blocks import Block, StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page


def _offered(block: Block) -> Iterator[Block]:
    for child in getattr(block, "child_blocks", {}).values():
        if isinstance(block, StreamBlock):
            yield child
        yield from _offered(child)


BLOCKS = sorted(
    {
        type(block): block
        for model in apps.get_models()
        if issubclass(model, Page)
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        for block in _offered(field.stream_block)
    }.items(),
    key=lambda pair: pair[0].__name__,
)


def test_there_are_blocks() -> None:
    assert {"TextBlock", "CalloutBlock", "FigureBlock", "CandleChartBlock"} <= {
        kind.__name__ for kind, _ in BLOCKS
    }


@pytest.mark.parametrize("block", [block for _, block in BLOCKS], ids=[kind.__name__ for kind, _ in BLOCKS])
class TestBlock:
    def test_has_a_template_named_after_it(self, block: Block) -> None:
        kind = type(block)
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower()

        assert block.meta.template == f"{kind.__module__.split('.')[0]}/blocks/{name}.html"
        get_template(block.meta.template)

    def test_says_what_it_is_for(self, block: Block) -> None:
        assert block.get_description()
        assert block.label
        assert block.meta.icon

    @pytest.mark.django_db
    def test_can_be_previewed(self, block: Block) -> None:
        assert "preview_value" in vars(type(block.meta)) or hasattr(block.meta, "preview_value")

        html = block.render(block.get_preview_value())

        assert re.search(r"[\u0e00-\u0e7f]", html), "the preview shows no Thai text"
