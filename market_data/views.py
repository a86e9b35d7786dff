"""Figures as JSON: public, cacheable, cheap to ask again."""

import datetime as dt
from dataclasses import asdict

import brotli
import orjson
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from market_data import charts
from market_data.figures import RANGES
from market_data.models import Series
from market_data.selectors import shown_series

CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600"
KEEP_BODY_SECONDS = 3600
BROTLI_QUALITY = 5  # 11 saves another tenth and costs twenty times the time


def _body(series_id: int, range_key: str, now: dt.datetime) -> bytes:
    asked = Series.objects.get(pk=series_id)
    shown = shown_series(series=asked, now=now)
    chart = charts.drawn(series=shown, range_key=range_key)
    return orjson.dumps(
        {
            "figure": charts.figure(series=shown, range_key=range_key),
            "facts": asdict(
                charts.chart_facts(asked=asked, shown=shown, range_key=range_key, now=now, chart=chart)
            ),
        }
    )


def figure(request: HttpRequest, series_id: int, range_key: str) -> HttpResponse:
    """Answer with ``{"figure": plotly figure or null, "facts": …}``, or 304 when the reader has it already."""
    now = timezone.now()
    head = charts.figure_head(series_id=series_id, now=now) if range_key in RANGES else None
    if head is None:
        raise Http404("no such figure")
    etag = head.etag(range_key=range_key, now=now)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = _full(request, f"market:body:{series_id}:{etag}", series_id, range_key, now)
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _full(request: HttpRequest, key: str, series_id: int, range_key: str, now: dt.datetime) -> HttpResponse:
    packed: bytes | None = cache.get(key)
    if packed is None:
        packed = brotli.compress(_body(series_id, range_key, now), quality=BROTLI_QUALITY)
        cache.set(key, packed, KEEP_BODY_SECONDS)
    if "br" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(brotli.decompress(packed), content_type="application/json")
    response = HttpResponse(packed, content_type="application/json")
    response["Content-Encoding"] = "br"
    return response
