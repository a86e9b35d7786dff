"""Work on paper: the sheets and their key to print, and a grid to type the answers into."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.services import note_access_to
from quizzes.papers import paper_of
from quizzes.presentation import printing
from quizzes.refusals import AlreadyOpen, NoAttemptsLeft, PaperChanged, QuizUnavailable, Refusal
from schools import guard, paper_keys
from schools.models import Assignment, Classroom
from schools.selectors import paper as papers
from schools.selectors.gradebook import asked_by
from schools.services import paper as writing
from schools.views.frame import frame


def _form(request: HttpRequest, assignment: Assignment) -> tuple[list[papers.Form], papers.Form | None]:
    """Return the forms of the work and the one asked for (`?form=`: its number), else the first."""
    forms = papers.forms_of(assignment=assignment)
    asked = request.GET.get("form", "1")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 4):
        raise Http404("no such form")
    if not forms:
        return [], None
    if not 1 <= int(asked) <= len(forms):
        raise Http404("no such form")
    return forms, forms[int(asked) - 1]


@guard.class_view
@require_safe
def paper(request: HttpRequest, classroom: Classroom, assignment_id: int) -> HttpResponse:
    """The grid."""
    assignment = guard.found_in(classroom, Assignment, assignment_id)
    forms, form = _form(request, assignment)
    note_access_to(  # it says who has handed in, and what came of it
        viewer=guard.account(request),
        role="ครูประจำห้อง",
        what="ตารางกรอกคำตอบจากกระดาษ",
        learners=asked_by(assignment),
        now=timezone.now(),
    )
    context = frame(
        classroom=classroom,
        tab="work",
        title=assignment.title,
        assignment=assignment,
        forms=forms,
        form=form,
        number=forms.index(form) + 1 if form else 0,
        grid=papers.grid_of(assignment=assignment, form=form) if form else None,
    )
    return render(request, "schools/paper.html", context)


@guard.class_view
@require_safe
def paper_sheets(request: HttpRequest, classroom: Classroom, assignment_id: int) -> HttpResponse:
    """The key, short and long, and the sheets behind it: for the teacher's printer."""
    assignment = guard.found_in(classroom, Assignment, assignment_id)
    _, form = _form(request, assignment)
    found = paper_of(slug=form.quiz.slug) if form else None
    if found is None:
        raise Http404("nothing to print")
    context = {
        "quiz": found.quiz,
        "sheets": [printing.sheet(place, content) for place, content in found.questions],
        "keys": [printing.key(place, content) for place, content in found.questions],
        "sheets_are_public": found.is_public,
    }
    return render(request, "quizzes/paper/key.html", context)


@guard.class_view
@require_POST
def paper_row(
    request: HttpRequest, classroom: Classroom, assignment_id: int, pupil_id: int
) -> HttpResponseBase:
    """Take one pupil's sheet; the script asks for the answer alone (Accept: text/plain)."""
    assignment = guard.found_in(classroom, Assignment, assignment_id)
    forms, form = _form(request, assignment)
    edition = request.POST.get("edition", "")[:4000]
    grid = papers.grid_of(assignment=assignment, form=form, edition=edition) if form else None
    line = next((each for each in grid.lines if each.pupil.pk == pupil_id), None) if grid else None
    if form is None or grid is None or line is None:
        raise Http404("not asked to do this work")
    said, is_kept = _take(request, assignment, grid, line)
    if request.headers.get("Accept", "").startswith("text/plain"):
        return HttpResponse(said, content_type="text/plain; charset=utf-8", status=200 if is_kept else 409)
    (messages.success if is_kept else messages.error)(request, f"{line.pupil.full_name}: {said}")
    page = reverse("schools:paper", args=[classroom.pk, assignment.pk])
    return redirect(f"{page}?form={forms.index(form) + 1}#r{pupil_id}")


def _take(
    request: HttpRequest, assignment: Assignment, grid: papers.Grid, line: papers.Line
) -> tuple[str, bool]:
    """Return what to say of a row, and whether it was kept."""
    responses: dict[int, dict[str, Any]] = {}
    for question in grid.questions:
        typed = request.POST.get(f"q{question.slot}", "") if question.can_be_keyed else ""
        given = paper_keys.response(question, typed[:200])
        if given is None:
            return f"ข้อ {question.slot} อ่าน “{typed[:20]}” ไม่ออก พิมพ์ {question.hint} แล้วบันทึกอีกครั้ง", False
        responses[question.slot] = given
    if not any(responses.values()):
        return "แถวนี้ยังว่าง จึงยังไม่ได้บันทึก", False
    try:
        attempt = writing.record_row(
            assignment=assignment,
            pupil=line.pupil,
            quiz=grid.form.quiz,
            edition=grid.edition.split(),
            responses=responses,
            actor=guard.account(request),
            now=timezone.now(),
        )
    except AlreadyOpen:
        return "กำลังทำบนหน้าจออยู่ ให้ส่งบนหน้าจอก่อน แล้วค่อยกรอกกระดาษ", False
    except NoAttemptsLeft:
        return "ทำครบจำนวนครั้งแล้ว", False
    except (QuizUnavailable, PaperChanged, Refusal):
        return "แบบทดสอบเปลี่ยนไปจากที่พิมพ์ เปิดหน้านี้ใหม่แล้วกรอกอีกครั้ง", False
    return f"บันทึกแล้ว ทำได้ {int((attempt.fraction or 0.0) * 100 + 0.5)}%", True
