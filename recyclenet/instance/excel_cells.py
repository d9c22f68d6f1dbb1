"""Cells of a workbook that is written: each reads back as the text it was made from."""

import re
from collections.abc import Sequence
from typing import Any

from recyclenet.instance.document import column_letters
from recyclenet.instance.grammar import LIVE, NUMBER
from recyclenet.instance.sheets import number_text
from recyclenet.instance.workbook import ESCAPE

UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""Signs that XML cannot hold, or would not give back."""

WIDEST = 48
"""Widest column, in characters."""


def lay_out(sheet: Any, longest: Sequence[int], textual: Sequence[bool] = ()) -> None:
    """Set widths, keep the header in sight, and let what is written in a column of text stay text (0001E5 would else become 100000)."""
    sheet.freeze_panes = "A2"
    for number, length in enumerate(longest, start=1):
        dimension = sheet.column_dimensions[column_letters(number)]
        dimension.width = min(length, WIDEST) + 3
        if number <= len(textual) and textual[number - 1]:
            dimension.number_format = "@"


def head(sheet: Any, title: str, note: str) -> Any:
    """Return a cell of the header, with its note."""
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415

    cell = text_cell(sheet, title, note=note)
    cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E3EAF2")
    return cell


def cell_of(sheet: Any, text: str, *, is_number: bool) -> Any:
    """Return a cell that reads back as the same text: a number where it can be one, else text."""
    if is_number and NUMBER.fullmatch(text):
        value = float(number_text(float(text)))  # as it will be read: there is no -0
        decimals = len(text.partition(".")[2])
        shown_as = "General" if number_text(value) == text else f"0.{'0' * decimals}"
        same = number_text(value) == text or (0 < decimals <= 30 and f"{value:.{decimals}f}" == text)
        if same and float(f"{value:.16g}") == value:  # as many digits as openpyxl writes
            cell = _new(sheet, value)
            cell.number_format = shown_as
            return cell
    return text_cell(sheet, text)


def text_cell(sheet: Any, text: str, *, note: str = "") -> Any:
    """Return a cell of text, whatever it looks like: a formula, an error, a number."""
    from openpyxl.comments import Comment  # noqa: PLC0415

    cell = _new(sheet, None)
    if text:
        cell.value = escaped(text)
        cell.data_type, cell.number_format = "s", "@"
        cell.quotePrefix = bool(LIVE.match(text))
    if note:
        cell.comment = Comment(note, "recyclenet", height=24 + 18 * (note.count("\n") + 1 + len(note) // 40), width=320)
    return cell


def _new(sheet: Any, value: object) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    return WriteOnlyCell(sheet, value=value)


def escaped(text: str) -> str:
    """Return a text as a workbook holds it: what XML cannot hold, and what looks like that already, by its number."""
    marked = re.sub(f"_(?={ESCAPE.pattern[1:]})", "_x005F_", text)
    return UNWRITABLE.sub(lambda sign: f"_x{ord(sign[0]):04X}_", marked)
