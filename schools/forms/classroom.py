"""Opening a class, changing it, taking it into the next year."""

import datetime as dt
from typing import Any

from django import forms

from schools.forms.thai_dates import ThaiDateField
from schools.models import Classroom
from schools.school_year import LONGEST_KEPT
from schools.services.classrooms import ClassSettings
from thai.dates import thai_date


class ClassForm(forms.Form):
    """What a teacher decides about a class. Only its owner says how long pupils' data is kept."""

    name = forms.CharField(
        label="ชื่อห้อง",
        max_length=60,
        help_text="เช่น ม.2/3 หรือ ชุมนุมคอมพิวเตอร์",
        error_messages={"required": "ใส่ชื่อห้อง"},
    )
    year = forms.IntegerField(
        label="ปีการศึกษา (พ.ศ.)",
        min_value=2560,
        max_value=2700,
        error_messages={
            "required": "ใส่ปีการศึกษาเป็น พ.ศ. เช่น 2569",
            "invalid": "ใส่ปีการศึกษาเป็นตัวเลข พ.ศ. เช่น 2569",
            "min_value": "ใส่ปีการศึกษาเป็น พ.ศ. เช่น 2569",
            "max_value": "ใส่ปีการศึกษาเป็น พ.ศ. เช่น 2569",
        },
    )
    entry = forms.ChoiceField(
        label="นักเรียนเข้าห้องอย่างไร", choices=Classroom.Entry.choices, widget=forms.RadioSelect
    )
    keep_until = ThaiDateField(
        label="เก็บข้อมูลนักเรียนถึงวันที่",
        help_text="หลังวันนี้ระบบลบรายชื่อ งาน และคะแนนของนักเรียนห้องนี้ให้เอง เก็บได้ไม่เกิน 2 ปี",
        error_messages={"required": "ใส่วันที่จะลบข้อมูล เช่น 30/5/2570"},
    )

    def __init__(self, *args: Any, today: dt.date, keeps_date: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if keeps_date:
            self.fields["keep_until"].disabled = True
            self.fields["keep_until"].help_text = "เปลี่ยนได้เฉพาะครูเจ้าของห้อง"

    def clean_keep_until(self) -> dt.date:
        day: dt.date = self.cleaned_data["keep_until"]
        if self.fields["keep_until"].disabled:
            return day
        if day <= self.today:
            raise forms.ValidationError("วันนี้ผ่านไปแล้ว เลือกวันหลังจากวันนี้")
        if day > self.today + LONGEST_KEPT:
            raise forms.ValidationError(
                f"เก็บได้ไม่เกิน 2 ปี คือไม่เกิน {thai_date(self.today + LONGEST_KEPT)} เลื่อนออกได้อีกเมื่อใกล้ถึง"
            )
        return day

    def settings(self) -> ClassSettings:
        data = self.cleaned_data
        return ClassSettings(
            name=data["name"], year=data["year"], entry=data["entry"], keep_until=data["keep_until"]
        )


class CopyForm(ClassForm):
    with_groups = forms.BooleanField(label="เอากลุ่มไปด้วย", required=False, initial=True)
    with_work = forms.BooleanField(label="เอางานที่มอบหมายไปด้วย เลื่อนวันไปอีกหนึ่งปี", required=False)
