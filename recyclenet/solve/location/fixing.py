"""Fixing: a candidate is settled when the other way round is proven to cost no less than what is looked for."""

import numpy as np

from recyclenet.solve.location.bound import Point
from recyclenet.solve.location.cover import ROUNDING
from recyclenet.solve.location.problem import Choice, Location


def settled(point: Point, choice: Choice, cut: float) -> tuple[Choice, float]:
    """Return the choice with all settled that a point settles for plans below a cost, and the least bound that was relied on."""
    changed = point.changed()
    sure = choice.free & (changed >= cut)
    if not sure.any():
        return choice, np.inf
    taken = point.taken.taken
    stands, goes = sure & (taken >= 1.0), sure & (taken <= 0.0)
    relied = stands | goes
    if not relied.any():
        return choice, np.inf
    return Choice(choice.stands | stands, choice.may & ~goes), float(changed[relied].min())


def needed(location: Location, choice: Choice) -> Choice:
    """Return the choice with those standing without which the rest could not take all."""
    spare = float(location.capacity_t[choice.may].sum()) - location.least_t
    lacking = choice.free & (location.capacity_t > spare + ROUNDING * location.least_t)
    return choice.with_open(lacking) if lacking.any() else choice
