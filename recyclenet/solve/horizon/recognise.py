"""Recognition: whether a programme is a single-echelon network over periods, read from its matrix entry by entry.

What is recognised: sources that send one material straight to sites of one candidate each, which take it in one recipe; whatever that
makes leaves at once and without limit; what opens stays open; nothing is kept in stock. Anything else, a single bound or entry that does
not fit, is not recognised.
"""

import numpy as np

from recyclenet.model.formulation import Formulation
from recyclenet.solve.handover import Programme
from recyclenet.solve.horizon.blocks import Block, Blocks, blocks_of
from recyclenet.solve.horizon.case import Case, Columns, Flags, Floats, Places
from recyclenet.solve.horizon.exits import exits_of


def recognise(formulation: Formulation, programme: Programme) -> Case | None:
    """Return the case that a programme is, or None."""
    blocks = blocks_of(formulation, programme)
    if blocks is None or not _free_of_bounds(blocks):
        return None
    standing = _Standing.of(blocks, formulation)
    if standing is None:
        return None
    return _Recipes(blocks, standing, formulation).case()


def _free_of_bounds(blocks: Blocks) -> bool:
    """Return whether only what stands is whole, and amounts are bounded by nothing but rows."""
    programme = blocks.programme
    for name, where in blocks.columns.items():
        whole, least, most = programme.integer[where], programme.lower[where], programme.upper[where]
        if name == "open":
            fits = bool(whole.all() and np.isin(least, (0.0, 1.0)).all() and (most == 1.0).all())
        elif name == "build":
            fits = bool(not whole.any() and (least == 0.0).all() and (most >= 1.0).all())
        else:
            fits = bool(not whole.any() and (least == 0.0).all() and np.isinf(most).all())
        if not fits:
            return False
    return True


def _one_each(block: Block, where: slice, value: float | None = None) -> bool:
    """Return whether every column of a slice has one entry in a block, of that value if one is told."""
    once = block.column.size == where.stop - where.start and np.array_equal(block.column, np.arange(where.start, where.stop))
    return bool(once and (value is None or (block.value == value).all()))


class _Standing:
    """What stands when: sites by number, the columns of `open` and `build`, paths that are allowed and what they cost."""

    def __init__(self, blocks: Blocks, site: Columns, period: Columns, periods: int) -> None:
        """Number the sites and place the columns."""
        self.programme, self.site, self.period = blocks.programme, site, period
        self.open = np.full((periods, int(site.max()) + 1), -1)
        self.open[period, site] = np.arange(blocks.columns["open"].start, blocks.columns["open"].stop)
        self.build = np.full(self.open.shape, -1)
        self.stood = np.zeros(self.open.shape[1], dtype=bool)

    @classmethod
    def of(cls, blocks: Blocks, formulation: Formulation) -> "_Standing | None":
        """Return what stands when, or None where a row of the standing account is not what it should be."""
        labels = formulation.terms("open").labels
        _, site = np.unique(labels["site"], return_inverse=True)
        standing = cls(blocks, site, np.asarray(labels["period"]), len(formulation.network.universes["period"]))
        if np.count_nonzero(standing.open >= 0) != site.size:  # two candidates share a site
            return None
        return standing if standing._read(blocks) else None

    def _read(self, blocks: Blocks) -> bool:
        own = blocks.get("standing", "open").where(blocks.get("standing", "open").value == 1.0)
        before = blocks.get("standing", "open").where(blocks.get("standing", "open").value != 1.0)
        built = blocks.get("standing", "build")
        rows, stands = blocks.rows["standing"], self.open >= 0
        if not _one_each(own, blocks.columns["open"], 1.0) or np.unique(own.row).size != own.row.size:
            return False
        row_of = np.full(self.programme.cost.size, -1)
        row_of[own.column] = own.row
        follows = stands[1:] & stands[:-1]
        earlier, later = self.open[:-1][follows], self.open[1:][follows]
        order = np.argsort(earlier)
        chain = np.array_equal(before.column, earlier[order]) and np.array_equal(before.row, row_of[later[order]])
        if own.row.size != rows.stop - rows.start or not chain or not (before.value == -1.0).all():
            return False
        if (stands[:-1] & ~stands[1:]).any() or not _one_each(built, blocks.columns.get("build", slice(0, 0)), -1.0):
            return False
        of_row = np.full(self.programme.row_lower.size, -1)
        of_row[own.row] = np.arange(own.row.size)
        at = of_row[built.row]
        self.build[self.period[at], self.site[at]] = built.column
        return np.unique(built.row).size == built.row.size and self._stood(own.row)

    def _stood(self, own: Columns) -> bool:
        """Read what stood before the first period; return whether the standing account says nothing else."""
        least, most = self.programme.row_lower[own], self.programme.row_upper[own]
        before = np.zeros(self.open.shape)
        before[self.period, self.site] = least
        self.stood = before[0] == 1.0
        first_only = not before[1:].any() and np.isin(before[0], (0.0, 1.0)).all()
        return bool((least == most).all() and first_only and not (self.build[:, self.stood] >= 0).any())

    def paths(self) -> tuple[Floats, Flags]:
        """Return what opening in each period and standing from then on costs (inf: not allowed), and which sites may stay closed."""
        cost, lower = self.programme.cost, self.programme.lower
        there, must = self.open >= 0, np.zeros(self.open.shape, dtype=bool)
        must[there] = lower[self.open[there]] == 1.0
        fixed = np.where(there, cost[self.open], 0.0)
        once = np.where(self.build >= 0, cost[self.build], np.inf)
        once[0, self.stood] = 0.0
        path = once + np.cumsum(fixed[::-1], axis=0)[::-1]
        deadline = np.where(must.any(axis=0), must.argmax(axis=0), self.open.shape[0])
        path[np.arange(self.open.shape[0])[:, None] > deadline] = np.inf
        return path, ~must.any(axis=0) & ~self.stood


