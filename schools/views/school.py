"""Schools: founded, joined, looked after."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.rate_limit import limited
from schools import guard
from schools.codes import grouped
from schools.forms.school import AskForm, HeirForm, SchoolForm
from schools.models import StaffMember
from schools.selectors import staff as reads
from schools.services import staff

limited_writes = limited(what="school-staff", times=300)


def _form_page(request: HttpRequest, **context: Any) -> HttpResponse:
    return render(request, "schools/form.html", context)


@guard.signed_in
@limited(what="school-new", times=10)
def new(request: HttpRequest) -> HttpResponse:
    """Found a school."""
    form = SchoolForm(request.POST or None)
    if not form.is_valid():
        intro = "คุณจะเป็นผู้ดูแลโรงเรียนนี้ และอนุมัติเพื่อนครูที่ขอเข้าร่วม"
        return _form_page(request, title="เพิ่มโรงเรียน", intro=intro, form=form, button="เพิ่มโรงเรียน")
    post = staff.found_school(user=guard.account(request), now=timezone.now(), **form.cleaned_data)
    messages.success(request, f"เพิ่ม{post.school.name}แล้ว ต่อไปเปิดห้องเรียนได้เลย")
    return redirect("schools:class_new", school_id=post.school_id)


@guard.signed_in
@limited(what="school-ask", times=10)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to join a school by its code."""
    form = AskForm(request.POST or None)
    if form.is_valid():
        post = staff.ask_to_join(user=guard.account(request), now=timezone.now(), **form.cleaned_data)
        if post is not None:
            is_in = post.state == StaffMember.State.ACTIVE
            said = "คุณอยู่ในโรงเรียนนี้แล้ว" if is_in else f"ส่งคำขอถึง{post.school.name}แล้ว รอผู้ดูแลโรงเรียนอนุมัติ"
            messages.success(request, said)
            return redirect("schools:home")
        form.add_error("join_code", "ไม่พบโรงเรียนของรหัสนี้ ลองดูตัวเลขอีกครั้ง หรือขอรหัสใหม่จากผู้ดูแลโรงเรียน")
    intro = "ขอรหัสจากผู้ดูแลโรงเรียนของคุณ แล้วรอให้ผู้ดูแลอนุมัติ"
    return _form_page(request, title="เข้าร่วมโรงเรียน", intro=intro, form=form, button="ส่งคำขอ")


@guard.administrator_view
def school(request: HttpRequest, post: StaffMember) -> HttpResponse:
    """Who works at the school, and its classes in sums."""
    people = reads.staff_of(school=post.school)
    context = {
        "title": post.school.name,
        "school": post.school,
        "me": post,
        "waiting": [each for each in people if each.state == StaffMember.State.WAITING],
        "staff": [each for each in people if each.state == StaffMember.State.ACTIVE],
        "classes": reads.classes_of_school(school=post.school),
        "fewest": reads.FEWEST,
        "join_code": grouped(post.school.join_code),
    }
    return render(request, "schools/school.html", context)


@guard.administrator_view
@limited_writes
@require_POST
def renew_code(request: HttpRequest, post: StaffMember) -> HttpResponse:
    staff.renew_join_code(school=post.school)
    messages.success(request, "เปลี่ยนรหัสโรงเรียนแล้ว รหัสเดิมใช้ไม่ได้อีก")
    return redirect("schools:school", school_id=post.school_id)


def _colleague(post: StaffMember, staff_id: int) -> StaffMember:
    found = StaffMember.objects.filter(school=post.school_id, pk=staff_id).first()
    if found is None:
        raise Http404("not of this school")
    return found


@guard.administrator_view
@limited_writes
@require_POST
def decide(request: HttpRequest, post: StaffMember, staff_id: int) -> HttpResponse:
    """Approve or refuse who asked, make somebody an administrator or a teacher again."""
    other, wanted = _colleague(post, staff_id), request.POST.get("decision", "")
    try:
        said = _decided(other, wanted)
    except staff.LastAdministrator:
        messages.error(request, "โรงเรียนต้องมีผู้ดูแลอย่างน้อยหนึ่งคน ตั้งผู้ดูแลอีกคนก่อน")
    else:
        if said:
            messages.success(request, said)
    return redirect("schools:school", school_id=post.school_id)


def _decided(other: StaffMember, wanted: str) -> str:
    if wanted == "approve":
        staff.approve(post=other, now=timezone.now())
        return f"อนุมัติ{other.name}แล้ว"
    if wanted == "refuse":
        staff.refuse(post=other)
        return f"ไม่รับคำขอของ{other.name}แล้ว"
    if wanted in StaffMember.Role.values:
        staff.set_role(post=other, role=wanted)
        return f"{other.name}เป็น{StaffMember.Role(wanted).label}แล้ว"
    return ""


@guard.administrator_view
@limited_writes
def remove(request: HttpRequest, post: StaffMember, staff_id: int) -> HttpResponse:
    """Take somebody off the staff, after asking once more and finding who takes over their classes."""
    other = _colleague(post, staff_id)
    form = HeirForm(
        request.POST if request.method == "POST" else None,
        post=other,
        owns_classes=reads.owns_classes(post=other),
    )
    if form.is_valid():
        try:
            staff.remove(
                post=other, by=guard.account(request), heir=form.cleaned_data.get("heir"), now=timezone.now()
            )
        except staff.LastAdministrator:
            form.add_error(None, "โรงเรียนต้องมีผู้ดูแลอย่างน้อยหนึ่งคน ตั้งผู้ดูแลอีกคนก่อน")
        except staff.ClassesNeedSomebody:
            form.add_error("heir", "ครูคนนี้เป็นเจ้าของห้องอยู่ เลือกครูที่จะดูแลต่อ")
        else:
            messages.success(request, f"เอา{other.name}ออกจากโรงเรียนแล้ว")
            if other.pk == post.pk:
                return redirect("schools:home")
            return redirect("schools:school", school_id=post.school_id)
    intro = f"{other.name} จะเปิดห้องและผลของโรงเรียนนี้ไม่ได้อีก ผลของนักเรียนอยู่ครบ"
    return _form_page(
        request,
        title=f"เอา{other.name}ออกจากโรงเรียน",
        intro=intro,
        form=form,
        button="เอาออก",
        school=post.school,
    )
