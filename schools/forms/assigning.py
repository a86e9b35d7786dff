"""Giving work, editing it, and exceptions from it: one short page each."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django import forms

from quizzes.models import Attempt
from schools.forms.thai_dates import ThaiMomentField
from schools.models import Assignment, ClassGroup, Classroom, Membership
from schools.services.assigning import EASED, FIELDS, Audience
from thai.dates import BANGKOK

_END = dt.time(23, 59)
_DUE_DAYS, _AFTER_DAYS = 7, 14
_PRACTISED = (Assignment.Kind.LESSON, Assignment.Kind.COURSE, Assignment.Kind.BOOSTER)
PRESETS = (
    (Attempt.Preset.ASSIGNED, "แบบทดสอบ: ส่งครบทุกข้อแล้วจึงรู้ผล"),
    (Attempt.Preset.PRACTICE, "ฝึกทำ: กดตรวจได้ทีละข้อ เห็นคำอธิบายทันที"),
)


def end_of_day(now: dt.datetime, *, days: int) -> dt.datetime:
    """Return 23:59 in Bangkok so many days from now."""
    day = now.astimezone(BANGKOK).date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, _END, tzinfo=BANGKOK).astimezone(dt.UTC)


def defaults(kind: str, *, now: dt.datetime) -> dict[str, Any]:
    """Return what a teacher most often wants for this kind of work."""
    practises = kind in _PRACTISED
    return {
        "opens_at": now.replace(second=0, microsecond=0),
        "due_at": end_of_day(now, days=_DUE_DAYS),
        "attempts_allowed": None if practises else 1,
        "preset": Attempt.Preset.PRACTICE if practises else Attempt.Preset.ASSIGNED,
        # the key of a test taken before the lessons would give away the one taken after them
        "answers": Assignment.Answers.FINISH
        if practises
        else Assignment.Answers.RELEASE
        if kind == Assignment.Kind.BEFORE
        else Assignment.Answers.CLOSE,
        "late": Assignment.Late.ACCEPT,
        "late_percent": 10,
        "late_floor": 50,
    }


def after_defaults(now: dt.datetime) -> dict[str, dt.datetime]:
    opens = end_of_day(now, days=_AFTER_DAYS) - dt.timedelta(hours=15, minutes=59)  # 08:00
    return {"after_opens_at": opens, "after_due_at": end_of_day(now, days=_AFTER_DAYS + _DUE_DAYS)}


class _Window:
    """The checks that dates of work need, as sentences beside the field."""

    def check_window(self, opens: Any, due: Any, closes: Any) -> dict[str, str]:
        wrong = {}
        if opens and due and due <= opens:
            wrong["due_at"] = "กำหนดส่งต้องอยู่หลังเวลาเปิด"
        if opens and closes and closes <= opens:
            wrong["closes_at"] = "เวลาปิดรับต้องอยู่หลังเวลาเปิด"
        elif due and closes and closes < due:
            wrong["closes_at"] = "เวลาปิดรับต้องไม่มาก่อนกำหนดส่ง"
        return wrong


class WorkForm(_Window, forms.ModelForm):  # type: ignore[type-arg]
    """What a piece of work says, and whom it is for. Written by services.assigning, never by this form."""

    opens_at = ThaiMomentField(
        label="เปิดให้ทำ", error_messages={"required": "ใส่วันและเวลาเปิด เช่น 25/11/2569 08:30"}
    )
    due_at = ThaiMomentField(
        label="กำหนดส่ง", required=False, time_alone=_END, help_text="เว้นว่าง = ไม่มีกำหนดส่ง ใส่แต่วันที่ = 23:59 น."
    )
    closes_at = ThaiMomentField(
        label="ปิดรับ", required=False, time_alone=_END, help_text="เว้นว่าง = ไม่ปิด หลังเวลานี้เริ่มและส่งไม่ได้แล้ว"
    )
    preset = forms.ChoiceField(label="ทำแบบไหน", choices=PRESETS, widget=forms.RadioSelect)
    groups = forms.ModelMultipleChoiceField(
        ClassGroup.objects.none(), label="เฉพาะกลุ่ม", required=False, widget=forms.CheckboxSelectMultiple
    )
    pupils = forms.ModelMultipleChoiceField(
        Membership.objects.none(), label="เฉพาะคน", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Assignment
        fields = [*FIELDS, "groups", "pupils"]
        labels = {"attempts_allowed": "ทำได้กี่ครั้ง", "late": "ถ้าส่งช้า"}
        help_texts = {
            "attempts_allowed": "เว้นว่าง = ทำกี่ครั้งก็ได้ นับครั้งที่ดีที่สุด",
            "answers": "“หลังปิดรับ” ถ้าไม่ได้ตั้งเวลาปิดรับ เฉลยเปิดหลังกำหนดส่ง",
            "waits_for_bell": "นักเรียนเปิดหน้ารอไว้ พอครูกดเริ่ม ทุกเครื่องเริ่มพร้อมกัน",
            "message": "เว้นว่างได้",
        }
        widgets = {
            "answers": forms.RadioSelect,
            "late": forms.RadioSelect,
            "message": forms.Textarea(attrs={"rows": 3}),
        }
        error_messages = {"title": {"required": "ตั้งชื่องานสั้น ๆ"}}

    def __init__(self, *args: Any, classroom: Classroom, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups, pupils = self.fields["groups"], self.fields["pupils"]
        groups.queryset = classroom.groups.order_by("name")  # type: ignore[attr-defined]
        pupils.queryset = classroom.pupils.filter(left_at=None).order_by("number", "pk")  # type: ignore[attr-defined]
        self.fields["answers"].choices = Assignment.Answers.choices  # type: ignore[attr-defined]
        self.fields["late"].choices = Assignment.Late.choices  # type: ignore[attr-defined]
        for name in ("late_percent", "late_floor"):
            self.fields[name].required = False

    def clean_attempts_allowed(self) -> int | None:
        allowed: int | None = self.cleaned_data["attempts_allowed"]
        if allowed is not None and allowed < 1:
            raise forms.ValidationError("ใส่ 1 ขึ้นไป หรือเว้นว่างถ้าทำกี่ครั้งก็ได้")
        return allowed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("opens_at", "due_at", "closes_at"):
            kept, typed = getattr(self.instance, name), cleaned.get(name)
            if kept and kept.replace(second=0, microsecond=0) == typed:
                cleaned[name] = kept  # the field shows minutes; what was left as it was stays to the second
        wrong = self.check_window(cleaned.get("opens_at"), cleaned.get("due_at"), cleaned.get("closes_at"))
        for name, sentence in wrong.items():
            self.add_error(name, sentence)
        if cleaned.get("late") == Assignment.Late.REFUSE and not cleaned.get("due_at"):
            self.add_error("due_at", "เลือก “ไม่รับหลังกำหนดส่ง” ไว้ จึงต้องมีกำหนดส่ง")
        if cleaned.get("preset") == Attempt.Preset.PRACTICE:
            cleaned["answers"] = Assignment.Answers.FINISH  # whoever practises is told at once anyway
        for name, default in (("late_percent", 10), ("late_floor", 50)):
            if name not in self.errors and cleaned.get(name) is None:
                cleaned[name] = default
        return cleaned

    def _post_clean(self) -> None:
        """Leave the instance alone: services.assigning compares it with what was typed."""

    @property
    def written(self) -> dict[str, Any]:
        """Return what services.assigning takes as `fields`."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    @property
    def audience(self) -> Audience:
        return Audience(groups=list(self.cleaned_data["groups"]), pupils=list(self.cleaned_data["pupils"]))


