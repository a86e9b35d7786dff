"""After the work: what a class answered, what one pupil did, and what to do next."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.services import note_access, note_access_to
from quizzes import presentation
from quizzes import selectors as quiz_selectors
from quizzes.models import Attempt
from schools import class_reports, guard
from schools.models import Assignment, Classroom, Membership, Submission
from schools.selectors import class_answers, gradebook
from schools.views import charts
from schools.views.frame import frame

TEACHER = "ครูประจำห้อง"


@guard.class_view
@require_safe
def report(request: HttpRequest, classroom: Classroom, assignment_id: int) -> HttpResponse:
    """A piece of work as the class did it."""
    assignment = guard.found_in(classroom, Assignment, assignment_id)
    found = class_answers.answers_of(assignment=assignment)
    summed = class_reports.report(found.answers, found.asked)
    note_access_to(
        viewer=guard.account(request),
        role=TEACHER,
        what="ผลรายข้อของห้อง",
        learners=Membership.objects.filter(classroom=classroom, left_at=None),
        now=timezone.now(),
    )
    low = [each.objective for each in summed.low if each.is_enough]
    context = frame(
        classroom=classroom,
        tab="results",
        title=assignment.title,
        assignment=assignment,
        report=summed,
        steps=[(step, again_url(classroom, step)) for step in summed.steps],
        lessons=class_answers.lessons_for(objectives=low, topics=found.topics),
        questions_chart=_questions_chart(summed),
        objectives_chart=_objectives_chart(summed),
        gains=_gains(assignment),
    )
    return render(request, "schools/report.html", context)


def again_url(classroom: Classroom, step: class_reports.Step) -> str:
    """Return the address at which new work for the objectives of a step begins; "" for a step without."""
    if step.kind != "booster":
        return ""
    page = reverse("schools:work_give", args=[classroom.pk])
    return f"{page}?{urlencode({'what': 'booster', 'objective': step.objectives}, doseq=True)}"


def _questions_chart(summed: class_reports.ClassReport) -> charts.Bars | None:
    questions = summed.questions
    return charts.percent_bars(
        title="ตอบถูกกี่คนในแต่ละข้อ",
        sentence=f"จากผู้ส่งแล้ว {summed.pupils} คน ข้อละกี่เปอร์เซ็นต์ที่ตอบถูกทั้งข้อ",
        data=[(f"ข้อ {each.number}", each.right.share or 0.0) for each in questions],
        head=("ข้อ", "ตอบถูก", "ทำได้เฉลี่ย", "ไม่ตอบ", "แน่ใจมากแต่ยังไม่ถูก"),
        rows=[
            (
                f"ข้อ {each.number}",
                each.right.words,
                f"ร้อยละ {each.mean * 100:.0f}",
                str(each.unanswered),
                f"{each.sure_and_wrong} จาก {each.sure} คนที่แน่ใจมาก",
            )
            for each in questions
        ],
    )


def _objectives_chart(summed: class_reports.ClassReport) -> charts.Bars | None:
    return charts.percent_bars(
        title="ทำได้แค่ไหนในแต่ละจุดประสงค์",
        sentence="เรียงจากเรื่องที่น่าทบทวนที่สุด",
        data=[(each.objective, each.mean) for each in summed.objectives],
        head=("จุดประสงค์", "ทำได้เฉลี่ย", "คำตอบ"),
        rows=[
            (
                each.objective,
                f"ร้อยละ {each.mean * 100:.0f}",
                f"{each.n}" if each.is_enough else f"{each.n} ({class_reports.TOO_FEW})",
            )
            for each in summed.objectives
        ],
    )


def _gains(assignment: Assignment) -> class_answers.Gains | None:
    """Return before → after where this work is one of such a pair."""
    if assignment.before is not None:
        return class_answers.gains_of(before=assignment.before, after=assignment)
    after: Assignment | None = getattr(assignment, "after", None)
    return class_answers.gains_of(before=assignment, after=after) if after is not None else None


@guard.class_view
@require_safe
def pupil_report(request: HttpRequest, classroom: Classroom, pupil_id: int) -> HttpResponse:
    """What one pupil has done in this class."""
    pupil = guard.found_in(classroom, Membership, pupil_id)
    _note(request, pupil, "งานทั้งหมดของนักเรียน")
    context = frame(
        classroom=classroom,
        tab="results",
        title=pupil.full_name,
        pupil=pupil,
        works=gradebook.works_of(pupil=pupil),
    )
    return render(request, "schools/pupil_report.html", context)


@guard.class_view
@require_safe
def attempt_report(request: HttpRequest, classroom: Classroom, attempt_id: uuid.UUID) -> HttpResponse:
    """One attempt of one pupil: question by question, and in the order in which it was answered."""
    submission = (
        Submission.objects.filter(attempt=attempt_id, assignment__classroom=classroom)
        .select_related("assignment", "membership", "attempt__quiz")
        .first()
    )
    if submission is None or submission.attempt.state == Attempt.State.MERGED:
        raise Http404("no such attempt in this class")
    attempt = submission.attempt
    _note(request, submission.membership, "คำตอบของนักเรียนหนึ่งครั้ง")
    context: dict[str, Any] = frame(
        classroom=classroom,
        tab="results",
        title=submission.membership.full_name,
        submission=submission,
        attempt=attempt,
        moments=[] if submission.is_paper else quiz_selectors.replay_of(attempt),
    )
    if attempt.state == Attempt.State.FINISHED:
        reviews = quiz_selectors.reviews_of(attempt)
        context |= {
            "reviews": reviews,
            "outcome": presentation.outcome(
                attempt.marks, whole=attempt.fraction or 0.0, pass_percent=attempt.pass_percent
            ),
            "alertness": presentation.alertness(reviews),
        }
    return render(request, "schools/attempt_report.html", context)


def _note(request: HttpRequest, pupil: Membership, what: str) -> None:
    if pupil.learner_id is not None:
        note_access(
            viewer=guard.account(request),
            role=TEACHER,
            what=what,
            learner_ids=[pupil.learner_id],
            now=timezone.now(),
        )
