"""“ถึงกำหนดทบทวน”: what somebody should look at again, confirmed with one click or opened to be changed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from lessons.services import reviews

NAMES = {"fact": "ข้อเท็จจริง", "contact": "ช่องทางติดต่อ", "claim": "คำกล่าวที่ตรวจแล้ว"}


def may_review(user: Any) -> bool:
    """Tell whether somebody sees the report: whoever may change facts or the directory."""
    return isinstance(user, User) and (
        user.has_perm("lessons.change_fact") or user.has_perm("lessons.change_contact")
    )


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    if not may_review(request.user):
        raise PermissionDenied
    rows = reviews.due(today=timezone.localdate())
    context: dict[str, Any] = {
        "rows": [{"due": row, "kind": NAMES[row.kind]} for row in rows],
        "soon": reviews.SOON.days,
    }
    context["held"] = reviews.held()
    return TemplateResponse(request, "lessons/admin/reviews.html", context)


@require_POST
def confirm(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    if kind not in NAMES or not may_review(request.user):
        raise PermissionDenied
    assert isinstance(request.user, User)  # noqa: S101 - may_review has seen to it
    try:
        name = reviews.confirm(kind=kind, pk=pk, user=request.user, today=timezone.localdate())
    except reviews.NotYours as refused:
        raise PermissionDenied from refused
    except reviews.HasDraft:
        messages.error(request, "มีฉบับร่างที่ยังไม่เผยแพร่ โปรดเปิดแก้ไขแล้วเผยแพร่จากหน้านั้น")
    except ObjectDoesNotExist:
        messages.error(request, "รายการนี้ถูกลบไปแล้ว")
    else:
        messages.success(request, f"บันทึกแล้วว่ายังถูกต้อง: {name}")
    return redirect("lessons_reviews")
