"""Bars of a report: a long label leaves room for its value, the table has it whole."""

from schools.views.charts import percent_bars

OBJECTIVE = "บอกได้ว่าแอปรีโมตและการสลับซิมทำให้คนอื่นคุมเงินเราได้อย่างไร"


def test_a_long_label_is_shortened_in_the_picture_only() -> None:
    bars = percent_bars(
        title="ทำได้แค่ไหน",
        sentence="เรียงจากน้อย",
        data=[(OBJECTIVE, 0.5), ("สั้น", 1.0)],
        head=("จุดประสงค์", "ทำได้"),
        rows=[(OBJECTIVE, "50%"), ("สั้น", "100%")],
    )

    assert bars is not None
    assert OBJECTIVE not in bars.picture
    assert f"{OBJECTIVE[:30]}" in bars.picture
    assert "…" in bars.picture
    assert bars.rows[0][0] == OBJECTIVE
