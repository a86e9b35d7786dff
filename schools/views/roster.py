"""A roster comes into a class: read, looked at, agreed to."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.rate_limit import limited
from schools import guard
from schools.forms.pupils import told
from schools.forms.roster import Choice, Draft, UploadForm, choice_of, column_choices
from schools.models import Classroom, Membership
from schools.roster import FIELD_LABELS, Change, Field, Plan, RosterProblem, Severity
from schools.services import roster_import
from schools.views.frame import frame

SHOWN = 60  # names, problems or changes in one list; the rest is counted
_FIRST = 8  # rows shown as they are read
_CHANGED = "รายชื่อในห้องหรือตัวเลือกเปลี่ยนไปจากที่แสดง ยังไม่ได้บันทึกอะไร ดูอีกครั้งแล้วกดตกลง"


@limited(what="school-roster", times=240)
@guard.class_view
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """One page: paste or upload; then what would happen, until the teacher says yes."""
    whose = f"{guard.account(request).pk}:{classroom.pk}"
    if request.method == "POST" and "draft" in request.POST:
        return _look_again(request, classroom, whose)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        draft = Draft.of(form.cleaned_data["roster"])
        try:
            packed = draft.packed(whose=whose)
        except RosterProblem as problem:
            form.add_error(None, str(problem))
        else:
            choice = choice_of(draft, None, class_name=classroom.name)
            return _preview(request, classroom, choice, packed)
    context = frame(classroom=classroom, tab="pupils", title="นำรายชื่อเข้าห้อง", form=form)
    return render(request, "schools/pupils/roster.html", context)


def _look_again(request: HttpRequest, classroom: Classroom, whose: str) -> HttpResponse:
    packed = request.POST["draft"]
    try:
        draft = Draft.unpacked(packed, whose=whose)
    except RosterProblem as problem:
        messages.warning(request, str(problem))
        return redirect("schools:roster", class_id=classroom.pk)
    choice = choice_of(draft, request.POST, class_name=classroom.name)
    if request.POST.get("what") != "take" or choice.wrong:
        return _preview(request, classroom, choice, packed)
    try:
        done = roster_import.take(
            classroom=classroom,
            reading=choice.reading(),
            seal=request.POST.get("seal", ""),
            actor=guard.account(request),
            now=timezone.now(),
        )
    except roster_import.HasChanged:
        return _preview(request, classroom, choice, packed, says=_CHANGED)
    gone = len({each.key for each in done.missing} & choice.leaving)
    messages.success(
        request,
        f"บันทึกรายชื่อแล้ว: เพิ่ม {len(done.added)} คน เปลี่ยน {len(done.changed)} คน เหมือนเดิม {len(done.unchanged)} คน"
        + (f" ให้ออก {gone} คน" if gone else ""),
    )
    return redirect("schools:pupils", class_id=classroom.pk)


def _preview(
    request: HttpRequest, classroom: Classroom, choice: Choice, packed: str, *, says: str = ""
) -> HttpResponse:
    """Show what would be read and what it would change."""
    reading = choice.reading()
    plan = roster_import.plan(classroom=classroom, reading=reading)
    whole = roster_import.plan(
        classroom=classroom,
        reading=roster_import.Reading(reading.pupils, reading.fields, reading.is_partial),
    )
    problems = [*choice.sheet.notices, *choice.people.problems]
    context = frame(
        classroom=classroom,
        tab="pupils",
        title="ตรวจรายชื่อก่อนบันทึก",
        draft=packed,
        seal=roster_import.seal_of(whole),
        says=says,
        choice=choice,
        columns=_columns(choice),
        choices=column_choices(),
        first=choice.pupils[:_FIRST],
        plan=plan,
        changes=[_change(each) for each in plan.changed[:SHOWN]],
        more_changes=max(len(plan.changed) - SHOWN, 0),
        added=plan.added[:SHOWN],
        more_added=max(len(plan.added) - SHOWN, 0),
        missing=_missing(classroom, whole, choice),
        notices=[each.sentence_th for each in problems if not each.line],
        problems=[each for each in problems if each.line][:SHOWN],
        more_problems=max(sum(1 for each in problems if each.line) - SHOWN, 0),
        errors=sum(1 for each in problems if each.line and each.severity is Severity.ERROR),
    )
    return render(request, "schools/pupils/preview.html", context)


def _columns(choice: Choice) -> list[dict[str, Any]]:
    return [
        {
            "index": index,
            "name": f"{column.letter} · {column.label}" if column.label else f"คอลัมน์ {column.letter}",
            "samples": " · ".join(column.samples),
            "field": choice.mapping[index].value if index in choice.mapping else "",
        }
        for index, column in enumerate(choice.sheet.columns)
    ]


def _change(change: Change) -> dict[str, Any]:
    known = change.known
    name = " ".join(part for part in (f"{known.title}{known.first_name}", known.last_name) if part)
    lines = []
    for field, (old, new) in change.fields.items():
        if field == "has_left":
            lines.append("กลับเข้าห้อง")
        else:
            lines.append(f"{FIELD_LABELS[Field(field)]}: {old or 'ไม่มี'} → {new or 'ไม่มี'}")
    return {"name": name or known.nickname, "lines": lines}


def _missing(classroom: Classroom, plan: Plan, choice: Choice) -> list[dict[str, Any]]:
    """Return who of the class is not in the file; nobody when the file holds changes only."""
    if choice.draft.is_partial or choice.wrong:
        return []
    found = []
    for known in plan.missing:
        seat = Membership(
            number=known.number,
            title=known.title,
            first_name=known.first_name,
            last_name=known.last_name,
            nickname=known.nickname,
        )
        found.append({"key": known.key, "name": told(seat), "goes": known.key in choice.leaving})
    return found
