"""Entries of rows: each member of a variable stands in a row once, its coefficients summed, as solvers ask for."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from recyclenet.model.arrays import Entries, Floats, Ints

ROUNDING = 1e-12
"""Coefficients that cancel leave no more than this of themselves."""


def without_repeats(entries: Sequence[Entries]) -> list[Entries]:
    """Return entries in which no member of a variable stands in a row twice: what repeats is summed, what cancels is left out.

    All others stay as they are and in their order, so that a row reads as it was written.
    """
    by_variable: dict[int, list[Entries]] = {}
    for block in entries:
        by_variable.setdefault(id(block.variable), []).append(block)
    repeated = {variable: blocks for variable, blocks in by_variable.items() if _repeat(blocks)}
    kept = [block for block in entries if id(block.variable) not in repeated]
    return [*kept, *(block for blocks in repeated.values() for block in _summed(blocks))]


def _repeat(blocks: list[Entries]) -> bool:
    """Return whether blocks of one variable have a row and member in common; the large ones are told apart without sorting."""
    if all(block.positions is None for block in blocks):
        return any(bool((one.rows == other.rows).any()) for one, other in combinations(blocks, 2))
    if len(blocks) == 1 and _rises(blocks[0]):
        return False
    keys = np.sort(_keys(blocks))
    return bool((keys[1:] == keys[:-1]).any())


def _rises(block: Entries) -> bool:
    """Return whether positions rise from entry to entry, or rows do where a position stays the same."""
    if block.positions is None:
        return True
    step = np.diff(block.positions)
    return bool(((step > 0) | ((step == 0) & (np.diff(block.rows) > 0))).all())


def _keys(blocks: list[Entries]) -> Ints:
    """Return row and position of every entry as one number."""
    width = len(blocks[0].variable)
    places = [np.arange(block.rows.size) if block.positions is None else block.positions for block in blocks]
    return np.concatenate([block.rows.astype(np.int64) * width + place for block, place in zip(blocks, places, strict=True)])


def _summed(blocks: list[Entries]) -> list[Entries]:
    keys, member = np.unique(_keys(blocks), return_inverse=True)
    values: Floats = np.concatenate([np.broadcast_to(block.coefficients, block.rows.shape) for block in blocks])
    total: Floats = np.bincount(member, weights=values).astype(float)
    rest = np.abs(total) > ROUNDING * np.bincount(member, weights=np.abs(values))
    rows, positions = np.divmod(keys[rest], len(blocks[0].variable))
    return [Entries(blocks[0].variable, rows, positions, total[rest])]
