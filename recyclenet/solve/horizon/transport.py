"""Hauling in one period between sources and the sites that stand: what it costs, what flows, and what a tonne is worth where it arises."""

from dataclasses import dataclass

import highspy
import numpy as np

from recyclenet.solve.horizon.case import Case, Columns, Floats
from recyclenet.solve.search import Highs

MOST_KEPT = 200_000
"""How many costs are remembered before all are forgotten."""

UNIT = 1e3
"""HiGHS sees costs of a tonne in thousands at most, in a unit that makes the largest near one."""


@dataclass(frozen=True)
class Haul:
    """Hauling in a period: its cost, tonnes (site, source) and what capacity is worth at each site [per t]."""

    cost: float
    tonnes: Floats
    scarcity: Floats


class Transport:
    """Hauling in each period, remembered by the sites that stand."""

    def __init__(self, case: Case, cost: Floats) -> None:
        """Make ready."""
        self.case, self.delivered = case, cost
        self.highs = Highs()  # type: ignore[no-untyped-call]  # HiGHS leaves it untyped
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("threads", 1)
        self._costs: dict[tuple[int, bytes], float] = {}

    def cost(self, opened: Columns) -> float:
        """Return what hauling and processing cost, from the periods sites open in; infinite where it is not possible."""
        standing = self.case.standing(opened)
        total = 0.0
        for period in range(self.case.periods):
            total += self.cost_in(period, np.flatnonzero(standing[period]))
            if not np.isfinite(total):
                break
        return total

    def cost_in(self, period: int, sites: Columns) -> float:
        """Return what hauling costs in a period with some sites."""
        key = (period, sites.tobytes())
        if key not in self._costs:
            if len(self._costs) > MOST_KEPT:
                self._costs.clear()
            found = self.haul(period, sites)
            self._costs[key] = np.inf if found is None else found.cost
        return self._costs[key]

    def haul(self, period: int, sites: Columns) -> Haul | None:
        """Return the cheapest hauling in a period to some sites, or None where they cannot take all."""
        cost, supply, capacity = self.delivered[period, sites], self.case.supply[period], self.case.capacity[period, sites]
        if not (supply > 0).any():
            return Haul(0.0, np.zeros(cost.shape), np.zeros(sites.size))
        if not sites.size:
            return None
        cost = np.where(capacity[:, None] > 0, cost, np.inf)
        nearest = cost.argmin(axis=0)
        each = cost[nearest, np.arange(supply.size)]
        if np.isinf(each[supply > 0]).any() or supply.sum() > capacity.sum() * (1 + 1e-9):
            return None
        load = np.bincount(nearest, weights=supply, minlength=sites.size)
        if (load <= capacity).all():
            tonnes = np.zeros(cost.shape)
            tonnes[nearest, np.arange(supply.size)] = supply
            return Haul(float(each[supply > 0] @ supply[supply > 0]), tonnes, np.zeros(sites.size))
        return self._balanced(cost, supply, capacity)

    def _balanced(self, cost: Floats, supply: Floats, capacity: Floats) -> Haul | None:
        """Return the cheapest hauling by HiGHS."""
        site, source = np.nonzero(np.isfinite(cost) & (supply > 0))
        known = cost[site, source]
        unit = max(float(np.abs(known).max(initial=0.0)), 1e-9)
        amount = float(supply.max())
        count, rows = site.size, supply.size + capacity.size
        starts = np.arange(0, 2 * count + 1, 2, dtype=np.int32)
        index = np.stack([source, supply.size + site], axis=1).ravel().astype(np.int32)
        lower = np.concatenate([supply, np.full(capacity.size, -np.inf)]) / amount
        upper = np.concatenate([supply, capacity]) / amount
        layout = (int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize))
        bounds = (np.zeros(count), np.full(count, np.inf), lower, upper)
        self.highs.clearModel()
        self.highs.passModel(
            count, rows, 2 * count, *layout, 0.0, known / unit, *bounds, starts, index, np.ones(2 * count), np.zeros(count, dtype=np.int32)
        )
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = self.highs.getSolution()
        tonnes = np.zeros(cost.shape)
        tonnes[site, source] = np.maximum(np.array(solution.col_value), 0.0) * amount
        scarcity = np.maximum(-np.array(solution.row_dual)[supply.size :], 0.0) * unit
        return Haul(float(known @ tonnes[site, source]), tonnes, scarcity)


def collecting_price(cost: Floats, scarcity: Floats, near: Floats) -> Floats:
    """Return prices for collecting that are best for some sites, as near as may be to others that are good for all.

    `cost` (site, source) what a tonne costs there, `scarcity` what their capacity is worth. Any price between the cheapest and the second
    cheapest site is best for what stands; what does not stand is judged better by prices that know it.
    """
    tall = np.sort(cost + scarcity[:, None], axis=0)
    second = tall[1] if len(tall) > 1 else np.full(tall.shape[1], np.inf)
    price = np.clip(near, tall[0], second)
    return np.where(np.isfinite(price), price, near)
