"""What accounts asks of people: as little as the law and the purpose need."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from accounts import cookies, services, shared_phone
from accounts.models import AgeBand, User


class ConsentForm(forms.Form):
    """Age band, consent, and the guardian's where the law asks for it (PDPA section 20)."""

    age_band = forms.ChoiceField(
        label="อายุของผู้เรียน",
        choices=AgeBand.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "เลือกช่วงอายุ เราไม่ถามวันเกิด"},
    )
    guardian = forms.CharField(
        label="ผู้ปกครองที่ยินยอมเป็นอะไรกับผู้เรียน",
        help_text="เช่น แม่ พ่อ ปู่ ไม่ต้องใส่ชื่อ",
        required=False,
        max_length=40,
    )
    guardian_agrees = forms.BooleanField(label="ผู้ปกครองอ่านข้อความด้านบนแล้ว และยินยอมแทนผู้เรียน", required=False)
    agrees = forms.BooleanField(
        label="อ่านแล้ว และยินยอม", error_messages={"required": "กดยินยอมก่อน จึงจะมีบัญชีได้ (ไม่มีบัญชีก็เรียนได้ทุกบท)"}
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        band = cleaned.get("age_band")
        if band and AgeBand(band).needs_guardian:
            if not (cleaned.get("guardian") or "").strip():
                self.add_error("guardian", "ผู้เรียนอายุไม่ถึง 20 ปี ให้ผู้ปกครองบอกว่าเป็นอะไรกับผู้เรียน เช่น แม่")
            if not cleaned.get("guardian_agrees"):
                self.add_error("guardian_agrees", "ให้ผู้ปกครองอ่านและกดยินยอมที่นี่ ระหว่างนี้เรียนต่อได้โดยไม่ต้องมีบัญชี")
        return cleaned


class SignupForm(ConsentForm):
    """What every way of signing up asks besides a name (ACCOUNT_SIGNUP_FORM_CLASS)."""

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the consent with the account's learner, and what this device learnt before as well."""
        now = timezone.now()  # noqa: TID251 — the edge: allauth's views call this
        learner = services.learner_of_account(learner_id=cookies.learner_id(request), user=user, now=now)
        services.give_consent(
            learner=learner,
            age_band=self.cleaned_data["age_band"],
            guardian=self.cleaned_data["guardian"].strip(),
            now=now,
        )


class LabelForm(forms.Form):
    """A name for somebody who learns on this phone."""

    def __init__(self, *args: Any, seats: list[shared_phone.Seat], asks_mine: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        if not asks_mine:
            del self.fields["mine"]

    mine = forms.CharField(
        label="ชื่อเล่นหรือเลขที่ของคนที่กำลังเรียนอยู่ตอนนี้",
        max_length=shared_phone.LONGEST,
        error_messages={"required": "ใส่ชื่อเล่นหรือเลขที่ เพื่อให้กลับมาหาตัวเองเจอ"},
    )
    other = forms.CharField(
        label="ชื่อเล่นหรือเลขที่ของคนใหม่",
        max_length=shared_phone.LONGEST,
        error_messages={"required": "ใส่ชื่อเล่นหรือเลขที่ของคนใหม่"},
    )

    def _label(self, field: str) -> str:
        label = shared_phone.clean_label(self.cleaned_data[field])
        if not label:
            raise forms.ValidationError("ใส่ตัวอักษรหรือตัวเลขอย่างน้อยหนึ่งตัว")
        if label in {seat.label for seat in self.seats}:
            raise forms.ValidationError("มีคนใช้ชื่อนี้ในเครื่องนี้แล้ว ลองเติมเลขที่ต่อท้าย")
        return label

    def clean_mine(self) -> str:
        return self._label("mine")

    def clean_other(self) -> str:
        label = self._label("other")
        if label == self.cleaned_data.get("mine"):
            raise forms.ValidationError("สองคนใช้ชื่อเดียวกันไม่ได้ ลองเติมเลขที่ต่อท้าย")
        return label

    def clean(self) -> dict[str, Any]:
        if len(self.seats) + ("mine" in self.fields) >= shared_phone.MOST:
            raise forms.ValidationError(
                f"เครื่องนี้มีผู้เรียนได้ {shared_phone.MOST} คน ให้คนที่เลิกใช้แล้วกด “เอาชื่อฉันออก” ก่อน"
            )
        return super().clean() or {}


class LeaveForm(forms.Form):
    """The last word before something cannot be taken back; an account with a password says it as well."""

    sure = forms.BooleanField(
        label="ฉันเข้าใจว่าเรียกคืนไม่ได้", error_messages={"required": "กดช่องนี้ก่อน เพื่อให้แน่ใจว่าไม่ได้กดพลาด"}
    )
    password = forms.CharField(
        label="รหัสผ่าน",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "ใส่รหัสผ่าน เพื่อให้แน่ใจว่าเป็นเจ้าของบัญชี"},
    )

    def __init__(self, *args: Any, user: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if user is None or not user.has_usable_password():
            del self.fields["password"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if self.user is not None and not self.user.check_password(password):
            raise forms.ValidationError("รหัสผ่านไม่ถูกต้อง ลองพิมพ์อีกครั้ง")
        return password
