"""The root: the relaxation of a large programme with the rows and columns that matter, found round by round.

Lazy rows, which only strengthen, come in when they are violated; columns, after the first round, when they would pay (a negative
reduced cost). After every round the duals prove a bound of the whole programme, whatever was left out of the round.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recyclenet.solve.handover import Floats, Programme
from recyclenet.solve.ladder.bound import Proof, proof
from recyclenet.solve.ladder.matrix import activity, column_of
from recyclenet.solve.loaded import Loaded, Optimum

Mask = NDArray[np.bool_]

VIOLATED = 1e-4
"""How far a row must be violated to come in, relative to the larger of 1 and its side."""

PAYS = 1e-9
"""What a column must be able to gain, relative to the bound, to come in."""

FEWEST = 10_000
"""Fewest columns kept."""

SHARE = 0.15
"""Share of the columns kept after the first round, the cheapest by reduced cost; more come in when they pay."""

CHEAPEST = 2
"""How many columns of each sign every row keeps."""

WHOLE = 250_000
"""Programmes with fewer columns keep them all from round to round: that takes fewer rounds."""


@dataclass(frozen=True)
class Root:
    """What the relaxation tells: values of columns, the proven bound, the programme with the rows that mattered, the columns, as loaded."""

    values: Floats
    proven: Proof
    programme: Programme
    columns: Mask
    loaded: Loaded


def rounds(
    programme: Programme, lazy: Programme, load: Callable[[Programme], Loaded], solve: Callable[[Loaded], Optimum | None]
) -> Iterator[Root]:
    """Yield the relaxation round by round, each with the best bound proven so far; ends when nothing is left to bring in.

    `lazy` holds the rows that only strengthen, in the same columns; `solve` works out a relaxation, or gives None where time is up.
    """
    columns, absent = np.ones(programme.cost.size, dtype=bool), np.ones(lazy.row_upper.size, dtype=bool)
    best: Proof | None = None
    loaded = load(programme)
    while True:
        answer = solve(loaded)
        if answer is None:
            return
        values = np.zeros(columns.size)
        values[columns] = answer.values
        proven = proof(programme, answer.duals)
        best = proven if best is None or proven.bound >= best.bound else best
        above = activity(lazy, values) - lazy.row_upper
        late = absent & (above > VIOLATED * np.maximum(1.0, np.abs(lazy.row_upper)))
        missing = ~columns & (proven.reduced < 0)
        first = bool(columns.all())
        yield Root(values, best, programme, columns, loaded)
        if not late.any() and not _pays(programme, proven, missing):
            return
        more = selected(lazy, rows=late)
        programme, absent = programme.with_rows(more), absent & ~late
        if values.size > WHOLE:
            columns = (columns & (not first)) | missing | cheap(programme, values, proven.reduced)
            loaded = load(selected(programme, columns=columns))
        else:
            loaded.add(more)


def _pays(programme: Programme, proven: Proof, missing: Mask) -> bool:
    """Return whether a missing column would pay more than rounding."""
    gain = -proven.reduced[missing] * programme.upper[missing]
    return bool(np.any(gain > PAYS * max(1.0, abs(proven.bound))))


def cheap(programme: Programme, values: Floats, reduced: Floats) -> Mask:
    """Return the columns that a round uses or nearly would, all whole ones, and for every row the cheapest of each sign.

    Without the last, a place that the round does not use would have no way out, and its duals would mean nothing.
    """
    count = min(values.size - 1, max(FEWEST, round(SHARE * values.size)))
    price = np.partition(reduced, count)[count]
    found: Mask = (reduced <= price) | (values > 1e-6) | programme.integer | (programme.lower > 0)
    column = column_of(programme)
    group = 2 * programme.indices.astype(np.int64) + (programme.values > 0)
    order = np.lexsort((reduced[column], group))
    start = np.flatnonzero(np.append(True, np.diff(group[order]) > 0))
    place = np.arange(order.size) - np.repeat(start, np.diff(np.append(start, order.size)))
    found[column[order[place < CHEAPEST]]] = True
    return found


def selected(programme: Programme, *, rows: Mask | None = None, columns: Mask | None = None) -> Programme:
    """Return the programme of some rows and columns only (None: of all); the others count as absent and as 0."""
    rows = np.ones(programme.row_lower.size, dtype=bool) if rows is None else rows
    columns = np.ones(programme.cost.size, dtype=bool) if columns is None else columns
    column = column_of(programme)
    kept = columns[column] & rows[programme.indices]
    position = np.cumsum(rows) - 1
    starts = np.concatenate([[0], np.cumsum(np.bincount(column[kept], minlength=columns.size)[columns])]).astype(np.int32)
    return replace(
        programme, cost=programme.cost[columns], lower=programme.lower[columns], upper=programme.upper[columns],
        integer=programme.integer[columns], row_lower=programme.row_lower[rows], row_upper=programme.row_upper[rows], starts=starts,
        indices=position[programme.indices[kept]].astype(np.int32), values=programme.values[kept], columns=[], rows=[], others={},
    )  # fmt: skip
