"""Changes to the files of an instance in a folder: rows added or taken out, a source noted; all else in them stays as it stands."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from recyclenet.errors import InstanceError, Problem, UsageError
from recyclenet.instance.columns import Table
from recyclenet.instance.folder_files import csv_text, put, read_csv_sheet
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.settings import SETTINGS_FILE
from recyclenet.instance.sheets import Sheet, sheet_of
from recyclenet.instance.tables import read_table


def add_rows(folder: Path, name: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Add rows, text by column, to a table; its other rows stay as they are, and columns it lacks are added."""
    table, found = SCHEMA[name], _sheet(folder / f"{name}.csv", SCHEMA[name])
    added = {column for row in rows for column, cell in row.items() if cell}
    header = (*found.header, *(column.name for column in table.columns if column.name in added and column.name not in found.header))
    old = [(*row, *[""] * (len(header) - len(row))) for row in found.rows]
    new = [tuple(row.get(column, "") for column in header) for row in rows]
    put(folder / f"{name}.csv", csv_text(sheet_of(header, [*old, *new]), table))


def drop_rows(folder: Path, name: str, column: str, cell: str) -> int:
    """Take the rows out of a table whose cell in a column is that one; return how many there were."""
    found = _sheet(folder / f"{name}.csv", SCHEMA[name])
    if column not in found.header:
        return 0
    at = found.header.index(column)
    kept = [row for row in found.rows if row[at] != cell]
    put(folder / f"{name}.csv", csv_text(sheet_of(found.header, kept), SCHEMA[name]))
    return len(found.rows) - len(kept)


def read_table_file(file: Path, table: Table) -> tuple[pd.DataFrame, list[Problem]]:
    """Return a table that is no part of an instance, from its own CSV file, and what is wrong with it."""
    if not file.is_file():
        raise UsageError(f"'{file}' is not there; give a CSV with the columns {', '.join(column.name for column in table.columns)}")
    problems: list[Problem] = []
    return read_table(file.name, _sheet(file, table), table, problems), problems


def set_provenance(folder: Path, key: str, text: str) -> None:
    """Note a source in instance.toml, in the place of what the key said before; comments and all else stay."""
    file = folder / SETTINGS_FILE
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    written = f"{json.dumps(key, ensure_ascii=False)} = {json.dumps(text, ensure_ascii=False)}"
    own = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
    heads = [number for number, line in enumerate(lines) if re.match(r"\s*\[", line)]
    start = next((number for number in heads if re.match(r"\s*\[\s*provenance\s*\]", lines[number])), None)
    if start is None:
        lines += ["", "[provenance]", written]
    else:
        end = next((number for number in heads if number > start), len(lines))
        lines[start + 1 : end] = [written, *(line for line in lines[start + 1 : end] if not own.match(line))]
    content = "\n".join(lines) + "\n"
    try:
        noted = tomllib.loads(content).get("provenance", {}).get(key)
    except tomllib.TOMLDecodeError:
        noted = None
    if noted != text:
        raise InstanceError([Problem(SETTINGS_FILE, 0, "provenance", "it is written in a way that nothing can be added to",
                                     f"begin it with a line [provenance], and write {written}")])  # fmt: skip
    put(file, content)


def _sheet(file: Path, table: Table) -> Sheet:
    """Return the cells of a CSV file, none where there is no such file; raise InstanceError where it cannot be read."""
    problems: list[Problem] = []
    sheet = read_csv_sheet(file, table, problems) if file.exists() else Sheet((), (), ())
    if sheet is None:
        raise InstanceError(problems)
    return sheet
