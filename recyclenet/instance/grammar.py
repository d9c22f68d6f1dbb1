"""The grammar of cells: what text a name, a number, a choice may be, and nothing else."""

import re
import unicodedata

from recyclenet.instance.schema import EVERY, Column

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
WHOLE = re.compile(r"[+-]?\d{1,15}", re.ASCII)

LARGEST = 1e15
"""No amount or cost of a plan comes near this; a larger number is a slip."""


def folded(label: str) -> str:
    """Return what two labels are compared by: compatibility-normalised, case-folded."""
    return unicodedata.normalize("NFKC", label).casefold()


LIVE = re.compile(r"'*[=+\-@]")
"""How a text begins that a spreadsheet programme would take for a formula, and one that was guarded against that."""


def guarded(text: str) -> str:
    """Return a text as it may stand in a CSV file that a spreadsheet programme opens: one that would be a formula gets an apostrophe."""
    return f"'{text}" if LIVE.match(text) else text


def unguarded(text: str) -> str:
    """Return a text without the apostrophe that `guarded` put before it."""
    return text[1:] if text.startswith("'") and LIVE.match(text) else text


def fault(text: str, column: Column) -> str | None:
    """Return what to write instead of a cell's text, or None where it is right."""
    if column.kind == "name":
        return _name_fault(text, column)
    if column.kind == "choice":
        return None if text in column.choices else f"write one of {', '.join(column.choices)}"
    if column.kind == "flag":
        return None if text in ("yes", "no") else "write yes or no"
    if column.kind == "text":
        return None if text.isprintable() else "write it without control characters"
    if column.kind == "whole" and not WHOLE.fullmatch(text):
        return "write a whole number, such as 3"
    if column.kind == "number" and not NUMBER.fullmatch(text):
        return "write a number with a decimal point and no other signs, such as 1250.5"
    return _range_fault(float(text), column)


def _name_fault(text: str, column: Column) -> str | None:
    if text == EVERY:
        return None if column.every else f"{EVERY} does not stand for every {column.name} here; write a name"
    return None if text.isprintable() and text == text.strip() else "write a name without control characters or outer spaces"


def _range_fault(value: float, column: Column) -> str | None:
    unit = f" {column.unit}" if column.unit else ""
    if not abs(value) <= LARGEST:
        return f"write a number between -{LARGEST:g} and {LARGEST:g}"
    if column.nonzero and value == 0:
        return f"leave the row out, or write {column.doc}"
    if column.above is not None and value <= column.above:
        return f"write a number above {column.above:g}{unit}: {column.doc}"
    if column.least is not None and value < column.least:
        return f"write at least {column.least:g}{unit}: {column.doc}"
    if column.most is not None and value > column.most:
        return f"write at most {column.most:g}{unit}: {column.doc}"
    return None
