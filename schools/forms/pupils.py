"""A pupil as a teacher writes them down, and what is done to several at once."""

from decimal import Decimal
from typing import Any

from django import forms

from schools.forms.thai_dates import ThaiDateField
from schools.models import ClassGroup, Membership
from schools.roster.private_columns import without_ids

_DIGITS = {"inputmode": "numeric", "autocomplete": "off"}
FACTORS = (
    (Decimal("1.00"), "เท่าคนอื่น (×1)"),
    (Decimal("1.25"), "เพิ่มหนึ่งในสี่ (×1.25)"),
    (Decimal("1.50"), "เพิ่มครึ่งหนึ่ง (×1.5)"),
    (Decimal("2.00"), "สองเท่า (×2)"),
)


class PupilForm(forms.Form):
    """One pupil; nickname or first name is enough."""

    number = forms.IntegerField(
        label="เลขที่",
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs=_DIGITS),
        error_messages={
            "invalid": "ใส่เลขที่เป็นตัวเลข หรือเว้นไว้",
            "min_value": "ใส่เลขที่ตั้งแต่ 1 หรือเว้นไว้",
            "max_value": "ใส่เลขที่ไม่เกินสี่หลัก หรือเว้นไว้",
        },
    )
    nickname = forms.CharField(
        label="ชื่อเล่น",
        required=False,
        max_length=40,
        help_text="เพื่อนเห็นชื่อนี้ตอนเลือกชื่อเข้าห้อง ใส่แค่ชื่อเล่นก็พอ",
    )
    title = forms.CharField(label="คำนำหน้า", required=False, max_length=20)
    first_name = forms.CharField(label="ชื่อ", required=False, max_length=60)
    last_name = forms.CharField(label="นามสกุล", required=False, max_length=60)
    student_code = forms.CharField(
        label="รหัสนักเรียน",
        required=False,
        max_length=40,
        help_text="รหัสของโรงเรียน ไม่ใช่เลขประจำตัวประชาชน",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    time_factor = forms.TypedChoiceField(
        label="เวลาทำข้อสอบ",
        coerce=Decimal,
        help_text="คูณเวลาที่จำกัด และเลื่อนเวลาปิดของคนนี้ให้ด้วย มีผลทันทีแม้กำลังทำอยู่ เพื่อนไม่เห็น นักเรียนเห็นแค่เวลาของตัวเอง",
    )
    consent_on = ThaiDateField(
        label="ใบยินยอมของผู้ปกครองลงวันที่",
        required=False,
        help_text="ถ้าโรงเรียนเก็บใบยินยอมไว้ เช่น 20/5/2569 ไม่มีก็เว้นไว้",
    )
    groups = forms.ModelMultipleChoiceField(
        label="กลุ่ม",
        queryset=ClassGroup.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, groups: Any, factor: Decimal = Decimal(1), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = groups  # type: ignore[attr-defined]
        if not groups:
            del self.fields["groups"]
        known = [value for value, _ in FACTORS]
        more = () if factor in known else ((factor, f"×{factor.normalize():f}"),)
        self.fields["time_factor"].choices = [  # type: ignore[attr-defined]
            (f"{value:.2f}", label) for value, label in (*FACTORS, *more)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("student_code", "nickname", "title", "first_name", "last_name"):
            if without_ids(typed := cleaned.get(name, "")) != typed:
                self.add_error(name, "มีเลขประจำตัวประชาชนอยู่ในช่องนี้ ห้องเรียนไม่ต้องใช้ ลบออกแล้วบันทึกอีกครั้ง")
        if not self.errors and not (cleaned.get("nickname") or cleaned.get("first_name")):
            self.add_error("nickname", "ใส่ชื่อเล่นหรือชื่ออย่างน้อยหนึ่งช่อง")
        return cleaned

    @property
    def chosen_groups(self) -> list[ClassGroup]:
        return list(self.cleaned_data.get("groups", ()))

    @classmethod
    def initial_of(cls, pupil: Membership) -> dict[str, Any]:
        names = ("number", "nickname", "title", "first_name", "last_name", "student_code", "consent_on")
        return {
            **{name: getattr(pupil, name) for name in names},
            "time_factor": f"{pupil.time_factor:.2f}",
            "groups": list(pupil.groups.all()),
        }


class DayForm(forms.Form):
    """The day on guardians' papers."""

    day = ThaiDateField(label="วันที่ในใบยินยอม", error_messages={"required": "ใส่วันที่ในใบยินยอม เช่น 20/5/2569"})


class GroupNameForm(forms.Form):
    name = forms.CharField(max_length=60, error_messages={"required": "ตั้งชื่อกลุ่มก่อน"})


class MoveForm(forms.Form):
    """To whom something goes, and why."""

    to = forms.ModelChoiceField(
        label="ย้ายไปให้",
        queryset=Membership.objects.none(),
        empty_label="เลือกนักเรียน",
        error_messages={"required": "เลือกนักเรียนที่เป็นเจ้าของงาน", "invalid_choice": "เลือกนักเรียนจากรายชื่อ"},
    )
    reason = forms.CharField(
        label="เหตุผล",
        max_length=200,
        help_text="ครูทุกคนของห้องเห็นในบันทึกของห้อง เช่น กดผิดชื่อ",
        error_messages={"required": "เขียนเหตุผลสั้น ๆ เช่น กดผิดชื่อ"},
    )

    def __init__(self, *args: Any, pupils: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = pupils
        field.label_from_instance = told


def told(pupil: Membership) -> str:
    """Return a pupil as a menu shows them: number and name."""
    return f"{pupil.number}. {pupil.full_name}" if pupil.number else pupil.full_name
