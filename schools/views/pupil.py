"""One pupil of a class: what they began, work given to whose it is, their data taken away or erased."""

import uuid
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.export import zip_of
from accounts.rate_limit import limited
from accounts.services import note_access
from schools import guard
from schools.forms.pupils import MoveForm, told
from schools.models import Classroom, ClassTeacher, Membership, Submission
from schools.selectors import pupils as reads
from schools.services import events, seats
from schools.services import pupils as services
from schools.views.frame import frame
from schools.views.gradebook import TEACHER

require_page = require_http_methods(["GET", "HEAD", "POST"])
_LEFT_OUT = (
    "ในไฟล์นี้มีเฉพาะสิ่งที่ห้องเรียนเก็บไว้ ไม่มีสิ่งที่นักเรียนฝึกเองนอกงานของครู ไม่มีข้อมูลจากห้องอื่น และไม่มีรหัสเข้าห้อง\n"
    "ไฟล์นี้เป็นข้อมูลส่วนตัวของนักเรียน ให้เฉพาะนักเรียนหรือผู้ปกครอง แล้วลบออกจากเครื่อง"
)


def _note(request: HttpRequest, pupil: Membership, what: str) -> None:
    if pupil.learner_id is not None:
        note_access(
            viewer=guard.account(request),
            role=TEACHER,
            what=what,
            learner_ids=[pupil.learner_id],
            now=timezone.now(),
        )


@guard.class_view
@require_safe
def pupil(request: HttpRequest, classroom: Classroom, pupil_id: int) -> HttpResponse:
    """What stands of a pupil, and what they began."""
    seat = guard.found_in(classroom, Membership, pupil_id)
    attempts = reads.attempts_of(pupil=seat)
    if attempts:
        _note(request, seat, "รายการแบบทดสอบที่ทำ")
    context = frame(
        classroom=classroom,
        tab="pupils",
        title="นักเรียน",
        pupil=seat,
        attempts=attempts,
        factor=services.factor_words(seat.time_factor),
        others=[each for each in reads.here_in(classroom=classroom) if each.pk != seat.pk],
        told=told,
        is_owner=ClassTeacher.objects.filter(
            classroom=classroom, user=guard.account(request), is_owner=True
        ).exists(),
    )
    return render(request, "schools/pupils/pupil.html", context)


@limited(what="school-pupils", times=600)
@guard.class_view
@require_POST
def act(request: HttpRequest, classroom: Classroom, pupil_id: int) -> HttpResponse:
    """Let a pupil go, take one back, or tell two people apart who used one seat."""
    seat = guard.found_in(classroom, Membership, pupil_id)
    actor, now = guard.account(request), timezone.now()
    what = request.POST.get("what")
    if what == "let-go":
        services.let_go(pupils=[seat], actor=actor, now=now)
        messages.success(request, "ให้ออกจากห้องแล้ว งานเดิมยังเก็บไว้ รับกลับได้ทุกเมื่อ")
    elif what == "take-back":
        if services.take_back(pupil=seat, actor=actor, now=now):
            messages.success(request, "รับกลับเข้าห้องแล้ว")
        else:
            messages.warning(request, "รับกลับเข้าห้องแล้ว แต่เลขที่เดิมมีคนใช้อยู่ จึงเว้นเลขที่ไว้ให้ใส่ใหม่")
    elif what == "split":
        _split(request, classroom, seat)
    return redirect("schools:pupil", class_id=classroom.pk, pupil_id=seat.pk)


def _split(request: HttpRequest, classroom: Classroom, seat: Membership) -> None:
    key = request.POST.get("keeper", "")
    is_key = key.isascii() and key.isdigit() and len(key) < 15
    keeper = classroom.pupils.filter(pk=int(key), left_at=None).first() if is_key else None
    if keeper is None:
        messages.warning(request, "เลือกก่อนว่างานที่ทำไว้เป็นของใคร")
        return
    try:
        seats.split(seat=seat, keeper=keeper, actor=guard.account(request), now=timezone.now())
    except seats.Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "แยกที่นั่งแล้ว ให้ทั้งสองคนเข้าห้องอีกครั้งด้วยชื่อของตัวเอง")


