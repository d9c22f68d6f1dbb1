"""A loaded programme: a linear programme that HiGHS holds, changed in place and solved again from where the last solve ended."""

import threading
from dataclasses import dataclass, replace

import highspy
import numpy as np

from recyclenet.errors import SolverError
from recyclenet.solve.handover import Floats, Ints, Programme, to_highs
from recyclenet.solve.search import Highs, Search
from recyclenet.solve.stage import set_option, set_options


@dataclass(frozen=True)
class Optimum:
    """An optimum of a linear programme: values of columns, duals of rows and of columns [as the programme's cost]."""

    values: Floats
    duals: Floats
    column_duals: Floats


class Loaded:
    """A programme with its whole numbers forgotten, in HiGHS: bounds and rows are changed without passing it again.

    The first solve takes HiGHS's `solver`; those after a change go on from the last basis by the dual simplex method. Where HiGHS does not
    stop in time it is left behind (see recyclenet.solve.search) and not touched any more: there is no optimum from then on.
    """

    def __init__(self, programme: Programme, unit: float, *, solver: str = "choose", threads: int | None = None, seed: int = 0) -> None:
        """Pass the programme, its costs told in `unit`."""
        self.programme, self._unit = programme, unit
        highs = Highs()  # type: ignore[no-untyped-call]  # HiGHS leaves it untyped
        set_options(highs, gap=0.0, threads=threads, seed=seed)
        set_option(highs, "solver", solver)
        to_highs(replace(programme, integer=np.zeros_like(programme.integer)), highs, money_unit=unit)
        self._highs: highspy.Highs | None = highs
        self._search = Search(highs)

    def bound(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        """Give columns new bounds; equal ones fix them."""
        if self._highs is None:
            return
        _taken(self._highs.changeColsBounds(columns.size, columns.astype(np.int32), lower, upper))

    def add(self, rows: Programme) -> None:
        """Add rows of the same columns below those there are."""
        self.programme = self.programme.with_rows(rows)
        if self._highs is None:
            return
        order = np.argsort(rows.indices, kind="stable")
        column = np.repeat(np.arange(rows.cost.size, dtype=np.int32), np.diff(rows.starts))[order]
        first = np.searchsorted(rows.indices[order], np.arange(rows.row_lower.size)).astype(np.int32)
        _taken(self._highs.addRows(rows.row_lower.size, rows.row_lower, rows.row_upper, order.size, first, column, rows.values[order]))

    def solve(self, *, time_limit: float | None = None, stop: threading.Event | None = None) -> Optimum | None:
        """Return the optimum; None where there is none, or none within the time limit [s] or before Ctrl-C."""
        highs = self._highs
        if highs is None:
            return None
        if time_limit is not None:
            set_option(highs, "time_limit", highs.getRunTime() + time_limit)
        if not self._search.run(highs, time_limit=time_limit, stop=stop):
            self._highs = None
            return None
        set_option(highs, "solver", "simplex")
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = highs.getSolution()
        return Optimum(np.array(found.col_value), np.array(found.row_dual) * self._unit, np.array(found.col_dual) * self._unit)

    def clear(self) -> None:
        """Let go of HiGHS and what it holds; there is nothing to solve any more."""
        if self._highs is not None:
            _taken(self._highs.clear())
        self._highs = None


def _taken(status: highspy.HighsStatus) -> None:
    if status != highspy.HighsStatus.kOk:
        raise SolverError(f"HiGHS does not take a change of the model (status {status.name})")
