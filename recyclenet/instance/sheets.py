"""Sheets: tables as text, cell by cell, as they stand in a file, before anything is believed of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """A table as found: the header and the cells of every row, all text; `lines` says on which line of its file each row stands."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def sheet_of(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Sheet:
    """Return a sheet whose rows follow the header line by line."""
    return Sheet(tuple(header), tuple(map(tuple, rows)), tuple(range(2, len(rows) + 2)))


def number_text(value: float) -> str:
    """Return a number as short as it reads back the same."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def cell_text(value: object) -> str:
    """Return what stands in a cell for a value; nothing for a missing one."""
    if isinstance(value, str):
        return value
    number = math.nan if value is None else float(str(value))
    return "" if math.isnan(number) else number_text(number)
