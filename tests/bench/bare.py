"""The references, as a WSGI application: R returns given bytes, U does one checked upsert. Django without middleware."""

import os
import uuid
from pathlib import Path

import orjson
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from literacy import env

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": env.database(env.text("DATABASE_URL"))},
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    SECRET_KEY="only-for-this-run",
    USE_TZ=True,
)
BODY = Path(os.environ["BENCH_BODY"]).read_bytes()

UPSERT = """
    INSERT INTO bench_answer (attempt, slot, response)
    SELECT id, %s, %s FROM bench_attempt WHERE id = %s AND state = 'open'
    ON CONFLICT (attempt, slot) DO UPDATE SET response = excluded.response
"""


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, headers={"Content-Length": str(len(BODY))})


def upsert(request: HttpRequest, attempt: uuid.UUID) -> JsonResponse:
    given = orjson.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [given["slot"], orjson.dumps(given["response"]).decode(), str(attempt)])
        is_written = cursor.rowcount == 1
    response = JsonResponse({"ok": is_written})
    response["Content-Length"] = str(len(response.content))
    return response


urlpatterns = [path("page", page), path("upsert/<uuid:attempt>", upsert)]
application = get_wsgi_application()
