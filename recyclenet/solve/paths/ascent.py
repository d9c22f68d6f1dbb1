"""The ascent: prices of links raised and lowered until their bound is nearly the best there is.

The volume algorithm of Barahona & Anbil (2000).
"""

import numpy as np

from recyclenet.solve.handover import Floats
from recyclenet.solve.paths.bound import Bound, Relaxation
from recyclenet.solve.paths.case import Case

BLEND = 0.05
"""Weight of the newest answer in the average that shows the way."""

LONGER, LONGEST, SHORTER, PATIENCE = 1.1, 2.0, 0.8, 3
"""How steps grow with success, up to what, and how they shrink after so many without."""

SMALLEST = 1e-4
"""Length of a step at which an ascent has arrived."""

HOPE = 0.05
"""How far above the bound a plan is taken to be while none is known, relative to the bound."""


def first_prices(case: Case, share: float = 0.8) -> Floats:
    """Return prices at which a facility of the cheapest size, full for good, nearly earns its cost."""
    plans = case.plans
    tonnes = np.cumsum(plans.capacity[:, ::-1], axis=1)[:, ::-1][plans.facility, plans.first_period, plans.size]
    each = np.full(case.facilities, np.inf)
    runs = tonnes > 0
    np.minimum.at(each, plans.facility[runs], np.maximum(plans.cost[runs], 0.0) / tonnes[runs])
    each[~np.isfinite(each)] = 0.0
    return share * each[case.links.facility] * case.links.usage


class Ascent:
    """Prices on their way up: the best `prices`, what they prove (`bound`), and how often the way used every plan (`weights`, 0 to 1).

    Steps go along the average excess per tonne of supply, so that small sources are priced as quickly as large ones.
    """

    def __init__(self, relaxation: Relaxation) -> None:
        """Begin at the first prices."""
        self._relaxation = relaxation
        self._supply = np.maximum(relaxation.case.sources.supply[relaxation.case.links.source], 1e-9)
        self.prices = first_prices(relaxation.case)
        self.bound = relaxation.at(self.prices)
        self.weights = self._used(self.bound)
        self._way, self._scale, self._idle = self.bound.excess, 1.0, 0

    @property
    def arrived(self) -> bool:
        """Return whether no further step is worth its time."""
        return self._scale < SMALLEST or not np.any(self._way)

    def resume(self, scale: float) -> None:
        """Let steps be longer again: a plan is known to aim at."""
        self._scale, self._idle = max(self._scale, scale), 0

    def step(self, cost: float) -> None:
        """Go a step towards the cost of a plan (infinite: none known)."""
        aim = cost if np.isfinite(cost) else self.bound.value + HOPE * max(abs(self.bound.value), 1.0)
        if self.arrived:
            return
        way = self._way / self._supply
        length = self._scale * (aim - self.bound.value) / float(self._way @ way)
        trial = np.maximum(self.prices + length * way, 0.0)
        found = self._relaxation.at(trial)
        self.weights = (1 - BLEND) * self.weights + BLEND * self._used(found)
        self._way = (1 - BLEND) * self._way + BLEND * found.excess
        if found.value > self.bound.value:
            self._idle = 0
            if float(found.excess @ self._way) > 0:
                self._scale = min(self._scale * LONGER, LONGEST)
            self.prices, self.bound = trial, found
        else:
            self._idle += 1
            if self._idle >= PATIENCE:
                self._scale, self._idle = self._scale * SHORTER, 0

    def _used(self, bound: Bound) -> Floats:
        used = np.zeros(self._relaxation.case.plans.cost.size)
        used[bound.choice[bound.choice >= 0]] = 1.0
        return used
