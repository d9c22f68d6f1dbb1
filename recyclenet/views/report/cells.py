"""Cells with a bar: a share for every row and period, with what was asked as a mark on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from recyclenet.views.report.svg import Drawing, fitted, width_of

WIDTH, ROW, HEAD = 720.0, 24.0, 22.0

LEAST_BAR, MOST_BAR = 28.0, 90.0
"""Lengths of a bar; where there is no room for the least one beside its text, it lies under the text."""

MISSED = "#d55e00"
"""Colour of what is not reached."""


@dataclass(frozen=True)
class Cell:
    """One bar: a share (0 to 1; missing where there is none), its text, the mark of what is asked, and whether that is reached."""

    share: float
    text: str
    mark: float | None = None
    hint: str = ""
    good: bool = True


Rows = Sequence[tuple[str, Sequence[Cell | None]]]
"""Rows by name, with a cell or nothing for each column."""


def cell_bars(rows: Rows, heads: Sequence[str], *, label: str, colour: str, room: float = 176.0) -> str:
    """Return rows of bars under the names of the periods; `room` is for the labels of the rows."""
    drawing = Drawing(WIDTH, HEAD + ROW * len(rows) + 4, label)
    wide = (WIDTH - room) / max(len(heads), 1)
    widest = max((width_of(cell.text) for _, cells in rows for cell in cells if cell), default=0.0)
    bar = min(wide - widest - 20, MOST_BAR)
    for position, head in enumerate(heads):
        drawing.text(room + wide * position, 13, fitted(head, wide - 6), kind="strong")
    for number, (name, cells) in enumerate(rows):
        top = HEAD + ROW * number
        drawing.line(0, top, WIDTH, top, colour="#eceef0")
        drawing.text(0, top + 16, fitted(name, room - 10))
        for position, cell in enumerate(cells):
            if cell is not None:
                _cell(drawing, cell, room + wide * position, top, (wide, bar), colour if cell.good else MISSED)
    return drawing.render()


def _cell(drawing: Drawing, cell: Cell, left: float, top: float, size: tuple[float, float], colour: str) -> None:
    """Draw a bar with its text to the right; in a narrow cell the first of the text above a thin bar."""
    wide, bar = size
    if bar < LEAST_BAR:
        _bar(drawing, cell, (left, top + 18.5, wide - 8, 3), colour)
        text = cell.text if width_of(cell.text) <= wide - 4 else cell.text.split(" ·")[0].split(" (")[0]
        drawing.text(left, top + 14, fitted(text, wide - 4))
        return
    _bar(drawing, cell, (left, top + 6, bar, 12), colour)
    drawing.text(left + bar + 8, top + 16, cell.text)


def _bar(drawing: Drawing, cell: Cell, box: tuple[float, float, float, float], colour: str) -> None:
    left, top, wide, high = box
    hint = cell.hint or cell.text
    drawing.rect(left, top, wide, high, fill="#e9ebed", hint=hint)
    if math.isfinite(cell.share):
        drawing.rect(left, top, wide * min(max(cell.share, 0.0), 1.0), high, fill=colour, hint=hint)
    if cell.mark is not None:
        at = left + wide * min(max(cell.mark, 0.0), 1.0)
        drawing.line(at, top - 3, at, top + high + 3, colour="#111111", width=2)
