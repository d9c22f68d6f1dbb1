"""A linear programme put together piece by piece: columns, rows and entries in arrays, then handed to HiGHS at once."""

from dataclasses import dataclass, field

import highspy
import numpy as np

from recyclenet.errors import SolverError
from recyclenet.solve.handover import Floats
from recyclenet.solve.paths.case import Ints

NOTHING = 1e-9
"""Entries up to this size are none: HiGHS takes no others."""


@dataclass
class Matrix:
    """Columns with cost, upper bound (lower: 0) and whether they are whole; rows with bounds; entries in any order."""

    cost: list[Floats] = field(default_factory=list)
    lower: list[Floats] = field(default_factory=list)
    upper: list[Floats] = field(default_factory=list)
    whole: list[Ints] = field(default_factory=list)
    row_lower: list[Floats] = field(default_factory=list)
    row_upper: list[Floats] = field(default_factory=list)
    entries: list[tuple[Ints, Ints, Floats]] = field(default_factory=list)
    width: int = 0
    height: int = 0

    def columns(self, cost: Floats, *, lower: Floats | float = 0.0, upper: Floats | float = np.inf, whole: bool = False) -> Ints:
        """Add columns; return their numbers."""
        size = cost.size
        self.cost.append(cost)
        self.lower.append(np.broadcast_to(np.asarray(lower, dtype=float), size))
        self.upper.append(np.broadcast_to(np.asarray(upper, dtype=float), size))
        self.whole.append(np.full(size, int(whole)))
        self.width += size
        return np.arange(self.width - size, self.width)

    def rows(self, lower: Floats | float, upper: Floats | float, size: int) -> Ints:
        """Add rows; return their numbers."""
        self.row_lower.append(np.broadcast_to(np.asarray(lower, dtype=float), size))
        self.row_upper.append(np.broadcast_to(np.asarray(upper, dtype=float), size))
        self.height += size
        return np.arange(self.height - size, self.height)

    def add(self, rows: Ints, columns: Ints, values: Floats | float) -> None:
        """Add entries."""
        self.entries.append((rows, columns, np.broadcast_to(np.asarray(values, dtype=float), rows.shape)))

    def total(self, values: Floats) -> float:
        """Return what values of the columns cost."""
        return float(np.concatenate(self.cost) @ values)

    def hand_over(self, highs: highspy.Highs, unit: float) -> None:
        """Pass it to HiGHS, costs in a unit of money."""
        row, column, value = (np.concatenate(part) for part in zip(*self.entries, strict=True))
        told = np.abs(value) > NOTHING
        row, column, value = row[told], column[told], value[told]
        order = np.lexsort((row, column))
        starts = np.zeros(self.width + 1, dtype=np.int32)
        starts[1:] = np.cumsum(np.bincount(column, minlength=self.width))
        status = highs.passModel(
            self.width, self.height, row.size, int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize), 0.0,
            np.concatenate(self.cost) / unit, np.concatenate(self.lower), np.concatenate(self.upper), np.concatenate(self.row_lower),
            np.concatenate(self.row_upper), starts, row[order].astype(np.int32), value[order], np.concatenate(self.whole).astype(np.int32),
        )  # fmt: skip
        if status != highspy.HighsStatus.kOk:
            raise SolverError(f"HiGHS does not take the path model as it is (status {status.name})")
