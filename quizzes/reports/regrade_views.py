"""The screen on which a regrade is decided: choose, look at who changes, then write."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from accounts.models import User
from quizzes.insight import regrades
from quizzes.models import Question, Quiz
from quizzes.regrading import Policy
from quizzes.reports import reading
from quizzes.reports.forms import RegradeForm


@require_http_methods(["GET", "HEAD", "POST"])
def regrade(request: HttpRequest, quiz_id: int, question_id: int) -> HttpResponse:
    """Show the choice, then who would change, then write it (POST with `action` "apply")."""
    if not isinstance(request.user, User) or not request.user.has_perm("quizzes.publish_question"):
        raise PermissionDenied
    found = reading.quiz_and_question(quiz_id=quiz_id, question_id=question_id)
    if found is None:
        raise Http404("no such quiz or question")
    quiz, question = found
    if request.method == "POST":
        applies = request.POST.get("action") == "apply"
        form = RegradeForm(request.POST, applies=applies)
        if form.is_valid() and applies and _apply(request, quiz, question, form.cleaned_data):
            return redirect("quiz_report_detail", quiz.pk)
    else:
        form = RegradeForm()
    return render(
        request, "quizzes/insight/regrade.html", _context(quiz, question, form), status=_status(request, form)
    )


def _status(request: HttpRequest, form: RegradeForm) -> int:
    return 422 if request.method == "POST" and form.errors else 200


def _apply(request: HttpRequest, quiz: Quiz, question: Question, decided: dict[str, Any]) -> bool:
    """Write the decision, or leave it to the worker, and tell the outcome; False when it cannot be done now."""
    decision: dict[str, Any] = {
        "quiz_id": quiz.pk,
        "question_id": question.pk,
        "policy": Policy(decided["policy"]),
        "only_if_better": decided["only_if_better"],
        "reason": decided["reason"],
        "by": request.user if isinstance(request.user, User) else None,
        "now": timezone.now(),
    }
    try:
        if regrades.is_large(quiz_id=quiz.pk):
            regrades.ask(**decision)
            messages.success(request, "รับเรื่องแล้ว ระบบกำลังปรับคะแนนทีละส่วน ดูความคืบหน้าได้ที่หน้านี้")
            return True
        written = regrades.apply(**decision)
    except regrades.OvertakenError:
        messages.error(request, "คะแนนเพิ่งเปลี่ยนไประหว่างนี้ ดูตัวอย่างใหม่อีกครั้งก่อนบันทึก")
        return False
    except regrades.AlreadyWaitingError:
        messages.error(request, "ข้อนี้กำลังปรับคะแนนอยู่ รอให้ครบก่อนแล้วค่อยสั่งใหม่")
        return False
    changed = written.changed if written else 0
    messages.success(request, f"ปรับคะแนนแล้ว {changed:,} ครั้ง คะแนนเดิมเก็บไว้ครบ สถิติจะนับใหม่ในอีกสักครู่")
    return True


def _context(quiz: Quiz, question: Question, form: RegradeForm) -> dict[str, Any]:
    plan = None
    # a refused reason still has a choice to preview
    if form.is_bound and "policy" not in form.errors:
        form.is_valid()
        plan = regrades.preview(
            quiz_id=quiz.pk,
            question_id=question.pk,
            policy=Policy(form.cleaned_data["policy"]),
            only_if_better=form.cleaned_data["only_if_better"],
        )
    return {
        "header_title": f"ตรวจคะแนนใหม่: {question.code}",
        "page_title": "ตรวจคะแนนใหม่",
        "quiz": quiz,
        "question": question,
        "form": form,
        "plan": plan,
        "changes": reading.named_changes(plan) if plan else [],
        "is_sample": regrades.is_large(quiz_id=quiz.pk),
        "regrades": reading.regrades_of(quiz_id=quiz.pk, question_id=question.pk),
    }
