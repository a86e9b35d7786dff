"""A teacher's own mark."""

from typing import Any

from django import forms


class AdjustForm(forms.Form):
    """A mark in per cent, or back to the counted one; always with a reason, which the class's log keeps."""

    percent = forms.FloatField(
        label="คะแนน (ร้อยละ)",
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "any", "autocomplete": "off"}),
        error_messages={
            "invalid": "พิมพ์เป็นตัวเลข 0–100",
            "min_value": "คะแนนต่ำสุดคือ 0",
            "max_value": "คะแนนสูงสุดคือ 100",
        },
    )
    reason = forms.CharField(
        label="เหตุผล",
        max_length=200,
        help_text="ครูทุกคนของห้องเห็นในบันทึกของห้อง เช่น ตอบปากเปล่าเพิ่มเติม",
        error_messages={"required": "เขียนเหตุผลสั้น ๆ ไว้ให้ตัวเองและครูคนอื่นเข้าใจ"},
    )
    undo = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "percent" in cleaned and cleaned["percent"] is None and not cleaned.get("undo"):
            self.add_error("percent", "พิมพ์คะแนนเป็นตัวเลข 0–100")
        return cleaned

    @property
    def fraction(self) -> float | None:
        """Return the mark (0–1); None: the counted one is to stand."""
        percent = self.cleaned_data["percent"]
        return None if self.cleaned_data.get("undo") or percent is None else percent / 100
