"""Founding a school, asking to join one, and deciding about who works there."""

from typing import Any

from django import forms

from schools.codes import CLASS_DIGITS, cleaned
from schools.models import StaffMember

_OWN_NAME = "เช่น ครูสมใจ เพื่อนครูและนักเรียนเห็นชื่อนี้"


class SchoolForm(forms.Form):
    name = forms.CharField(label="ชื่อโรงเรียน", max_length=120, error_messages={"required": "ใส่ชื่อโรงเรียน"})
    province = forms.CharField(label="จังหวัด (ไม่ใส่ก็ได้)", max_length=40, required=False)
    own_name = forms.CharField(
        label="ชื่อของคุณ", max_length=60, help_text=_OWN_NAME, error_messages={"required": "ใส่ชื่อที่ให้คนอื่นเรียกคุณ"}
    )


class AskForm(forms.Form):
    join_code = forms.CharField(
        label="รหัสโรงเรียน 10 หลัก",
        max_length=20,
        help_text="ขอจากผู้ดูแลโรงเรียนของคุณในเว็บนี้",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "ใส่รหัสโรงเรียน"},
    )
    own_name = forms.CharField(
        label="ชื่อของคุณ", max_length=60, help_text=_OWN_NAME, error_messages={"required": "ใส่ชื่อที่ให้คนอื่นเรียกคุณ"}
    )

    def clean_join_code(self) -> str:
        code = cleaned(self.cleaned_data["join_code"])
        if len(code) != CLASS_DIGITS:
            raise forms.ValidationError("รหัสโรงเรียนมีตัวเลข 10 หลัก ลองดูอีกครั้ง")
        return code


class HeirForm(forms.Form):
    """Before somebody is taken off the staff: who takes over the classes that would be nobody's."""

    heir = forms.ModelChoiceField(
        label="ให้ใครดูแลห้องของครูคนนี้ต่อ",
        queryset=StaffMember.objects.none(),
        required=False,
        empty_label="เลือกครู",
        help_text="ถ้าห้องนั้นมีครูร่วมสอนอยู่แล้ว ครูร่วมสอนจะดูแลต่อเอง",
    )

    def __init__(self, *args: Any, post: StaffMember, owns_classes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not owns_classes:
            del self.fields["heir"]
            return
        colleagues = StaffMember.objects.filter(school=post.school_id, state=StaffMember.State.ACTIVE)
        self.fields["heir"].queryset = colleagues.exclude(pk=post.pk).order_by("name")  # type: ignore[attr-defined]
