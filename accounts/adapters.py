"""What django-allauth asks of us: our words for its errors, our QR codes, and as little as possible from LINE and Google."""

import io
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.http import Http404, HttpRequest
from django.urls import reverse

_WRONG_PAIR = "ชื่อหรือรหัสผ่านไม่ตรงกัน ลองพิมพ์อีกครั้ง ถ้าลืมรหัสผ่าน กด “ลืมรหัสผ่าน” ด้านล่าง"
_TOO_MANY = "ลองหลายครั้งเกินไปในเวลาสั้น ๆ รอสักห้านาทีแล้วลองใหม่ ผลการเรียนของคุณยังอยู่ครบ"


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "บัญชีนี้ถูกปิดไว้ โปรดติดต่อผู้ดูแลเว็บไซต์",
        "cannot_remove_primary_email": "ลบอีเมลหลักไม่ได้ เพิ่มอีเมลอื่นแล้วตั้งเป็นอีเมลหลักก่อน",
        "duplicate_email": "คุณใส่อีเมลนี้ไว้แล้ว",
        "email_password_mismatch": _WRONG_PAIR,
        "username_password_mismatch": _WRONG_PAIR,
        "invalid_login": _WRONG_PAIR,
        "email_taken": "ใช้อีเมลนี้ไม่ได้ ลองอีเมลอื่น หรือเว้นไว้ก่อน",
        "enter_current_password": "ใส่รหัสผ่านที่ใช้อยู่ตอนนี้",
        "incorrect_password": "รหัสผ่านไม่ถูกต้อง ลองพิมพ์อีกครั้ง",
        "incorrect_code": "รหัสไม่ถูกต้อง ดูรหัสล่าสุดในแอปแล้วลองอีกครั้ง",
        "invalid_or_expired_key": "ลิงก์นี้หมดอายุแล้ว ขอลิงก์ใหม่ได้",
        "invalid_password_reset": "ลิงก์ตั้งรหัสผ่านนี้ใช้ไม่ได้แล้ว ขอลิงก์ใหม่ได้",
        "max_email_addresses": "ใส่อีเมลได้ไม่เกิน %d อีเมล",
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
        "unknown_email": "ไม่พบอีเมลนี้ ลองตรวจตัวสะกดอีกครั้ง",
        "unverified_primary_email": "ยืนยันอีเมลนี้ก่อน จึงจะตั้งเป็นอีเมลหลักได้",
        "username_blacklisted": "ใช้ชื่อนี้ไม่ได้ ลองชื่ออื่น",
        "username_taken": "มีผู้ใช้ชื่อนี้แล้ว ลองชื่ออื่น",
        "select_only_one": "เลือกเพียงหนึ่งอย่าง",
        "same_as_current": "ค่าใหม่ต้องไม่เหมือนค่าเดิม",
    }

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:  # noqa: FBT001 — allauth's signature
        """Tell the owner of an address that is in use already, and nobody else: the page looks the same either way."""
        address = emailconfirmation.email_address
        taken = EmailAddress.objects.filter(email__iexact=address.email, verified=True).exclude(pk=address.pk)
        if not taken.exists():
            super().send_confirmation_mail(request, emailconfirmation, signup)
            return
        context = {
            "request": request,
            "email": address.email,
            "signup_url": request.build_absolute_uri(reverse("account_signup")),
            "login_url": request.build_absolute_uri(reverse("account_login")),
            "password_reset_url": request.build_absolute_uri(reverse("account_reset_password")),
        }
        self.send_mail("account/email/account_already_exists", address.email, context)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    error_messages = {
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": "อีเมลนี้มีบัญชีอยู่แล้ว เข้าสู่ระบบด้วยบัญชีนั้นก่อน แล้วค่อยผูก %s",
        "invalid_token": "บริการที่ใช้เข้าสู่ระบบตอบกลับมาไม่ครบ ลองอีกครั้ง",
        "no_password": "บัญชีนี้ยังไม่มีรหัสผ่าน ตั้งรหัสผ่านก่อน แล้วค่อยเลิกผูก",
        "no_verified_email": "บัญชีนี้ยังไม่มีอีเมลที่ยืนยันแล้ว",
        "disconnect_last": "ทางเข้าสุดท้ายเลิกผูกไม่ได้ ตั้งรหัสผ่านก่อน",
        "connected_other": "LINE หรือ Google นี้ผูกกับบัญชีอื่นอยู่แล้ว",
    }

    def get_app(self, request: HttpRequest, provider: Any, client_id: Any = None) -> Any:
        """Return the keys of LINE or Google; an address of one that this site has no keys for is not there."""
        try:
            return super().get_app(request, provider=provider, client_id=client_id)
        except SocialApp.DoesNotExist as missing:
            raise Http404 from missing

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Keep the service's number for the person and nothing else: no picture, no profile name."""
        sociallogin.account.extra_data = {}
        if sociallogin.account.pk:
            sociallogin.account.save(update_fields=["extra_data"])

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        user = super().populate_user(request, sociallogin, data)
        user.first_name = user.last_name = ""
        return user

    def get_signup_form_initial_data(self, sociallogin: Any) -> dict[str, str]:
        """Offer no name: what the service calls the person may be a real name or a number."""
        return {"email": super().get_signup_form_initial_data(sociallogin)["email"], "username": ""}


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "บัญชีที่ยืนยันตัวสองชั้นอยู่ เพิ่มอีเมลไม่ได้",
        "cannot_delete_authenticator": "ปิดการยืนยันตัวสองชั้นไม่ได้",
        "cannot_generate_recovery_codes": "เปิดการยืนยันตัวสองชั้นก่อน จึงจะสร้างรหัสสำรองได้",
        "incorrect_code": "รหัสไม่ถูกต้อง ดูรหัสล่าสุดในแอปแล้วลองอีกครั้ง",
        "unverified_email": "ยืนยันอีเมลก่อน จึงจะเปิดการยืนยันตัวสองชั้นได้",
    }

    def build_totp_svg(self, url: str) -> str:
        target = io.BytesIO()
        segno.make(url, error="m").save(target, kind="svg", scale=5, border=4, light="#fff", xmldecl=False)
        return target.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 — allauth's signature
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return f"กุญแจที่ {number}"
