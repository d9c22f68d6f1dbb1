"""Measures: what a plan may be made best in besides its cost, as coefficients of the model's variables."""

from dataclasses import dataclass

import numpy as np

from recyclenet.errors import UsageError
from recyclenet.instance.instance import Objective
from recyclenet.model.accounts import COLLECTED, EMISSIONS, RECOVERED, UNCOLLECTED, Terms
from recyclenet.model.arrays import Costs, Floats
from recyclenet.model.formulation import Formulation


@dataclass(frozen=True)
class Goal:
    """A measure to be made as small as possible: `sign` times (`constant` plus the sum of costs times variables) is the measure itself.

    The measure is counted over the horizon [t]; sign is -1 where more of it is better.
    """

    objective: Objective
    costs: list[Costs]
    sign: float
    constant: float


ACCOUNTS = {"emissions": (EMISSIONS, "gas", 1.0), "recovered": (RECOVERED, "element", -1.0),
            "collected": (COLLECTED, "", -1.0), "uncollected": (UNCOLLECTED, "", 1.0)}  # fmt: skip
"""The account of each measure, the dimension that `of` names, and the sign of what is made small."""


def goal(formulation: Formulation, objective: Objective) -> Goal:
    """Return the goal of an objective other than cost; raise UsageError where what it is of is not in the instance."""
    account, dimension, sign = ACCOUNTS[objective.measure]
    network = formulation.network
    years = network["periods"]["years"].to_numpy(dtype=float)
    label = -1
    if dimension:
        universe = network.universes[dimension]
        if objective.of not in universe:
            raise UsageError(f"objective {objective.measure} of '{objective.of}': the instance has no such {dimension}; write one of "
                             f"{', '.join(map(str, universe))}")  # fmt: skip
        label = int(universe.get_loc(objective.of))
    weighted: list[tuple[Terms, Floats]] = []
    for terms in formulation.total(account):
        counts = years[terms.labels["period"]]
        if dimension:
            counts = np.where(terms.labels[dimension] == label, counts, 0.0)
        weighted.append((terms, sign * terms.coefficients * counts))
    constant = 0.0
    if objective.measure == "collected":
        supply = network["supplies"]["supply_t"]
        constant = sign * float((supply * network["periods"]["years"].reindex(supply.index, level="period")).sum())
    return Goal(objective, formulation.summed(weighted), sign, constant)
