"""Workbooks to fill in: an instance as an .xlsx file with a note on every column, and drop-downs where there is a choice."""

import io
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from recyclenet.errors import InstanceError, Problem, UsageError
from recyclenet.instance.columns import Column, Table
from recyclenet.instance.document import Document, column_letters
from recyclenet.instance.excel_cells import WIDEST, cell_of, escaped, head, lay_out, text_cell
from recyclenet.instance.objectives import KINDS as OBJECTIVE_KEYS
from recyclenet.instance.schema import NO, SCHEMA, YES
from recyclenet.instance.settings import SETTINGS
from recyclenet.instance.sheets import Sheet, cell_text

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_SIGNS = 32_767
"""Longest text [UTF-16 units] that a cell of a workbook holds."""

PIECE = 4_500
"""Length of the pieces of a longer text; with every sign of it escaped it is still short enough for a cell."""

ROWS_TO_FILL = 2_000
"""Rows below the last one for which drop-downs are laid."""


def workbook_bytes(document: Document) -> bytes:
    """Return a document as the content of an .xlsx file; raise InstanceError where a cell is too long for one."""
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - an extra, needed here only
    except ImportError:
        raise UsageError("a workbook is written with openpyxl, which is not installed: pip install 'recyclenet[excel]'") from None
    _refuse_long_cells(document)
    book = Workbook(write_only=True)
    book.properties.creator = "recyclenet"
    _write_own_sheets(book, document)
    for name, sheet in document.sheets.items():
        if sheet is not None:
            _write_table(book, sheet, SCHEMA[name], document)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _refuse_long_cells(document: Document) -> None:
    problems = [
        Problem(f"{name}.csv", line, sheet.header[number], f"{len(cell)} signs", f"a cell of a workbook holds {MOST_SIGNS}; shorten it")
        for name, sheet in document.sheets.items() if sheet is not None
        for line, row in zip(sheet.lines, sheet.rows, strict=True)
        for number, cell in enumerate(row) if len(cell) > PIECE and len(escaped(cell).encode("utf-16-le")) // 2 > MOST_SIGNS
    ]  # fmt: skip
    if problems:
        raise InstanceError(problems)


def _write_own_sheets(book: "Workbook", document: Document) -> None:
    """Write the sheets that are no tables."""
    settings = dict(document.settings or {})
    objectives, provenance = settings.pop("objectives", []), settings.pop("provenance", {})
    docs = {setting.key: setting.doc for setting in SETTINGS}
    _write_texts(book, "settings", ("setting", "value"), {key: _setting_text(value) for key, value in settings.items()}, docs)
    if isinstance(objectives, list) and objectives:
        sheet = book.create_sheet("objectives")
        lay_out(sheet, [len(key) + 8 for key in OBJECTIVE_KEYS])
        sheet.append([head(sheet, key, "") for key in OBJECTIVE_KEYS])
        for record in objectives:
            texts = {key: cell_text(record.get(key)) for key in OBJECTIVE_KEYS}
            sheet.append([cell_of(sheet, text, is_number=str not in OBJECTIVE_KEYS[key]) for key, text in texts.items()])
    if isinstance(provenance, dict) and provenance:
        _write_texts(book, "provenance", ("about", "text"), provenance, {})
    if document.polygons:
        shapes = {region: json.dumps(shape, ensure_ascii=False, allow_nan=False) for region, shape in document.polygons}
        _write_texts(book, "polygons", ("region", "geometry"), shapes, {})


def _setting_text(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else cell_text(value)


def _write_texts(book: "Workbook", name: str, header: Sequence[str], texts: Mapping[str, str], notes: Mapping[str, str]) -> None:
    """Write a sheet of keys with a text each; a long text goes on in the cells to the right."""
    sheet = book.create_sheet(name)
    lay_out(sheet, [max(map(len, texts), default=0), WIDEST], textual=[True])
    sheet.append([head(sheet, header[0], ""), head(sheet, header[1], "A long text goes on in the cells to the right.")])
    numeric = {setting.key for setting in SETTINGS if setting.kinds[0] is int} if name == "settings" else ()
    for key, text in texts.items():
        pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
        sheet.append(
            [text_cell(sheet, key, note=notes.get(key, "")), *(cell_of(sheet, piece, is_number=key in numeric) for piece in pieces)]
        )


def _write_table(book: "Workbook", found: Sheet, table: Table, document: Document) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    sheet = book.create_sheet(table.name)
    columns = {column.name: column for column in table.columns}
    numeric = [columns[name].kind in ("number", "whole") for name in found.header]
    longest = [max([len(name), *(len(row[number]) for row in found.rows)]) for number, name in enumerate(found.header)]
    lay_out(sheet, longest, textual=[not is_number for is_number in numeric])
    sheet.append([head(sheet, name, _note(columns[name])) for name in found.header])
    for row in found.rows:
        sheet.append([cell_of(sheet, text, is_number=is_number) for text, is_number in zip(row, numeric, strict=True)])
    for number, name in enumerate(found.header, start=1):
        if source := _choices(columns[name], document):
            rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=not columns[name].every)
            letter = column_letters(number)
            rule.add(f"{letter}2:{letter}{len(found.rows) + 1 + ROWS_TO_FILL}")
            sheet.data_validations.append(rule)


def _choices(column: Column, document: Document) -> str:
    """Return where a drop-down takes its choices from: a list, or the keys in another sheet as far as they go; "" for none."""
    if column.kind == "flag" or column.choices:
        return f'"{",".join(column.choices or (YES, NO))}"'
    if len(column.refers_to) != 1 or not (other := document.sheets.get(column.refers_to[0])):
        return ""
    letter = column_letters(other.header.index(SCHEMA[column.refers_to[0]].key[0]) + 1)
    name = column.refers_to[0]
    return f"OFFSET({name}!${letter}$2,0,0,MAX(1,COUNTA({name}!${letter}:${letter})-1),1)"


def _note(column: Column) -> str:
    """Return what a planner should know of a column."""
    kinds = {
        "name": "a name",
        "text": "any text",
        "number": "a number",
        "whole": "a whole number",
        "flag": "yes or no",
        "choice": "a choice",
    }
    parts = [column.doc, f"It is {kinds[column.kind]}" + (f" [{column.unit}]." if column.unit else ".")]
    if column.choices:
        parts.append(f"One of: {', '.join(column.choices)}.")
    if column.refers_to:
        parts.append(f"As in sheet {' or '.join(column.refers_to)}.")
    if not column.optional:
        parts.append("Needed.")
    else:
        parts.append("May be left empty" + (f": then {column.default}." if column.default is not None else "."))
    return "\n".join(parts)
