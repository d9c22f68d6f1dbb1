"""Arithmetic on labels: rows of indexed tables are matched and grouped by integer codes, never by comparing strings row by row.

Every dimension of an index has a universe: all labels it may take, in a fixed order. Dimensions that hold places share one. A code is a
position in the universe; a key folds the codes of several dimensions into one integer.
"""

from collections.abc import Mapping, Sequence
from math import prod
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.int64] | NDArray[np.int32]
"""Codes, keys and numbers of rows, no wider than they need to be: large models hold millions of them."""

Universes = Mapping[str, pd.Index]

PLACE_DIMENSIONS = ("place", "region", "site", "outlet", "origin", "destination", "dependent")
"""Dimensions whose labels are places; they share the universe of places."""

DENSE_LIMIT = 20_000_000
"""Largest range of keys that is numbered through an array over the whole range (1 byte per key) instead of by sorting."""


def codes(index: pd.Index, dimension: str, universes: Universes) -> Codes:
    """Return the code of every row of `index` (a MultiIndex or an Index named as the dimension) in the universe of `dimension`."""
    universe = universes[dimension]
    if isinstance(index, pd.MultiIndex):
        level = index.names.index(dimension)
        positions = universe.get_indexer(index.levels[level])
        return cast(Codes, positions[np.asarray(index.codes[level])])
    return cast(Codes, universe.get_indexer(index))


def fold(columns: Sequence[Codes], sizes: Sequence[int]) -> Codes:
    """Return one key per row for codes given column by column, each smaller than its size (a first size of 0: not known)."""
    narrow = 0 < prod(sizes) <= np.iinfo(np.int32).max
    key = cast(Codes, columns[0].astype(np.int32 if narrow else np.int64, copy=True))
    for column, size in zip(columns[1:], sizes[1:], strict=True):
        key *= size
        key += column
    return key


def narrow(column: Codes) -> Codes:
    """Return codes in as few bytes each as they fit in; they are to be looked up and folded, not calculated with."""
    return cast(Codes, column.astype(np.min_scalar_type(-1 - int(column.max(initial=0)))))


def unfold(key: Codes, sizes: Sequence[int]) -> list[Codes]:
    """Return the columns of codes that `fold` made the keys from."""
    columns: list[Codes] = []
    rest = key
    for size in reversed(sizes[1:]):
        whole = rest // size
        columns.append(rest - whole * size)
        rest = whole
    return [rest, *reversed(columns)]


def number(blocks: Sequence[Codes], span: int) -> tuple[Codes, list[Codes]]:
    """Return the distinct keys of all blocks in rising order, and for each block the number of every key among them.

    `span` is the size of the key range: all keys are >= 0 and < span.
    """
    if len(blocks) == 1 and bool((blocks[0][1:] > blocks[0][:-1]).all()):
        return blocks[0], [np.arange(blocks[0].size, dtype=np.int32)]
    if span <= DENSE_LIMIT:
        present = np.zeros(span, dtype=bool)
        for block in blocks:
            present[block] = True
        distinct = np.flatnonzero(present)
        numbers = np.empty(span, dtype=np.int32)
        numbers[distinct] = np.arange(distinct.size)
        return distinct, [numbers[block] for block in blocks]
    distinct = np.unique(np.concatenate(blocks)) if blocks else np.empty(0, dtype=np.int64)
    return distinct, [np.searchsorted(distinct, block) for block in blocks]


def find(distinct: Codes, blocks: Sequence[Codes], span: int) -> list[Codes]:
    """Return for each block the number of every key among the `distinct` ones, -1 for a key that is none of them (see `number`)."""
    if span <= DENSE_LIMIT:
        numbers = np.full(span, -1, dtype=np.int32)
        numbers[distinct] = np.arange(distinct.size)
        return [numbers[block] for block in blocks]
    padded = np.append(distinct, -1)  # a key beyond the last one is none of them
    found = [np.searchsorted(distinct, block) for block in blocks]
    return [np.where(padded[place] == block, place, -1) for place, block in zip(found, blocks, strict=True)]


def join(left: Codes, right: Codes, *, unique: bool) -> tuple[Codes | None, Codes]:
    """Return the positions of all pairs of equal keys (inner join), in the order of `left`.

    The first array is None where every left row has exactly one partner. `unique` says that no key of `right` repeats; then rows that
    repeat `right` row by row (a table by period, from one without) are recognised without sorting.
    """
    if unique and right.size and left.size % right.size == 0:
        each = left.size // right.size
        if np.array_equal(left.reshape(right.size, each), np.broadcast_to(right[:, None], (right.size, each))):
            return None, np.repeat(np.arange(right.size, dtype=np.int32), each)
    order = np.argsort(right, kind="stable").astype(np.int32)
    ordered = right[order]
    first = np.searchsorted(ordered, left, side="left")
    count = np.searchsorted(ordered, left, side="right") - first
    offset = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    partner = order[np.repeat(first, count) + offset]
    if np.all(count == 1):
        return None, partner
    return np.repeat(np.arange(left.size, dtype=np.int32), count), partner


def cross(index: pd.Index, name: str, labels: pd.Index) -> pd.MultiIndex:
    """Return the product of an index and the labels of one further dimension, the new one running fastest."""
    rows, columns = len(index), len(labels)
    if isinstance(index, pd.MultiIndex):
        levels, level_codes = list(index.levels), [np.asarray(level) for level in index.codes]
    else:
        levels, level_codes = [index], [np.arange(rows)]
    return pd.MultiIndex(
        levels=[*levels, labels],
        codes=[*(np.repeat(level, columns) for level in level_codes), np.tile(np.arange(columns), rows)],
        names=[*index.names, name],
        verify_integrity=False,
    )
