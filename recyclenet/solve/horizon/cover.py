r"""The cover: how many sites must stand, and the cheapest way to open so many when each opening has a price.

What arises in period $t$ is processed there, so the capacities that stand sum to it: no fewer stand than the largest that do so,
$\sum_j y_{tj} \ge N_t = \min\{n : \text{the } n \text{ largest } Q_{tj} \text{ hold } \sum_i S_{ti}\}$. As all stays open, the $k$-th
opening comes no later than the first $t$ with $N_t \ge k$: its deadline. So the cheapest choice of openings is an assignment of sites to
deadlines, solved by shortest augmenting paths; its dual prices tell what any other opening would cost more.
"""

from dataclasses import dataclass

import numpy as np

from recyclenet.solve.horizon.case import Case, Columns, Floats

SLACK = 1e-9
"""Rounding [relative] within which a number of sites holds what arises."""


@dataclass(frozen=True)
class Choice:
    """The cheapest openings: their cost, the period each site opens in (T: never), and what another opening costs more at least.

    `extra` (T + 1, J): further cost if a site opens in a period, or never in the last row; no plan with that opening costs less than
    the choice and that together.
    """

    cost: float
    opened: Columns
    extra: Floats


def least_standing(case: Case) -> Columns:
    """Return by period how many sites must stand; more than there are sites where no number suffices."""
    largest = np.cumsum(-np.sort(-case.capacity, axis=1), axis=1)
    arising = case.supply.sum(axis=1)[:, None] * (1 - SLACK)
    count = np.where(arising[:, 0] > 0, 1 + (largest < arising).sum(axis=1), 0)
    return np.asarray(np.maximum.accumulate(count))


def deadlines(least: Columns) -> Columns:
    """Return the period by which the first, second, ... opening must have come."""
    return np.asarray(np.searchsorted(least, np.arange(1, int(least[-1]) + 1)))


def cheapest(price: Floats, idle: np.ndarray, deadline: Columns) -> Choice:
    """Return the cheapest openings at a price for each period and site [T, J], with so many by their deadlines."""
    periods, sites = price.shape
    best = np.minimum.accumulate(price, axis=0)
    least = np.where(idle, np.minimum(best[-1], 0.0), best[-1])
    more = best[deadline] - least
    match, slot, site = assigned(more)
    opened = np.where(idle & (best[-1] >= 0.0), periods, price.argmin(axis=0))
    for row, where in enumerate(match):
        opened[where] = price[: deadline[row] + 1, where].argmin()
    worth = np.array([max(slot[deadline >= when].max(initial=0.0), 0.0) for when in range(periods)])
    cost = float(least.sum() + slot.sum() + site.sum())
    if not np.isfinite(cost):
        return Choice(np.inf, opened, np.full((periods + 1, sites), np.inf))
    extra = np.vstack([price - least - site - worth[:, None], np.where(idle, -least - site, np.inf)])
    return Choice(cost, opened, extra)


def assigned(cost: Floats) -> tuple[Columns, Floats, Floats]:
    """Return for each row its column in the cheapest assignment, and the prices of rows and columns: rows + columns <= cost, columns <= 0.

    Where there is no finite way to assign all rows, their prices are infinite.
    """
    rows, columns = cost.shape
    row_price, column_price = np.zeros(rows), np.zeros(columns)
    owner = np.full(columns, -1)
    for row in range(rows):
        distance, before = np.full(columns, np.inf), np.full(columns, -1)
        done = np.zeros(columns, dtype=bool)
        current, last = row, -1
        while True:
            reduced = cost[current] - row_price[current] - column_price
            shorter = ~done & (reduced < distance)
            distance[shorter], before[shorter] = reduced[shorter], last
            step = np.where(done, np.inf, distance)
            nearest = int(step.argmin())
            if not np.isfinite(step[nearest]):
                return np.zeros(rows, dtype=np.int64), np.full(rows, np.inf), column_price
            used = np.flatnonzero(done)
            row_price[[row, *owner[used]]] += step[nearest]
            column_price[used] -= step[nearest]
            distance[~done] -= step[nearest]
            done[nearest], last = True, nearest
            if owner[nearest] < 0:
                break
            current = int(owner[nearest])
        while last >= 0:
            previous = int(before[last])
            owner[last] = row if previous < 0 else owner[previous]
            last = previous
    match = np.empty(rows, dtype=np.int64)
    match[owner[owner >= 0]] = np.flatnonzero(owner >= 0)
    return match, row_price, column_price
