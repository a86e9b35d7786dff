"""The list of a class: looked at, added to, and done to several at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rate_limit import limited
from schools import guard
from schools.forms.pupils import DayForm, GroupNameForm, PupilForm
from schools.models import ClassGroup, Classroom, Membership
from schools.selectors import pupils as reads
from schools.services import pupils as services
from schools.views.frame import frame

require_page = require_http_methods(["GET", "HEAD", "POST"])


@guard.class_view
@require_safe
def pupils(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Everybody of the class, by number."""
    found = reads.list_of(classroom=classroom)
    context = frame(
        classroom=classroom,
        tab="pupils",
        title="นักเรียน",
        found=found,
        entered=sum(1 for seat in found.here if seat.joined_at is not None),
        has_pins=any(seat.pin for seat in found.here),
        day_form=DayForm(),
    )
    return render(request, "schools/pupils/list.html", context)


def chosen_in(request: HttpRequest, classroom: Classroom) -> list[Membership]:
    """Return the pupils whom a form names by `who=all` or by ticks."""
    if request.POST.get("who") == "all":
        return reads.here_in(classroom=classroom)
    keys = {int(key) for key in request.POST.getlist("pupil") if key.isascii() and key.isdigit()}
    return reads.here_in(classroom=classroom, only=keys)


