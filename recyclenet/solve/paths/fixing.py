"""Fixing: plans of facilities that no better plan than the one at hand can hold are left out, with proof."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recyclenet.solve.paths.bound import Bound
from recyclenet.solve.paths.case import Case

ROUNDING = 1e-9
"""How exactly bounds and costs are told apart, relative to the cost."""


@dataclass(frozen=True)
class Choices:
    """What is still to be chosen from: plans that may be taken, and facilities that may stay closed."""

    plans: NDArray[np.bool_]
    closed: NDArray[np.bool_]

    @property
    def count(self) -> int:
        """Return the number of plans left of facilities that have a choice."""
        return int(self.plans.sum())


def all_choices(case: Case) -> Choices:
    """Return the choices of a case before anything is known."""
    return Choices(np.ones(case.plans.cost.size, dtype=bool), ~case.plans.must)


def fixed(choices: Choices, bound: Bound, cost: float) -> Choices:
    """Return the choices that a plan cheaper than `cost` may hold: no more than the bound and what they add to it."""
    room = cost - bound.value + ROUNDING * max(1.0, abs(cost))
    return Choices(choices.plans & (bound.worse <= room), choices.closed & (bound.closed_worse <= room))
