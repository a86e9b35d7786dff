"""At the door of a class: a code, a nickname, a PIN."""

from typing import Any

from django import forms

from accounts.shared_phone import LONGEST, clean_label
from schools.codes import CLASS_DIGITS, PERSONAL_DIGITS, PIN_DIGITS, cleaned

_DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class CodeForm(forms.Form):
    code = forms.CharField(
        label="รหัสจากครู",
        max_length=40,
        help_text="รหัสห้อง 10 หลัก หรือรหัสส่วนตัวบนสลิป 12 หลัก เว้นวรรคหรือไม่ก็ได้",
        widget=forms.TextInput(attrs=_DIGITS),
        error_messages={"required": "พิมพ์ตัวเลขที่ครูให้"},
    )

    def clean_code(self) -> str:
        code = cleaned(self.cleaned_data["code"])
        if len(code) not in {CLASS_DIGITS, PERSONAL_DIGITS}:
            raise forms.ValidationError("รหัสห้องมี 10 หลัก รหัสบนสลิปมี 12 หลัก ลองนับดูอีกครั้ง")
        return code


class NicknameForm(forms.Form):
    nickname = forms.CharField(
        label="ชื่อเล่น",
        max_length=LONGEST,
        help_text="ไม่ต้องใส่ชื่อจริงหรือนามสกุล",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "ใส่ชื่อเล่น เพื่อให้ครูรู้ว่าใคร"},
    )
    number = forms.IntegerField(
        label="เลขที่ (ถ้ามี)",
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs=_DIGITS),
        error_messages={
            "invalid": "ใส่เลขที่เป็นตัวเลข หรือเว้นไว้",
            "min_value": "ใส่เลขที่ตั้งแต่ 1 หรือเว้นไว้",
            "max_value": "ใส่เลขที่ไม่เกินสามหลัก หรือเว้นไว้",
        },
    )

    def clean_nickname(self) -> str:
        nickname = clean_label(self.cleaned_data["nickname"])
        if not nickname:
            raise forms.ValidationError("ใส่ตัวอักษรอย่างน้อยหนึ่งตัว")
        return nickname


class EnterForm(forms.Form):
    """The last question before a pupil is in: the PIN where one is set, whose the work on this device is."""

    pin = forms.CharField(
        label="PIN 4 หลัก",
        max_length=10,
        help_text="ครูเป็นคนให้ ลืมแล้วถามครูได้",
        widget=forms.PasswordInput(attrs={**_DIGITS, "maxlength": 10}),
        error_messages={"required": "ใส่ PIN 4 หลัก"},
    )
    brings = forms.BooleanField(required=False)
    knew_taken = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asks_pin: bool, brings: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_pin:
            del self.fields["pin"]
        if brings:
            self.fields["brings"].label = brings
        else:
            del self.fields["brings"]

    def clean_pin(self) -> str:
        pin = cleaned(self.cleaned_data["pin"])
        if len(pin) != PIN_DIGITS:
            raise forms.ValidationError("PIN มีตัวเลข 4 หลัก")
        return pin
