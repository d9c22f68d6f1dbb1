"""Instances in a workbook (.xlsx): a sheet for each table, and sheets for settings, objectives, provenance and polygons."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from recyclenet.errors import Problem
from recyclenet.instance.document import Document, column_letters
from recyclenet.instance.grammar import NUMBER, WHOLE
from recyclenet.instance.schema import SCHEMA, Table
from recyclenet.instance.settings import NEEDED, SETTINGS
from recyclenet.instance.sheets import Sheet
from recyclenet.instance.strict_json import read_json, valued
from recyclenet.instance.tables import meant
from recyclenet.instance.workbook import Cell, Rows, read_workbook
from recyclenet.text_files import trimmed

OWN_SHEETS = ("settings", "objectives", "provenance", "polygons")
"""Sheets that are no tables of the schema."""

YOURS = "_"
"""A sheet whose name begins so is left alone."""


def read_excel_file(file: Path, problems: list[Problem]) -> Document:
    """Return the document in a workbook; what cannot be read goes to `problems`."""
    try:
        found = read_workbook(file)
    except ValueError as error:
        problems.append(Problem(file.name, 0, "", str(error), "save it as .xlsx, in a spreadsheet programme"))
        return Document(None, {}, (), file.name, "sheet")
    known = [*SCHEMA, *OWN_SHEETS]
    for name, rows in found.items():
        if name not in known and not name.startswith(YOURS):
            remedy = meant(name, known) or f"take it out, or let its name begin with {YOURS}"
            problems.append(Problem(file.name, 0, "", "no table has this name", remedy, part=f"sheet {name}"))
        elif name in known:
            problems += _cell_faults(file.name, name, rows)
    settings = _settings(file.name, found, problems)
    sheets = {name: _sheet(rows, SCHEMA[name]) for name, rows in found.items() if name in SCHEMA}
    return Document(settings, sheets, tuple(_polygons(file.name, found.get("polygons", {}), problems)), file.name, "sheet")


def _cell_faults(file: str, sheet: str, rows: Rows) -> Iterator[Problem]:
    for row, cells in rows.items():
        for column, cell in cells.items():
            if cell.found:
                yield Problem(file, row, "", cell.found, cell.remedy, part=f"sheet {sheet}", cell=f"{column_letters(column)}{row}")


def _sheet(rows: Rows, table: Table) -> Sheet | None:
    """Return a table's sheet without the rows in which a cell is faulty; None where the header itself is."""
    top = rows.get(1, {})
    if any(cell.found for cell in top.values()):
        return None
    header = tuple(top[column].text if column in top else "" for column in range(1, max(top, default=0) + 1))
    numeric = {number for number, name in enumerate(header, start=1) if name in {c.name for c in table.columns if c.kind == "number"}}
    sound = {row: cells for row, cells in rows.items() if row > 1 and not any(cell.found for cell in cells.values())}
    body = [
        tuple(_shown(cells[column], column in numeric) if column in cells else "" for column in range(1, max(len(header), *cells) + 1))
        for cells in sound.values()
    ]
    return Sheet(*trimmed(header, body, list(sound)))


def _shown(cell: Cell, is_number: bool) -> str:
    """Return a cell's text; a number has the decimals its format shows, where they say all of it."""
    if is_number and cell.decimals is not None and NUMBER.fullmatch(cell.text):
        shown = f"{float(cell.text):.{cell.decimals}f}"
        return shown if float(shown) == float(cell.text) else cell.text
    return cell.text


def _pairs(rows: Rows) -> Iterator[tuple[int, str, str]]:
    """Yield row number, key and text below a header; a long text goes on in the cells to the right."""
    for row, cells in rows.items():
        if row > 1 and not any(cell.found for cell in cells.values()):
            yield row, cells[1].text if 1 in cells else "", "".join(cells[column].text for column in sorted(cells) if column > 1)


def _unique(file: str, sheet: str, pairs: Iterable[tuple[int, str, str]], problems: list[Problem]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row, key, text in pairs:
        if key in found:
            problems.append(
                Problem(file, row, "", f"'{key}' stands already above", "keep one of them", part=f"sheet {sheet}", cell=f"A{row}")
            )
        found[key] = text
    return found


def _settings(file: str, found: Mapping[str, Rows], problems: list[Problem]) -> dict[str, object] | None:
    if "settings" not in found:
        problems.append(Problem(file, 0, "", "it is missing", f"add it with rows for {NEEDED}", part="sheet settings"))
        return None
    texts = _unique(file, "settings", _pairs(found["settings"]), problems)
    numeric = {setting.key for setting in SETTINGS if setting.kinds[0] is int}
    settings: dict[str, object] = {key: _number(text) if key in numeric else text for key, text in texts.items()}
    if "targets" in settings:
        settings["targets"] = [name.strip() for name in texts["targets"].split(",")]
    if "objectives" in found:
        settings["objectives"] = list(_objectives(found["objectives"]))
    if "provenance" in found:
        settings["provenance"] = _unique(file, "provenance", _pairs(found["provenance"]), problems)
    return settings


def _objectives(rows: Rows) -> Iterator[dict[str, object]]:
    names = {column: cell.text for column, cell in rows.get(1, {}).items()}
    for row, cells in rows.items():
        if row > 1:
            texts = {names.get(column, column_letters(column)): cell.text for column, cell in cells.items()}
            yield {name: _number(text) if name.startswith("slack") else text for name, text in texts.items()}


def _number(text: str) -> object:
    """Return the number a text writes, else the text, which is then refused with what else is wrong."""
    return int(text) if WHOLE.fullmatch(text) else float(text) if NUMBER.fullmatch(text) else text


def _polygons(file: str, rows: Rows, problems: list[Problem]) -> Iterator[tuple[str, object]]:
    for row, region, text in _pairs(rows):
        try:
            yield region, valued(read_json(text))
        except ValueError as error:
            remedy = "write its GeoJSON geometry, on in the cells to the right where it is long"
            problems.append(Problem(file, row, region, f"it cannot be read ({error})", remedy, part="sheet polygons", cell=f"B{row}"))