@limited(what="school-move", times=240)
@guard.class_view
@require_page
def move(request: HttpRequest, classroom: Classroom, attempt_id: uuid.UUID) -> HttpResponseBase:
    """Give an attempt to whose it is."""
    submission = get_object_or_404(
        Submission.objects.select_related("assignment", "membership__classroom", "attempt__quiz"),
        attempt=attempt_id,
        assignment__classroom=classroom,
    )
    source = submission.membership
    others = classroom.pupils.filter(left_at=None).exclude(pk=source.pk).order_by("number", "first_name")
    form = MoveForm(request.POST or None, pupils=others)
    if form.is_valid():
        to = form.cleaned_data["to"]
        try:
            seats.move(
                submission=submission,
                to=to,
                reason=form.cleaned_data["reason"],
                actor=guard.account(request),
                now=timezone.now(),
            )
        except seats.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"ย้ายงานไปให้ {to.full_name} แล้ว คะแนนของทั้งสองคนคิดใหม่แล้ว")
            return redirect("schools:pupil", class_id=classroom.pk, pupil_id=source.pk)
    context = frame(
        classroom=classroom,
        tab="pupils",
        title="ย้ายงานให้เจ้าของ",
        form=form,
        submission=submission,
        pupil=source,
    )
    return render(request, "schools/pupils/move.html", context)


# --- one pupil's data ---------------------------------------------------------------------------------
@limited(what="school-export", times=120, reads=True)
@guard.class_view
@require_safe
def data(request: HttpRequest, classroom: Classroom, pupil_id: int) -> HttpResponse:
    """What the class holds of a pupil, as one file: not what they practised by themselves."""
    seat = guard.found_in(classroom, Membership, pupil_id)
    now = timezone.now()
    _note(request, seat, "ไฟล์ข้อมูลที่ห้องเรียนเก็บไว้")
    events.note(
        classroom=classroom,
        actor=guard.account(request),
        what="ดาวน์โหลดข้อมูลที่ห้องเก็บไว้",
        pupil=seat,
        now=now,
    )
    title = f"ข้อมูลของ {seat.full_name} ที่ห้อง {classroom.name} ปีการศึกษา {classroom.year} เก็บไว้ในเว็บไซต์รู้ทันคริปโต"
    content = zip_of(found=reads.held_of(pupil=seat), title=title, left_out=_LEFT_OUT, now=now)
    name = quote(f"ข้อมูลนักเรียน {classroom.name} {told(seat)}.zip", safe="")
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f"attachment; filename=\"pupil.zip\"; filename*=UTF-8''{name}"
    return response


@limited(what="school-erase", times=120)
@guard.owner_view
@require_page
def erase(request: HttpRequest, classroom: Classroom, pupil_id: int) -> HttpResponseBase:
    """Ask once more, then erase one pupil with work and marks."""
    seat = (
        Membership.objects.select_related("learner", "classroom")
        .filter(pk=pupil_id, classroom=classroom)
        .first()
    )
    if seat is None:
        raise Http404("no such pupil in this class")
    if request.method == "POST" and request.POST.get("sure"):
        seats.erase(seat=seat, actor=guard.account(request), now=timezone.now())
        messages.success(request, "ลบข้อมูล งาน และคะแนนของนักเรียนคนนี้แล้ว")
        return redirect("schools:pupils", class_id=classroom.pk)
    context = frame(
        classroom=classroom,
        tab="pupils",
        title="ลบข้อมูลนักเรียน",
        pupil=seat,
        attempts=len(reads.attempts_of(pupil=seat)),
        asked=request.method == "POST",
    )
    return render(request, "schools/pupils/erase.html", context)
