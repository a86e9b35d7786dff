"""Teachers give work: what, whom, when; edit it, make exceptions, ring the bell, let results out."""

import hashlib
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from lessons import library, outline
from schools import guard
from schools.forms.assigning import (
    EaseForm,
    PairForm,
    ReopenForm,
    TopicsForm,
    WorkForm,
    after_defaults,
    defaults,
)
from schools.models import Assignment, Classroom, Override
from schools.selectors import assignments, material
from schools.selectors.material import Material
from schools.services import assigning, starting
from schools.views.frame import frame


@guard.class_view
def work(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """Everything that the class was given."""
    rows = assignments.rows_of(classroom=classroom, now=timezone.now())
    context = frame(
        classroom=classroom,
        tab="work",
        title="งานของห้อง",
        current=[row for row in rows if not row.is_over],
        over=[row for row in rows if row.is_over],
    )
    return render(request, "schools/work/list.html", context)


def _is_shut(request: HttpRequest, classroom: Classroom) -> bool:
    """Say so where a class in the archive would be given work."""
    if classroom.archived_at is not None:
        messages.error(request, "ห้องนี้เก็บเข้าคลังแล้ว จึงมอบหมายงานใหม่ไม่ได้")
    return classroom.archived_at is not None


@guard.class_view
def choose(request: HttpRequest, classroom: Classroom) -> HttpResponse:
    """What to give: a lesson, a whole course, a before/after pair, a quiz, a short review."""
    if _is_shut(request, classroom):
        return redirect("schools:work", class_id=classroom.pk)
    courses, quizzes = material.catalogue()
    context = frame(
        classroom=classroom,
        tab="work",
        title="มอบหมายงานใหม่",
        courses=courses,
        quizzes=quizzes,
        missed=material.missed_by(classroom),
        topics=material.topics(),
    )
    return render(request, "schools/work/choose.html", context)


def _wanted(request: HttpRequest, classroom: Classroom) -> tuple[Material | None, list[str]]:
    """Return what the address names, and what a short review is to ask about."""
    key = request.GET.get("what", "")
    if key != "booster":
        return material.find(key), []
    known = material.topics()
    form = TopicsForm(request.GET, topics=known)
    if not form.is_valid():
        return None, []
    # a report of the class names them (views.reports)
    named = set(request.GET.getlist("objective")) & {each for group in known.values() for each in group}
    objectives = [*sorted(named), *material.spread(form.cleaned_data["topics"], known)]
    if form.cleaned_data["missed"]:
        missed = [each.objective for each in material.missed_by(classroom)]
        objectives = [*missed, *objectives]
    objectives = list(dict.fromkeys(objectives))[: material.MOST_OBJECTIVES]
    return (material.booster(), objectives) if objectives else (None, [])


@guard.class_view
def give(request: HttpRequest, classroom: Classroom) -> HttpResponseBase:
    """When, how often, for whom: one short page with what pupils will read."""
    now = timezone.now()
    chosen, objectives = _wanted(request, classroom)
    if chosen is None or _is_shut(request, classroom):
        if request.GET.get("what") == "booster":
            messages.error(request, "เลือกหัวข้อที่จะทบทวนอย่างน้อยหนึ่งหัวข้อ")
        return redirect("schools:work_choose", class_id=classroom.pk)
    is_pair = chosen.key.startswith("pair-")
    initial = {"title": chosen.title, **defaults(chosen.kind, now=now)}
    if is_pair:
        initial |= after_defaults(now)
    form = (PairForm if is_pair else WorkForm)(request.POST or None, classroom=classroom, initial=initial)
    if form.is_valid() and request.POST.get("action") != "preview":
        given: dict[str, Any] = {
            "classroom": classroom,
            "material": chosen,
            "audience": form.audience,
            "actor": guard.account(request),
            "now": now,
        }
        if isinstance(form, PairForm):
            before, after = form.both()
            made, _ = assigning.give_pair(before=before, after=after, **given)
            messages.success(request, "มอบหมายทั้งก่อนเรียนและหลังเรียนแล้ว ครึ่งห้องได้ชุด A ก่อน อีกครึ่งได้ชุด B")
        else:
            made = assigning.give(fields=form.written, objectives=objectives, **given)
            messages.success(request, "มอบหมายแล้ว นักเรียนเห็นในหน้าห้องของฉัน")
        return redirect("schools:assignment", class_id=classroom.pk, assignment_id=made.pk)
    fields = form.written if form.is_bound and form.is_valid() else {} if form.is_bound else initial
    names = [name for name in assigning.FIELDS if name in fields]
    shown = Assignment(kind=chosen.kind, **{name: fields[name] for name in names}) if names else None
    context = frame(
        classroom=classroom,
        tab="work",
        title=chosen.title,
        form=form,
        material=chosen,
        kind=Assignment.Kind(chosen.kind).label if not is_pair else "แบบทดสอบก่อนและหลังเรียน",
        is_pair=is_pair,
        objectives=objectives,
        says=assignments.said_to_pupils(shown, minutes=chosen.minutes, now=now) if shown else [],
    )
    return render(request, "schools/work/give.html", context)


def _kit(items: list[assignments.Item]) -> str:
    """Return the address of the teaching kit of the course that the work is from."""
    lessons = {item.lesson_id for item in items if item.lesson_id}
    for course in outline.read():
        if lessons & {lesson["id"] for lesson in course["lessons"]}:
            kit = library.kit_of(course["url"])
            return kit.url if kit else ""
    return ""


@guard.class_view
def assignment(request: HttpRequest, classroom: Classroom, assignment_id: int) -> HttpResponse:
    """One piece of work: how far the class is, and everything that can be done with it."""
    now = timezone.now()
    found = guard.found_in(classroom, Assignment, assignment_id)
    return _page(request, classroom, found, reopen=ReopenForm(now=now))


def _page(
    request: HttpRequest, classroom: Classroom, found: Assignment, *, reopen: ReopenForm
) -> HttpResponse:
    now = timezone.now()
    items = assignments.items_of(found)
    minutes = sum(item.minutes for item in items)
    context = frame(
        classroom=classroom,
        tab="work",
        title=found.title,
        assignment=found,
        row=assignments.rows_of(classroom=classroom, assignment=found, now=now)[0],
        items=items,
        minutes=minutes,
        kit_url=_kit(items),
        says=assignments.said_to_pupils(found, minutes=minutes, now=now),
        eased=len(assignments.exceptions_of(found)),
        reopen=reopen,
        waits=found.waits_for_bell and found.rung_at is None,
        may_release=found.answers == Assignment.Answers.RELEASE and found.released_at is None,
    )
    return render(request, "schools/work/assignment.html", context)


def _seal(form: WorkForm) -> str:
    """Return what stands for an edit, so that a yes counts only for what it was said to."""

    def plain(value: Any) -> str:
        return str(sorted(each.pk for each in value)) if hasattr(value, "model") else str(value)

    said = sorted((name, plain(value)) for name, value in form.cleaned_data.items())
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


@guard.class_view
def edit(request: HttpRequest, classroom: Classroom, assignment_id: int) -> HttpResponseBase:
    """Change a piece of work; where pupils have begun, say first what that changes for whom."""
    now = timezone.now()
    found = guard.found_in(classroom, Assignment, assignment_id)
    form = WorkForm(request.POST or None, classroom=classroom, instance=found)
    trial = None
    if form.is_valid():
        asked: dict[str, Any] = {
            "assignment": found,
            "fields": form.written,
            "audience": form.audience,
            "actor": guard.account(request),
            "now": now,
        }
        try:
            trial = assigning.trial(**asked)
            if not trial.touches or request.POST.get("sure") == _seal(form):
                assigning.change(**asked)
                messages.success(request, "บันทึกแล้ว มีผลกับทุกคนทันที")
                return redirect("schools:assignment", class_id=classroom.pk, assignment_id=found.pk)
        except assigning.Refused as refused:
            form.add_error(None, ValidationError(str(refused)))
    context = frame(
        classroom=classroom,
        tab="work",
        title=f"แก้งาน: {found.title}",
        form=form,
        assignment=found,
        trial=trial.sentences() if trial else [],
        sure=_seal(form) if trial else "",
    )
    return render(request, "schools/work/edit.html", context)


@guard.class_view
def act(request: HttpRequest, classroom: Classroom, assignment_id: int) -> HttpResponseBase:
    """Ring the bell, let results out, close, reopen, delete: one button each."""
    found = guard.found_in(classroom, Assignment, assignment_id)
    if request.method != "POST":
        return redirect("schools:assignment", class_id=classroom.pk, assignment_id=found.pk)
    now, actor = timezone.now(), guard.account(request)
    done: dict[str, Any] = {"assignment": found, "actor": actor, "now": now}
    action = request.POST.get("action", "")
    if action == "reopen":
        form = ReopenForm(request.POST, now=now)
        if not form.is_valid():
            return _page(request, classroom, found, reopen=form)
        assigning.reopen(until=form.cleaned_data["until"], **done)
        messages.success(request, "เปิดรับอีกครั้งแล้ว")
    elif action == "delete":
        try:
            assigning.remove(**done)
        except assigning.Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "ลบงานแล้ว")
            return redirect("schools:work", class_id=classroom.pk)
    else:
        acts = {
            "ring": (starting.ring, "กดเริ่มแล้ว ทุกเครื่องที่รออยู่เริ่มได้เลย"),
            "release": (assigning.release, "ประกาศผลแล้ว นักเรียนเห็นผลและคำอธิบายได้"),
            "close": (assigning.close, "ปิดรับแล้ว"),
        }
        if action not in acts:
            raise Http404("no such act")
        does, words = acts[action]
        does(**done)
        messages.success(request, words)
    return redirect("schools:assignment", class_id=classroom.pk, assignment_id=found.pk)


