"""The WSGI application: public pages from memory, everything else from Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "literacy.settings.production")

application = get_wsgi_application()
