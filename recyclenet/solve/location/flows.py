"""The flows: the cheapest way to serve all sources from candidates that stand, a transport problem kept in one HiGHS model.

The model holds the ways that are cheap and those that were found to pay since; a solve prices the ways of the standing candidates that are
left out, and takes in what pays, until nothing does. It begins from the last basis, so that a few candidates more or less are a few pivots.
"""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from recyclenet.errors import SolverError
from recyclenet.solve.location.problem import ABSENT, Bools, Floats, Ints, Location
from recyclenet.solve.search import Highs
from recyclenet.solve.stage import set_option

NEAREST = 6
"""Ways of each source that the model begins with."""

TOLERANCE = 1e-7
"""What a way must save [of the costs' unit] to be taken in."""

OPTIONS: dict[str, bool | int | float | str] = {
    "log_to_console": False, "output_flag": False, "threads": 1, "presolve": "off", "solver": "simplex",
}  # fmt: skip
"""Options of the model: small steps from the last basis, in one thread."""

LARGEST = 1e3
"""What the costliest way costs in the model's unit of money."""


@dataclass(frozen=True)
class Flows:
    """Tonnes by way, tonnes left behind by source, tonnes not served at all, their cost (with what stands), and prices of supply."""

    candidate: Ints
    source: Ints
    tonnes: Floats
    left: Floats
    unserved_t: float
    cost: float
    prices: Floats


class Transport:
    """The transport problem of a location problem, for any candidates that stand."""

    def __init__(self, location: Location, stopping: Callable[[], bool]) -> None:
        """Make a model with rows for sources and candidates, and columns for what is left, what is not served and the cheapest ways."""
        self.location, self.stopping = location, stopping
        sources, candidates = location.supply_t.size, location.capacity_t.size
        ways = location.cost_per_t[location.cost_per_t < ABSENT]
        left = location.left_cost_per_t[location.left_most_t > 0]
        self.unit = max(float(np.abs(np.concatenate([ways, left])).max(initial=0.0)), 1e-12) / LARGEST
        # A tonne served in place of another's moves at most as many others as there are candidates: at this price nothing stays behind
        # that could be served.
        self.shortfall = 2.0 * LARGEST * (min(sources, candidates) + 1)
        self.highs = Highs()  # type: ignore[no-untyped-call]  # HiGHS leaves it untyped
        for name, value in OPTIONS.items():
            set_option(self.highs, name, value)
        nothing = np.empty(0, dtype=np.int32)
        lower = np.concatenate([location.supply_t, np.full(candidates, -np.inf)])
        upper = np.concatenate([location.supply_t, location.capacity_t])
        self._checked(self.highs.addRows(lower.size, lower, upper, 0, nothing, nothing, np.empty(0)))
        self.candidate = np.full(2 * sources, -1)
        self.source = np.tile(np.arange(sources), 2)
        self._add_columns(location.left_cost_per_t, np.minimum(location.left_most_t, location.supply_t), self.source[:sources])
        self._add_columns(np.full(sources, self.shortfall * self.unit), np.full(sources, np.inf), self.source[:sources])
        self.known = np.zeros(location.cost_per_t.shape, dtype=bool)
        self._open = np.zeros(candidates, dtype=bool)
        nearest = np.argpartition(location.cost_per_t, min(NEAREST, candidates) - 1, axis=0)[:NEAREST]
        chosen = np.zeros_like(self.known)
        np.put_along_axis(chosen, nearest, values=True, axis=0)
        self._add_ways(*np.nonzero(chosen & (location.cost_per_t < ABSENT)))

    def best(self, stands: Bools) -> Flows | None:
        """Return the cheapest flows for candidates that stand; None where it was stopped."""
        self._open_only(stands)
        rows = np.flatnonzero(stands)
        cost = self.location.cost_per_t[rows]
        while not self.stopping():
            self._run()
            dual = np.array(self.highs.getSolution().row_dual) * self.unit
            prices, room = dual[: self.location.supply_t.size], dual[self.location.supply_t.size :]
            reduced = np.where(self.known[rows], 0.0, cost - prices - room[rows, None])
            paying = reduced < -TOLERANCE * self.unit
            if not paying.any():
                return self._flows(prices)
            found, source = np.nonzero(paying)
            self._add_ways(*_best_of_each(rows[found], source, reduced[found, source]))
        return None

    def _flows(self, prices: Floats) -> Flows:
        location, sources = self.location, self.location.supply_t.size
        values = np.maximum(np.array(self.highs.getSolution().col_value), 0.0)
        left, unserved, moved = values[:sources], values[sources : 2 * sources], values[2 * sources :]
        used = np.flatnonzero(moved)
        candidate, source, tonnes = self.candidate[2 * sources :][used], self.source[2 * sources :][used], moved[used]
        cost = float(tonnes @ location.cost_per_t[candidate, source]) + float(left[left > 0] @ location.left_cost_per_t[left > 0])
        cost += float(location.fixed_cost[self._open].sum()) + location.offset
        return Flows(candidate, source, tonnes, left, float(unserved.sum()), cost, prices)

    def _open_only(self, stands: Bools) -> None:
        """Hold the ways of candidates that do not stand at nothing."""
        turned = stands != self._open
        self._open = stands.copy()
        chosen = np.flatnonzero((self.candidate >= 0) & turned[self.candidate])
        if chosen.size:
            upper = np.where(stands[self.candidate[chosen]], np.inf, 0.0)
            self._checked(self.highs.changeColsBounds(chosen.size, chosen.astype(np.int32), np.zeros(chosen.size), upper))

    def _add_ways(self, candidate: Ints, source: Ints) -> None:
        self.known[candidate, source] = True
        upper = np.where(self._open[candidate], np.inf, 0.0)
        self.candidate, self.source = np.concatenate([self.candidate, candidate]), np.concatenate([self.source, source])
        self._add_columns(self.location.cost_per_t[candidate, source], upper, source, candidate)

    def _add_columns(self, cost: Floats, upper: Floats, source: Ints, candidate: Ints | None = None) -> None:
        """Add columns that serve sources, by a candidate or by none."""
        rows = source[:, None] if candidate is None else np.column_stack([source, candidate + self.location.supply_t.size])
        starts = np.arange(0, rows.size, rows.shape[1], dtype=np.int32)
        cost = np.minimum(cost / self.unit, self.shortfall)
        count = (cost.size, cost, np.zeros(cost.size), upper, rows.size)
        self._checked(self.highs.addCols(*count, starts, rows.ravel().astype(np.int32), np.ones(rows.size)))

    def _run(self) -> None:
        self._checked(self.highs.run())
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            self.highs.clearSolver()
            self._checked(self.highs.run())
        if (status := self.highs.getModelStatus()) != highspy.HighsModelStatus.kOptimal:
            raise SolverError(f"HiGHS does not find the flows of an open network ({self.highs.modelStatusToString(status)})")

    def _checked(self, status: highspy.HighsStatus) -> None:
        if status == highspy.HighsStatus.kError:
            raise SolverError("HiGHS does not take the flows of an open network as they are")


def _best_of_each(candidate: Ints, source: Ints, reduced: Floats) -> tuple[Ints, Ints]:
    """Return the ways that pay most, a few of each source."""
    order = np.lexsort((reduced, source))
    rank = np.arange(order.size) - np.searchsorted(source[order], source[order])
    chosen = order[rank < 3]
    return candidate[chosen], source[chosen]
