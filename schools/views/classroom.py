"""A class as its teachers see it: the way in, its settings, its log."""

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.rate_limit import limited
from schools import guard, school_year
from schools.codes import grouped
from schools.forms.classroom import ClassForm, CopyForm
from schools.models import Classroom, ClassTeacher, StaffMember
from schools.selectors import classrooms as reads
from schools.services import classrooms, copying
from schools.views.frame import frame
from thai.dates import local_day

limited_writes = limited(what="class-teacher", times=300)


@guard.staff_view
@limited_writes
def new(request: HttpRequest, post: StaffMember) -> HttpResponse:
    """Open a class."""
    now = timezone.now()
    today = local_day(now)
    year = school_year.year_of(today)
    initial = {
        "year": year,
        "entry": Classroom.Entry.OPEN,
        "keep_until": school_year.kept_until(year=year, today=today),
    }
    form = ClassForm(request.POST or None, today=today, initial=initial)
    if not form.is_valid():
        context = {"title": "เปิดห้องเรียน", "intro": post.school.name, "form": form, "button": "เปิดห้อง"}
        return render(request, "schools/form.html", context)
    classroom = classrooms.open_class(post=post, settings=form.settings(), now=now)
    messages.success(request, "เปิดห้องแล้ว ให้นักเรียนเข้าด้วยรหัส ลิงก์ หรือ QR ด้านล่างได้เลย")
    return redirect("schools:class", class_id=classroom.pk)


def way_in(request: HttpRequest, classroom: Classroom) -> dict[str, Any]:
    """Return the code, the link and the QR picture that open a class."""
    link = request.build_absolute_uri(reverse("schools:join_class", args=[classroom.code]))
    return {
        "code": grouped(classroom.code),
        "link": link,
        "site": request.get_host(),
        "qr": segno.make(link, error="m").svg_data_uri(scale=8, border=2, dark="#1c2430", light="#fff"),
        "takes_code": classroom.takes_code(now=timezone.now()),
    }