@limited(what="school-pupils", times=600)
@guard.class_view
@require_POST
def act(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Do something to those who are ticked, or to all."""
    does = _ACTS.get(request.POST.get("what", ""))
    chosen = chosen_in(request, classroom)
    if does is None:
        messages.warning(request, "ไม่เข้าใจคำสั่งนี้ ลองอีกครั้ง")
    elif not chosen:
        messages.warning(request, "ติ๊กนักเรียนอย่างน้อยหนึ่งคนก่อน หรือเลือก ทุกคน")
    else:
        does(request, classroom, chosen)
    return redirect("schools:pupils", class_id=classroom.pk)


def _join_group(request: HttpRequest, classroom: Classroom, chosen: list[Membership]) -> None:
    group = _group(request, classroom)
    if group is None:
        form = GroupNameForm(request.POST)
        if not form.is_valid():
            messages.warning(request, "เลือกกลุ่ม หรือตั้งชื่อกลุ่มใหม่ก่อน")
            return
        group = services.group_named(classroom=classroom, name=form.cleaned_data["name"])
    services.join_group(pupils=chosen, group=group, now=timezone.now())
    messages.success(request, f"ใส่ {len(chosen)} คนในกลุ่ม {group.name} แล้ว")


def _leave_group(request: HttpRequest, classroom: Classroom, chosen: list[Membership]) -> None:
    group = _group(request, classroom)
    if group is None:
        messages.warning(request, "เลือกกลุ่มที่จะเอาออกก่อน")
        return
    services.leave_group(pupils=chosen, group=group, now=timezone.now())
    messages.success(request, f"เอา {len(chosen)} คนออกจากกลุ่ม {group.name} แล้ว")


def _group(request: HttpRequest, classroom: Classroom) -> ClassGroup | None:
    key = request.POST.get("group", "")
    if not (key.isascii() and key.isdigit() and len(key) < 15):
        return None
    return classroom.groups.filter(pk=int(key)).first()


def _consent(request: HttpRequest, classroom: Classroom, chosen: list[Membership]) -> None:
    form = DayForm(request.POST)
    if not form.is_valid():
        messages.warning(request, str(form.errors["day"][0]))
        return
    services.set_consent(
        pupils=chosen, day=form.cleaned_data["day"], actor=guard.account(request), now=timezone.now()
    )
    messages.success(request, f"บันทึกวันที่ในใบยินยอมให้ {len(chosen)} คนแล้ว")


def _let_go(request: HttpRequest, classroom: Classroom, chosen: list[Membership]) -> None:
    count = services.let_go(pupils=chosen, actor=guard.account(request), now=timezone.now())
    messages.success(request, f"ให้ออกจากห้อง {count} คนแล้ว งานเดิมยังเก็บไว้ รับกลับได้ที่ท้ายหน้านี้")


def _drop_pins(request: HttpRequest, classroom: Classroom, chosen: list[Membership]) -> None:
    services.drop_pins(pupils=chosen, actor=guard.account(request), now=timezone.now())
    messages.success(request, f"เลิกใช้ PIN ของ {len(chosen)} คนแล้ว เข้าห้องด้วยชื่อได้เลย")


_ACTS = {
    "join-group": _join_group,
    "leave-group": _leave_group,
    "consent": _consent,
    "let-go": _let_go,
    "drop-pins": _drop_pins,
}


@limited(what="school-pupils", times=600)
@guard.class_view
@require_POST
def remove_group(request: HttpRequest, classroom: Classroom, group_id: int) -> HttpResponse:
    """Undo a group."""
    group = guard.found_in(classroom, ClassGroup, group_id)
    try:
        services.remove_group(group=group)
    except services.GroupHasWork:
        messages.warning(request, f"กลุ่ม {group.name} มีงานหรือข้อยกเว้นที่มอบไว้ จึงยุบไม่ได้ แก้งานให้ไม่ใช้กลุ่มนี้ก่อน")
    else:
        messages.success(request, f"ยุบกลุ่ม {group.name} แล้ว นักเรียนในกลุ่มยังอยู่ครบ")
    return redirect("schools:pupils", class_id=classroom.pk)


# --- one pupil, written down --------------------------------------------------------------------------
@limited(what="school-pupils", times=600)
@guard.class_view
@require_page
def new(request: HttpRequest, classroom: Classroom) -> HttpResponseBase:
    """Add a pupil by hand."""
    form = PupilForm(
        request.POST or None, groups=classroom.groups.order_by("name"), initial={"time_factor": "1.00"}
    )
    if form.is_valid():
        try:
            seat = services.add(classroom=classroom, fields=_fields(form), groups=form.chosen_groups)
        except (services.NumberIsTaken, services.CodeIsTaken) as taken:
            _tell_taken(form, taken)
        else:
            messages.success(request, f"เพิ่ม {seat.full_name} แล้ว")
            if request.POST.get("next") == "another":
                return redirect("schools:pupil_new", class_id=classroom.pk)
            return redirect("schools:pupils", class_id=classroom.pk)
    context = frame(classroom=classroom, tab="pupils", title="เพิ่มนักเรียน", form=form)
    return render(request, "schools/pupils/form.html", context)


@limited(what="school-pupils", times=600)
@guard.class_view
@require_page
def edit(request: HttpRequest, classroom: Classroom, pupil_id: int) -> HttpResponseBase:
    """Change what stands of a pupil."""
    pupil = guard.found_in(classroom, Membership, pupil_id)
    form = PupilForm(
        request.POST or None,
        groups=classroom.groups.order_by("name"),
        factor=pupil.time_factor,
        initial=PupilForm.initial_of(pupil),
    )
    if form.is_valid():
        try:
            services.change(
                pupil=pupil,
                fields=_fields(form),
                groups=form.chosen_groups,
                actor=guard.account(request),
                now=timezone.now(),
            )
        except (services.NumberIsTaken, services.CodeIsTaken) as taken:
            _tell_taken(form, taken)
        else:
            messages.success(request, "บันทึกแล้ว")
            return redirect("schools:pupil", class_id=classroom.pk, pupil_id=pupil.pk)
    context = frame(classroom=classroom, tab="pupils", title="แก้ข้อมูลนักเรียน", form=form, pupil=pupil)
    return render(request, "schools/pupils/form.html", context)


def _fields(form: PupilForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in services.FIELDS}


def _tell_taken(form: PupilForm, taken: Exception) -> None:
    if isinstance(taken, services.NumberIsTaken):
        form.add_error("number", "เลขที่นี้มีคนใช้อยู่แล้ว ใส่เลขอื่น หรือเว้นไว้ก่อน")
    else:
        form.add_error("student_code", "รหัสนี้เป็นของนักเรียนอีกคนในห้อง (ดูที่คนที่ออกแล้วด้วย)")
