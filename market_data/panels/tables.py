"""Small tables of the educator's own."""

from collections.abc import Sequence

from market_data import lines
from market_data.lines import Datum
from market_data.panels.panel import Panel, rendered, tabled


def data(*, rows: Sequence[Datum], unit: str, is_line: bool, title: str) -> Panel:
    """Return the figure of a small table. No query."""
    kind = "กราฟเส้น" if is_line else "กราฟแท่ง"
    if len(rows) < 2:
        return Panel(kind, empty="กราฟนี้ยังไม่มีข้อมูล")
    most, least = max(rows, key=lambda d: d.value), min(rows, key=lambda d: d.value)
    number = lines.plain_number
    picture = (
        rendered("lines_picture", picture=lines.table_line(rows))
        if is_line
        else rendered("bars_picture", picture=lines.bars(rows, unit=unit))
    )
    return Panel(
        kind=kind,
        title=title,
        sentence=(
            f"มากที่สุดคือ {most.label} ({number(most.value)} {unit}) "
            f"น้อยที่สุดคือ {least.label} ({number(least.value)} {unit})"
        ),
        picture=picture,
        table=tabled(title, ["รายการ", f"ค่า ({unit})"], [[d.label, number(d.value)] for d in rows]),
        drawing=lines.table_figure(rows, unit=unit, is_line=is_line),
    )
