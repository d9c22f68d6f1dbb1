"""Rounding: facilities that the ascent used often are opened, as it used them most."""

import numpy as np
from numpy.typing import NDArray

from recyclenet.solve.handover import Floats
from recyclenet.solve.paths.case import Case, Ints
from recyclenet.solve.paths.model import CLOSED

SHARES = (0.5, 0.35, 0.65)
"""How often a facility must have been used to be opened; tried one after the other."""

NEAREST = 8
"""Number of cheapest paths of every source among open facilities that its flow is worked out on at first."""


def rounded(case: Case, weights: Floats, share: float) -> Ints:
    """Return the choice that opens what was used at least so often, with the plan that was used most."""
    choice = np.full(case.facilities, CLOSED, dtype=np.int64)
    if weights.size:
        often = np.bincount(case.plans.facility, weights, minlength=case.facilities) >= share
        order = np.argsort(weights, kind="stable")
        order = order[(often | case.plans.must)[case.plans.facility[order]]]
        choice[case.plans.facility[order]] = order
    return choice


def cheapest_open(case: Case, choice: Ints) -> NDArray[np.bool_]:
    """Return the cheapest few paths of every source through facilities that a choice opens."""
    first = np.append(case.plans.first_period, 0)[choice]
    period = case.sources.period[case.links.source]
    open_links = np.append((choice >= 0)[case.links.facility] & (first[case.links.facility] <= period), True)
    usable = np.flatnonzero(open_links[case.paths.first] & open_links[case.paths.second])
    order = usable[np.lexsort((case.paths.cost[usable], case.paths.source[usable]))]
    source = case.paths.source[order]
    rank = np.arange(order.size) - np.searchsorted(source, source)
    chosen = np.zeros(case.paths.cost.size, dtype=bool)
    chosen[order[rank < NEAREST]] = True
    return chosen
