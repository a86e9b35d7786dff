"""The body of the gradebook's table. Written by hand: a template loop takes five times as long for 3,000 cells."""

from html import escape

from django.utils.safestring import SafeString, mark_safe

from schools.models import Mark
from schools.selectors.gradebook import Column, Gradebook, Pupil, Standing


def percent(fraction: float) -> int:
    """Return whole per cent, half upwards as the rest of the site rounds."""
    return int(fraction * 100 + 0.5)


def said(standing: Standing | None) -> str:
    """Return what stands in a cell: fixed words and numbers only, HTML."""
    if standing is None or (standing.state == "" and standing.adjusted is None):
        return '<span class="soft">ยังไม่ส่ง</span>'
    final = standing.final
    if standing.state == Mark.State.WORKING and standing.adjusted is None:
        return '<span class="soft">กำลังทำ</span>'
    number = "ส่งแล้ว" if final is None else str(percent(final))
    if standing.adjusted is not None:
        number += "<small>ครูปรับ</small>"
    elif standing.late_days:
        number += f"<small>ช้า {standing.late_days} วัน</small>"
    return number


def body_html(gradebook: Gradebook, *, base: str) -> SafeString:
    """Return the rows; `base` is the address of the gradebook, below which each mark has its own."""
    get = gradebook.standings.get
    columns = [
        (column.pk, column, f'<td><a href="{escape(base)}{column.pk}/') for column in gradebook.columns
    ]
    rows = []
    for pupil in gradebook.pupils:
        pk = pupil.pk
        cells = [
            f'{opening}{pk}/">{said(get((pk, key)))}</a></td>'
            if gradebook.is_asked(pupil, column)
            else '<td><span class="soft">–</span></td>'
            for key, column, opening in columns
        ]
        number = "" if pupil.number is None else pupil.number
        rows.append(
            f'<tr><td class="num">{number}</td><th scope="row">{escape(pupil.full_name)}</th>{"".join(cells)}</tr>'
        )
    return mark_safe("".join(rows))  # noqa: S308 — names are escaped, the rest are numbers and our own words


def sums(gradebook: Gradebook) -> list[str]:
    """Return per assignment how many have handed in, of those who are asked."""
    return [_sum(gradebook, column) for column in gradebook.columns]


def _sum(gradebook: Gradebook, column: Column) -> str:
    asked: list[Pupil] = [each for each in gradebook.pupils if gradebook.is_asked(each, column)]
    found = [gradebook.standings.get((each.pk, column.pk)) for each in asked]
    done = [each for each in found if each is not None and each.is_done]
    return f"{len(done)} จาก {len(asked)}"
