"""While many things are loaded: each enters the search index and the index of references once, not at every save."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models.signals import post_save
from modelsearch import index
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def indexed_once() -> Iterator[list[Any]]:
    """Give a list to put into what was saved; when all is done, each of it is indexed as it then stands."""
    loaded: list[Any] = []
    models = [model for model in index.get_indexed_models() if getattr(model, "search_auto_update", True)]
    for model in models:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield loaded
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
    for target in loaded:
        if isinstance(target, index.Indexed):
            index.insert_or_update_object(target)
        if ReferenceIndex.model_is_indexable(type(target)):
            ReferenceIndex.create_or_update_for_object(target)
