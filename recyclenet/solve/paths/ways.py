"""The cheapest ways of materials between places, and out of the network, in one period."""

import numpy as np

from recyclenet.solve.handover import Floats
from recyclenet.solve.paths.case import Ints
from recyclenet.solve.paths.columns import Columns

ROUNDS = 50
"""How often ways are prolonged by an arc before they are taken to fall in cost without end."""


class EndlessWaysError(Exception):
    """Material could be carried in circles at a gain: no cheapest way exists."""


class Ways:
    """The arcs and outlets of a programme, looked up by material and period."""

    def __init__(self, known: dict[str, Columns], places: int, materials: int) -> None:
        """Sort arcs and sales by material and period."""
        self.places, self._materials = places, materials
        self._flow, self._sold = known["flow"], known["sold"]
        self._arcs = self._sorted(self._flow)
        self._sales = self._sorted(self._sold)

    def arcs(self, material: int, period: int) -> tuple[Ints, Ints, Floats]:
        """Return origins, destinations and costs of the arcs of a material; an arc may stand there once for each mode."""
        chosen = self._chosen(self._arcs, material, period)
        flow = self._flow
        return flow.codes["origin"][chosen], flow.codes["destination"][chosen], flow.cost[chosen]

    def out(self, material: int, period: int) -> Floats:
        """Return the least cost of getting a tonne out of the network from every place (infinite: no way; negative: it earns)."""
        cost = np.full(self.places, np.inf)
        chosen = self._chosen(self._sales, material, period)
        np.minimum.at(cost, self._sold.codes["outlet"][chosen], self._sold.cost[chosen])
        origin, destination, price = self.arcs(material, period)
        for _ in range(ROUNDS):
            before = cost.copy()
            np.minimum.at(cost, origin, price + before[destination])
            if np.array_equal(before, cost):
                return cost
        raise EndlessWaysError

    def between(self, material: int, period: int, origins: Ints, destinations: Ints) -> Floats:
        """Return the least cost of a tonne's way from origins to destinations (infinite: none; nothing where they are the same)."""
        row, column = np.full(self.places, -1), np.full(self.places, -1)
        origin, destination, price = self.arcs(material, period)
        through = np.intersect1d(origin, destination)
        ends = np.union1d(destinations, through)
        starts = np.union1d(origins, through)
        row[starts], column[ends] = np.arange(starts.size), np.arange(ends.size)
        cost = np.full((starts.size, ends.size), np.inf)
        used = (row[origin] >= 0) & (column[destination] >= 0)
        np.minimum.at(cost, (row[origin[used]], column[destination[used]]), price[used])
        same = np.intersect1d(starts, ends)
        cost[row[same], column[same]] = np.minimum(cost[row[same], column[same]], 0.0)
        for middle in through:  # one after the other: ways through places that receive and send
            np.minimum(cost, cost[:, column[middle]][:, None] + cost[row[middle]][None, :], out=cost)
        if np.any(cost[row[same], column[same]] < 0):
            raise EndlessWaysError
        return np.asarray(cost[np.ix_(row[origins], column[destinations])])

    def _sorted(self, columns: Columns) -> tuple[Ints, Ints]:
        name = columns.codes
        key = name["period"] * self._materials + name["material"]
        order = np.argsort(key, kind="stable")
        return key[order], order

    def _chosen(self, table: tuple[Ints, Ints], material: int, period: int) -> Ints:
        key, order = table
        at = period * self._materials + material
        return order[np.searchsorted(key, at) : np.searchsorted(key, at, side="right")]
