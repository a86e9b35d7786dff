"""Pages that belong to no app: health, offline, errors."""

import dataclasses

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache

from market_data import health


@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer that the process lives. Nothing else is asked: a database that is away is no reason to restart it."""
    return JsonResponse({"status": "ok"})


def _waiting_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when pages can be served. A silent fetcher or old prices are told, and are no reason to turn readers away."""
    try:
        waiting = _waiting_migrations()
        if waiting:
            return JsonResponse(
                {"status": "not ready", "database": "ok", "waiting_migrations": waiting}, status=503
            )
        pulse = health.pulse(now=timezone.now(), simulated=settings.MARKET_DATA == "simulated")
    except DatabaseError:
        return JsonResponse({"status": "not ready", "database": "away"}, status=503)
    is_well = pulse.is_fetcher_alive and not pulse.stopped_series
    return JsonResponse(
        {
            "status": "ready" if is_well else "degraded",
            "database": "ok",
            "waiting_migrations": 0,
            "market_data": dataclasses.asdict(pulse),
        }
    )


@cache_control(public=True, max_age=3600)
def offline(request: HttpRequest) -> TemplateResponse:
    return TemplateResponse(request, "offline.html")


@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> TemplateResponse:
    """Serve what a phone needs to keep the site among its apps."""
    return TemplateResponse(
        request, "manifest.webmanifest", content_type="application/manifest+json; charset=utf-8"
    )


@cache_control(public=True, max_age=0, must_revalidate=True)
def service_worker(request: HttpRequest) -> TemplateResponse:
    """Serve the service worker from the root, so that its scope is the whole site."""
    return TemplateResponse(request, "sw.js", content_type="text/javascript; charset=utf-8")


def _error(request: HttpRequest, template: str, status: int) -> HttpResponse:
    response = render(request, template, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, "400.html", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, "403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _error(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, "500.html", 500)
