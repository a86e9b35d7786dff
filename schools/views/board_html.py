"""The board's rows, with names for the teacher and without for the wall. Written by hand: it is made every two seconds."""

from html import escape

from django.utils.safestring import SafeString, mark_safe

from schools.board_states import LABELS, Board, Cell, Row, State

_SIGNS = {State.NOT_STARTED: "○", State.WORKING: "◐", State.HELP: "!", State.DONE: "✓"}
_CELLS = {
    Cell.EMPTY: '<td class="cell">·<span class="visually-hidden">ยังไม่ตอบ</span></td>',
    Cell.RIGHT: '<td class="cell cell--right">✓<span class="visually-hidden">ถูก</span></td>',
    Cell.PARTLY: '<td class="cell cell--partly">½<span class="visually-hidden">ถูกบางส่วน</span></td>',
    Cell.WRONG: '<td class="cell cell--wrong">–<span class="visually-hidden">ยังไม่ถูก</span></td>',
}
_ANSWERED = '<td class="cell cell--given">●<span class="visually-hidden">ตอบแล้ว</span></td>'
_HIDDEN = {cell: _CELLS[Cell.EMPTY] if cell == Cell.EMPTY else _ANSWERED for cell in Cell}


def html(board: Board, *, names: bool, base: str) -> SafeString:
    """Return the sums and the table; `base` is the address of its pupils. Without names: numbers, and no right or wrong."""
    counts = board.counts
    chips = "".join(
        f'<li class="state state--{state if counts[state] else "none"}"><span aria-hidden="true">{_SIGNS[state]}</span> {LABELS[state]} <strong>{counts[state]}</strong></li>'
        for state in State
    )
    head = "".join(f'<th scope="col" class="cell">{number}</th>' for number in range(1, board.columns + 1))
    cells = _CELLS if names else _HIDDEN
    rows = "".join(_row(row, cells, names=names, base=base) for row in board.rows)
    shown = "ชื่อ" if names else "เลขที่"
    return mark_safe(  # noqa: S308 — names are escaped, the rest are numbers and our own words
        f'<ul class="states" data-board-sentence="{escape(board.sentence)}">{chips}</ul>'
        f'<div class="wide-table board" tabindex="0" role="region" aria-label="กระดานห้องเรียน"><table>'
        f'<thead><tr><th scope="col">{shown}</th><th scope="col">สถานะ</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody>{_foot(board, names=names)}</table></div>"
    )


def _row(row: Row, cells: dict[Cell, str], *, names: bool, base: str) -> str:
    number = "" if row.number is None else str(row.number)
    if names:
        link = f'<a id="p{row.pupil}" href="{escape(base)}{row.pupil}/answers/">{escape(row.name)}</a>'
        who = f'<th scope="row"><span class="soft">{number}</span> {link}</th>'
    else:
        who = f'<th scope="row">{number or "–"}</th>'
    # on the wall nobody is pointed at
    state = State.WORKING if row.state == State.HELP and not names else row.state
    progress = f" <small>{row.answered}/{row.asked}</small>" if row.asked and state != State.DONE else ""
    said = f'<span aria-hidden="true">{_SIGNS[state]}</span> {LABELS[state]}{progress}'
    return f'<tr class="is-{state}">{who}<td class="state state--{state}">{said}</td>{"".join(map(cells.__getitem__, row.cells))}</tr>'


def _foot(board: Board, *, names: bool) -> str:
    if not board.columns:
        return ""
    told = [f"{right}/{given}" if names else str(given) for given, right in board.answered]
    label = "ถูก/ตอบแล้ว" if names else "ตอบแล้ว"
    cells = "".join(f'<td class="cell">{each}</td>' for each in told)
    return f'<tfoot><tr><th scope="row">ทั้งห้อง</th><td>{label}</td>{cells}</tr></tfoot>'
