"""What feed readers and search engines ask for: new scam patterns, every page, what robots may read."""

import datetime as dt
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lessons import library, outline
from lessons.facts import marks
from lessons.library import PatternItem

_NEWEST = 20


class ScamFeed(Feed[PatternItem, Any]):
    title = "รู้ทันคริปโต: กลโกงใหม่"
    description = "กลโกงที่เพิ่งเพิ่มเข้าคลัง พร้อมธงแดงและสิ่งที่ทำได้"
    link = "/scams/"
    language = "th"

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().__call__(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=600)
        return response

    def items(self) -> list[PatternItem]:
        return library.newest_patterns(_NEWEST)

    def item_title(self, item: PatternItem) -> str:
        return item.title

    def item_description(self, item: PatternItem) -> str:
        return marks.without(item.summary)

    def item_link(self, item: PatternItem) -> str:
        return item.url

    def item_pubdate(self, item: PatternItem) -> dt.datetime | None:
        return item.published


@require_safe
@cache_control(public=True, max_age=600)
def sitemap(request: HttpRequest) -> TemplateResponse:
    """List every page that everybody may read. One query."""
    rows = outline.public_pages().filter(depth__gt=1).values_list("url_path", "last_published_at")
    pages = [(url, changed) for path, changed in rows.order_by("path") if (url := outline.url_of(path))]
    return TemplateResponse(
        request,
        "lessons/sitemap.xml",
        {"pages": [(request.build_absolute_uri(url), changed) for url, changed in pages]},
        content_type="application/xml",
    )


@require_safe
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        "Disallow: /api/",
        "Disallow: /quiz/attempts/",
        "Disallow: /my-learning/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