class _Recipes:
    """What is hauled where, taken, and made of it."""

    def __init__(self, blocks: Blocks, standing: _Standing, formulation: Formulation) -> None:
        """Keep what is needed."""
        self.blocks, self.standing, self.formulation, self.programme = blocks, standing, formulation, blocks.programme
        self.shape = standing.open.shape
        self.years = formulation.network["periods"]["years"].to_numpy(dtype=float)

    def case(self) -> Case | None:
        """Return the case, or None."""
        throughput, capacity, rate = self._throughput()
        if throughput is None:
            return None
        taken = self.blocks.get("balance", "throughput")
        taken = taken.where(taken.value < 0)
        intake = np.full(self.shape, -1)
        by_column = np.full(self.programme.cost.size, -1)
        by_column[taken.column] = taken.row
        intake[throughput >= 0] = by_column[throughput[throughput >= 0]]
        flows = self._flows(intake)
        if flows is None:
            return None
        out = exits_of(self.blocks, throughput[throughput >= 0])
        if out is None:
            return None
        supply, haul, flow = flows
        worth, (leaving, column, factor) = out
        process = np.full(self.shape, np.inf)
        there = throughput >= 0
        process[there] = (self.programme.cost[throughput[there]] + worth) / rate[there]
        years = self.years[:, None]
        capacity = np.where(np.isfinite(process), capacity * rate * years, 0.0)
        haul, process = haul / years[:, :, None], np.where(np.isfinite(process), process / years, np.inf)
        path, idle = self.standing.paths()
        places = Places(flow, throughput, self.standing.open, self.standing.build, rate, leaving, column, factor)
        return Case(supply * years, haul, process, capacity, path, idle, self.years, self.programme.offset, places)

    def _throughput(self) -> tuple[Columns | None, Floats, Floats]:
        """Return the columns of throughput, capacity and tonnes taken per unit, by period and site; None where they do not fit."""
        used, owned = self.blocks.get("capacity", "throughput"), self.blocks.get("capacity", "open")
        taken = self.blocks.get("balance", "throughput")
        taken = taken.where(taken.value < 0)
        rows = self.blocks.rows["capacity"]
        row_lower, row_upper = self.programme.row_lower[rows], self.programme.row_upper[rows]
        fits = (
            _one_each(used, self.blocks.columns["throughput"], 1.0)
            and _one_each(owned, self.blocks.columns["open"])
            and _one_each(taken, self.blocks.columns["throughput"])
            and np.unique(owned.row).size == owned.row.size
            and np.unique(used.row).size == used.row.size
            and bool((owned.value <= 0).all() and np.isinf(row_lower).all() and (row_upper == 0.0).all())
        )
        empty = np.zeros(self.shape)
        if not fits:
            return None, empty, empty
        at = np.full(rows.stop, -1)
        at[owned.row] = np.arange(owned.row.size)
        mine = at[used.row]
        if (mine < 0).any():
            return None, empty, empty
        throughput, capacity, rate = np.full(self.shape, -1), empty.copy(), np.ones(self.shape)
        where = (self.standing.period[mine], self.standing.site[mine])
        throughput[where], capacity[where], rate[where] = used.column, -owned.value[mine], -taken.value
        return throughput, capacity, rate

    def _flows(self, intake: Columns) -> tuple[Floats, Floats, Columns] | None:
        """Return supply, cost and column of hauling by period, site and source; None where a source or a row does not fit."""
        block, programme = self.blocks.get("balance", "flow"), self.programme
        departs, arrives = block.where(block.value == -1.0), block.where(block.value == 1.0)
        balance = self.blocks.rows["balance"]
        lower, upper = programme.row_lower[balance], programme.row_upper[balance]
        ends = all(_one_each(part, self.blocks.columns["flow"]) for part in (departs, arrives))
        if not ends or not np.array_equal(lower, upper) or (lower > 0).any() or not lower.any():
            return None
        place = np.full(programme.row_lower.size, -1)
        place[intake[intake >= 0]] = np.flatnonzero(intake.ravel() >= 0)
        source, period = self._sources(lower)
        straight = source[departs.row] >= 0
        used = np.zeros(programme.row_lower.size, dtype=bool)
        for name in ("throughput", "sold"):
            used[self.blocks.get("balance", name).row] = True
        not_from = np.concatenate([np.flatnonzero(used), arrives.row])  # nothing but departures where supply arises
        not_taken = np.concatenate([departs.row, self.blocks.get("balance", "sold").row])  # nothing leaves as it came
        elsewhere = arrives.row[straight & (place[arrives.row] < 0)]  # what goes where nothing takes it is nothing, if it cannot go on
        goes_on = used.copy()
        goes_on[departs.row] = True
        if (source[not_from] >= 0).any() or (place[not_taken] >= 0).any() or (place[arrives.row[~straight]] >= 0).any():
            return None
        if (place[source >= 0] >= 0).any() or goes_on[elsewhere].any():
            return None
        useful = straight & (place[arrives.row] >= 0)
        return self._dense(departs.row[useful], place[arrives.row[useful]], departs.column[useful], source, period)

    def _sources(self, supply: Floats) -> tuple[Columns, Columns]:
        """Return the number of the source and the period of each row, -1 for rows of places and materials that are never supplied."""
        labels = self.formulation.constraints["balance"].labels.pandas
        place, material, period = (np.asarray(level, dtype=np.int64) for level in labels.codes)
        stream = place * len(labels.levels[1]) + material
        supplied = np.unique(stream[supply != 0])
        number = np.minimum(np.searchsorted(supplied, stream), supplied.size - 1)
        source, when = np.full(self.programme.row_lower.size, -1), np.full(self.programme.row_lower.size, -1)
        own = supplied[number] == stream
        rows = self.blocks.rows["balance"]
        source[rows][own], when[rows] = number[own], period
        return source, when

    def _dense(
        self, row: Columns, place: Columns, column: Columns, source: Columns, period: Columns
    ) -> tuple[Floats, Floats, Columns] | None:
        """Return the arrays of `_flows`; of several ways between two places the cheapest counts."""
        when, site = np.divmod(place, self.shape[1])
        if not np.array_equal(when, period[row]):
            return None
        count = int(source.max()) + 1
        supply = np.zeros((self.shape[0], count))
        known = np.flatnonzero(source >= 0)
        supply[period[known], source[known]] = -self.programme.row_lower[known]
        cost = self.programme.cost[column]
        order = np.argsort(-cost, kind="stable")
        where = (when[order], site[order], source[row[order]])
        haul, flow = np.full((*self.shape, count), np.inf), np.full((*self.shape, count), -1)
        haul[where], flow[where] = cost[order], column[order]
        return supply, haul, flow
