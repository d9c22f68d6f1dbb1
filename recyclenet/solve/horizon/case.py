r"""The case: sources, sites and periods as dense arrays, and where each number stands in the programme.

$$ \min \sum_j P_{j\tau_j} + \sum_{tji} c_{tji} x_{tji} + \sum_{tj} p_{tj} z_{tj}, \quad \sum_j x_{tji} = S_{ti}, \quad
   z_{tj} \le Q_{tj} [\tau_j \le t], \quad \sum_i x_{tji} = z_{tj} $$

$\tau_j$ is the period in which site $j$ opens (or never), $x$ what is hauled, $z$ what is processed.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Columns = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Places:
    """Columns of the programme that the numbers of a case belong to; -1: there is none.

    flow (period, site, source); throughput, open, build (period, site). `rate`: tonnes taken per unit of throughput. What leaves
    with it: column `exit_column` is `exit_factor` times throughput `exit_throughput`.
    """

    flow: Columns
    throughput: Columns
    open: Columns
    build: Columns
    rate: Floats
    exit_throughput: Columns
    exit_column: Columns
    exit_factor: Floats


@dataclass(frozen=True)
class Case:
    """A single-echelon network over periods: T periods, J sites, I sources.

    supply (T, I) and capacity (T, J) [t in the period]; haul (T, J, I) and process (T, J) what a tonne costs, weighted, inf where it is
    not possible; path (T, J) what opening in a period and standing from then on costs, inf where it may not; idle (J) whether a site may
    stay closed; years (T); constant: what any plan costs besides.
    """

    supply: Floats
    haul: Floats
    process: Floats
    capacity: Floats
    path: Floats
    idle: Flags
    years: Floats
    constant: float
    places: Places = field(repr=False)

    @property
    def periods(self) -> int:
        """Return the number of periods."""
        return int(self.supply.shape[0])

    @property
    def sites(self) -> int:
        """Return the number of sites."""
        return int(self.path.shape[1])

    def standing(self, opened: Columns) -> Flags:
        """Return by period and site whether it stands, from the periods sites open in (`periods`: never)."""
        return np.asarray(np.arange(self.periods)[:, None] >= opened)

    def opening(self, opened: Columns) -> float:
        """Return what opening and standing costs; infinite where a site may not open then, or must stand."""
        used = opened < self.periods
        if not np.all(used | self.idle):
            return float("inf")
        return float(self.path[opened[used], np.flatnonzero(used)].sum())
