"""Reading tables: a sheet of text, cell by cell, into a data frame of the schema, with every fault named."""

from collections.abc import Sequence
from difflib import get_close_matches

import pandas as pd

from recyclenet.errors import Problem
from recyclenet.instance.grammar import fault, folded
from recyclenet.instance.schema import Column, Table
from recyclenet.instance.sheets import Sheet

LINE = "line"
"""Name of the frame's index: the line of the file a row stands on."""


def meant(word: str, words: Sequence[str]) -> str:
    """Return a hint at the word that was probably meant, or an empty string."""
    by_fold = {folded(known): known for known in words}
    close = get_close_matches(folded(word), list(by_fold), n=1, cutoff=0.6)
    return f"did you mean '{by_fold[close[0]]}'?" if close else ""


def read_table(file: str, sheet: Sheet | None, table: Table, problems: list[Problem]) -> pd.DataFrame:
    """Return a table from its sheet (None: there is none), indexed by line; what is wrong goes to `problems`.

    A row whose key is right is in the table even if other cells are faulty, which are empty there: that it stands is known.
    """
    if sheet is None:
        if not table.optional:
            problems.append(Problem(file, 0, "", "it is missing", f"add it with the columns {_columns(table)}"))
        return frame_of([], [], table)
    header = list(sheet.header)
    if not _header_is_right(file, header, table, problems):
        return frame_of([], [], table)
    records, lines = [], []
    for line, cells in zip(sheet.lines, sheet.rows, strict=True):
        if len(cells) != len(header):
            problems.append(Problem(file, line, "", f"{len(cells)} cells", f"write {len(header)}, one for each column of the header"))
            continue
        record = dict(zip(header, cells, strict=True))
        faults = _faults(file, line, record, table)
        problems += faults
        if not {fault.column for fault in faults} & set(table.key):
            records.append(record | {fault.column: "" for fault in faults})
            lines.append(line)
    frame = frame_of(records, lines, table)
    return _without_repeats(file, frame, table, problems)


def frame_of(records: Sequence[dict[str, str]], lines: Sequence[int], table: Table) -> pd.DataFrame:
    """Return text records as a frame of the schema's columns and types; an empty optional cell takes the default or is missing."""
    columns = {column.name: _values(column, [record.get(column.name, "") for record in records]).array for column in table.columns}
    return pd.DataFrame(columns, index=pd.Index(lines, name=LINE, dtype="int64"))


def _values(column: Column, cells: list[str]) -> pd.Series:
    filled = [cell if cell != "" else column.default for cell in cells]
    if column.kind == "number" or (column.kind == "whole" and column.optional):
        return pd.Series([float("nan") if not cell else float(cell) for cell in filled], dtype="float64")
    if column.kind == "whole":
        return pd.Series([int(cell or 0) for cell in filled], dtype="int64")
    return pd.Series(filled, dtype="str")


def _columns(table: Table) -> str:
    return ", ".join(column.name for column in table.columns if not column.optional)


def _header_is_right(file: str, header: list[str], table: Table, problems: list[Problem]) -> bool:
    known = [column.name for column in table.columns]
    hints = {name: meant(name, known) for name in header if name and name not in known}
    found = [Problem(file, 1, name, f"the column '{name}' is unknown", hint or f"the columns are {', '.join(known)}")
             for name, hint in hints.items()]  # fmt: skip
    found += [Problem(file, 1, "", f"column {number} has cells and no name", "write its name in the header, or empty its cells")
              for number, name in enumerate(header, start=1) if not name]  # fmt: skip
    twice = {name for name in header if name and header.count(name) > 1}
    found += [Problem(file, 1, name, "the column stands twice", "keep one of them") for name in sorted(twice)]
    missing = [column for column in table.columns if not column.optional and column.name not in header]
    found += [Problem(file, 1, column.name, "the column is missing", f"add it: {column.doc}")
              for column in missing if not any(f"'{column.name}'" in hint for hint in hints.values())]  # fmt: skip
    problems += found
    return not found


def _faults(file: str, line: int, record: dict[str, str], table: Table) -> list[Problem]:
    found = []
    for column in table.columns:
        cell = record.get(column.name, "")
        remedy = (None if column.optional else f"write {column.doc}") if cell == "" else fault(cell, column)
        if remedy:
            found.append(Problem(file, line, column.name, f"found '{cell}'" if cell else "the cell is empty", remedy))
    return found


def _without_repeats(file: str, frame: pd.DataFrame, table: Table, problems: list[Problem]) -> pd.DataFrame:
    keys = pd.Series(
        [tuple(folded(str(part)) for part in key) for key in zip(*(frame[name] for name in table.key), strict=True)], index=frame.index
    )
    repeated = keys.duplicated()
    first = {key: line for line, key in zip(frame.index[~repeated], keys[~repeated], strict=True)}
    for line in frame.index[repeated]:
        where = f"line {first[keys[line]]}"
        problems.append(
            Problem(
                file,
                int(line),
                table.key[0],
                f"{', '.join(str(frame.at[line, name]) for name in table.key)} stands already on {where}",
                "keep one of the two rows",
            )
        )
    return frame[~repeated]
