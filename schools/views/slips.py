"""Slips to cut out: how each pupil gets in. New PINs are shown on them once."""

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.rate_limit import limited
from schools import guard
from schools.codes import grouped
from schools.models import Classroom, Membership
from schools.selectors import pupils as reads
from schools.services import pupils as services
from schools.views.frame import frame
from schools.views.pupils import chosen_in

A_PAGE = 10  # slips on a sheet of A4


@limited(what="school-slips", times=240)
@guard.class_view
@require_http_methods(["GET", "HEAD", "POST"])
def slips(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """A slip a pupil; POST gives new codes, or new PINs that stand on these slips and nowhere else."""
    if request.method == "POST":
        return _renew(request, classroom)
    keys = [key for key in request.GET.getlist("pupil") if key.isascii() and key.isdigit() and len(key) < 15]
    pupils = reads.here_in(classroom=classroom, only=[int(key) for key in keys] if keys else None)
    return _page(request, classroom, pupils, pins={})


def _renew(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    chosen = chosen_in(request, classroom)
    actor, now = guard.account(request), timezone.now()
    if not chosen:
        messages.warning(request, "ติ๊กนักเรียนอย่างน้อยหนึ่งคนก่อน หรือเลือก ทุกคน")
        return redirect("schools:pupils", class_id=classroom.pk)
    what = request.POST.get("what")
    if what == "pins":
        return _page(request, classroom, chosen, pins=services.set_pins(pupils=chosen, actor=actor, now=now))
    if what == "codes":
        services.renew_codes(pupils=chosen, actor=actor, now=now)
        messages.success(request, f"เปลี่ยนรหัสส่วนตัว {len(chosen)} คนแล้ว สลิปเดิมใช้ไม่ได้อีก คนที่เข้าห้องแล้วยังอยู่")
    return _page(request, classroom, chosen, pins={})


def _page(
    request: HttpRequest, classroom: Classroom, pupils: list[Membership], *, pins: dict[int, str]
) -> HttpResponse:
    made = [_slip(request, classroom, seat, pins.get(seat.pk, "")) for seat in pupils]
    sheets = [made[start : start + A_PAGE] for start in range(0, len(made), A_PAGE)]
    context = frame(
        classroom=classroom,
        tab="pupils",
        title="สลิปเข้าห้อง",
        sheets=sheets,
        count=len(made),
        site=request.get_host(),
        shows_pins=bool(pins),
    )
    return render(request, "schools/pupils/slips.html", context)


def _slip(request: HttpRequest, classroom: Classroom, seat: Membership, pin: str) -> dict[str, Any]:
    link = request.build_absolute_uri(reverse("schools:join_class", args=[seat.personal_code]))
    return {
        "number": seat.number,
        "name": seat.short_name,
        "code": grouped(seat.personal_code),
        "pin": pin,
        "qr": segno.make(link, error="m").svg_data_uri(scale=3, border=2, dark="#000", light="#fff"),
    }
