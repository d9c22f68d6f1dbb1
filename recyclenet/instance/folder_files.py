"""Instances in a folder: instance.toml, a CSV file for each table, regions.geojson."""

import csv
import io
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from recyclenet.errors import Problem
from recyclenet.instance.document import Document
from recyclenet.instance.geojson import features_of
from recyclenet.instance.grammar import guarded, unguarded
from recyclenet.instance.instance import Settings
from recyclenet.instance.polygons import POLYGONS_FILE, features_text
from recyclenet.instance.schema import SCHEMA, Table
from recyclenet.instance.settings import NEEDED, SETTINGS_FILE, toml_text
from recyclenet.instance.sheets import Sheet
from recyclenet.instance.tables import meant
from recyclenet.text_files import cells_of, text_of


def read_folder(folder: Path, problems: list[Problem]) -> Document:
    """Return what stands in a folder; what cannot be read goes to `problems`."""
    sheets = read_sheets(folder, SCHEMA, problems)
    settings = read_toml(folder / SETTINGS_FILE, problems)
    if not (folder / SETTINGS_FILE).exists():
        problems.append(Problem(SETTINGS_FILE, 0, "", "it is missing", f"add it with {NEEDED}"))
    return Document(settings, sheets, _read_polygons(folder / POLYGONS_FILE, problems))


def read_sheets(folder: Path, tables: Mapping[str, Table], problems: list[Problem]) -> dict[str, Sheet | None]:
    """Return the sheets of the tables that have a CSV file in a folder, None where it cannot be read; files of no table are problems."""
    problems += _strangers(folder, tables)
    sheets: dict[str, Sheet | None] = {}
    for name, table in tables.items():
        file = folder / f"{name}.csv"
        if file.exists():
            sheets[name] = read_csv_sheet(file, table, problems)
    return sheets


def read_toml(file: Path, problems: list[Problem]) -> dict[str, object] | None:
    """Return what stands in a TOML file; None where it is not there or cannot be read."""
    text = text_of(file, file.name, "TOML", problems) if file.exists() else None
    try:
        return None if text is None else tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        problems.append(Problem(file.name, 0, "", f"it is not TOML ({error})", "mend the line"))
        return None


def read_csv_sheet(file: Path, table: Table, problems: list[Problem]) -> Sheet | None:
    """Return the cells of a CSV file; None, with the problem, where it cannot be read."""
    text = text_of(file, file.name, "CSV", problems)
    return None if text is None else _read_csv(file.name, text, table, problems)


def write_folder(document: Document, settings: Settings, folder: Path) -> None:
    """Write an instance as a folder; tables it does not have are removed from it. No file is ever half written, no link followed."""
    folder.mkdir(parents=True, exist_ok=True)
    contents = folder_contents(document, settings)
    for stale in {f"{name}.csv" for name in SCHEMA} | {POLYGONS_FILE}:
        if stale not in contents:
            (folder / stale).unlink(missing_ok=True)
    for name, content in contents.items():
        put(folder / name, content)


def put(file: Path, content: str) -> None:
    """Write a text file whole or not at all, in the place of a link, too."""
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    part.write_text(content, encoding="utf-8", newline="\n")
    os.replace(part, file)  # noqa: PTH105 - puts the file in the place of a link, too


def folder_contents(document: Document, settings: Settings, *, notes: bool = True) -> Mapping[str, str]:
    """Return the texts of a folder's files by name; `notes` says what each setting means."""
    files = {f"{name}.csv": csv_text(sheet, SCHEMA[name]) for name, sheet in document.sheets.items() if sheet is not None}
    files[SETTINGS_FILE] = toml_text(settings, notes=notes)
    if document.polygons:
        files[POLYGONS_FILE] = features_text(document.polygons)
    return files


def csv_text(sheet: Sheet, table: Table) -> str:
    """Return a sheet as CSV; a text that a spreadsheet programme would take for a formula is guarded by an apostrophe."""
    textual = _textual(sheet.header, table)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(sheet.header)
    writer.writerows([guarded(cell) if is_text else cell for cell, is_text in zip(row, textual, strict=True)] for row in sheet.rows)
    return stream.getvalue()


def _textual(header: tuple[str, ...], table: Table) -> list[bool]:
    kinds = {column.name: column.kind for column in table.columns}
    return [kinds.get(name) not in ("number", "whole") for name in header]


def _read_csv(file: str, text: str, table: Table, problems: list[Problem]) -> Sheet | None:
    cells = cells_of(text, file, problems)
    if cells is None:
        return None
    textual = [*_textual(cells.header, table), *[True] * max(map(len, cells.rows), default=0)]
    rows = (tuple(unguarded(cell) if is_text else cell for cell, is_text in zip(row, textual, strict=False)) for row in cells.rows)
    return Sheet(cells.header, tuple(rows), cells.lines)


def _strangers(folder: Path, tables: Mapping[str, Table]) -> list[Problem]:
    """Return files that would be overlooked, or that lie elsewhere."""
    known = [f"{name}.csv" for name in tables]
    problems = []
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() == ".csv" and file.name not in known:
            problems.append(Problem(file.name, 0, "", "no table has this name", meant(file.name, known) or "move it elsewhere"))
        if file.is_symlink() and not file.resolve().is_relative_to(folder.resolve()):
            problems.append(Problem(file.name, 0, "", "it is a link out of the instance's folder", "put the file itself there"))
    return problems


def _read_polygons(file: Path, problems: list[Problem]) -> tuple[tuple[str, object], ...]:
    text = text_of(file, file.name, "GeoJSON", problems) if file.exists() else None
    return () if text is None else features_of(text, file.name, problems)
