"""The columns of a programme by the labels of its variables, and whether its rows are those the path model knows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recyclenet.model.arrays import Entries
from recyclenet.model.formulation import Formulation
from recyclenet.network.labels import codes
from recyclenet.solve.handover import Floats, Programme

Codes = NDArray[np.int64]

ROWS = {
    "balance": {"flow", "throughput", "sold", "uncollected"},
    "capacity": {"open", "throughput"},
    "standing": {"open", "build"},
    "one_size": {"open"},
}
"""Rows the path model keeps, and the variables that may stand in them: any other would let plans through that no path is."""

KNOWN = ("flow", "throughput", "sold", "uncollected", "open", "build")


@dataclass(frozen=True)
class Columns:
    """The columns of a variable: the code of every label by dimension, cost and bounds, and where they start in the programme."""

    codes: dict[str, Codes]
    cost: Floats
    lower: Floats
    upper: Floats
    start: int

    def __len__(self) -> int:
        """Return the number of columns."""
        return int(self.cost.size)


def columns_of(formulation: Formulation, programme: Programme) -> dict[str, Columns]:
    """Return the columns of the variables the path model knows, by name."""
    slices = {id(variable): where for variable, where in programme.columns}
    found = {}
    for name in KNOWN:
        variable = formulation.variables[name]
        where = slices.get(id(variable), slice(0, 0))
        index = variable.labels.pandas
        labels = {str(label): codes(index, str(label), formulation.network.universes).astype(np.int64) for label in index.names}
        found[name] = Columns(labels, programme.cost[where], programme.lower[where], programme.upper[where], where.start)
    return found


def rows_as_known(formulation: Formulation, programme: Programme) -> bool:
    """Return whether the kept rows hold known variables only and are all in force."""
    names = {id(variable): name for name, variable in formulation.variables.items()}
    slices = {id(row): where for row, where in programme.rows}
    for name, allowed in ROWS.items():
        if name not in formulation.constraints:
            continue
        row = formulation.constraints[name]
        where = slices.get(id(row))
        if where is None or any(names[id(entry.variable)] not in allowed for entry in row.rows.entries if entry.rows.size):
            return False
        if name == "balance" and not _each_once(row.rows.entries, names):
            return False
        if not np.array_equal(programme.row_upper[where], row.rows.upper) or not np.array_equal(programme.row_lower[where], row.rows.lower):
            return False
    return True


ONCE = {"flow": {-1.0: 1, 1.0: 1}, "sold": {-1.0: 1}, "uncollected": {-1.0: 1}}
"""How often, and with what coefficient, each column stands in the balance; anything else would be material that comes back."""


def _each_once(entries: Sequence[Entries], names: dict[int, str]) -> bool:
    """Return whether flows leave one place and reach another, and what is sold or left behind is gone."""
    found: dict[str, dict[float, int]] = {}
    size = {}
    for entry in entries:
        name = names[id(entry.variable)]
        size[name] = len(entry.variable)
        values, counts = np.unique(np.broadcast_to(entry.coefficients, entry.rows.shape), return_counts=True)
        for value, count in zip(values.tolist(), counts.tolist(), strict=True):
            found.setdefault(name, {})[value] = found.get(name, {}).get(value, 0) + count
    return all(
        found.get(name, {}) in ({}, {value: times * size.get(name, 0) for value, times in wanted.items()}) for name, wanted in ONCE.items()
    )


def rest_at_least(programme: Programme, known: dict[str, Columns]) -> float:
    """Return the least that all other columns cost, each at its cheaper bound."""
    other = np.ones(programme.cost.size, dtype=bool)
    for columns in known.values():
        other[columns.start : columns.start + len(columns)] = False
    cost = programme.cost[other]
    at = np.where(cost > 0, programme.lower[other], programme.upper[other])
    return float(np.where(cost != 0, cost * np.where(cost != 0, at, 0.0), 0.0).sum())
