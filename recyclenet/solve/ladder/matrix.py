"""Sums over the matrix of a programme, by row and by column, and the bounds that rows imply for columns."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from recyclenet.solve.handover import Floats, Programme

PASSES = 40
"""How often bounds are passed on at most: stock passes them on period by period."""

SLACK = 1e-9
"""Relative room left in implied bounds, so that rounding never cuts a plan off."""


def column_of(programme: Programme) -> NDArray[np.int32]:
    """Return the column of every entry of the matrix."""
    return np.repeat(np.arange(programme.cost.size, dtype=np.int32), np.diff(programme.starts))


def activity(programme: Programme, values: Floats) -> Floats:
    """Return the matrix times the values of the columns."""
    weights = programme.values * np.repeat(values, np.diff(programme.starts))
    total: Floats = np.bincount(programme.indices, weights=weights, minlength=programme.row_lower.size).astype(float)
    return total


def reduced_costs(programme: Programme, duals: Floats) -> Floats:
    """Return the costs of columns less what the duals of rows give for them."""
    worth = np.bincount(column_of(programme), weights=programme.values * duals[programme.indices], minlength=programme.cost.size)
    found: Floats = programme.cost - worth
    return found


def bounded(programme: Programme, *, passes: int = PASSES) -> Programme:
    """Return the programme with the upper bounds of its columns as low as single rows imply; they hold for each of its plans."""
    column, row, value = column_of(programme), programme.indices, programme.values
    upper = programme.upper.copy()
    for _ in range(passes):
        least = _least(value, programme.lower[column], upper[column])
        most = _least(-value, programme.lower[column], upper[column])
        found = np.minimum(
            _implied(row, value, least, programme.row_upper), _implied(row, -value, most, -programme.row_lower)
        )  # fmt: skip
        implied = np.full(upper.size, np.inf)
        np.minimum.at(implied, column[np.isfinite(found)], found[np.isfinite(found)])
        implied += SLACK * np.abs(implied)
        implied[programme.integer] = np.floor(implied[programme.integer] + 1e-6)
        better = np.isfinite(implied) & (implied * (1 + 1e-7) + 1e-7 < upper)
        if not better.any():
            break
        upper[better] = np.maximum(implied[better], programme.lower[better])
    return replace(programme, upper=upper)


def _least(value: Floats, lower: Floats, upper: Floats) -> Floats:
    """Return the least that each entry can add to its row."""
    with np.errstate(invalid="ignore"):
        return np.where(value > 0, value * lower, value * upper)


def _implied(row: NDArray[np.int32], value: Floats, least: Floats, side: Floats) -> Floats:
    """Return for each entry how large its column can be at most, given that its row is at most `side` and all others are at their least."""
    endless = ~np.isfinite(least)
    finite = np.where(endless, 0.0, least)
    total = np.bincount(row, weights=finite, minlength=side.size)
    count = np.bincount(row, weights=endless, minlength=side.size)
    others = np.where(count[row] - endless == 0, total[row] - finite, -np.inf)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (side[row] - others) / value
    return np.where((value > 0) & np.isfinite(side[row]), found, np.inf)
