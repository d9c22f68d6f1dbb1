"""The dive: a first plan, found by rounding the relaxation a few columns at a time and solving it again."""

from collections.abc import Callable

import numpy as np

from recyclenet.solve.handover import Floats, Ints, Programme
from recyclenet.solve.ladder.matrix import activity, column_of
from recyclenet.solve.ladder.sizes import Sizes
from recyclenet.solve.loaded import Loaded, Optimum

WHOLE = 1e-6
"""How near a whole number counts as whole."""

NEARLY = 0.9
"""From this fractional part on, columns are rounded up at once."""

HARDLY = 0.02
"""Up to this fractional part, columns are rounded down at once."""

SHARE = 0.25
"""Share of what is still undecided that is rounded up in every round, the nearest to one first."""


def dive(loaded: Loaded, values: Floats, solve: Callable[[Loaded], Optimum | None], sizes: Sizes) -> Floats | None:
    """Return values in which all whole columns are whole, from those of a relaxation; None where the dive ends without a plan.

    As many columns are rounded down as are not missed. Where some are missed after all, they are given free once more, and only what was
    rounded up stays.
    """
    programme = loaded.programme
    lower, upper = programme.lower.copy(), programme.upper.copy()
    whole = np.flatnonzero(programme.integer)
    while True:
        fraction = values - np.floor(values + WHOLE)
        free = whole[(upper - lower)[whole] > WHOLE]
        if not np.any(fraction[free] > WHOLE):
            return np.where(programme.integer, np.round(values), values)
        up, down = _to_round(free, fraction[free])
        up = _agreeing(programme, sizes.fitting(up, values, upper), lower)
        lower[up] = np.minimum(np.floor(values[up] + WHOLE) + 1, upper[up])
        found = None
        while found is None and down.size:  # as many as are not missed, the least used first
            tried = upper.copy()
            tried[down] = np.maximum(np.floor(values[down] + WHOLE), lower[down])
            found = _within(loaded, whole, (lower, tried), solve)
            down = down[: down.size // 2]
        if found is None:  # all that is left is needed: more is rounded up
            count = int(np.ceil(SHARE * np.count_nonzero(fraction[free] > 10 * WHOLE)))
            nearest = free[np.argsort(-fraction[free], kind="stable")[: max(1, count)]]
            more = _agreeing(programme, sizes.fitting(nearest, values, upper), lower)
            lower[more], tried = np.maximum(lower[more], np.minimum(np.ceil(values[more] + WHOLE), upper[more])), upper.copy()
            found = _within(loaded, whole, (lower, tried), solve)
        if found is None:  # what was rounded down is missed after all
            tried[whole] = np.maximum(programme.upper[whole], lower[whole])
            found = _within(loaded, whole, (lower, tried), solve)
        if found is None:
            return None
        values, upper = found, tried


def _to_round(free: Ints, fraction: Floats) -> tuple[Ints, Ints]:
    """Return which of the free columns to round up and which down."""
    up, down = free[fraction >= NEARLY], free[fraction <= HARDLY]
    rest = (fraction < NEARLY) & (fraction > HARDLY)
    order = np.argsort(-fraction[rest], kind="stable")
    down = down[np.argsort(fraction[fraction <= HARDLY], kind="stable")]
    return np.concatenate([up, free[rest][order[: int(np.ceil(SHARE * order.size))]]]), down


def _agreeing(programme: Programme, up: Ints, lower: Floats) -> Ints:
    """Return those of some columns that can be one higher together, the first first: of the sizes at a site, only one can be open."""
    whole_rows = np.bincount(programme.indices, weights=~programme.integer[column_of(programme)], minlength=programme.row_lower.size) == 0
    room = np.where(whole_rows, programme.row_upper - activity(programme, np.where(programme.integer, lower, 0.0)), np.inf)
    chosen = []
    for column in up.tolist():
        entries = slice(programme.starts[column], programme.starts[column + 1])
        rows, values = programme.indices[entries], programme.values[entries]
        if np.all(values <= room[rows] + WHOLE):
            room[rows] -= values
            chosen.append(column)
    return np.array(chosen, dtype=np.int64)


def _within(loaded: Loaded, whole: Ints, bounds: tuple[Floats, Floats], solve: Callable[[Loaded], Optimum | None]) -> Floats | None:
    """Return the relaxation's values within given bounds of the whole columns."""
    lower, upper = bounds
    if np.any(lower[whole] > upper[whole]):
        return None
    loaded.bound(whole, lower[whole], upper[whole])
    answer = solve(loaded)
    return None if answer is None else answer.values
