r"""The bound: supply takes its cheapest path at given prices of links, every facility its best plan, each for itself.

For any prices $\alpha_{nf} \ge 0$ of serving source $n$ at facility $f$ [per t/yr] no plan of the case costs less than

$$ L(\alpha) = \sum_n S_n \min\Big(c_n, \min_{p \in P_n} \big(c_p + \sum_{f \in p} \alpha_{nf}\big)\Big)
   + \sum_f \min_k \Big(C_k - \sum_t \max\big\{\textstyle\sum_n (\alpha_{nf} - e_k u_{nf})\,x_n : \sum_n u_{nf}\,x_n \le Q_k,
   \; 0 \le x_n \le S_n\big\}\Big) $$

with $S$ supply, $c_n$ the cost of leaving it, $P_n$ its paths, $k$ the plans of a facility (closed among them, at no cost), $C$ their cost,
$Q$ capacity, $u$ usage and $e$ surcharge. Both minima are taken exactly, the second by filling capacity in the order of what a tonne of it
earns. So sizes are made convex facility by facility, and supply is tied to both of its facilities. Whatever prices come from, the bound is
computed from them here, and holds.
"""

from dataclasses import dataclass

import numpy as np

from recyclenet.solve.handover import Floats
from recyclenet.solve.paths.case import Case, Ints


@dataclass(frozen=True)
class Bound:
    """What prices prove: the bound, by how much each plan costs more than its facility's best (`worse`), and where the best does not agree.

    `excess` [t/yr] by link: what cheapest paths would send, less what the best plans would serve; prices should move along it. `choice`:
    the best plan of every facility, -1 for closed.
    """

    value: float
    worse: Floats
    closed_worse: Floats
    excess: Floats
    choice: Ints


class Relaxation:
    """The case laid out for computing bounds at many prices."""

    def __init__(self, case: Case) -> None:
        """Group paths by source, and links by facility and period."""
        self.case = case
        self._with_paths, self._path_starts = _starts(case.paths.source)
        self._second = case.paths.second >= 0
        self._path_of = np.repeat(np.arange(self._path_starts.size), np.diff(self._path_starts, append=case.paths.source.size))
        links = case.links
        self._supply = case.sources.supply[links.source]
        self._load = self._supply * links.usage
        key = links.facility * case.periods + case.sources.period[links.source]
        self._group, self._link_starts = _starts(key)
        self._group_of = np.repeat(np.arange(self._group.size), np.diff(self._link_starts, append=key.size))
        self._facility, self._period = self._group // case.periods, self._group % case.periods

    def at(self, prices: Floats) -> Bound:
        """Return what prices prove; they must not be negative."""
        sent, paths_value = self._cheapest(prices)
        case, plans = self.case, self.case.plans
        order, earned, taken = self._filled(prices)
        gain = np.zeros(plans.capacity.shape)
        if self._group.size:
            gain[self._facility, self._period] = np.stack([np.add.reduceat(each, self._link_starts) for each in earned], axis=1)
        later = np.cumsum(gain[:, ::-1], axis=1)[:, ::-1]
        cost = plans.cost - later[plans.facility, plans.first_period, plans.size]
        least = np.where(plans.must, np.inf, 0.0)
        np.minimum.at(least, plans.facility, cost)
        choice = np.full(case.facilities, -1, dtype=np.int64)
        best = np.flatnonzero(cost <= least[plans.facility])
        choice[plans.facility[best]] = best
        choice[~plans.must & (least >= 0)] = -1
        served = self._served(order, taken, choice)
        value = case.constant + paths_value + float(least.sum())
        return Bound(value, cost - least[plans.facility], -least, sent - served, choice)

    def _cheapest(self, prices: Floats) -> tuple[Floats, float]:
        """Return what cheapest paths send over every link, and what supply costs on them."""
        sources, paths = self.case.sources, self.case.paths
        cost = paths.cost + prices[paths.first]
        cost[self._second] += prices[paths.second[self._second]]
        best = sources.left.copy()
        sent = np.zeros(prices.size)
        if self._with_paths.size:
            least = np.minimum.reduceat(cost, self._path_starts)
            best[self._with_paths] = np.minimum(best[self._with_paths], least)
            ties = np.flatnonzero(cost <= least[self._path_of])
            first = ties[np.flatnonzero(np.diff(self._path_of[ties], prepend=-1))]
            first = first[cost[first] < sources.left[paths.source[first]]]
            amount = sources.supply[paths.source[first]]
            np.add.at(sent, paths.first[first], amount)
            two = self._second[first]
            np.add.at(sent, paths.second[first][two], amount[two])
        return sent, float(sources.supply @ best)

    def _filled(self, prices: Floats) -> tuple[Ints, list[Floats], list[Floats]]:
        """Return links in the order in which capacity is filled, and by size what each earns and is served there, in that order."""
        links, plans = self.case.links, self.case.plans
        worth = prices / links.usage
        order = np.lexsort((-worth, self._group_of))
        worth, load = worth[order], self._load[order]
        filled = np.cumsum(load) - load
        if self._link_starts.size:
            filled -= filled[self._link_starts][self._group_of]
        earned, taken = [], []
        for size in range(plans.capacity.shape[2]):
            capacity = plans.capacity[self._facility, self._period, size][self._group_of]
            net = worth - plans.surcharge[self._facility, self._period, size][self._group_of]
            amount = np.where(net > 0, np.clip(capacity - filled, 0.0, load), 0.0)
            earned.append(amount * net)
            taken.append(amount)
        return order, earned, taken

    def _served(self, order: Ints, taken: list[Floats], choice: Ints) -> Floats:
        """Return what chosen plans serve of every link [t/yr of supply]."""
        plans, served = self.case.plans, np.zeros(order.size)
        chosen = choice[self._facility]
        size = np.where(chosen >= 0, plans.size[chosen] if plans.size.size else 0, 0)
        running = (chosen >= 0) & (self._period >= (plans.first_period[chosen] if plans.size.size else 0))
        if order.size:
            amount = np.choose(size[self._group_of], taken) * running[self._group_of]
            served[order] = amount
        return served / self.case.links.usage


def _starts(rising: Ints) -> tuple[Ints, Ints]:
    """Return the distinct numbers of a rising list and where each begins."""
    values, starts = np.unique(rising, return_index=True)
    return values, starts