@guard.class_view
def exceptions(request: HttpRequest, classroom: Classroom, assignment_id: int) -> HttpResponseBase:
    """Who is let off what, with the reason and who granted it."""
    found = guard.found_in(classroom, Assignment, assignment_id)
    now, actor = timezone.now(), guard.account(request)
    taken_back = request.POST.get("take_back", "")
    if taken_back:
        override = _override(found, taken_back)
        assigning.take_back(override=override, actor=actor, now=now)
        messages.success(request, "ยกเลิกข้อยกเว้นแล้ว")
        return redirect("schools:work_ease", class_id=classroom.pk, assignment_id=found.pk)
    form = EaseForm(
        request.POST or None,
        groups=list(classroom.groups.order_by("name")),
        pupils=list(classroom.pupils.filter(left_at=None).order_by("number", "pk")),
    )
    if form.is_valid():
        assigning.ease(
            assignment=found,
            fields=form.granted,
            reason=form.cleaned_data["reason"],
            actor=actor,
            now=now,
            **form.target,
        )
        messages.success(request, "บันทึกข้อยกเว้นแล้ว มีผลทันที")
        return redirect("schools:work_ease", class_id=classroom.pk, assignment_id=found.pk)
    context = frame(
        classroom=classroom,
        tab="work",
        title="ข้อยกเว้น",
        form=form,
        assignment=found,
        exceptions=assignments.exceptions_of(found),
    )
    return render(request, "schools/work/exceptions.html", context)


def _override(found: Assignment, typed: str) -> Override:
    override = (
        Override.objects.select_related("assignment__classroom", "pupil")
        .filter(assignment=found, pk=int(typed) if typed.isdecimal() and len(typed) < 12 else 0)
        .first()
    )
    if override is None:
        raise Http404("no such exception in this work")
    return override
