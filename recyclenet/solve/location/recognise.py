"""Recognition: the compiled programme is looked through row by row and column by column for a single-echelon location problem.

Supply arises in rows of the balance; ways carry it to rows where candidates work on it; what comes out leaves along ways that nothing
limits, each tonne on the cheapest; every candidate has one capacity and stands or does not. Where any row or column is anything else,
the programme is not recognised, and is left to the general search.
"""

from dataclasses import dataclass

import numpy as np

from recyclenet.solve.handover import Programme
from recyclenet.solve.location import matrix
from recyclenet.solve.location.layout import Layout, Recognised
from recyclenet.solve.location.matrix import Matrix
from recyclenet.solve.location.problem import ABSENT, Bools, Floats, Ints, Location
from recyclenet.solve.location.ways import Ways, read_ways

SAME = 1e-9
"""How far [relative] what a tonne takes of the capacity of one candidate may be from what it takes of another's."""


def recognise(programme: Programme) -> Recognised | None:
    """Return the location problem that a programme is, with where its parts stand in the programme; None where it is none."""
    entries = matrix.read(programme)
    if entries is None:
        return None
    candidates = _candidates(programme, entries)
    ways = read_ways(programme, entries)
    if candidates is None or ways is None:
        return None
    return _joined(programme, candidates, ways)


@dataclass(frozen=True)
class _Candidates:
    """Columns of what stands and of what is built (-1: none), and by candidate what stood before, its capacity and its row."""

    open: Ints
    build: Ints
    stood: Floats
    capacity_t: Floats
    row: Ints
    required: Bools
    allowed: Bools


def _candidates(programme: Programme, entries: Matrix) -> _Candidates | None:
    """Return the candidates, or None where what stands is tied to anything but its capacity and its building."""
    width, height = programme.cost.size, programme.row_lower.size
    opens = np.flatnonzero(programme.integer)
    capacity, standing = entries.among(matrix.CAPACITY), entries.among(matrix.STANDING)
    counts = [entries.among(kind).count(width)[opens] for kind in (matrix.BALANCE, matrix.CAPACITY, matrix.STANDING)]
    if not opens.size or np.any(counts[0] > 0) or np.any(counts[1] != 1) or np.any(counts[2] > 1):
        return None
    lower, upper = programme.lower[opens], programme.upper[opens]
    ties, own = programme.integer[standing.column], programme.integer[capacity.column]
    builds = standing.column[~ties]
    if not (np.isin(lower, [0, 1]).all() and np.isin(upper, [0, 1]).all() and _plain(programme, entries, standing, builds)):
        return None
    owner = np.full(height, -1)
    owner[standing.row[ties]] = np.searchsorted(opens, standing.column[ties])
    build, stood = np.full(opens.size, -1), np.full(opens.size, np.nan)
    build[owner[standing.row[~ties]]] = builds
    stood[owner[standing.row[ties]]] = programme.row_lower[standing.row[ties]]
    may_build = (build >= 0) & (programme.upper[build] >= 1)
    required = (lower == 1) | (stood == 1)
    allowed = (upper == 1) & ((stood != 0) | may_build)
    if np.any(required & ~allowed):
        return None
    size, row = np.zeros(opens.size), np.zeros(opens.size, dtype=np.int64)
    number = np.searchsorted(opens, capacity.column[own])
    size[number], row[number] = -capacity.value[own], capacity.row[own]
    return _Candidates(opens, build, stood, size, row, required, allowed)


def _plain(programme: Programme, entries: Matrix, standing: Matrix, builds: Ints) -> bool:
    """Return whether what stands is what stood and what is built, and no more is said of building."""
    expected = np.where(programme.integer[standing.column], 1.0, -1.0)
    alone = np.all(entries.count(programme.cost.size)[builds] == 1)
    return bool(np.all(standing.value == expected) and alone and np.all(programme.lower[builds] == 0))


def _joined(programme: Programme, candidates: _Candidates, ways: Ways) -> Recognised | None:
    """Return sources and candidates joined by the cheapest of the ways and works between each two."""
    owner = np.full(programme.row_lower.size, -1)
    owner[candidates.row] = np.arange(candidates.row.size)
    pairs = ways.pairs
    candidate = owner[pairs.capacity_row]
    sources, count = ways.sources.size, candidates.open.size
    most, least = np.zeros(sources), np.full(sources, np.inf)
    np.maximum.at(most, pairs.source, pairs.use)
    np.minimum.at(least, pairs.source, pairs.use)
    if np.any(most > least * (1 + SAME)):
        return None
    use = np.where(most > 0, most, 1.0)  # what a tonne takes of a capacity; any, where no candidate takes it
    key = candidate * sources + pairs.source
    order = np.lexsort((pairs.cost, key))
    first = order[np.flatnonzero(np.diff(key[order], prepend=-1))]
    place = candidate[first], pairs.source[first]
    cost = np.full((count, sources), ABSENT)
    cost[place] = pairs.cost[first] / use[pairs.source[first]]
    pair = np.full((count, sources), -1)
    pair[place] = first
    built = np.where(candidates.build >= 0, programme.cost[candidates.build], 0.0)
    stood = np.nan_to_num(candidates.stood)
    location = Location(
        supply_t=ways.supply_t * use,
        cost_per_t=cost,
        capacity_t=candidates.capacity_t,
        fixed_cost=programme.cost[candidates.open] + built,
        required=candidates.required,
        allowed=candidates.allowed,
        left_cost_per_t=ways.left_cost / use,
        left_most_t=ways.left_most_t * use,
        offset=programme.offset - float(built @ stood),
    )
    return Recognised(location, Layout(candidates.open, candidates.build, stood, use, pair, ways))
