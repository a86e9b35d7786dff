"""The gradebook: pupils × assignments, a teacher's own marks, and both as files."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.services import note_access, note_access_to
from schools import gradebook_file, guard
from schools.forms.marking import AdjustForm
from schools.models import Assignment, Classroom, Membership
from schools.selectors import answer_rows, gradebook
from schools.services import adjusting
from schools.views import gradebook_html
from schools.views.frame import frame

TEACHER = "ครูประจำห้อง"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@guard.class_view
@require_safe
def results(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Every pupil's marks in the newest work; older work page by page."""
    page = request.GET.get("page", "1")
    number = min(max(int(page), 1), 1000) if page.isascii() and page.isdigit() and len(page) < 5 else 1
    found, more = gradebook.gradebook_of(classroom=classroom, first=(number - 1) * gradebook.AT_ONCE)
    note_access_to(
        viewer=guard.account(request),
        role=TEACHER,
        what="ตารางคะแนนของห้อง",
        learners=Membership.objects.filter(classroom=classroom, left_at=None),
        now=timezone.now(),
    )
    context = frame(
        classroom=classroom,
        tab="results",
        title="ผลของห้อง",
        columns=list(zip(found.columns, gradebook_html.sums(found), strict=True)),
        pupils=len(found.pupils),
        body=gradebook_html.body_html(found),
        newer=number - 1,
        older=number + 1 if more else 0,
        today=timezone.now(),
    )
    return render(request, "schools/results.html", context)


@guard.class_view
@require_http_methods(["GET", "HEAD", "POST"])
def adjust(request: HttpRequest, classroom: Classroom, assignment_id: int, pupil_id: int) -> HttpResponse:
    """One pupil's mark in one piece of work: how it came about, and the teacher's own."""
    assignment = guard.found_in(classroom, Assignment, assignment_id)
    pupil = guard.found_in(classroom, Membership, pupil_id)
    user = guard.account(request)
    form = AdjustForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        adjusting.adjust(
            assignment=assignment,
            pupil=pupil,
            fraction=form.fraction,
            reason=form.cleaned_data["reason"],
            actor=user,
            now=timezone.now(),
        )
        messages.success(request, "บันทึกคะแนนแล้ว" if form.fraction is not None else "กลับไปใช้คะแนนที่ทำได้แล้ว")
        return redirect("schools:results", class_id=classroom.pk)
    if pupil.learner_id is not None:
        note_access(
            viewer=user,
            role=TEACHER,
            what="คะแนนของงานหนึ่งชิ้น",
            learner_ids=[pupil.learner_id],
            now=timezone.now(),
        )
    context = frame(
        classroom=classroom,
        tab="results",
        title="คะแนนของนักเรียน",
        assignment=assignment,
        pupil=pupil,
        mark=gradebook.mark_of(assignment=assignment, pupil=pupil),
        form=form,
    )
    return render(request, "schools/adjust.html", context)


@guard.class_view
@require_safe
def grades_xlsx(request: HttpRequest, classroom: Classroom) -> HttpResponseBase:
    """All marks of all work, a row a pupil."""
    return _grades(request, classroom, "xlsx")


@guard.class_view
@require_safe
def grades_csv(request: HttpRequest, classroom: Classroom) -> HttpResponseBase:
    return _grades(request, classroom, "csv")


@guard.class_view
@require_safe
def answers_xlsx(request: HttpRequest, classroom: Classroom) -> HttpResponseBase:
    """Every answer on a line of its own; `?work=` for one piece of work."""
    return _answers(request, classroom, "xlsx")


@guard.class_view
@require_safe
def answers_csv(request: HttpRequest, classroom: Classroom) -> HttpResponseBase:
    return _answers(request, classroom, "csv")


def _grades(request: HttpRequest, classroom: Classroom, suffix: str) -> HttpResponseBase:
    found, _ = gradebook.gradebook_of(classroom=classroom, most=None)
    _note_file(request, classroom, "ไฟล์ตารางคะแนนของห้อง")
    widths = [8, 14, 28, *(14 for _ in found.columns)]
    return _file(suffix, f"คะแนน {classroom.name} {classroom.year}", answer_rows.grade_rows(found), widths)


def _answers(request: HttpRequest, classroom: Classroom, suffix: str) -> HttpResponseBase:
    wanted = request.GET.get("work", "")
    assignment = None
    if wanted:
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 15):
            raise Http404("no such work")
        assignment = guard.found_in(classroom, Assignment, int(wanted))
    _note_file(request, classroom, "ไฟล์คำตอบรายข้อของห้อง")
    name = f"คำตอบ {classroom.name} {assignment.title if assignment else classroom.year}"
    rows = answer_rows.long_rows(classroom=classroom, assignment=assignment)
    return _file(suffix, name, rows, answer_rows.WIDTHS)


def _note_file(request: HttpRequest, classroom: Classroom, what: str) -> None:
    note_access_to(
        viewer=guard.account(request),
        role=TEACHER,
        what=what,
        learners=Membership.objects.filter(classroom=classroom),
        now=timezone.now(),
    )


def _file(
    suffix: str, name: str, rows: Iterator[list[gradebook_file.Cell]], widths: Sequence[int]
) -> HttpResponseBase:
    response: HttpResponseBase
    if suffix == "xlsx":
        response = HttpResponse(gradebook_file.xlsx(title=name, rows=rows, widths=widths), content_type=XLSX)
    else:
        response = StreamingHttpResponse(
            gradebook_file.csv_lines(rows), content_type="text/csv; charset=utf-8"
        )
    safe = "".join(
        each if each.isalnum() or each in " .-_" or "\u0e00" <= each <= "\u0e7f" else "-" for each in name
    )
    response["Content-Disposition"] = (
        f"attachment; filename=\"class.{suffix}\"; filename*=UTF-8''{quote(f'{safe}.{suffix}')}"
    )
    return response
