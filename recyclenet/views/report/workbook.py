"""The workbook of a plan: every table of the report, the plan and the instance as a sheet, numbers as numbers, text as text."""

import io
import math
from typing import TYPE_CHECKING, Any

from recyclenet.errors import UsageError
from recyclenet.instance.excel_cells import WIDEST, head, lay_out, text_cell
from recyclenet.solution.report import Report
from recyclenet.solution.sheets import Sheet, sheets

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_SIGNS = 8_000
"""Text longer than this is cut off, and ends in an ellipsis; a cell of a workbook holds 32 767 units, and a sign may need four."""

LOOKED_AT = 200
"""So many rows are looked at for the width of a column."""


def workbook_bytes(report: Report) -> bytes:
    """Return the workbook as the content of an .xlsx file; its first sheet says what the others hold."""
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - an extra, needed here only
    except ImportError:
        raise UsageError("a workbook is written with openpyxl, which is not installed: pip install 'recyclenet[excel]'") from None
    book = Workbook(write_only=True)
    book.properties.creator = "recyclenet"
    found = list(sheets(report))
    _contents(book, report, found)
    for sheet in found:
        _write(book, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _contents(book: "Workbook", report: Report, found: list[Sheet]) -> None:
    page = book.create_sheet("contents")
    lay_out(page, [30, WIDEST, 10])
    page.append([head(page, "sheet", ""), head(page, report.figures.title[:MOST_SIGNS], ""), head(page, "rows", "")])
    for sheet in found:
        page.append([text_cell(page, sheet.name), text_cell(page, sheet.title), len(sheet.rows)])


def _write(book: "Workbook", sheet: Sheet) -> None:
    page = book.create_sheet(sheet.name)
    headings = [sheet.heading(str(column)) for column in sheet.rows.columns]
    sample = sheet.rows.head(LOOKED_AT)
    widths = [max([len(heading), *map(len, map(str, sample[column]))]) for heading, column in zip(headings, sample, strict=True)]
    lay_out(page, widths)
    page.append([head(page, heading, "") for heading in headings])
    for row in sheet.rows.itertuples(index=False):
        page.append([_cell(page, value) for value in row])


def _cell(page: Any, value: object) -> Any:
    """Return a number as it is, nothing for what is missing, all else as text that no programme runs."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    text = str(value)
    return text_cell(page, text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]}…")
