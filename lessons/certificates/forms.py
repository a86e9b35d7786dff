"""The name on a certificate."""

import unicodedata

from django import forms


class NameForm(forms.Form):
    name = forms.CharField(
        label="ชื่อบนใบรับรอง",
        help_text="ใส่ชื่อที่อยากให้คนอื่นเห็น เช่น ชื่อเล่น หรือเว้นว่างไว้ก็ได้ ใครมีลิงก์ก็เห็นชื่อนี้",
        max_length=80,
        required=False,
    )

    def clean_name(self) -> str:
        text = unicodedata.normalize("NFC", self.cleaned_data["name"])
        visible = "".join(letter if unicodedata.category(letter)[0] not in "CZ" else " " for letter in text)
        return " ".join(visible.split())
