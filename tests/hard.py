"""A location problem that HiGHS does not finish in a minute, though plans for it are found at once."""

from pathlib import Path

import numpy as np

from recyclenet.instance.files import write_instance
from recyclenet.instance.importers.orlib import read_orlib


def write_hard(folder: Path, warehouses: int = 60, customers: int = 150) -> Path:
    """Write random capacitated warehouse location as an instance: uniform costs, warehouses that differ little."""
    draw = np.random.default_rng(7)
    demand = draw.integers(5, 35, customers)
    capacity = draw.integers(110, 160, warehouses)
    opening = draw.integers(900, 1100, warehouses)
    lines = [f"{warehouses} {customers}", *(f"{capacity[k]} {opening[k]}" for k in range(warehouses))]
    for number in range(customers):
        lines += [str(demand[number]), " ".join(str(cost) for cost in demand[number] * draw.integers(10, 60, warehouses))]
    (folder / "hard.txt").write_text("\n".join(lines), encoding="ascii")
    write_instance(read_orlib(folder / "hard.txt"), folder / "hard")
    return folder / "hard"
