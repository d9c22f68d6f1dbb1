r"""Cover: the cheapest candidates whose capacities together take what must be taken, bounded from below.

$$ \min \sum_j g_j y_j, \qquad \sum_j Q_j y_j \ge N $$

Candidates of negative cost are taken anyway. Of the rest, two relaxations are looked at, and the better kept: shares of candidates, with
the one that would be shared decided both ways; and the least number of candidates that could do, whichever they are.
"""

from dataclasses import dataclass

import numpy as np

from recyclenet.solve.location.problem import Choice, Floats

ROUNDING = 1e-9
"""How exactly [relative] sums of capacities and supplies are known."""


@dataclass(frozen=True)
class Cover:
    """A bound on a cover, what it takes (shares of candidates), and by how much it rises at least where a candidate is changed.

    `value` bounds the cover; `base + change[j]` bounds it when candidate j is taken though left out here, or left out though taken here.
    Infinite where no cover is possible.
    """

    value: float
    taken: Floats
    base: float
    change: Floats


def cover(worth: Floats, capacity_t: Floats, need_t: float, choice: Choice) -> Cover:
    """Return the bound on the cheapest cover; `worth` is what a candidate costs when it stands."""
    taken = (choice.stands | (choice.free & (worth <= 0))).astype(float)
    value = float(worth @ taken)
    rest = np.flatnonzero(choice.free & (worth > 0))
    missing = need_t - float(capacity_t @ taken)
    if missing <= ROUNDING * need_t or need_t <= 0:
        return Cover(value, taken, value, np.abs(worth))
    if capacity_t[rest].sum() < missing - ROUNDING * need_t:
        return Cover(np.inf, taken, np.inf, np.abs(worth))
    shared = _by_shares(worth, capacity_t, missing - ROUNDING * need_t, rest, Cover(value, taken, value, worth))
    counted = _by_number(worth, capacity_t, missing - ROUNDING * need_t, rest, Cover(value, taken, value, worth))
    return counted if counted.value >= shared.value else shared


def _by_shares(worth: Floats, capacity_t: Floats, missing: float, rest: np.ndarray, begun: Cover) -> Cover:
    """Return the relaxation in which a candidate may be taken by a share; the one that is, is then decided both ways."""
    rate = worth[rest] / capacity_t[rest]
    order = np.argsort(rate, kind="stable")
    rest, rate = rest[order], rate[order]
    filled = np.cumsum(capacity_t[rest])
    last = min(int(np.searchsorted(filled, missing)), rest.size - 1)
    before = float(filled[last - 1]) if last else 0.0
    short, over = missing - before, before + float(capacity_t[rest[last]]) - missing
    base = begun.value + float(worth[rest[:last]].sum())
    without = base + rate[last + 1] * short if last + 1 < rest.size else np.inf
    with_it = base + worth[rest[last]] - (rate[last - 1] * over if last else 0.0)
    taken = begun.taken.copy()
    taken[rest[:last]] = 1.0
    taken[rest[last]] = short / capacity_t[rest[last]]
    loose = base + rate[last] * short
    change = np.abs(worth - rate[last] * capacity_t)
    return Cover(max(loose, min(without, with_it)), taken, loose, change)


def _by_number(worth: Floats, capacity_t: Floats, missing: float, rest: np.ndarray, begun: Cover) -> Cover:
    """Return the relaxation that takes the cheapest candidates, as many as the largest would have to be."""
    number = 1 + int(np.searchsorted(np.cumsum(np.sort(capacity_t[rest])[::-1]), missing))
    number = min(number, rest.size)
    order = rest[np.argsort(worth[rest], kind="stable")]
    chosen, next_worth = order[:number], worth[order[number]] if number < order.size else np.inf
    taken = begun.taken.copy()
    taken[chosen] = 1.0
    value = begun.value + float(worth[chosen].sum())
    change = np.where(begun.taken > 0, -worth, worth - worth[order[number - 1]])
    change[chosen] = next_worth - worth[chosen]
    return Cover(value, taken, value, np.maximum(change, 0.0))
