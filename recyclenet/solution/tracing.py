"""The way of the tonnes: a plan as a graph of pools (place, material, period) and runs (a recipe at a candidate in a period)."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from recyclenet.solution.case import SITE, Case

CELL = ["component", "period", "place"]
"""The labels under which a plan's costs are booked."""

POOL = ["place", "material", "period"]
RUN = [*SITE, "recipe", "period"]


@dataclass(frozen=True)
class Graph:
    """Nodes and arcs of a plan.

    `pools` and `runs` map labels to the number of a node. `arcs` has tail, head (numbers; -1 outside: an origin, or where tonnes end),
    mass_t (tonnes over the whole period, stocks as they pass from one period to the next), and region and material of an origin.
    `inflow` is the mass that comes to each node [t].
    """

    pools: pd.Series
    runs: pd.Series
    arcs: pd.DataFrame
    inflow: np.ndarray

    def pool(self, frame: pd.DataFrame, place: str) -> np.ndarray:
        """Return the node of each row's pool, -1 where there is none; `place` names the column of the place."""
        return self._at(self.pools, frame[[place, "material", "period"]])

    def run(self, frame: pd.DataFrame) -> np.ndarray:
        """Return the node of each row's run, -1 where there is none."""
        return self._at(self.runs, frame[RUN])

    @staticmethod
    def _at(nodes: pd.Series, frame: pd.DataFrame) -> np.ndarray:
        return np.asarray(nodes.reindex(pd.MultiIndex.from_frame(frame)).fillna(-1).astype(int))


def graph(case: Case) -> Graph:
    """Return the graph of a plan."""
    years, order, plan = case.periods["years"], case.instance.periods, case.plan
    used, supply = case.used, case.instance["supplies"].rename(columns={"supply_t": "amount"})
    origins = pd.concat([supply[["region", "material", "period", "amount"]], case.returned[["region", "material", "period", "amount"]]])
    following = dict(pairwise(order))
    stocks = plan["stocks"].assign(later=plan["stocks"]["period"].map(following)).dropna(subset="later")
    places = [
        (origins, "region", "period"), (plan["flows"], "origin", "period"), (plan["flows"], "destination", "period"),
        (used, "site", "period"), (plan["sales"], "outlet", "period"), (stocks, "place", "period"), (stocks, "place", "later"),
    ]  # fmt: skip
    pools = _numbered(pd.concat([_labels(frame, place, period) for frame, place, period in places]), 0)
    runs = _numbered(plan["throughputs"][RUN], len(pools))
    chart = Graph(pools, runs, pd.DataFrame(), np.empty(0))
    inputs, outputs = used[used["amount"] < 0], used[used["amount"] > 0]
    arcs = pd.concat([
        _arcs(origins, -1, chart.pool(origins, "region"), origins["amount"], years).assign(
            region=origins["region"].array, material=origins["material"].array),
        _arcs(plan["flows"], chart.pool(plan["flows"], "origin"), chart.pool(plan["flows"], "destination"), plan["flows"]["flow_t"], years),
        _arcs(inputs, chart.pool(inputs, "site"), chart.run(inputs), -inputs["amount"], years),
        _arcs(outputs, chart.run(outputs), chart.pool(outputs, "site"), outputs["amount"], years),
        _arcs(stocks, chart.pool(stocks, "place"), chart.pool(stocks.assign(period=stocks["later"]), "place"), stocks["stock_t"], None),
    ], ignore_index=True)  # fmt: skip
    arcs = arcs[arcs["mass_t"] > 0]
    inflow = np.bincount(arcs["head"], weights=arcs["mass_t"], minlength=len(pools) + len(runs)).astype(float)
    return Graph(pools, runs, arcs, inflow)


def _labels(frame: pd.DataFrame, place: str, period: str) -> pd.DataFrame:
    return pd.DataFrame({"place": frame[place].array, "material": frame["material"].array, "period": frame[period].array})


def _numbered(labels: pd.DataFrame, first: int) -> pd.Series:
    distinct = labels.drop_duplicates()
    return pd.Series(np.arange(first, first + len(distinct)), pd.MultiIndex.from_frame(distinct))


def _arcs(frame: pd.DataFrame, tail: "np.ndarray | int", head: np.ndarray, amount: pd.Series, years: pd.Series | None) -> pd.DataFrame:
    """Return arcs of amounts of a year (or, without years, of tonnes that pass once)."""
    times = 1.0 if years is None else frame["period"].map(years).to_numpy()
    return pd.DataFrame({"tail": tail, "head": head, "mass_t": amount.to_numpy() * times})
