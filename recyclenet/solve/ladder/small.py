"""Smaller programmes: columns that are fixed and rows that say nothing any more are left out, and plans are brought back in full."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recyclenet.solve.handover import Floats, Programme
from recyclenet.solve.ladder.matrix import activity, column_of

FIXED = 1e-9
"""How near its bounds must be for a column to count as fixed."""

MET = 1e-6
"""How far what is fixed may miss a row that has nothing else in it, as HiGHS would let it, relative to the row's side."""


@dataclass(frozen=True)
class Small:
    """A programme of the columns that are not fixed, where they are in the whole, and the value of every fixed one."""

    programme: Programme
    columns: NDArray[np.int64]
    fixed: Floats

    def whole(self, values: Floats) -> Floats:
        """Return values of all columns of the whole programme."""
        found = self.fixed.copy()
        found[self.columns] = values
        return found


def smaller(programme: Programme, lower: Floats, upper: Floats) -> Small | None:
    """Return the programme within given bounds of its columns, without those that are fixed; None where they leave no plan."""
    if np.any(lower > upper + FIXED):
        return None
    free = upper - lower > FIXED
    fixed = np.where(free, 0.0, lower)
    shift = activity(programme, fixed)
    column = column_of(programme)
    kept = free[column]
    rows = programme.indices[kept]
    used = np.bincount(rows, minlength=programme.row_lower.size) > 0
    below, above = programme.row_lower - shift, programme.row_upper - shift
    slack = MET * np.maximum(1.0, np.abs(shift))
    if np.any(~used & ((below > slack) | (above < -slack))):
        return None
    position = np.cumsum(used) - 1
    starts = np.concatenate([[0], np.cumsum(np.bincount(column[kept], minlength=free.size)[free])]).astype(np.int32)
    part = Programme(
        programme.cost[free], programme.offset + float(programme.cost @ fixed), lower[free], upper[free], programme.integer[free],
        below[used], above[used], starts, position[rows].astype(np.int32), programme.values[kept],
    )  # fmt: skip
    return Small(part, np.flatnonzero(free), fixed)
