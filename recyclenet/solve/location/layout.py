"""The layout: a plan of the location problem as the values of all columns of the programme it was recognised in."""

from dataclasses import dataclass

import numpy as np

from recyclenet.solve.location.flows import Flows
from recyclenet.solve.location.problem import Bools, Floats, Ints, Location
from recyclenet.solve.location.ways import LONGEST, Ways


@dataclass(frozen=True)
class Layout:
    """Columns of what stands and what is built (-1: none), what stood, what a tonne uses by source, the pair of ways of each two."""

    open: Ints
    build: Ints
    stood: Floats
    use: Floats
    pair: Ints
    ways: Ways

    def values(self, stands: Bools, flows: Flows) -> Floats:
        """Return the values of all columns; what a candidate gives out goes on along the cheapest ways."""
        ways, columns = self.ways, self.ways.columns
        values = np.zeros(columns.cost.size)
        values[self.open] = stands
        built = self.build >= 0
        values[self.build[built]] = stands[built] - self.stood[built]
        sent = flows.tonnes / self.use[flows.source]
        pair = self.pair[flows.candidate, flows.source]
        way, work = ways.pairs.way[pair], ways.pairs.work[pair]
        np.add.at(values, way, sent / columns.leaves[way])
        np.add.at(values, work, flows.tonnes / (ways.pairs.use[pair] * columns.leaves[way]) * _arrives(ways, way) / columns.leaves[work])
        past = np.flatnonzero((ways.left >= 0) & (flows.left > 0))
        values[ways.left[past]] = flows.left[past] / self.use[past] / columns.leaves[ways.left[past]]
        started = np.zeros(values.size)
        began = np.concatenate([work, ways.left[past]])
        started[began] = values[began]
        self._send_on(values, started)
        return values

    def _send_on(self, values: Floats, started: Floats) -> None:
        """Add what arrives where nobody works on it to the ways on from there, until all has left."""
        heads, columns, onward = self.ways.columns.heads, self.ways.columns, self.ways.onward
        for _ in range(LONGEST):
            arrived = np.bincount(heads.row, heads.value * started[heads.column], onward.size)
            rows = np.flatnonzero((arrived > 0) & (onward >= 0))
            started = np.zeros(values.size)
            if not rows.size:
                return
            started[onward[rows]] = arrived[rows] / columns.leaves[onward[rows]]
            values += started


@dataclass(frozen=True)
class Recognised:
    """A location problem and its layout in the programme."""

    location: Location
    layout: Layout


def _arrives(ways: Ways, way: Ints) -> Floats:
    """Return what arrives at the end of ways per unit of them."""
    arrives = np.zeros(ways.columns.cost.size)
    arrives[ways.columns.heads.column] = ways.columns.heads.value
    found: Floats = arrives[way]
    return found