class PairForm(WorkForm):
    """The dates of the second half of a before/after pair besides those of the first."""

    after_opens_at = ThaiMomentField(label="หลังเรียน: เปิดให้ทำ", error_messages={"required": "ใส่วันและเวลาเปิด"})
    after_due_at = ThaiMomentField(label="หลังเรียน: กำหนดส่ง", required=False, time_alone=_END)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        opens, due = cleaned.get("after_opens_at"), cleaned.get("after_due_at")
        if opens and cleaned.get("opens_at") and opens <= cleaned["opens_at"]:
            self.add_error("after_opens_at", "หลังเรียนต้องเปิดหลังก่อนเรียน")
        if opens and due and due <= opens:
            self.add_error("after_due_at", "กำหนดส่งต้องอยู่หลังเวลาเปิด")
        return cleaned

    def both(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return what services.assigning.give_pair takes: the first and the second half."""
        name = self.cleaned_data["title"]
        before = {**self.written, "title": f"ก่อนเรียน: {name}"[:120]}
        after = {
            **self.written,
            "title": f"หลังเรียน: {name}"[:120],
            "opens_at": self.cleaned_data["after_opens_at"],
            "due_at": self.cleaned_data["after_due_at"],
            "closes_at": None,
            "answers": Assignment.Answers.CLOSE,
        }
        return before, after


class EaseForm(_Window, forms.Form):
    """An exception for a pupil or a group. Only what is filled in is granted; the reason is needed."""

    whom = forms.ChoiceField(label="ให้ใคร", error_messages={"required": "เลือกนักเรียนหรือกลุ่ม"})
    due_at = ThaiMomentField(label="กำหนดส่งใหม่", required=False, time_alone=_END)
    no_due = forms.BooleanField(label="ไม่มีกำหนดส่ง", required=False)
    closes_at = ThaiMomentField(label="ปิดรับใหม่", required=False, time_alone=_END)
    no_close = forms.BooleanField(label="ไม่ปิดรับ", required=False)
    opens_at = ThaiMomentField(label="เปิดให้ทำก่อนคนอื่น", required=False)
    attempts_allowed = forms.IntegerField(
        label="ทำได้กี่ครั้ง",
        required=False,
        min_value=1,
        max_value=99,
        error_messages={"invalid": "ใส่เป็นตัวเลข", "min_value": "ใส่ 1 ขึ้นไป", "max_value": "ใส่ไม่เกิน 99"},
    )
    no_attempt_limit = forms.BooleanField(label="ทำกี่ครั้งก็ได้", required=False)
    reason = forms.CharField(
        label="เหตุผล",
        max_length=200,
        help_text="ครูทุกคนของห้องเห็น เช่น ลาป่วย ไฟดับ",
        error_messages={"required": "เขียนเหตุผลสั้น ๆ"},
    )

    def __init__(
        self, *args: Any, groups: Collection[ClassGroup], pupils: Collection[Membership], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.found: dict[str, ClassGroup | Membership] = {
            **{f"group-{each.pk}": each for each in groups},
            **{f"pupil-{each.pk}": each for each in pupils},
        }
        people = [
            (f"pupil-{each.pk}", f"{each.number} {each.full_name}" if each.number else each.full_name)
            for each in pupils
        ]
        choices: list[Any] = [("", "เลือก…")]
        if groups:
            choices.append(("กลุ่ม", [(f"group-{each.pk}", each.name) for each in groups]))
        self.fields["whom"].choices = [*choices, ("นักเรียน", people)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        due, closes = cleaned.get("due_at"), cleaned.get("closes_at")
        for name, sentence in self.check_window(cleaned.get("opens_at"), due, closes).items():
            self.add_error(name, sentence)
        if not self.errors and not any(cleaned.get(name) for name in EASED):
            raise forms.ValidationError("ยังไม่ได้เลือกว่าจะผ่อนอะไร ใส่อย่างน้อยหนึ่งช่อง")
        return cleaned

    @property
    def granted(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in EASED}

    @property
    def target(self) -> dict[str, Any]:
        """Return `pupil` and `group` as services.assigning.ease takes them; one of them is None."""
        found = self.found[self.cleaned_data["whom"]]
        is_pupil = isinstance(found, Membership)
        return {"pupil": found if is_pupil else None, "group": None if is_pupil else found}


class ReopenForm(forms.Form):
    """Until when work is taken again."""

    until = ThaiMomentField(label="เปิดรับถึง", required=False, time_alone=_END, help_text="เว้นว่าง = ไม่มีกำหนดปิด")

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_until(self) -> dt.datetime | None:
        until: dt.datetime | None = self.cleaned_data["until"]
        if until is not None and until <= self.now:
            raise forms.ValidationError("เลือกเวลาหลังจากตอนนี้")
        return until


class TopicsForm(forms.Form):
    """What a short review asks about: topics, or what this class still misses."""

    missed = forms.BooleanField(required=False)
    topics = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, topics: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = [(each, each) for each in topics]  # type: ignore[attr-defined]
