r"""What sites are worth at a price for collecting: the Lagrangian of a network whose sources must be served.

With a price $u_{ti}$ for each tonne collected, a site that stands in period $t$ earns at best $v_{tj}(u) \le 0$, a continuous knapsack:

$$ v_{tj}(u) = \min \Big\{ \sum_i (c_{tji} + p_{tj} - u_{ti}) x_i : 0 \le x_i \le S_{ti}, \sum_i x_i \le Q_{tj} \Big\} $$

For any prices $\sum_{ti} u_{ti} S_{ti} + \min_\tau \sum_j \big( P_{j\tau_j} + \sum_{t \ge \tau_j} v_{tj}(u) \big)$, over openings that obey
the cover, is no more than any plan costs, and $\sum_i u_{ti} S_{ti} + \sum_j v_{tj}(u) y_{tj}$ no more than hauling and processing cost in
period $t$ whatever stands.
"""

from dataclasses import dataclass

import numpy as np

from recyclenet.solve.horizon.case import Case, Flags, Floats


@dataclass(frozen=True)
class Worth:
    """What sites earn at best at certain prices: `value` (T, J) <= 0 and the constant of each period (T)."""

    prices: Floats
    constant: Floats
    value: Floats
    below: Floats


def delivered(case: Case) -> Floats:
    """Return what a tonne costs from each source to each site and through it (T, J, I)."""
    return np.asarray(case.haul + case.process[:, :, None])


def worth(case: Case, cost: Floats, prices: Floats) -> Worth:
    """Return what sites earn at best; `cost` is what delivered tonnes cost."""
    below = np.minimum(cost - prices[:, None, :], 0.0)
    wanted = np.einsum("tji,ti->tj", below < 0.0, case.supply)
    value = np.einsum("tji,ti->tj", below, case.supply)
    value[case.capacity == 0.0] = 0.0
    full = (wanted > case.capacity) & (case.capacity > 0.0)
    gains, amounts = below[full], np.broadcast_to(case.supply[:, None, :], below.shape)[full]
    value[full] = (gains * filled(gains, amounts, case.capacity[full])).sum(axis=1)
    return Worth(prices, (prices * case.supply).sum(axis=1), value, below)


def filled(gains: Floats, amounts: Floats, capacity: Floats) -> Floats:
    """Return how much of each amount goes into knapsacks, row by row, those that gain most (are least) first."""
    order = np.argsort(gains, axis=1)
    sorted_amounts = np.take_along_axis(np.where(gains < 0.0, amounts, 0.0), order, axis=1)
    before = np.cumsum(sorted_amounts, axis=1) - sorted_amounts
    taken = np.clip(capacity[:, None] - before, 0.0, sorted_amounts)
    back = np.empty_like(taken)
    np.put_along_axis(back, order, taken, axis=1)
    return np.asarray(back)


def collected(case: Case, found: Worth, standing: Flags) -> Floats:
    """Return what is collected by period and source where some sites stand and earn their best (T, I)."""
    gains, capacity = found.below[standing], case.capacity[standing]
    amounts = np.broadcast_to(case.supply[:, None, :], found.below.shape)[standing]
    taken = filled(gains, amounts, capacity)
    total = np.zeros_like(case.supply)
    np.add.at(total, np.nonzero(standing)[0], taken)
    return total


def from_then_on(value: Floats) -> Floats:
    """Return sums over each period and all that follow."""
    return np.asarray(np.cumsum(value[::-1], axis=0)[::-1])
