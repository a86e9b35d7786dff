"""The report สุขภาพข้อมูลตลาด in the CMS."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from market_data import health

PERMISSION = "market_data.view_series"


@require_safe
def health_report(request: HttpRequest) -> HttpResponse:
    """Show lag per series, breakers, gaps, revisions and the last errors; the same as ``manage.py market_health``."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    view = health.overview(now=timezone.now(), simulated=settings.MARKET_DATA == "simulated")
    context = {
        "header_title": "สุขภาพข้อมูลตลาด",
        "page_title": "สุขภาพข้อมูลตลาด",
        "view": view,
        "chart": health.plot(view),
        "lists": [
            ("ช่วงที่ไม่มีข้อมูล", view.gaps, "ไม่มีช่องว่างที่รู้จัก"),
            ("แท่งที่แหล่งราคาแก้ย้อนหลัง", view.revisions, "ยังไม่มีแท่งใดถูกแก้"),
            ("ราคาที่ต่างกันเกิน 3% ระหว่างแหล่ง", view.disagreements, "ทุกแหล่งบอกราคาใกล้เคียงกัน"),
            ("ข้อผิดพลาดล่าสุด (14 วัน)", view.errors, "ไม่มีข้อผิดพลาด"),
        ],
    }
    return render(request, "market_data/admin/health.html", context)
