"""Certificates in the CMS: an administrator finds one by its number and revokes it with a reason."""

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts.services import note_access
from lessons.models import Certificate


class RevocationForm(forms.ModelForm[Certificate]):
    is_revoked = forms.BooleanField(label="เพิกถอนใบรับรองนี้", required=False)

    class Meta:
        model = Certificate
        fields = ["revoked_reason"]
        labels = {"revoked_reason": "เหตุผล (ใครเปิดหน้าตรวจสอบจะเห็น)"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_revoked"].initial = self.instance.revoked_at is not None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("is_revoked") and not cleaned.get("revoked_reason"):
            self.add_error("revoked_reason", "บอกเหตุผล เพื่อให้คนที่ถือใบรับรองเข้าใจ")
        if not cleaned.get("is_revoked"):
            cleaned["revoked_reason"] = ""
        self.instance.revoked_at = (
            (self.instance.revoked_at or timezone.now()) if cleaned.get("is_revoked") else None  # noqa: TID251 — the edge
        )
        return cleaned


class RevokeView(EditView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        note_access(
            viewer=request.user,  # type: ignore[arg-type]
            role="ผู้ดูแลระบบ",
            what="ใบรับรองของคุณ",
            learner_ids=[self.get_object().learner_id],
            now=timezone.now(),  # noqa: TID251 — the edge
        )
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        return response


class OnlyRevoking(ModelPermissionPolicy):
    """Nobody makes or deletes a certificate by hand: learners earn them, and a deleted one could not be verified."""

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        return action in {"change", "view"} and bool(super().user_has_permission(user, action))


register_permission_policy(Certificate, OnlyRevoking(Certificate))


class CertificateViewSet(ModelViewSet):
    model = Certificate
    url_prefix = "certificates"
    name = "certificates"
    icon = "doc-full-inverse"
    menu_label = "ใบรับรอง"
    menu_order = 900
    add_to_settings_menu = True
    edit_view_class = RevokeView
    copy_view_enabled = False
    list_display = ["__str__", "issued_at", "revoked_at"]  # no names: a list of them is nobody's business
    search_fields = ["id", "course_title"]
    list_filter = ["course_title"]

    def get_form_class(self, for_update: bool = False) -> type[RevocationForm]:  # noqa: FBT001, FBT002 — Wagtail's signature
        return RevocationForm
