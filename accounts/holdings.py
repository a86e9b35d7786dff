"""What accounts itself and the libraries below us keep of people (see accounts.personal_data)."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.module_loading import import_string

from accounts.models import User
from accounts.personal_data import Holder, Person, register, register_default, register_eraser

_SITE_WORK = "งานที่ทำในระบบจัดการเนื้อหา"


def _of_accounts() -> list[Holder]:
    return [
        Holder("accounts.User", "บัญชี", user="pk", withheld=("password",)),
        Holder("accounts.User_groups", "กลุ่มของบัญชี", user="user"),
        Holder("accounts.User_user_permissions", "สิทธิ์ของบัญชี", user="user"),
        Holder("accounts.Learner", "ผู้เรียน", learner="pk", user="user"),
        Holder("accounts.Consent", "ความยินยอม", learner="learner", is_shown=True),
        # who looked is told by role; the other one in the row is a person too
        Holder(
            "accounts.AccessLog",
            "ใครเปิดดูผลการเรียนของคุณ",
            learner="learner",
            user="viewer",
            withheld=("viewer_id", "learner_id"),
            is_shown=True,
        ),
        Holder("account.EmailAddress", "อีเมล", user="user"),
        Holder("account.EmailConfirmation", "การยืนยันอีเมล", user="email_address__user", withheld=("key",)),
        Holder("socialaccount.SocialAccount", "บัญชี LINE หรือ Google ที่ผูกไว้", user="user"),
        Holder(
            "socialaccount.SocialToken",
            "กุญแจของบัญชีที่ผูกไว้",
            user="account__user",
            withheld=("token", "token_secret"),
        ),
        # `data` is the key itself
        Holder("mfa.Authenticator", "การยืนยันตัวสองชั้น", user="user", withheld=("data",)),
    ]


def _of_wagtail() -> list[Holder]:
    """What somebody did for the site stays with the site; only the pointer to the person goes."""
    return [
        Holder("wagtailusers.UserProfile", "การตั้งค่าในระบบจัดการเนื้อหา", user="user"),
        Holder("wagtailadmin.EditingSession", "หน้าที่กำลังแก้ไข", user="user"),
        Holder("wagtailadmin.FormState", "แบบฟอร์มที่ค้างไว้", user="user"),
        Holder("wagtailcore.APIToken", "กุญแจของโปรแกรม", user="user", fields=("pk",)),
        Holder(
            "wagtailcore.Comment",
            "ความเห็นในหน้า",
            user=("user", "resolved_by"),
            fields=("pk", "text", "created_at"),
        ),
        Holder("wagtailcore.CommentReply", "คำตอบความเห็น", user="user", fields=("pk", "text", "created_at")),
        Holder("wagtailcore.PageSubscription", "หน้าที่ติดตาม", user="user"),
        Holder(
            "wagtailcore.Page",
            f"{_SITE_WORK}: หน้า",
            user=("owner", "locked_by"),
            fields=("pk", "title", "first_published_at"),
        ),
        Holder(
            "wagtailcore.Revision",
            f"{_SITE_WORK}: ฉบับร่าง",
            user="user",
            fields=("pk", "object_str", "created_at"),
        ),
        Holder(
            "wagtailcore.PageLogEntry",
            f"{_SITE_WORK}: บันทึกของหน้า",
            user="user",
            fields=("pk", "label", "action", "timestamp"),
            cut="user",
        ),
        Holder(
            "wagtailcore.ModelLogEntry",
            f"{_SITE_WORK}: บันทึกของรายการ",
            user="user",
            fields=("pk", "label", "action", "timestamp"),
            cut="user",
        ),
        Holder(
            "wagtailcore.WorkflowState",
            f"{_SITE_WORK}: งานที่ส่งตรวจ",
            user="requested_by",
            fields=("pk", "created_at", "status"),
        ),
        Holder(
            "wagtailcore.TaskState",
            f"{_SITE_WORK}: งานที่ตรวจ",
            user="finished_by",
            fields=("pk", "finished_at", "status"),
        ),
        Holder(
            "wagtailcore.UploadedFile",
            f"{_SITE_WORK}: ไฟล์ที่กำลังส่ง",
            user="uploaded_by_user",
            fields=("pk", "file"),
        ),
        Holder(
            "wagtailimages.Image",
            f"{_SITE_WORK}: รูป",
            user="uploaded_by_user",
            fields=("pk", "title", "created_at"),
        ),
        Holder(
            "wagtaildocs.Document",
            f"{_SITE_WORK}: เอกสาร",
            user="uploaded_by_user",
            fields=("pk", "title", "created_at"),
        ),
    ]


def _of_work() -> list[Holder]:
    """Whatever else only says which account made, locked or checked it: the work stays, the database drops the name.

    Only pointers that are cleared by themselves (SET_NULL) count as that; everything else has to be registered by hand.
    """
    found = []
    for model in apps.get_models():
        pointers = {
            field.name: field.remote_field.on_delete
            for field in model._meta.local_fields
            if field.related_model is User and field.remote_field is not None
        }
        if pointers and set(pointers.values()) == {models.SET_NULL}:
            title = f"{_SITE_WORK}: {model._meta.verbose_name}"
            found.append(Holder(model._meta.label, title, user=tuple(pointers), fields=("pk",)))
    return found


def _forget_account_in_logs(person: Person) -> None:
    """Drop what the CMS noted about the account itself: those entries carry its name."""
    if person.user is None:
        return
    entries = apps.get_model("wagtailcore.ModelLogEntry").objects
    kind = ContentType.objects.get_for_model(User)
    entries.filter(content_type=kind, object_id=str(person.user.pk)).delete()


def _end_sessions(person: Person) -> None:
    """Sign the account out everywhere. Sessions name their account inside, so each has to be opened."""
    if person.user is None:
        return
    store = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get(SESSION_KEY) == str(person.user.pk):
            store(session.session_key).delete()


def register_all() -> None:
    register(*_of_wagtail(), *_of_accounts())
    register_default(*_of_work())
    register_eraser("accounts.logs", _forget_account_in_logs)
    register_eraser("accounts.sessions", _end_sessions)
