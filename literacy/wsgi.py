"""The WSGI application: public pages from memory, answers by the short way, everything else from Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "literacy.settings.production")
_django = get_wsgi_application()

from literacy.answer_door import AnswerDoor  # noqa: E402 — models exist only after Django is set up
from literacy.page_cache import PageCache  # noqa: E402
from literacy.publication import current_generation, forget_kept  # noqa: E402

application = AnswerDoor(PageCache(_django, generation=current_generation, on_change=forget_kept))
