r"""Single-echelon capacitated location: sources whose supply goes to candidates, each with a capacity and a cost of standing.

$$ \min \sum_{jk} c_{jk} x_{jk} + \sum_j f_j y_j + \sum_k p_k u_k, \qquad \sum_j x_{jk} + u_k = s_k, \qquad \sum_k x_{jk} \le Q_j y_j $$

with $0 \le x_{jk} \le s_k y_j$, $0 \le u_k \le U_k$, $y$ binary. A source is a place and a material that arises there.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

ABSENT = 1e100
"""Cost per tonne where there is no way: never paid, and finite, so that nothing times it is nothing."""


@dataclass(frozen=True)
class Location:
    """The numbers of a location problem; tonnes are those a candidate's capacity counts.

    `supply_t` $s$, `left_cost_per_t` $p$ and `left_most_t` $U$ by source; `capacity_t` $Q$, `fixed_cost` $f$, `required` and `allowed` by
    candidate; `cost_per_t` $c$ by candidate and source, ABSENT where there is no way. All supplies are above nothing. `offset` is paid
    whatever is done.
    """

    supply_t: Floats
    cost_per_t: Floats
    capacity_t: Floats
    fixed_cost: Floats
    required: Bools
    allowed: Bools
    left_cost_per_t: Floats
    left_most_t: Floats
    offset: float = 0.0

    @cached_property
    def least_t(self) -> float:
        """Return what candidates must take together at least."""
        return float(self.supply_t.sum() - np.minimum(self.left_most_t, self.supply_t).sum())


@dataclass(frozen=True)
class Choice:
    """What is settled of the candidates in a part of the search: those that stand, and those that may."""

    stands: Bools
    may: Bools

    @property
    def free(self) -> Bools:
        """Return the candidates of which nothing is settled."""
        return self.may & ~self.stands

    def with_open(self, chosen: Bools | int) -> "Choice":
        """Return the choice with some candidates standing."""
        stands = self.stands.copy()
        stands[chosen] = True
        return Choice(stands, self.may)

    def with_closed(self, chosen: Bools | int) -> "Choice":
        """Return the choice with some candidates left out."""
        may = self.may.copy()
        may[chosen] = False
        return Choice(self.stands, may)
