"""The model as numpy arrays written by hand for highspy: what one would write who wants nothing but speed, and exactly this model."""

from typing import Any

import highspy
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import coo_matrix

from recyclenet.network.network import Network
from recyclenet.solve.stage import MONEY_UNIT

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Direct:
    """The model as numpy arrays and triples of row, column and coefficient, block by block; labels are codes of the network's indexes."""

    def __init__(self, network: Network) -> None:
        """Number the columns."""
        self.network = network
        tables = network.tables
        self.periods, self.places, self.materials = (len(network.universes[name]) for name in ("period", "place", "material"))
        self.flows = len(tables["arcs"]) * self.periods
        may_build = tables["standing"]["may_build"].to_numpy() > 0
        self.build_of = np.flatnonzero(may_build)
        sizes = [len(tables["uncollected"]), self.flows, len(tables["recipes"]), len(may_build), self.build_of.size, len(tables["sales"])]
        self.first = dict(
            zip(("uncollected", "flow", "throughput", "open", "build", "sold", "end"), np.cumsum([0, *sizes]).tolist(), strict=True)
        )
        self.height = 0
        self.rows: list[Any] = []
        self.columns: list[Any] = []
        self.values: list[Any] = []
        self.sides: list[tuple[Any, Any, int]] = []

    def code(self, table: str, name: str, universe: str | None = None) -> Ints:
        """Return the codes of a level of a table's index."""
        index = self.network[table].index
        wanted = self.network.universes[universe or name]
        if not isinstance(index, pd.MultiIndex):
            return np.asarray(wanted.get_indexer(index))
        level = index.names.index(name)
        return np.asarray(wanted.get_indexer(index.levels[level])[np.asarray(index.codes[level])])

    def put(self, rows: Ints, first: int | Ints, values: Floats | float) -> None:
        """Add entries to the rows that come next; `first` is the first of consecutive columns, or all columns."""
        self.rows.append(np.add(rows, self.height, dtype=np.int32))
        self.columns.append(np.arange(first, first + rows.size, dtype=np.int32) if isinstance(first, int) else first.astype(np.int32))
        self.values.append(np.broadcast_to(np.asarray(values, dtype=float), rows.shape))

    def close(self, lower: Floats | float, upper: Floats | float, count: int) -> None:
        """Close the rows that came."""
        self.sides.append((np.broadcast_to(lower, count), np.broadcast_to(upper, count), count))
        self.height += count

    def load(self, highs: highspy.Highs) -> None:
        """Write all rows, costs and bounds, and pass them."""
        self._siting()
        self._outlets()
        self._balance()
        self._targets()
        self._network_size()
        width, height = self.first["end"], self.height
        triples = (np.concatenate(self.values), (np.concatenate(self.rows), np.concatenate(self.columns)))
        for parts in (self.values, self.rows, self.columns):
            parts.clear()
        matrix = coo_matrix(triples, shape=(height, width)).tocsc()
        del triples
        lower, upper, integer = np.zeros(width), np.full(width, np.inf), np.zeros(width, dtype=np.int32)
        first, standing = self.first, self.network["standing"]
        upper[: first["flow"]] = self.network["uncollected"]["limit_t"]
        lower[first["open"] : first["build"]] = standing["must_stand"]
        upper[first["open"] : first["sold"]] = 1.0
        integer[first["open"] : first["build"]] = 1
        row_lower, row_upper = (np.concatenate([side[k] for side in self.sides]) for k in (0, 1))
        status = highs.passModel(
            width, height, matrix.nnz, int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize), 0.0, self._costs() / MONEY_UNIT,
            lower, upper, row_lower, row_upper, matrix.indptr, matrix.indices, matrix.data, integer,
        )  # fmt: skip
        assert status == highspy.HighsStatus.kOk

    def _costs(self) -> Floats:
        tables, weights = self.network.tables, self.network["periods"]
        annual, opening = weights["annual_weight"].to_numpy(), weights["opening_weight"].to_numpy()
        standing = self._candidate_of("standing")
        candidates = tables["candidates"]
        when = self.code("standing", "period")
        fixed, once = candidates["fixed_cost_per_year"].to_numpy()[standing], candidates["opening_cost"].to_numpy()[standing]
        works = candidates["variable_cost_per_t"].to_numpy()[self._candidate_of("recipes")]
        parts = [
            tables["uncollected"]["cost_per_t"].to_numpy() * annual[self.code("uncollected", "period")],
            (tables["haulage"]["cost_per_t"].to_numpy()[:, None] * annual).ravel(),
            works * annual[self.code("recipes", "period")],
            fixed * annual[when],
            (once * opening[when])[self.build_of],
            -tables["sales"]["price_per_t"].to_numpy() * annual[self.code("sales", "period")],
        ]
        return np.concatenate(parts)

    def _candidate_of(self, table: str) -> Ints:
        """Return the number of the candidate of each row of a table."""
        return np.asarray(self.network["candidates"].index.get_indexer(self._keys(table)))

    def _keys(self, table: str) -> pd.MultiIndex:
        index = self.network[table].index
        return index.droplevel([name for name in index.names if name not in ("site", "technology", "size")])

    def _row_of_standing(self, table: str) -> Ints:
        """Return the row of the standing table that a candidate has in the period of a row of another table."""
        number = np.full((len(self.network["candidates"]), self.periods), -1)
        number[self._candidate_of("standing"), self.code("standing", "period")] = np.arange(len(self.network["standing"]))
        return np.asarray(number[self._candidate_of(table), self.code(table, "period")])

    def _siting(self) -> None:
        capacity, count = self.network["candidates"]["capacity_t"].to_numpy(), len(self.network["standing"])
        candidate, when = self._candidate_of("standing"), self.code("standing", "period")
        # recyclenet numbers rows by place, technology, size and period; the tables stand in that order where places do
        names = ("site", "technology", "size", "period")
        sizes = [len(self.network.universes[name]) for name in names]
        order = np.argsort(np.ravel_multi_index([self.code("standing", name) for name in names], sizes), kind="stable")
        rank = np.empty(count, dtype=np.int64)
        rank[order] = np.arange(count)
        self.put(rank[self._row_of_standing("recipes")], self.first["throughput"], 1.0)
        self.put(rank, self.first["open"], -capacity[candidate])
        self.close(-np.inf, 0.0, count)
        number = np.full((capacity.size, self.periods), -1)
        number[candidate, when] = np.arange(count)
        before = np.where(when > 0, number[candidate, when - 1], -1)
        self.put(rank, self.first["open"], 1.0)
        self.put(rank[self.build_of], self.first["build"], -1.0)
        self.put(rank[before >= 0], self.first["open"] + before[before >= 0], -1.0)
        stood = self.network["standing"]["stood"].to_numpy()[order]
        self.close(stood, stood, count)
        together = np.ravel_multi_index(
            [self.code("standing", name) for name in ("site", "technology", "period")], [sizes[0], sizes[1], sizes[3]]
        )
        _, members = np.unique(together, return_inverse=True)
        several = np.bincount(members) > 1
        row = np.cumsum(several) - 1
        chosen = np.flatnonzero(several[members])
        self.put(row[members[chosen]], self.first["open"] + chosen, 1.0)
        self.close(-np.inf, 1.0, int(several.sum()))

    def _outlets(self) -> None:
        limit = self.network["sales"]["limit_t"].to_numpy()
        stated = np.flatnonzero(~np.isnan(limit))
        key = self._spot(self.code("sales", "outlet"), self.code("sales", "material"), self.code("sales", "period"))[stated]
        order = np.argsort(key, kind="stable")
        self.put(np.arange(stated.size), self.first["sold"] + stated[order], 1.0)
        self.close(-np.inf, limit[stated[order]], stated.size)

    def _spot(self, place: Ints, material: Ints, period: Ints) -> Ints:
        """Return a number for a place, material and period."""
        return (place * self.materials + material) * self.periods + period

    def _balance(self) -> None:
        network, periods = self.network, np.arange(self.periods)
        ends = [
            self._spot(self.code("arcs", end)[:, None], self.code("arcs", "material")[:, None], periods).ravel()
            for end in ("origin", "destination")
        ]
        left = self._spot(*(self.code("uncollected", name) for name in ("region", "material", "period")))
        sold = self._spot(*(self.code("sales", name) for name in ("outlet", "material", "period")))
        supplied = self._spot(*(self.code("supplies", name) for name in ("region", "material", "period")))
        where, column, amount = self._conversions()
        present = np.zeros(self.places * self.materials * self.periods, dtype=bool)
        for spots in (*ends, left, sold, supplied, where):
            present[spots] = True
        number = np.cumsum(present) - 1
        self.put(number[left], self.first["uncollected"], -1.0)
        self.put(number[ends[0]], self.first["flow"], -1.0)
        self.put(number[ends[1]], self.first["flow"], 1.0)
        self.put(number[where], self.first["throughput"] + column, amount)
        self.put(number[sold], self.first["sold"], -1.0)
        right = np.zeros(int(present.sum()))
        right[number[supplied]] = -network["supplies"]["supply_t"].to_numpy()
        self.close(right, right, right.size)

    def _conversions(self) -> tuple[Ints, Ints, Floats]:
        """Return spot, throughput and tonnes per tonne of every part of every recipe that may run."""
        sizes = [len(self.network.universes[name]) for name in ("technology", "recipe", "period")]
        amounts = np.zeros((int(np.prod(sizes)), self.materials))
        part = np.ravel_multi_index([self.code("conversions", name) for name in ("technology", "recipe", "period")], sizes)
        amounts[part, self.code("conversions", "material")] = self.network["conversions"]["t_per_t"]
        recipe = np.ravel_multi_index([self.code("recipes", name) for name in ("technology", "recipe", "period")], sizes)
        column, material = np.nonzero(amounts[recipe])
        where = self._spot(self.code("recipes", "site")[column], material, self.code("recipes", "period")[column])
        return where, column, amounts[recipe[column], material]

    def _targets(self) -> None:
        self._collection()
        self._recovery()

    def _collection(self) -> None:
        targets = self.network["collection_targets"]
        order, counts = self._target_order("collection_targets"), self.network["collection_counts"].index
        for row, position in enumerate(order):
            name, period = targets.index[position]
            for _, material, _ in counts[(counts.get_level_values("target") == name) & (counts.get_level_values("period") == period)]:
                chosen = self._left(material, period)
                self.put(np.full(chosen.size, row), self.first["uncollected"] + chosen, -1.0)
        sides = ((targets["share"] - 1) * targets["base_t"]).to_numpy()[order]
        self.close(sides, np.inf, len(order))

    def _recovery(self) -> None:
        targets = self.network["recovery_targets"]
        order = self._target_order("recovery_targets")
        for row, position in enumerate(order):
            name, period = targets.index[position]
            for (target, outlet, material, when), share in self.network["recovery_products"]["t_per_t"].items():
                if (target, when) == (name, period):
                    chosen = self.network["sales"].index.get_indexer([(outlet, material, period)])
                    self.put(np.full(1, row), self.first["sold"] + chosen, share)
            for (target, material, when), source in self.network["recovery_counts"].iterrows():
                if (target, when) == (name, period):
                    chosen = self._left(material, period)
                    self.put(np.full(chosen.size, row), self.first["uncollected"] + chosen, source["share"] * source["t_per_t"])
        self.close((targets["share"] * targets["base_t"]).to_numpy()[order], np.inf, len(order))

    def _left(self, material: str, period: str) -> Ints:
        universes = self.network.universes
        wanted = (universes["material"].get_loc(material), universes["period"].get_loc(period))
        return np.flatnonzero((self.code("uncollected", "material") == wanted[0]) & (self.code("uncollected", "period") == wanted[1]))

    def _target_order(self, table: str) -> Ints:
        return np.argsort(self.code(table, "target") * self.periods + self.code(table, "period"), kind="stable")

    def _network_size(self) -> None:
        kind_of = self.network["candidates"]["kind"].to_numpy()[self._candidate_of("standing")]
        size, when = self.network["network_size"], self.code("standing", "period")
        for column in ("least", "most"):
            stated = size[column].dropna()
            kinds, periods = (stated.index.get_level_values(name) for name in ("kind", "period"))
            for kind, period, number in zip(kinds, periods, stated, strict=True):
                chosen = np.flatnonzero((kind_of == kind) & (when == self.network.universes["period"].get_loc(period)))
                self.put(np.zeros(chosen.size, dtype=np.int64), self.first["open"] + chosen, 1.0)
                self.close(number if column == "least" else -np.inf, number if column == "most" else np.inf, 1)
