"""Matrix entries put together: in each row a variable has one coefficient, as solvers ask."""

from collections.abc import Iterable
from itertools import combinations

import numpy as np

from recyclenet.model.arrays import Entries


def put_together(blocks: Iterable[Entries]) -> list[Entries]:
    """Return entries in which no variable stands twice in a row; coefficients that did are summed.

    Terms of several gases, of a part and its whole, of what comes back and what is owed for it meet in one row. Most blocks need no
    sorting to see that nothing repeats.
    """
    together: dict[int, list[Entries]] = {}
    for block in blocks:
        if block.rows.size:
            together.setdefault(id(block.variable), []).append(block)
    return [entry for of_one in together.values() for entry in (of_one if _distinct(of_one) else [_summed(of_one)])]


def _distinct(blocks: list[Entries]) -> bool:
    """Return whether no pair of row and variable repeats."""
    if all(block.positions is None for block in blocks):
        return not any(bool(np.any(one.rows == other.rows)) for one, other in combinations(blocks, 2))
    if len(blocks) == 1 and blocks[0].positions is not None and bool(np.all(np.diff(blocks[0].positions) > 0)):
        return True
    keys = np.concatenate([_keys(block) for block in blocks])
    return bool(np.unique(keys).size == keys.size)


def _summed(blocks: list[Entries]) -> Entries:
    keys, which = np.unique(np.concatenate([_keys(block) for block in blocks]), return_inverse=True)
    values = np.concatenate([np.broadcast_to(np.asarray(block.coefficients, dtype=float), block.rows.shape) for block in blocks])
    rows, positions = np.divmod(keys, len(blocks[0].variable))
    return Entries(blocks[0].variable, rows, positions, np.bincount(which, weights=values).astype(np.float64))


def _keys(block: Entries) -> np.ndarray:
    positions = np.arange(block.rows.size) if block.positions is None else block.positions
    return block.rows * len(block.variable) + positions
