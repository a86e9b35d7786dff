"""The decision on a regrade."""

from typing import Any

from django import forms

from quizzes.regrading import LABELS, Policy


class RegradeForm(forms.Form):
    """What to do with marks that a wrong key gave."""

    policy = forms.ChoiceField(
        label="คิดคะแนนใหม่อย่างไร",
        choices=[(policy.value, LABELS[policy]) for policy in Policy],
        initial=Policy.CURRENT_KEY.value,
        widget=forms.RadioSelect,
        error_messages={"required": "เลือกว่าจะคิดคะแนนใหม่อย่างไร", "invalid_choice": "เลือกจากรายการที่มี"},
    )
    only_if_better = forms.BooleanField(
        label="เปลี่ยนเฉพาะเมื่อคะแนนเพิ่มขึ้น (ไม่มีใครเสียคะแนน)", initial=True, required=False
    )
    reason = forms.CharField(
        label="เหตุผลที่บอกผู้เรียน",
        max_length=200,
        required=False,
        help_text="ผู้เรียนจะเห็นว่า “คะแนนถูกปรับ เพราะ …” เช่น เฉลยเดิมไม่ถูก",
    )

    def __init__(self, *args: Any, applies: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if applies:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = "เขียนเหตุผลสั้น ๆ ให้ผู้เรียนเข้าใจก่อนบันทึก"
