"""Figures as JSON and the market's pages: public, cacheable, cheap to ask again."""

import datetime as dt
import hashlib
import re
from dataclasses import asdict

import orjson
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response

from market_data import charts, market_pages, panels
from market_data.figures import PLAIN, RANGES, Look
from market_data.models import EventChart, Series
from market_data.selectors import shown_series

CACHE_CONTROL = "public, max-age=60, stale-while-revalidate=600"
KEEP_BODY_SECONDS = 3600
FOREVER = "public, max-age=31536000, immutable"
MOST_COMPARED = 5
MOST_AMOUNT = 10_000_000


def _body(series_id: int, range_key: str, look: Look, now: dt.datetime) -> bytes:
    asked = Series.objects.get(pk=series_id)
    shown = shown_series(series=asked, now=now)
    drawing, shape = charts.figure(series=shown, range_key=range_key, look=look) or (None, None)
    facts = charts.chart_facts(asked=asked, shown=shown, range_key=range_key, now=now, chart=shape)
    return orjson.dumps({"figure": drawing, "facts": asdict(facts)})


def figure(request: HttpRequest, series_id: int, range_key: str, look_slug: str = PLAIN.slug) -> HttpResponse:
    """Answer with ``{"figure": packed plotly figure or null, "facts": …}``, or 304 when the reader has it already."""
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


def _panel_json(
    request: HttpRequest, panel: panels.Panel, *, cache_control: str = CACHE_CONTROL
) -> HttpResponse:
    """Answer with a panel's figure, or 304. The whole answer is its mark: a figure is small and its parts are kept."""
    body = orjson.dumps({"figure": panel.drawing or None, "facts": panel.facts})
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    response = get_conditional_response(request, etag=etag) or HttpResponse(
        body, content_type="application/json"
    )
    response["ETag"] = etag
    response["Cache-Control"] = cache_control
    return response


def compare(request: HttpRequest, ids: str, range_key: str) -> HttpResponse:
    wanted = [int(part) for part in ids.split("-")] if re.fullmatch(r"\d{1,9}(-\d{1,9})*", ids) else []
    if range_key not in RANGES or not 2 <= len(wanted) <= MOST_COMPARED:
        raise Http404("no such comparison")
    found = Series.objects.in_bulk(wanted)
    series = [found[pk] for pk in wanted if pk in found]
    return _panel_json(request, panels.compare(series=series, range_key=range_key, now=timezone.now()))


def what_if(request: HttpRequest, series_id: int, day: str, amount: int) -> HttpResponse:
    try:
        bought_on = dt.date.fromisoformat(day)
    except ValueError:
        raise Http404("no such day") from None
    if not 1 <= amount <= MOST_AMOUNT:
        raise Http404("no such amount")
    series = get_object_or_404(Series, pk=series_id)
    panel = panels.what_if(series=series, bought_on=bought_on, amount=amount, now=timezone.now())
    return _panel_json(request, panel)


def event(request: HttpRequest, event_id: int, mark: str) -> HttpResponse:
    """Answer with a frozen event; the address names the freeze, so that it can be kept for ever."""
    chart = get_object_or_404(EventChart, pk=event_id, live=True)
    if chart.frozen is None or not chart.frozen.sha256.startswith(mark) or len(mark) != 16:
        raise Http404("another freeze")
    return _panel_json(request, panels.event(chart=chart), cache_control=FOREVER)


def market(request: HttpRequest) -> HttpResponse:
    """Show the prices that the site follows, where they come from and how fresh they are."""
    simulated = settings.MARKET_DATA == "simulated"
    groups = market_pages.overview(simulated=simulated, now=timezone.now())
    response = render(request, "market_data/market.html", {"groups": groups, "is_simulated": simulated})
    response["Cache-Control"] = CACHE_CONTROL
    return response


def asset(request: HttpRequest, code: str) -> HttpResponse:
    """Show one asset: its charts and the lessons that use them."""
    simulated = settings.MARKET_DATA == "simulated"
    found = market_pages.asset(code=code, simulated=simulated, now=timezone.now())
    if found is None:
        raise Http404("no such asset")
    response = render(request, "market_data/asset.html", {"asset": found, "is_simulated": simulated})
    response["Cache-Control"] = CACHE_CONTROL
    return response
