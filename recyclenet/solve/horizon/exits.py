"""Exits: where what a plant makes leaves, at once and without limit, by the cheapest way there is."""

import numpy as np

from recyclenet.solve.horizon.blocks import Block, Blocks
from recyclenet.solve.horizon.case import Columns, Floats

Ways = tuple[Columns, Columns, Floats]
"""Column of throughput, a column that is a multiple of it, and the factor."""


def exits_of(blocks: Blocks, throughput: Columns) -> tuple[Floats, Ways] | None:
    """Return what getting rid of a unit of throughput's products costs, by column in `throughput`, and by which columns it leaves.

    Infinite where a product cannot leave. None where products of several plants meet: then they are not each plant's own.
    """
    programme, sold = blocks.programme, blocks.get("balance", "sold")
    flow = blocks.get("balance", "flow")
    made = blocks.get("balance", "throughput")
    made = made.where(made.value > 0)
    rows = programme.row_lower.size
    cheapest, column = np.full(rows, np.inf), np.full(rows, -1)
    order = np.argsort(-programme.cost[sold.column], kind="stable")
    cheapest[sold.row[order]], column[sold.row[order]] = programme.cost[sold.column[order]], sold.column[order]
    arrives, departs = flow.where(flow.value > 0), flow.where(flow.value < 0)
    via = programme.cost[departs.column] + cheapest[arrives.row]
    carried, reached = cheapest.copy(), np.full((2, rows), -1)
    order = np.argsort(-via, kind="stable")
    order = order[via[order] < cheapest[departs.row[order]]]
    carried[departs.row[order]] = via[order]
    reached[:, departs.row[order]] = departs.column[order], column[arrives.row[order]]
    if (sold.value != -1.0).any() or np.unique(made.row).size != made.row.size or _meets(made.row, flow):
        return None
    number = np.full(programme.cost.size, -1)
    number[throughput] = np.arange(throughput.size)
    worth = np.zeros(throughput.size)
    np.add.at(worth, number[made.column], made.value * carried[made.row])
    known = np.isfinite(carried[made.row])
    row, source, value = made.row[known], made.column[known], made.value[known]
    hauled = reached[0, row] >= 0
    ways = [(source[~hauled], column[row[~hauled]], value[~hauled])]
    ways += [(source[hauled], reached[leg, row[hauled]], value[hauled]) for leg in (0, 1)]
    starts, ends, factors = (np.concatenate(parts) for parts in zip(*ways, strict=True))
    return worth, (starts, ends, factors)


def _meets(made: Columns, flow: Block) -> bool:
    """Return whether products arrive where others are made, or go on from where they were sent to."""
    own = np.zeros(1 + int(max(made.max(initial=0), flow.row.max(initial=0))), dtype=bool)
    own[made] = True
    arrives, departs = flow.where(flow.value > 0), flow.where(flow.value < 0)
    reached = np.zeros_like(own)
    reached[arrives.row[own[departs.row]]] = True
    return bool(own[arrives.row].any() or reached[departs.row].any())
