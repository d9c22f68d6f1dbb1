"""Sizes: which candidates are sizes of one another, so that rounding opens the one that fits.

The relaxation uses a little of the largest size, whose tonne is the cheapest; rounded up as it is, every small point would be the largest.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recyclenet.model.formulation import Formulation
from recyclenet.solve.handover import Floats, Ints, Programme

ROOM = 1e-6
"""Share by which a size may be smaller than what it is to do: the relaxation's rounding."""


@dataclass(frozen=True)
class Sizes:
    """For every column (-1: none): its technology at a site, the same in a period; and the capacity of what it opens [t/yr]."""

    technology: NDArray[np.int64]
    period: NDArray[np.int64]
    capacity: Floats

    def part(self, columns: NDArray[np.bool_]) -> "Sizes":
        """Return the sizes of some columns."""
        return Sizes(self.technology[columns], self.period[columns], self.capacity[columns])

    def fitting(self, up: Ints, values: Floats, upper: Floats) -> Ints:
        """Return for columns to be rounded up the size that is just large enough for what stands there in any period."""
        if not up.size or not np.any(self.technology[up] >= 0):
            return up
        there = np.flatnonzero(self.technology >= 0)
        used = np.bincount(self.period[there], weights=values[there] * self.capacity[there])
        needed = np.zeros(int(self.technology.max()) + 1)
        np.maximum.at(needed, self.technology[there], used[self.period[there]])
        large = (self.capacity[there] >= (1 - ROOM) * needed[self.technology[there]]) & (upper[there] > 0)
        order = np.lexsort((self.capacity[there], ~large, self.period[there]))
        first = np.flatnonzero(np.append(True, np.diff(self.period[there][order]) > 0))
        best = np.full(int(self.period.max()) + 1, -1)
        chosen = there[order[first]]
        best[self.period[chosen]] = np.where(large[order[first]], chosen, -1)
        found = np.where(self.technology[up] >= 0, best[np.maximum(self.period[up], 0)], -1)
        return np.unique(np.where(found >= 0, found, up))


def sizes_of(formulation: Formulation, programme: Programme) -> Sizes:
    """Return the sizes of a programme's columns."""
    technology, period = (np.full(programme.cost.size, -1, dtype=np.int64) for _ in range(2))
    capacity = np.zeros(programme.cost.size)
    opened = formulation.variables["open"]
    for variable, where in programme.columns:
        if variable is opened:
            index = variable.labels.pandas
            technology[where] = index.to_frame(index=False).groupby(["site", "technology"], sort=False).ngroup()
            period[where] = index.to_frame(index=False).groupby(["site", "technology", "period"], sort=False).ngroup()
            capacity[where] = formulation.network["candidates"]["capacity_t"].reindex(index.droplevel("period")).to_numpy()
    return Sizes(technology, period, capacity)
