"""The matrix of a programme, read for what its rows and columns are: balances, capacities, what stands; ways, works, builds.

Nothing is taken from names but which rows only strengthen; every other row and column must be one of these, or the whole is refused.
"""

from dataclasses import dataclass

import numpy as np

from recyclenet.model.build import STRENGTHENING
from recyclenet.solve.handover import Programme
from recyclenet.solve.location.problem import Bools, Floats, Ints

IGNORED, BALANCE, CAPACITY, STANDING = 0, 1, 2, 3
"""Kinds of row: one that says nothing or only strengthens; mass at a place; capacity of a candidate; what stands is what was built."""


@dataclass(frozen=True)
class Matrix:
    """The entries that mean something, column by column, with the kind of each row."""

    kind: Ints
    row: Ints
    column: Ints
    value: Floats

    def among(self, kind: int) -> "Matrix":
        """Return the entries in rows of a kind."""
        chosen = self.kind[self.row] == kind
        return Matrix(self.kind, self.row[chosen], self.column[chosen], self.value[chosen])

    def of(self, columns: Bools) -> "Matrix":
        """Return the entries of some columns."""
        chosen = columns[self.column]
        return Matrix(self.kind, self.row[chosen], self.column[chosen], self.value[chosen])

    def count(self, width: int) -> Ints:
        """Return the number of entries by column."""
        return np.bincount(self.column, minlength=width)


def read(programme: Programme) -> Matrix | None:
    """Return the matrix of a programme with the kinds of its rows, or None where a row is none of them."""
    if programme.others:
        return None
    column = np.repeat(np.arange(programme.cost.size), np.diff(programme.starts))
    row, value = programme.indices.astype(np.int64), programme.values
    low, high = programme.row_lower, programme.row_upper
    strengthens = np.zeros(low.size, dtype=bool)
    for component, where in programme.rows:
        strengthens[where] = component.parent_block().name in STRENGTHENING
    ignored = strengthens | (np.isneginf(low) & np.isposinf(high))
    meant = ~ignored[row] & (value != 0)
    column, row, value = column[meant], row[meant], value[meant]
    entries = np.bincount(row, minlength=low.size)
    whole = programme.integer[column]
    wholes = np.bincount(row[whole], minlength=low.size)
    falling = np.bincount(row, weights=value < 0, minlength=low.size)
    whole_falling = np.bincount(row[whole], weights=value[whole] < 0, minlength=low.size)
    equal = low == high
    balance = equal & (wholes == 0) & (high <= 0)
    capacity = np.isneginf(low) & (high == 0) & (wholes == 1) & (falling == 1) & (whole_falling == 1)
    standing = equal & (wholes == 1) & (entries <= 2) & ((high == 0) | (high == 1))
    kind = np.select([ignored, balance, capacity, standing], [IGNORED, BALANCE, CAPACITY, STANDING], -1)
    empty = (entries == 0) & ~ignored
    if np.any(kind < 0) or np.any(empty & ~((low <= 0) & (high >= 0))):
        return None
    return Matrix(kind, row, column, value)
