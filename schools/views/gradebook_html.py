"""The body of the gradebook's table. Written by hand: a template loop takes five times as long for 3,000 cells."""

from collections import Counter
from html import escape

from django.utils.safestring import SafeString, mark_safe

from schools.models import Mark
from schools.selectors.gradebook import Gradebook, Standing

_NOT_ASKED = '<td><span class="soft">–</span></td>'


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


def body_html(gradebook: Gradebook) -> SafeString:
    """Return the rows; each mark leads to a page of its own below the gradebook's address."""
    get = gradebook.standings.get
    # same marks look the same: each is put into words once
    words = {each: said(each) for each in {*gradebook.standings.values(), None}}
    columns = [(column.pk, column, f'<td><a href="{column.pk}/') for column in gradebook.columns]
    rows = []
    for pupil in gradebook.pupils:
        pk = pupil.pk
        cells = [
            f'{opening}{pk}/">{words[get((pk, key))]}</a></td>'
            if not column.is_for_some or gradebook.is_asked(pupil, column)
            else _NOT_ASKED
            for key, column, opening in columns
        ]
        number = "" if pupil.number is None else pupil.number
        rows.append(
            f'<tr><td class="num">{number}</td><th scope="row">{escape(pupil.full_name)}</th>{"".join(cells)}</tr>'
        )
    return mark_safe("".join(rows))  # noqa: S308 — names are escaped, the rest are numbers and our own words


def sums(gradebook: Gradebook) -> list[str]:
    """Return per assignment how many have handed in, of those who are asked."""
    here = {pupil.pk for pupil in gradebook.pupils}
    done: Counter[int] = Counter()
    for (pupil, assignment), standing in gradebook.standings.items():
        done[assignment] += standing.is_done and pupil in here
    asked = Counter(assignment for pupil, assignment in gradebook.asked if pupil in here)
    return [
        f"{done[column.pk]} จาก {asked[column.pk] if column.is_for_some else len(here)}"
        for column in gradebook.columns
    ]
