"""The ways of a programme: from where supply arises to where candidates work on it, past them, and on from them."""

from dataclasses import dataclass

import numpy as np

from recyclenet.solve.handover import Programme
from recyclenet.solve.location import matrix
from recyclenet.solve.location.matrix import Matrix
from recyclenet.solve.location.problem import ABSENT, Bools, Floats, Ints

LONGEST = 30
"""Most ways one after the other that material may take once it has been worked on."""


@dataclass(frozen=True)
class Columns:
    """Columns that carry from one balance row to others: the row and the tonnes that leave, entries of what arrives, cost."""

    tail: Ints
    leaves: Floats
    heads: Matrix
    cost: Floats


@dataclass(frozen=True)
class Pairs:
    """A way and a work at its end: the source, the row of the capacity, and per tonne of supply its use of capacity and its cost."""

    source: Ints
    way: Ints
    work: Ints
    capacity_row: Ints
    use: Floats
    cost: Floats


@dataclass(frozen=True)
class Ways:
    """All ways: rows of sources with their supply, pairs of a way and a work, the way past all works, and the best way on from a row."""

    columns: Columns
    sources: Ints
    supply_t: Floats
    pairs: Pairs
    left: Ints
    left_cost: Floats
    left_most_t: Floats
    onward: Ints


def read_ways(programme: Programme, entries: Matrix) -> Ways | None:
    """Return the ways, or None where a column is none of them, or where one limits or leads to what another carries."""
    width, height = programme.cost.size, programme.row_lower.size
    balance, capacity = entries.among(matrix.BALANCE), entries.among(matrix.CAPACITY)
    uses, builds = capacity.count(width), entries.among(matrix.STANDING).count(width) > 0
    columns = _columns(programme, balance)
    carries = ~programme.integer & ~builds
    idle = carries & (entries.count(width) == 0)
    works, moves = carries & (uses > 0), carries & (uses == 0) & ~idle
    if columns is None or np.any(programme.lower[carries] != 0) or np.any(programme.cost[idle] < 0):
        return None
    source = (entries.kind == matrix.BALANCE) & (programme.row_lower < 0)
    worked = np.zeros(height, dtype=bool)
    worked[columns.tail[works]] = True
    to_work = np.zeros(width, dtype=bool)
    to_work[columns.heads.column[worked[columns.heads.row]]] = True
    begins = np.zeros(width, dtype=bool)
    begins[carries & ~idle] = source[columns.tail[carries & ~idle]]
    simple = np.all(uses[works] == 1) and np.all(columns.tail[(works | moves)] >= 0) and not np.any(source[columns.heads.row])
    single = not np.any(to_work & (~begins | (columns.heads.count(width) != 1)))
    apart = not np.any(worked & source) and not np.any(moves & worked[columns.tail])
    unlimited = np.all(np.isposinf(programme.upper[works | (moves & (to_work | ~begins))]))
    if not (source.any() and simple and single and apart and unlimited):
        return None
    onward = _onward(columns, moves & ~begins, height)
    if onward is None:
        return None
    on, best = onward
    number = np.cumsum(source) - 1
    supply = -programme.row_lower[source]
    left = _left(programme, columns, np.flatnonzero(moves & begins & ~to_work), on, number, supply)
    if left is None:
        return None
    pairs = _pairs(columns, np.flatnonzero(moves & to_work), np.flatnonzero(works), on, capacity, number)
    return Ways(columns, np.flatnonzero(source), supply, pairs, *left, best)


def _columns(programme: Programme, balance: Matrix) -> Columns | None:
    """Return where columns begin and end, or None where one takes from two rows."""
    falls = balance.value < 0
    width = programme.cost.size
    tail, leaves = np.full(width, -1), np.ones(width)
    if np.any(np.bincount(balance.column[falls], minlength=width) > 1):
        return None
    tail[balance.column[falls]], leaves[balance.column[falls]] = balance.row[falls], -balance.value[falls]
    heads = Matrix(balance.kind, balance.row[~falls], balance.column[~falls], balance.value[~falls])
    return Columns(tail, leaves, heads, programme.cost)


def _onward(columns: Columns, moves: Bools, height: int) -> tuple[Floats, Ints] | None:
    """Return by row the least cost of a tonne from there on, and the column it takes (-1: none); None where there is no end to it."""
    least, best = np.full(height, np.inf), np.full(height, -1)
    chosen = np.flatnonzero(moves)
    for _ in range(LONGEST):
        cost = _through(columns, least)[chosen]
        order = chosen[np.lexsort((cost, columns.tail[chosen]))]
        order = order[np.flatnonzero(np.diff(columns.tail[order], prepend=-1))]
        rows, offered = columns.tail[order], _through(columns, least)[order]
        better = offered < least[rows] - 1e-12 * np.abs(np.where(np.isfinite(least[rows]), least[rows], 0.0))
        if not better.any():
            return least, best
        least[rows[better]], best[rows[better]] = offered[better], order[better]
    return None


def _through(columns: Columns, least: Floats) -> Floats:
    """Return by column the cost of a tonne that leaves by it: its own, and what its arrivals cost from there on."""
    heads = columns.heads
    after = np.bincount(heads.column, heads.value * least[heads.row], columns.cost.size)
    through: Floats = (columns.cost + after) / columns.leaves
    return through


def _left(
    programme: Programme, columns: Columns, chosen: Ints, on: Floats, number: Ints, supply: Floats
) -> tuple[Ints, Floats, Floats] | None:
    """Return by source the column past all works (-1: none), its cost and the most it carries; None where two would be needed."""
    cost = _through(columns, on)[chosen]
    chosen, cost = chosen[np.isfinite(cost)], cost[np.isfinite(cost)]
    source = number[columns.tail[chosen]]
    order = np.lexsort((cost, source))
    first = order[np.flatnonzero(np.diff(source[order], prepend=-1))]
    left, left_cost, most = np.full(supply.size, -1), np.full(supply.size, ABSENT), np.zeros(supply.size)
    which = source[first]
    left[which], left_cost[which] = chosen[first], cost[first]
    most[which] = np.minimum(programme.upper[chosen[first]] * columns.leaves[chosen[first]], supply[which])
    several = np.bincount(source, minlength=supply.size) > 1
    return None if np.any(several & (most < supply)) else (left, left_cost, most)


def _pairs(columns: Columns, ways: Ints, works: Ints, on: Floats, capacity: Matrix, number: Ints) -> Pairs:
    """Return every way with every work at its end whose products have somewhere to go."""
    width = columns.cost.size
    head, arrives, row, uses = np.full(width, -1), np.zeros(width), np.full(width, -1), np.zeros(width)
    head[columns.heads.column], arrives[columns.heads.column] = columns.heads.row, columns.heads.value
    row[capacity.column], uses[capacity.column] = capacity.row, capacity.value
    through = _through(columns, on)
    works = works[np.isfinite(through[works])]
    works = works[np.argsort(columns.tail[works], kind="stable")]
    begin, end = (np.searchsorted(columns.tail[works], head[ways], side=side) for side in ("left", "right"))
    way = np.repeat(ways, end - begin)
    work = works[np.arange(way.size) - np.repeat(np.cumsum(end - begin) - (end - begin), end - begin) + np.repeat(begin, end - begin)]
    share = arrives[way] / columns.leaves[way]
    use = share * uses[work] / columns.leaves[work]
    cost = columns.cost[way] / columns.leaves[way] + share * through[work]
    return Pairs(number[columns.tail[way]], way, work, row[work], use, cost)
