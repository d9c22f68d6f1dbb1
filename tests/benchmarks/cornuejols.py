"""Capacitated location problems made up as Cornuejols, Sridharan and Thizy (1991) made theirs, written as OR-Library files.

Sites and customers lie evenly at random in a unit square; a tonne costs 10 per unit of distance. Demands U(5, 35), capacities U(10, 160),
fixed costs U(0, 90) + U(100, 110) sqrt(capacity); then capacities are scaled to a ratio of all demand. As the published recipe has them,
demands, capacities and fixed costs are whole numbers. European Journal of Operational Research 50, 280-297.
"""

from pathlib import Path

import numpy as np

from recyclenet.instance.importers.orlib import read_orlib
from recyclenet.instance.instance import Instance


def write_problem(file: Path, *, size: int, ratio: float, seed: int) -> None:
    """Write a problem of as many sites as customers."""
    dice = np.random.default_rng(seed)
    customers, sites = dice.random((size, 2)), dice.random((size, 2))
    demand, capacity = dice.integers(5, 36, size), dice.integers(10, 161, size).astype(float)
    fixed = np.floor(dice.integers(0, 91, size) + dice.integers(100, 111, size) * np.sqrt(capacity))
    capacity = np.floor(capacity * ratio * demand.sum() / capacity.sum())
    cost = 10 * np.hypot(*(customers[:, None] - sites).transpose(2, 0, 1)) * demand[:, None]
    lines = [f"{size} {size}", *(f"{most:.0f} {once:.0f}" for most, once in zip(capacity, fixed, strict=True))]
    lines += [f"{tonnes} " + " ".join(map(repr, row)) for tonnes, row in zip(demand.tolist(), cost.tolist(), strict=True)]
    file.write_text("\n".join(lines), encoding="ascii")


def cornuejols(folder: Path, *, size: int, ratio: float, seed: int = 0) -> Instance:
    """Return a problem as an instance, through a file in a folder."""
    file = folder / f"cst-{size}-{ratio:g}-{seed}.txt"
    write_problem(file, size=size, ratio=ratio, seed=seed)
    return read_orlib(file)
