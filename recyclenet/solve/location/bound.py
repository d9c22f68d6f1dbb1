r"""The bound: every tonne of a source has a price, candidates take the tonnes that pay, and only capacity and number of them is held.

For prices $\lambda_k$ of supply
$$ L(\lambda) = \sum_k \lambda_k s_k + \sum_k U_k \min(0, p_k - \lambda_k) + \min_y \Big\{ \sum_j (f_j + v_j)\,y_j \Big\}, \quad
   v_j = \min \Big\{ \sum_k (c_{jk} - \lambda_k)\,x_k : \sum_k x_k \le Q_j,\ 0 \le x_k \le s_k \Big\} $$
with $y$ a cover of what must be taken (see cover). No prices give more than the cost of the best plan, so each is a proof: the sums
are exact to rounding, for which a share of MARGIN is taken off where a bound is used.
"""

from dataclasses import dataclass

import numpy as np

from recyclenet.solve.location.cover import Cover, cover
from recyclenet.solve.location.problem import Choice, Floats, Ints, Location

MARGIN = 1e-10
"""Share of the amounts summed that is taken off a bound, far above the rounding of their sum."""


@dataclass(frozen=True)
class Point:
    """What prices prove: the bound, what a candidate is worth, the cover, and the tonnes of each source not taken."""

    prices: Floats
    value: float
    margin: float
    worth: Floats
    taken: Cover
    excess_t: Floats

    @property
    def proven(self) -> float:
        """Return the bound less what rounding may have added."""
        return self.value - self.margin

    def changed(self) -> Floats:
        """Return by candidate a bound on all plans in which it is the other way round than taken here."""
        apart = self.value - self.taken.value + self.taken.base
        proven: Floats = apart + self.taken.change - self.margin
        return proven


class Relaxation:
    """The bound of a location problem at any prices; remembers where candidates were full at the last ones."""

    def __init__(self, location: Location, *, least_t: float | None = None) -> None:
        """Expect no candidate to be full; `least_t` is what the cover must take, if not all that the location says."""
        self.location = location
        self._least_t = location.least_t if least_t is None else least_t
        self._full_at = np.zeros(location.capacity_t.size)
        self._may = np.zeros(location.capacity_t.size, dtype=bool)
        self._slack = 0.02 * float(np.abs(first_prices(location, Choice(location.required, location.allowed))).mean())

    def at(self, prices: Floats, choice: Choice) -> Point:
        """Return what prices prove of the plans that keep to a choice."""
        location = self.location
        paid, candidate, source, tonnes = self._paying(prices, choice)
        worth = location.fixed_cost + paid
        covered = cover(worth, location.capacity_t, self._least_t, choice)
        left = np.where(location.left_cost_per_t < prices, location.left_most_t, 0.0)
        left_cost = float(np.minimum(location.left_cost_per_t - prices, 0.0) @ location.left_most_t)
        served = np.bincount(source, tonnes * covered.taken[candidate], prices.size)
        stake = prices * location.supply_t
        value = float(stake.sum()) + left_cost + covered.value + location.offset
        size = float(np.abs(stake).sum()) - left_cost + float(np.abs(worth).sum()) + abs(location.offset)
        return Point(prices, value, MARGIN * size, worth, covered, location.supply_t - left - served)

    def _paying(self, prices: Floats, choice: Choice) -> tuple[Floats, Ints, Ints, Floats]:
        """Return what the tonnes that pay bring a candidate (below 0), and by way its candidate, its source and its tonnes."""
        if not np.array_equal(self._may, choice.may):
            self._may, self._rows = choice.may.copy(), np.flatnonzero(choice.may)
            self._cost, self._capacity = self.location.cost_per_t[self._rows], self.location.capacity_t[self._rows]
        reduced, edge = self._cost - prices, np.minimum(self._full_at[self._rows] + self._slack, 0.0)
        row, source, saved = _best_first(reduced, edge)
        supply = self.location.supply_t[source]
        short = (edge < 0) & (np.bincount(row, supply, edge.size) < self._capacity)
        if short.any():  # candidates that have room left for what lies beyond the edge
            self._slack *= 1.5
            row, source, saved = _best_first(reduced, np.where(short, 0.0, edge))
            supply = self.location.supply_t[source]
        else:
            self._slack *= 0.98
        filled, first = np.cumsum(supply), np.searchsorted(row, np.arange(edge.size + 1))
        before = np.concatenate([[0.0], filled])[first]
        tonnes = np.clip(self._capacity[row] - (filled - supply - before[row]), 0.0, supply)
        self._remember(before, first, tonnes, saved)
        paid = np.zeros(self._may.size)
        paid[self._rows] = np.bincount(row, tonnes * saved, edge.size)
        return paid, self._rows[row], source, tonnes

    def _remember(self, before: Floats, first: Ints, tonnes: Floats, saved: Floats) -> None:
        """Note what the last tonne saves that a full candidate takes."""
        taken = np.concatenate([[0], np.cumsum(tonnes > 0)])[first]
        last = first[:-1] + np.diff(taken) - 1
        full = (np.diff(before) >= self._capacity) & (last >= first[:-1])
        self._full_at[self._rows] = np.where(full, np.append(saved, 0.0)[last], 0.0)


def _best_first(reduced: Floats, edge: Floats) -> tuple[Ints, Ints, Floats]:
    """Return row, column and value of what lies below its row's edge, row by row, the lowest first."""
    chosen = np.flatnonzero(reduced < edge[:, None])
    row, column = np.divmod(chosen, reduced.shape[1])
    value = reduced.ravel()[chosen]
    order = np.argsort(row * (2.0 * float(-value.min(initial=-1.0))) + value)
    return row[order], column[order], value[order]


def first_prices(location: Location, choice: Choice) -> Floats:
    """Return prices to begin with: what a source's cheapest way costs, the candidate's standing shared by its capacity."""
    shared = location.cost_per_t + (location.fixed_cost / location.capacity_t)[:, None]
    best = np.min(shared, axis=0, where=choice.may[:, None], initial=np.inf)
    prices: Floats = np.minimum(best, np.where(location.left_most_t >= location.supply_t, location.left_cost_per_t, np.inf))
    return prices
