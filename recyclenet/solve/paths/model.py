r"""The path model: the case as a mixed-integer programme, with supply tied to every size of both facilities it passes.

$$ \sum_p x_p + \ell_n = S_n, \qquad \sum_{p \ni (n,f)} x_p \le \sum_s w_{nfs}, \qquad w_{nfs} \le S_n\,y_{fst}, \qquad
   \sum_n u_{nf}\,w_{nfs} \le Q_{fst}\,y_{fst} $$

$x$ what takes a path, $\ell$ what is left, $w$ what a size serves [t/yr], $y$ whether it is open: $y_{fst} \ge y_{fs,t-1}$, one size per
facility. Its relaxation is the best of all bounds that `Relaxation` computes. Facilities may be kept closed or held to a plan, and plans
and paths left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recyclenet.solve.handover import Floats
from recyclenet.solve.paths.case import Case, Ints
from recyclenet.solve.paths.matrix import Matrix

CLOSED = -1
"""Choice of a facility that stays closed."""

Flags = NDArray[np.bool_]
Cells = tuple[Ints, Ints, Ints]
"""Facilities, periods and sizes."""


@dataclass(frozen=True)
class PathModel:
    """The matrix of the path model and what its columns are.

    The first stand for `paths` of the case, the next for what is left; `served` of them for the links and sizes in `linked`, `open` for
    facilities, periods and sizes in `cells`.
    """

    matrix: Matrix
    case: Case
    paths: Ints
    left: Ints
    linked: tuple[Ints, Ints]
    served: Ints
    cells: Cells
    open: Ints

    def choice(self, values: Floats) -> Ints:
        """Return the plan of every facility in a solution."""
        plans = self.case.plans
        stands = np.zeros(plans.capacity.shape, dtype=bool)
        stands[self.cells] = values[self.open] > 0.5
        first = np.where(stands.any(axis=1), stands.argmax(axis=1), -1)
        choice = np.full(self.case.facilities, CLOSED, dtype=np.int64)
        chosen = np.flatnonzero(first[plans.facility, plans.size] == plans.first_period)
        choice[plans.facility[chosen]] = chosen
        return choice


def held_to(case: Case, choice: Ints) -> Flags:
    """Return the plans allowed where every facility is held to a choice."""
    allowed = np.zeros(case.plans.cost.size, dtype=bool)
    allowed[choice[choice >= 0]] = True
    return allowed


def path_model(case: Case, allowed: Flags, must: Flags, paths: Flags | None = None) -> PathModel:
    """Return the model with the plans allowed; facilities in `must` do not stay closed; paths may be left out.

    What has one plan that it must take is fixed: no rows tie supply to it but its capacity.
    """
    matrix, period = Matrix(), case.sources.period[case.links.source]
    may_open = _may_open(case, allowed)
    chosen = _usable(case, np.asarray(may_open[case.links.facility, period].any(axis=1)), paths)
    left, link_rows = _flows(matrix, case, chosen)
    link_of = np.flatnonzero(link_rows >= 0)
    which, size = np.nonzero(may_open[case.links.facility[link_of], period[link_of]])
    link = link_of[which]
    cells = case.links.facility[link], period[link], size
    served = matrix.columns(case.plans.surcharge[cells] * case.links.usage[link])
    matrix.add(link_rows[link], served, -1.0)
    fixed = must & (np.bincount(case.plans.facility[allowed], minlength=case.facilities) == 1)
    open_of = _openings(matrix, case, allowed, may_open, fixed)
    free = ~fixed[cells[0]]
    ties = matrix.rows(-np.inf, 0.0, int(free.sum()))
    matrix.add(ties, served[free], 1.0)
    matrix.add(ties, open_of[cells][free], -case.sources.supply[case.links.source[link[free]]])
    _capacities(matrix, case, open_of, cells, served, case.links.usage[link])
    _successions(matrix, case, allowed, must, open_of)
    every = np.nonzero(may_open)
    return PathModel(matrix, case, chosen, left, (link, size), served, (every[0], every[1], every[2]), open_of[every])


def _may_open(case: Case, allowed: Flags) -> Flags:
    """Return which sizes may be open, by facility, period and size."""
    plans = case.plans
    may_open = np.zeros(plans.capacity.shape, dtype=bool)
    for period in range(case.periods):
        going = allowed & (plans.first_period <= period)
        may_open[plans.facility[going], period, plans.size[going]] = True
    return may_open


def _usable(case: Case, links: Flags, paths: Flags | None) -> Ints:
    """Return the paths of which all links are usable."""
    both = links[case.paths.first] & ((case.paths.second < 0) | links[case.paths.second])
    return np.flatnonzero(both if paths is None else both & paths)


def _flows(matrix: Matrix, case: Case, chosen: Ints) -> tuple[Ints, Ints]:
    """Add paths and what is left; return the columns of what is left, and the row that sums the paths of each link (-1: none)."""
    sources = case.sources
    may_leave = np.isfinite(sources.left)
    on_path = matrix.columns(case.paths.cost[chosen])
    left = matrix.columns(np.where(may_leave, sources.left, 0.0), upper=np.where(may_leave, np.inf, 0.0))
    supply = matrix.rows(sources.supply, sources.supply, sources.supply.size)
    matrix.add(supply[case.paths.source[chosen]], on_path, 1.0)
    matrix.add(supply, left, 1.0)
    first, second = case.paths.first[chosen], case.paths.second[chosen]
    two = second >= 0
    link_rows = np.full(case.links.source.size, -1, dtype=np.int64)
    used = np.unique(np.concatenate([first, second[two]]))
    link_rows[used] = matrix.rows(-np.inf, 0.0, used.size)
    matrix.add(link_rows[first], on_path, 1.0)
    matrix.add(link_rows[second[two]], on_path[two], 1.0)
    return left, link_rows


def _openings(matrix: Matrix, case: Case, allowed: Flags, may_open: Flags, fixed: Flags) -> Ints:
    """Add the columns that say what is open; return them by facility, period and size (-1: none).

    Costs of being open by period add up to the cost of the plan that opens in it.
    """
    plans = case.plans
    cost = np.zeros((case.facilities, case.periods + 1, may_open.shape[2]))
    known = np.zeros(cost.shape, dtype=bool)
    starts = plans.facility[allowed], plans.first_period[allowed], plans.size[allowed]
    cost[starts], known[starts] = plans.cost[allowed], True
    for period in range(case.periods - 1, -1, -1):  # where none may open, nothing is added
        cost[:, period] = np.where(known[:, period], cost[:, period], cost[:, period + 1])
    lower = np.zeros(may_open.shape)
    for plan in np.flatnonzero(allowed & fixed[plans.facility]):
        lower[plans.facility[plan], plans.first_period[plan] :, plans.size[plan]] = 1.0
    open_of = np.full(may_open.shape, -1, dtype=np.int64)
    open_of[may_open] = matrix.columns((cost[:, :-1] - cost[:, 1:])[may_open], lower=lower[may_open], upper=1.0, whole=True)
    return open_of


def _capacities(matrix: Matrix, case: Case, open_of: Ints, cells: Cells, served: Ints, usage: Floats) -> None:
    """Keep what a size serves within its capacity."""
    keys, row = np.unique(np.ravel_multi_index(cells, open_of.shape), return_inverse=True)
    rows = matrix.rows(-np.inf, 0.0, keys.size)
    matrix.add(rows[row], served, usage)
    matrix.add(rows, open_of.ravel()[keys], -case.plans.capacity.ravel()[keys])


def _successions(matrix: Matrix, case: Case, allowed: Flags, must: Flags, open_of: Ints) -> None:
    """Let what is open stay open, open only when a plan says, and be of one size; what must stand stands in the end."""
    plans = case.plans
    opens = np.zeros(open_of.shape, dtype=bool)
    opens[plans.facility[allowed], plans.first_period[allowed], plans.size[allowed]] = True
    before, after = open_of[:, :-1], open_of[:, 1:]
    follows = (before >= 0) & (after >= 0)
    rows = matrix.rows(0.0, np.where(opens[:, 1:][follows], np.inf, 0.0), int(follows.sum()))
    matrix.add(rows, after[follows], 1.0)
    matrix.add(rows, before[follows], -1.0)
    last = open_of[:, -1]
    some = np.flatnonzero((last >= 0).any(axis=1))
    rows = matrix.rows(np.where(must[some], 1.0, 0.0), 1.0, some.size)
    which, size = np.nonzero(last[some] >= 0)
    matrix.add(rows[which], last[some][which, size], 1.0)
