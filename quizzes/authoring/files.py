"""Screens that bring questions in from a file and take them out: upload, look, decide; choose, look, download."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from accounts.models import User
from quizzes import importing
from quizzes.exporting import EXTENSIONS, NAMES, export
from quizzes.formats import FileRefused, Format, Reading, Severity, detect, read
from quizzes.formats.model import MAX_BYTES
from quizzes.importing import Fate, NotImported
from quizzes.models import Question, UploadedQuestions

_FORMATS = [(one.value, name) for one, name in NAMES.items()]


class UploadForm(forms.Form):
    file = forms.FileField(
        label="ไฟล์ข้อสอบ",
        help_text=f"GIFT, Moodle XML, Aiken หรือ YAML ของเรา ไม่เกิน {MAX_BYTES // 1024 // 1024} MB",
        error_messages={"empty": "ไฟล์นี้ว่างเปล่า เลือกไฟล์ที่มีข้อสอบ", "required": "ยังไม่ได้เลือกไฟล์"},
    )
    format = forms.ChoiceField(label="รูปแบบ", choices=[("", "ดูจากไฟล์เอง"), *_FORMATS], required=False)

    def clean(self) -> dict[str, Any]:
        """Read the file; what is wrong with it as a whole is said at the field."""
        data: dict[str, Any] = super().clean() or {}
        file = data.get("file")
        if file is None:
            return data
        if file.size > MAX_BYTES:  # before it is read
            megabytes = MAX_BYTES // 1024 // 1024
            self.add_error("file", f"ไฟล์ใหญ่เกินไป รับได้ไม่เกิน {megabytes} MB ลองแบ่งเป็นหลายไฟล์")
            return data
        content = file.read()
        try:
            source = Format(data["format"]) if data.get("format") else detect(file.name, content)
            if source is None:
                self.add_error("format", "ดูไม่ออกว่าเป็นรูปแบบใด เลือกรูปแบบแล้วลองใหม่")
                return data
            read(source, content)
        except FileRefused as refused:
            self.add_error("file", str(refused))
            return data
        return {**data, "source": source, "content": content}


class DecideForm(forms.Form):
    existing = forms.ChoiceField(
        label="ข้อที่มีรหัสนี้ในคลังแล้ว",
        choices=[("skip", "ข้ามไป ไม่แตะของเดิม"), ("update", "แก้ฉบับร่างของข้อเดิม (ฉบับที่เผยแพร่ยังไม่เปลี่ยน)")],
        widget=forms.RadioSelect,
        initial="skip",
    )
    scope = forms.ChoiceField(
        label="ถ้ามีข้อที่นำเข้าไม่ได้",
        choices=[("whole", "ไม่นำเข้าเลยทั้งไฟล์"), ("each", "นำเข้าเฉพาะข้อที่ได้")],
        widget=forms.RadioSelect,
        initial="whole",
    )


def _permitted(request: HttpRequest, permission: str) -> User:
    """Return who asks. Raises PermissionDenied."""
    if not isinstance(request.user, User) or not request.user.has_perm(permission):
        raise PermissionDenied
    return request.user


def upload(request: HttpRequest) -> HttpResponse:
    """Take a file in and lead to its dry run."""
    user = _permitted(request, "quizzes.add_question")
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        kept = importing.keep_upload(
            name=given["file"].name,
            source=given["source"],
            data=given["content"],
            user=user,
            now=timezone.now(),
        )
        return redirect("quizzes_import_check", kept.pk)
    return TemplateResponse(
        request, "quizzes/admin/import.html", {"form": form, "header_title": "นำเข้าคำถาม"}
    )


def check_upload(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Show what an import would do, and do it when asked."""
    user = _permitted(request, "quizzes.add_question")
    kept = get_object_or_404(UploadedQuestions, pk=upload_id, uploaded_by=user)
    reading = read(Format(kept.format), bytes(kept.data))
    form = DecideForm(request.POST if request.method == "POST" else request.GET or None)
    is_valid = form.is_valid()
    updates = is_valid and form.cleaned_data["existing"] == "update"
    if updates:
        _permitted(request, "quizzes.change_question")
    refusal = ""
    if request.method == "POST" and is_valid and "look" not in request.POST:
        try:
            return _import(request, user, kept, reading, updates=updates, scope=form.cleaned_data["scope"])
        except NotImported as refused:
            refusal = str(refused)
    rows = importing.plan(reading.questions, updates=updates)
    context = {
        "form": form if form.is_bound else DecideForm(),
        "kept": kept,
        "format_name": NAMES[Format(kept.format)],
        "rows": rows,
        "counts": [(label, sum(row.fate is fate for row in rows)) for fate, label in importing.FATES.items()],
        "problems": reading.problems,
        "error_count": sum(problem.severity is Severity.ERROR for problem in reading.problems),
        "refusal": refusal,
        "header_title": "ตรวจก่อนนำเข้า",
    }
    return TemplateResponse(request, "quizzes/admin/import_check.html", context)


def _import(
    request: HttpRequest, user: User, kept: UploadedQuestions, reading: Reading, *, updates: bool, scope: str
) -> HttpResponse:
    done = importing.import_questions(
        reading=reading,
        updates=updates,
        is_whole=scope == "whole",
        user=user,
        has_images=policy_registry.get_by_type(get_image_model()).user_has_permission(user, "add"),
    )
    kept.delete()
    words = ", ".join(
        f"{label} {done.count[fate]}" for fate, label in importing.FATES.items() if done.count.get(fate)
    )
    messages.success(request, f"นำเข้าแล้ว ({words}) ทุกข้อเป็นฉบับร่าง ตรวจแล้วส่งตรวจหรือเผยแพร่ได้")
    if done.count.get(Fate.REFUSED):
        names = ", ".join(f"{code}: {why}" for code, why in done.refused[:10])
        messages.warning(request, f"ยังไม่ได้นำเข้า {len(done.refused)} ข้อ: {names}")
    return redirect(_list_url())


def _list_url() -> str:
    return reverse(Question.snippet_viewset.get_url_name("list"))


class ExportForm(forms.Form):
    format = forms.ChoiceField(label="รูปแบบ", choices=_FORMATS, initial=Format.YAML.value)


def _chosen(request: HttpRequest) -> tuple[Sequence[str], list[Question]]:
    """Return the ids asked for (none: all of the bank) and their questions."""
    ids = [one for one in request.GET.getlist("id") if one.isdigit() and len(one) < 10]
    questions = Question.objects.order_by("code")
    return ids, list(questions.filter(pk__in=ids) if ids else questions)


def export_questions(request: HttpRequest) -> HttpResponse:
    """Show what a format would leave out, and hand the file over when asked."""
    _permitted(request, "quizzes.view_question")
    ids, questions = _chosen(request)
    form = ExportForm(request.POST if request.method == "POST" else request.GET or None)
    source = Format(form.cleaned_data["format"]) if form.is_valid() else Format.YAML
    made = export(questions, source)
    if request.method == "POST" and form.is_valid() and made.written:
        response = HttpResponse(made.data, content_type="application/octet-stream")
        name = f"questions-{timezone.localdate():%Y%m%d}.{EXTENSIONS[source]}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    context = {
        "form": form if form.is_bound and form.is_valid() else ExportForm(),
        "ids": ids,
        "total": len(questions),
        "made": made,
        "format_name": NAMES[source],
        "header_title": "ส่งออกคำถาม",
    }
    return TemplateResponse(request, "quizzes/admin/export.html", context)
