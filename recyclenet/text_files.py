"""Text files that planners bring: what stands in one, and the cells of a CSV; what cannot be read is named with its place."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from recyclenet.errors import Problem

UTF16 = (b"\xff\xfe", b"\xfe\xff")
"""How a file begins that a spreadsheet programme saved as "Unicode text"."""

DIVIDERS = {";": "semicolons", "\t": "tabs", "|": "upright bars"}
"""Signs that stand between cells where a spreadsheet programme does not write commas."""


class Cells(NamedTuple):
    """The cells of a table, all text: header and rows, and the line of the file on which each row stands."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def text_of(file: Path, name: str, what: str, problems: list[Problem]) -> str | None:
    """Return the text of a file; None, with the problem, where it is not in UTF-8. `name` is what to call it, `what` its format."""
    content, remedy = file.read_bytes(), f"save it as {what} in UTF-8"
    if content.startswith(UTF16):
        problems.append(Problem(name, 0, "", "it is in UTF-16, not in UTF-8", remedy))
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(Problem(name, line, "", f"it is not UTF-8 ({error.reason} at byte {error.start})", remedy))
        return None


def cells_of(text: str, name: str, problems: list[Problem]) -> Cells | None:
    """Return the cells of a CSV; None, with the problem, where it cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows, lines, next_line = [], [], 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(next_line)
            next_line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(name, next_line, "", f"it cannot be read ({error})", "save it as CSV in UTF-8"))
        return None
    if not any(map(any, rows)):
        problems.append(Problem(name, 0, "", "it is empty", "write a header and rows, or take the file away"))
        return None
    first = rows[0][0] if len(rows[0]) == 1 else ""
    if divider := next((sign for sign in DIVIDERS if sign in first), ""):
        remedy = "save it with commas between the cells, and decimal points in numbers"
        problems.append(Problem(name, 1, "", f"its cells are divided by {DIVIDERS[divider]}", remedy))
        return None
    return trimmed(rows[0], rows[1:], lines[1:])


def trimmed(header: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[int]) -> Cells:
    """Return cells without what a spreadsheet programme leaves around them: rows of blanks, and columns of blanks to the right."""
    kept = [(row, line) for row, line in zip(rows, lines, strict=True) if any(cell.strip() for cell in row)]
    width = max([_filled(header), *(min(_filled(row), len(header)) for row, _ in kept)])
    body = tuple(tuple(row[: max(width, _filled(row))]) for row, _ in kept)
    return Cells(tuple(header[:width]), body, tuple(line for _, line in kept))


def _filled(row: Sequence[str]) -> int:
    """Return how many cells a row has up to the last that is not blank."""
    return max((number for number, cell in enumerate(row, start=1) if cell.strip()), default=0)
