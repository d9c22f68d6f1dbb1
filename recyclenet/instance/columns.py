"""What a table of an instance is made of: columns with their kind, unit, limits and meaning, and those that many tables share."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["name", "text", "number", "whole", "flag", "choice"]

EVERY = "*"
"""Written in a column marked `every`: the row holds for every period (stream, ...) that has no row of its own."""

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Column:
    """One column: its kind of value and the limits on it.

    `kind`: name (a label that identifies, referred to by others), text (free), number (decimal), whole (integer), flag (yes or no),
    choice (one of `choices`). An optional column may be left out or a cell left empty: it then has `default`, or is absent.
    `least`, `above`, `most` bound a number: value >= least, > above, <= most. `refers_to` names the tables whose key holds the value.
    """

    name: str
    kind: Kind
    doc: str
    unit: str = ""
    optional: bool = False
    default: str | None = None
    least: float | None = None
    above: float | None = None
    most: float | None = None
    nonzero: bool = False
    refers_to: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    every: bool = False


@dataclass(frozen=True)
class Table:
    """One table: a file `<name>.csv` of the instance folder; the `key` columns identify a row."""

    name: str
    doc: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    optional: bool = False

    def column(self, name: str) -> Column:
        """Return the column of that name."""
        return next(column for column in self.columns if column.name == name)


KINDS = ("collection", "dismantling", "pretreatment", "recycling", "reuse", "innovation")
"""Roles of a technology; a role decides limits, reports and icons, never the formulas."""

STATUSES = ("candidate", "existing", "required", "forbidden")

LATITUDE = Column("lat_deg", "number", "latitude, WGS 84", "deg", least=-90, most=90)
LONGITUDE = Column("lon_deg", "number", "longitude, WGS 84", "deg", least=-180, most=180)
NAME = Column("name", "text", "name shown on maps and in reports", optional=True)


def period_column(doc: str = "the period; * = every period without a row of its own") -> Column:
    """Return the column of periods in tables whose rows may hold for every period."""
    return Column("period", "name", doc, refers_to=("periods",), every=True)
