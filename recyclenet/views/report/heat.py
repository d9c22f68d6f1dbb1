"""A table whose cells are coloured by what they cost: blue where they earn, orange where they cost, pale where they are near nothing."""

import math
import re
from collections.abc import Sequence

from recyclenet.views.report.numbers import rounded
from recyclenet.views.report.svg import Drawing, fitted, ink_on, width_of

WIDTH, ROW, LINE, SMALL = 720.0, 21.0, 12.5, 10.5
EARNS, COSTS, NOTHING = (0, 114, 178), (213, 94, 0), (247, 247, 244)
"""Ends and middle of the colours (RGB), after Okabe & Ito: blue and vermilion stay apart under every colour blindness."""

MOST_LINES = 5
"""Most lines of the name of a column."""


def heat_table(rows: Sequence[tuple[str, Sequence[float]]], heads: Sequence[str], *, label: str, room: float = 130.0) -> str:
    """Return a table of numbers, each on its colour; one that is not finite has an empty cell."""
    wide = (WIDTH - room) / max(len(heads), 1)
    lines = [wrapped(head, wide - 10)[:MOST_LINES] for head in heads]
    head_room = 8 + LINE * max(map(len, lines), default=1)
    drawing = Drawing(WIDTH, head_room + ROW * len(rows) + 2, label)
    for position, words in enumerate(lines):
        for number, line in enumerate(reversed(words)):
            right, y = room + wide * (position + 1) - 8, head_room - 6 - LINE * number
            drawing.text(right, y, fitted(line, wide - 2, SMALL), anchor="end", kind="strong small")
    largest = max((abs(value) for _, values in rows for value in values if math.isfinite(value)), default=0.0)
    for number, (name, values) in enumerate(rows):
        top = head_room + ROW * number
        drawing.text(0, top + 14.5, fitted(name, room - 8))
        for position, value in enumerate(values):
            if math.isfinite(value):
                left, fill, shown = room + wide * position, shade(value, largest), rounded(value)
                drawing.rect(left, top, wide - 1.5, ROW - 1.5, fill=fill, hint=f"{name}, {heads[position]}: {shown}")
                drawing.text(left + wide - 8, top + 14.5, shown, anchor="end", kind=ink_on(fill))
    return drawing.render()


def shade(value: float, largest: float) -> str:
    """Return the colour of an amount, by the root of its share of the largest."""
    depth = math.sqrt(min(abs(value) / largest, 1.0)) * 0.85 if largest else 0.0
    end = EARNS if value < 0 else COSTS
    mixed = [round(pale + (full - pale) * depth) for pale, full in zip(NOTHING, end, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in mixed)


def wrapped(text: str, room: float) -> list[str]:
    """Return a text on lines that fit, broken at blanks and after hyphens."""
    lines: list[str] = []
    for piece in re.findall(r"[^\s-]+-?|-", text):
        joint = "" if lines and lines[-1].endswith("-") else " "
        if lines and width_of(f"{lines[-1]}{joint}{piece}", SMALL) <= room:
            lines[-1] += f"{joint}{piece}"
        else:
            lines.append(piece)
    return lines or [""]
