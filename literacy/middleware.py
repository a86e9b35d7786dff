"""Headers and faults that concern every response."""

import logging
from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponseBase]


def _policy(directives: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


class ContentSecurityPolicyMiddleware:
    """Strict for every page that a learner can meet; Wagtail's admin still needs inline scripts."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.site = _policy(settings.SECURE_CSP)
        self.admin = _policy(settings.SECURE_CSP_ADMIN)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        in_admin = request.path_info.startswith("/admin/")
        response.headers.setdefault("Content-Security-Policy", self.admin if in_admin else self.site)
        return response


class DatabaseBusyMiddleware:
    """A database that is locked, restarting or gone is a pause, not an error page: 503 with a Thai sentence."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError):
            return None
        logger.error("database unavailable on %s", request.path, exc_info=exception)
        message = "ระบบกำลังยุ่ง คำตอบของคุณยังอยู่ในเครื่องนี้ ลองใหม่อีกครั้งในไม่กี่วินาที"
        response: HttpResponse
        if request.headers.get("Accept", "").startswith("application/json"):
            response = JsonResponse({"error": "busy", "message": message}, status=503)
        else:
            response = render(request, "503.html", {"message": message}, status=503)
        response["Retry-After"] = "3"
        response["Cache-Control"] = "no-store"
        return response