@guard.class_view
def show(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """The way in, and how many are in."""
    now = timezone.now()
    context = frame(
        classroom=classroom,
        tab="class",
        title="ภาพรวม",
        heads=reads.head_count(classroom=classroom),
        running=reads.running_work(classroom=classroom, now=now),
        erased_at=reads.erased_at(classroom=classroom),
        goes_soon=reads.is_about_to_go(classroom=classroom, now=now),
        **way_in(request, classroom),
    )
    return render(request, "schools/class.html", context)


@guard.class_view
def projector(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """The way in, to be read from the last row; no names."""
    context = {"title": classroom.name, "classroom": classroom, **way_in(request, classroom)}
    return render(request, "schools/projector.html", context)


@guard.class_view
@limited_writes
@require_POST
def code(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Change the class's code, or let the same one last longer."""
    user, now = guard.account(request), timezone.now()
    if request.POST.get("what") == "extend":
        classrooms.extend_code(classroom=classroom, actor=user, now=now)
        messages.success(request, "ต่ออายุรหัสแล้ว ใช้รหัสเดิมได้ต่อ")
    else:
        classrooms.renew_code(classroom=classroom, actor=user, now=now)
        messages.success(request, "เปลี่ยนรหัสแล้ว รหัสและลิงก์เดิมใช้ไม่ได้อีก นักเรียนที่เข้าแล้วยังอยู่ครบ")
    return redirect("schools:class", class_id=classroom.pk)


def _owns(request: HttpRequest, teachers: list[ClassTeacher]) -> bool:
    user = guard.account(request)
    return any(each.user_id == user.pk and each.is_owner for each in teachers)


@guard.class_view
@limited_writes
def settings(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """What a teacher decides about a class; who teaches it; the way out."""
    now = timezone.now()
    teachers = reads.teachers_of(classroom=classroom)
    is_owner = _owns(request, teachers)
    initial = {name: getattr(classroom, name) for name in ("name", "year", "entry", "keep_until")}
    form = ClassForm(request.POST or None, today=local_day(now), keeps_date=not is_owner, initial=initial)
    if form.is_valid():
        classrooms.change(
            classroom=classroom, settings=form.settings(), actor=guard.account(request), now=now
        )
        messages.success(request, "บันทึกแล้ว")
        return redirect("schools:settings", class_id=classroom.pk)
    context = frame(
        classroom=classroom,
        tab="settings",
        title="ตั้งค่า",
        form=form,
        teachers=teachers,
        colleagues=reads.colleagues_of(classroom=classroom) if is_owner else [],
        is_owner=is_owner,
    )
    return render(request, "schools/settings.html", context)


@guard.owner_view
@limited_writes
@require_POST
def teachers(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Add a colleague, take a co-teacher out, hand the class over."""
    actor, now = guard.account(request), timezone.now()
    chosen = request.POST.get("who", "")
    pk = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 15 else 0
    what = request.POST.get("what", "")
    if what == "add":
        colleague = next((each for each in reads.colleagues_of(classroom=classroom) if each.pk == pk), None)
        if colleague is not None:
            classrooms.add_teacher(classroom=classroom, colleague=colleague, actor=actor, now=now)
            messages.success(request, f"{colleague.name}สอนห้องนี้ร่วมกับคุณแล้ว")
        return redirect("schools:settings", class_id=classroom.pk)
    teaching = next((each for each in reads.teachers_of(classroom=classroom) if each.pk == pk), None)
    if teaching is not None and not teaching.is_owner:
        act = {"remove": classrooms.remove_teacher, "hand-over": classrooms.hand_over}.get(what)
        if act is not None:
            act(teaching=teaching, actor=actor, now=now)
            messages.success(request, "เปลี่ยนครูของห้องแล้ว")
    return redirect("schools:settings", class_id=classroom.pk)


@guard.owner_view
@limited_writes
@require_POST
def archive(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Put the class away, or take it out again."""
    user, now = guard.account(request), timezone.now()
    if classroom.archived_at is None:
        classrooms.archive(classroom=classroom, actor=user, now=now)
        messages.success(request, "เก็บห้องเข้าคลังแล้ว ผลยังดูได้ครบ")
    elif classroom.keep_until <= local_day(now):
        messages.error(request, "ห้องนี้พ้นวันเก็บข้อมูลแล้ว ตั้งวันใหม่ก่อน จึงจะเปิดห้องอีกครั้งได้")
    else:
        classrooms.reopen(classroom=classroom, actor=user, now=now)
        messages.success(request, "นำห้องออกจากคลังแล้ว")
    return redirect("schools:settings", class_id=classroom.pk)


@guard.owner_view
@limited_writes
def copy(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Take the class into the next year: pupils without results, new codes."""
    now = timezone.now()
    today, year = local_day(now), classroom.year + 1
    initial = {
        "name": school_year.next_name(classroom.name),
        "year": year,
        "entry": classroom.entry,
        "keep_until": school_year.kept_until(year=year, today=today),
        "with_groups": True,
    }
    form = CopyForm(request.POST or None, today=today, initial=initial)
    if not form.is_valid():
        intro = "รายชื่อนักเรียนไปห้องใหม่ครบ ผลและคะแนนอยู่ที่ห้องเดิม ห้องใหม่มีรหัสใหม่ นักเรียนเลือกชื่อตัวเองอีกครั้ง"
        context = frame(
            classroom=classroom,
            tab="settings",
            title="คัดลอกไปปีหน้า",
            intro=intro,
            form=form,
            button="คัดลอกห้อง",
        )
        return render(request, "schools/form.html", context)
    post = classroom.teaching.select_related("staff__school").get(is_owner=True).staff
    fresh = copying.copy_class(
        classroom=classroom,
        post=post,
        settings=form.settings(),
        with_groups=form.cleaned_data["with_groups"],
        with_work=form.cleaned_data["with_work"],
        now=now,
    )
    messages.success(request, f"คัดลอกเป็น {fresh.name} ปีการศึกษา {fresh.year} แล้ว")
    return redirect("schools:class", class_id=fresh.pk)


@guard.class_view
def log(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """What was done in the class that bears on results."""
    page, lines = reads.log_of(classroom=classroom, number=request.GET.get("page"))
    context = frame(classroom=classroom, tab="settings", title="บันทึกของห้อง", page=page, lines=lines)
    return render(request, "schools/log.html", context)
