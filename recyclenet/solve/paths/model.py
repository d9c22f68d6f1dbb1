r"""The path model: the case as a mixed-integer programme, with supply tied to every size of both facilities it passes.

$$ \sum_p x_p + \ell_n = S_n, \qquad \sum_{p \ni (n,f)} x_p \le \sum_s w_{nfs}, \qquad w_{nfs} \le S_n\,y_{fst}, \qquad
   \sum_n u_{nf}\,w_{nfs} \le Q_{fst}\,y_{fst} $$

$x$ what takes a path, $\ell$ what is left, $w$ what a size serves [t/yr], $y$ whether it is open: $y_{fst} \ge y_{fs,t-1}$, one size per
facility. Its relaxation is the best of all bounds `Relaxation` computes. Facilities may be kept closed or held to a plan, and plans left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recyclenet.solve.handover import Floats
from recyclenet.solve.paths.case import Case, Ints
from recyclenet.solve.paths.matrix import Matrix

CLOSED = -1
"""Choice of a facility that stays closed."""


@dataclass(frozen=True)
class PathModel:
    """The matrix of the path model, the columns of its parts, and what they stand for.

    `opened`: (facility, period, size) of the columns from `first_opened` on. `paths`: the case's paths that the columns from 0 on are.
    """

    matrix: Matrix
    case: Case
    paths: Ints
    left: Ints
    opened: tuple[Ints, Ints, Ints]
    first_opened: int
    linked: tuple[Ints, Ints]
    first_linked: int
    supply_rows: Ints
    link_rows: Ints
    free_link: Ints

    def choice(self, values: Floats) -> Ints:
        """Return the plan of every facility in a solution."""
        facility, period, size = self.opened
        case = self.case
        open_share = np.zeros((case.facilities, case.periods, case.plans.capacity.shape[2]))
        open_share[facility, period, size] = values[self.first_opened : self.first_opened + facility.size]
        stands = open_share > 0.5
        first = np.where(stands.any(axis=1), stands.argmax(axis=1), -1)
        choice = np.full(case.facilities, CLOSED, dtype=np.int64)
        plans = case.plans
        chosen = np.flatnonzero(first[plans.facility, plans.size] == plans.first_period)
        choice[plans.facility[chosen]] = chosen
        return choice


def held_to(case: Case, choice: Ints) -> NDArray[np.bool_]:
    """Return the plans allowed where every facility is held to a choice."""
    allowed = np.zeros(case.plans.cost.size, dtype=bool)
    allowed[choice[choice >= 0]] = True
    return allowed


def path_model(
    case: Case, allowed: NDArray[np.bool_], must: NDArray[np.bool_], paths: NDArray[np.bool_] | None = None
) -> PathModel:
    """Return the model with the plans allowed; facilities in `must` do not stay closed; paths may be left out.

    What has one plan that it must take is fixed: no rows tie supply to it but its capacity.
    """
    plans, links = case.plans, case.links
    matrix = Matrix()
    open_sizes = np.zeros(plans.capacity.shape, dtype=bool)
    for later in range(case.periods):
        going = allowed & (plans.first_period <= later)
        open_sizes[plans.facility[going], later, plans.size[going]] = True
    count = np.bincount(plans.facility[allowed], minlength=case.facilities)
    fixed = must & (count == 1)
    period = case.sources.period[links.source]
    usable = open_sizes[links.facility, period].any(axis=1)
    kept = usable[case.paths.first] & ((case.paths.second < 0) | usable[case.paths.second])
    if paths is not None:
        kept &= paths
    chosen = np.flatnonzero(kept)
    first, second, source = case.paths.first[chosen], case.paths.second[chosen], case.paths.source[chosen]
    on_path = matrix.columns(case.paths.cost[chosen])
    left = matrix.columns(
        np.where(np.isfinite(case.sources.left), case.sources.left, 0.0), upper=np.where(np.isfinite(case.sources.left), np.inf, 0.0)
    )
    supply_rows = matrix.rows(case.sources.supply, case.sources.supply, case.sources.supply.size)
    matrix.add(supply_rows[source], on_path, 1.0)
    matrix.add(supply_rows, left, 1.0)

    used = np.zeros(links.source.size, dtype=bool)
    used[first] = True
    used[second[second >= 0]] = True
    link_of = np.flatnonzero(used)
    row_of = np.full(links.source.size, -1)
    link_rows = matrix.rows(-np.inf, 0.0, link_of.size)
    row_of[link_of] = link_rows
    matrix.add(row_of[first], on_path, 1.0)
    two = second >= 0
    matrix.add(row_of[second[two]], on_path[two], 1.0)

    which, size = np.nonzero(open_sizes[links.facility[link_of], period[link_of]])
    link = link_of[which]
    facility, when = links.facility[link], period[link]
    served = matrix.columns(plans.surcharge[facility, when, size] * links.usage[link])
    matrix.add(link_rows[which], served, -1.0)
    opened = np.nonzero(open_sizes)
    open_of = np.full(open_sizes.shape, -1)
    open_cost = _cost_by_period(case, allowed, open_sizes)
    lower = np.zeros(open_sizes.shape)
    for plan in np.flatnonzero(allowed & fixed[plans.facility]):
        lower[plans.facility[plan], plans.first_period[plan] :, plans.size[plan]] = 1.0
    columns = matrix.columns(open_cost[opened], lower=lower[opened], upper=1.0, whole=True)
    open_of[opened] = columns
    free = ~fixed[facility]
    tie_rows = matrix.rows(-np.inf, 0.0, int(free.sum()))
    matrix.add(tie_rows, served[free], 1.0)
    matrix.add(tie_rows, open_of[facility, when, size][free], -case.sources.supply[links.source[link[free]]])
    _capacities(matrix, case, open_of, (facility, when, size), served, links.usage[link])
    _successions(matrix, case, allowed, must, open_of)
    return PathModel(
        matrix, case, chosen, left, (opened[0], opened[1], opened[2]), int(columns[0]) if columns.size else matrix.width,
        (link, size), int(served[0]) if served.size else matrix.width, supply_rows, link_rows, link_of,
    )  # fmt: skip


def _cost_by_period(case: Case, allowed: NDArray[np.bool_], open_sizes: NDArray[np.bool_]) -> Floats:
    """Return costs of being open by period that add up to the cost of every plan allowed."""
    plans = case.plans
    cost = np.zeros((case.facilities, case.periods + 1, open_sizes.shape[2]))
    cost[plans.facility[allowed], plans.first_period[allowed], plans.size[allowed]] = plans.cost[allowed]
    known = np.zeros(cost.shape, dtype=bool)
    known[plans.facility[allowed], plans.first_period[allowed], plans.size[allowed]] = True
    known[:, case.periods] = True
    for period in range(case.periods - 1, -1, -1):  # where none may open, nothing is added
        cost[:, period] = np.where(known[:, period], cost[:, period], cost[:, period + 1])
    return cost[:, :-1] - cost[:, 1:]


def _capacities(matrix: Matrix, case: Case, open_of: Ints, where: tuple[Ints, Ints, Ints], served: Ints, usage: Floats) -> None:
    """Keep what a size serves within its capacity."""
    facility, period, size = where
    shape = case.plans.capacity.shape
    key = np.ravel_multi_index((facility, period, size), shape)
    keys, row = np.unique(key, return_inverse=True)
    rows = matrix.rows(-np.inf, 0.0, keys.size)
    matrix.add(rows[row], served, usage)
    at = np.unravel_index(keys, shape)
    matrix.add(rows, open_of[at], -case.plans.capacity[at])


def _successions(matrix: Matrix, case: Case, allowed: NDArray[np.bool_], must: NDArray[np.bool_], open_of: Ints) -> None:
    """Let what is open stay open, open only when a plan says, and be of one size; what must stand stands in the end."""
    plans = case.plans
    opens = np.zeros(open_of.shape, dtype=bool)
    opens[plans.facility[allowed], plans.first_period[allowed], plans.size[allowed]] = True
    facility, period, size = np.nonzero((open_of >= 0) & (np.arange(case.periods)[None, :, None] > 0))
    before = open_of[facility, period - 1, size]
    column = open_of[facility, period, size]
    follows = before >= 0
    rows = matrix.rows(0.0, np.where(opens[facility, period, size][follows], np.inf, 0.0), int(follows.sum()))
    matrix.add(rows, column[follows], 1.0)
    matrix.add(rows, before[follows], -1.0)
    last = open_of[:, -1, :]
    several = np.flatnonzero((last >= 0).any(axis=1))
    rows = matrix.rows(np.where(must[several], 1.0, 0.0), 1.0, several.size)
    which, size = np.nonzero(last[several] >= 0)
    matrix.add(rows[which], last[several][which, size], 1.0)
