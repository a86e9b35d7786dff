"""Figures as JSON: public, cacheable, cheap to ask again. The page cache in front compresses them."""

import datetime as dt
from dataclasses import asdict

import orjson
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from market_data import charts
from market_data.figures import PLAIN, RANGES, Look
from market_data.models import Series
from market_data.selectors import shown_series

CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600"
KEEP_BODY_SECONDS = 3600


def _body(series_id: int, range_key: str, look: Look, now: dt.datetime) -> bytes:
    asked = Series.objects.get(pk=series_id)
    shown = shown_series(series=asked, now=now)
    drawing, shape = charts.figure(series=shown, range_key=range_key, look=look) or (None, None)
    facts = charts.chart_facts(asked=asked, shown=shown, range_key=range_key, now=now, chart=shape)
    return orjson.dumps({"figure": drawing, "facts": asdict(facts)})


def figure(request: HttpRequest, series_id: int, range_key: str, look_slug: str = PLAIN.slug) -> HttpResponse:
    """Answer with ``{"figure": plotly figure or null, "facts": …}``, or 304 when the reader has it already."""
    now = timezone.now()
    look = Look.parse(look_slug)
    head = charts.figure_head(series_id=series_id, now=now) if look and range_key in RANGES else None
    if head is None or look is None:
        raise Http404("no such figure")
    etag = head.etag(range_key=range_key, now=now, look=look)
    response = get_conditional_response(request, etag=etag)
    if response is None:
        key = f"market:body:{series_id}:{etag}"
        body: bytes | None = cache.get(key)
        if body is None:
            body = _body(series_id, range_key, look, now)
            cache.set(key, body, KEEP_BODY_SECONDS)
        response = HttpResponse(body, content_type="application/json")
    response["ETag"] = etag
    response["Cache-Control"] = CACHE_CONTROL
    return response
