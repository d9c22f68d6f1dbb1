"""Instances in one JSON file: settings, tables of columns and rows, polygons by region. Numbers stay as they are written."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from recyclenet.errors import Problem
from recyclenet.instance.document import Document
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.sheets import Sheet
from recyclenet.instance.strict_json import Literal, read_json, valued
from recyclenet.instance.tables import meant

FORMAT = "recyclenet instance 1"
KEYS = ("format", "settings", "tables", "polygons")
NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
"""A number as JSON writes it."""


def json_text(document: Document) -> str:
    """Return a document as JSON; a number in it is written as it stands in its cell, an empty cell as null, all else as text."""
    parts = [f'"format": {_string(FORMAT)}', f'"settings": {json.dumps(document.settings, ensure_ascii=False, indent=1, allow_nan=False)}']
    tables = [f"{_string(name)}: {_table_text(name, sheet)}" for name, sheet in document.sheets.items() if sheet is not None]
    parts.append('"tables": {\n' + ",\n".join(tables) + "\n}")
    if document.polygons:
        shapes = [
            f"{_string(region)}: {json.dumps(geometry, ensure_ascii=False, allow_nan=False)}" for region, geometry in document.polygons
        ]
        parts.append('"polygons": {\n' + ",\n".join(shapes) + "\n}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def read_json_file(file: Path, problems: list[Problem]) -> Document:
    """Return the document in a JSON file; what cannot be read goes to `problems`."""
    nothing = Document(None, {}, (), file.name, "table")
    try:
        content = read_json(file.read_bytes().decode("utf-8-sig"))
        polygons = valued(content.get("polygons", {})) if isinstance(content, dict) else {}
    except ValueError as error:
        problems.append(Problem(file.name, 0, "", f"it cannot be read ({error})", "save it as JSON in UTF-8"))
        return nothing
    if not isinstance(content, dict) or "tables" not in content or content.get("format") != FORMAT:
        looks_like = ": it looks like one of RELOG" if isinstance(content, dict) and "products" in content else ""
        remedy = (
            "convert it first, with --from relog" if looks_like else f'let it begin with "format": "{FORMAT}" and hold settings and tables'
        )
        problems.append(Problem(file.name, 0, "", f"it is no instance of recyclenet{looks_like}", remedy))
        return nothing
    problems += [
        Problem(file.name, 0, key, "the key is unknown", meant(key, KEYS) or f"the keys are {', '.join(KEYS)}")
        for key in content
        if key not in KEYS
    ]
    sheets = _sheets(file.name, content["tables"], problems)
    settings = _object(file.name, "settings", content.get("settings"), problems)
    shapes = _object(file.name, "polygons", polygons, problems) or {}
    return Document(_settings(file.name, settings, problems), sheets, tuple(shapes.items()), file.name, "table")


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _table_text(name: str, sheet: Sheet) -> str:
    kinds = {column.name: column.kind for column in SCHEMA[name].columns}
    numeric = [kinds.get(column) in ("number", "whole") for column in sheet.header]
    rows = ["  [" + ", ".join(_cell(cell, is_number) for cell, is_number in zip(row, numeric, strict=True)) + "]" for row in sheet.rows]
    columns = ", ".join(map(_string, sheet.header))
    return f'{{"columns": [{columns}], "rows": [' + ("\n" + ",\n".join(rows) if rows else "") + "]}"


def _cell(text: str, is_number: bool) -> str:
    if text == "":
        return "null"
    return text if is_number and NUMBER.fullmatch(text) else _string(text)


def _object(file: str, part: str, value: object, problems: list[Problem]) -> dict[str, object] | None:
    if isinstance(value, dict):
        return value
    problems.append(Problem(file, 0, "", f"found {_shown(value)}", "write an object: {...}", part=part))
    return None


def _settings(file: str, found: dict[str, object] | None, problems: list[Problem]) -> dict[str, object] | None:
    try:
        return None if found is None else {key: valued(value) for key, value in found.items()}
    except ValueError as error:
        problems.append(Problem(file, 0, "", str(error), "write a smaller one", part="settings"))
        return None


def _sheets(file: str, tables: object, problems: list[Problem]) -> dict[str, Sheet | None]:
    sheets: dict[str, Sheet | None] = {}
    for name, content in (_object(file, "tables", tables, problems) or {}).items():
        part = f"table {name}"
        if name not in SCHEMA:
            problems.append(Problem(file, 0, "", "no table has this name", meant(name, list(SCHEMA)) or "take it out", part=part))
        elif not isinstance(content, dict) or set(content) != {"columns", "rows"} or not all(isinstance(p, list) for p in content.values()):
            problems.append(Problem(file, 0, "", f"found {_shown(content)}", 'write {"columns": [...], "rows": [[...], ...]}', part=part))
            sheets[name] = None
        else:
            sheets[name] = _sheet(file, part, content["columns"], content["rows"], problems)
    return sheets


def _sheet(file: str, part: str, columns: list[object], rows: list[object], problems: list[Problem]) -> Sheet | None:
    before = len(problems)
    header = [_text(value, Problem(file, 0, "", "", "", part=part), "columns", problems) for value in columns]
    cells = []
    for number, row in enumerate(rows, start=1):
        here = Problem(file, number, "", "", "", part=part)
        if isinstance(row, list):
            names: Iterable[str] = [*header, *["the row"] * len(row)]
            cells.append([_text(value, here, name, problems) for name, value in zip(names, row, strict=False)])
        else:
            problems.append(Problem(file, number, "", f"found {_shown(row)}", "write a row: [...]", part=part))
    kept = [(tuple(row), line) for line, row in enumerate(cells, start=2) if any(row)]
    return Sheet(tuple(header), tuple(row for row, _ in kept), tuple(line for _, line in kept)) if len(problems) == before else None


def _text(value: object, here: Problem, name: str, problems: list[Problem]) -> str:
    """Return a cell's text; a number is as it was written, null is empty, and true, lists and objects are no cells."""
    if value is None or isinstance(value, str):
        return "" if value is None else str(value)
    remedy = "write yes or no as text" if isinstance(value, bool) else "write a text, a number or null"
    problems.append(Problem(here.file, here.line, name, f"found {_shown(value)}", remedy, part=here.part))
    return ""


def _shown(value: object) -> str:
    text = value if isinstance(value, Literal) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:40]}..."
