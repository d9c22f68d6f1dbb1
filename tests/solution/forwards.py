"""Cost to serve worked out the other way round: what each origin has in every pool and run, times what is spent there.

It shares nothing with recyclenet.solution.serving: mixtures run forwards with the flow instead of costs backwards, one origin at a time,
and prices are those of the network, the model's side, instead of the checker's.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np

from recyclenet.network.network import Network, build_network
from recyclenet.solution.solution import Solution

Node = tuple[str, ...]
Origin = tuple[str, str]
Arc = tuple[tuple[str, ...], Node, float]


def forwards(plan: Solution) -> dict[tuple[str, str, str], float]:
    """Return discounted cost by region, material and component; what no tonne bears is left out."""
    network = build_network(plan.instance)
    mixture = _mixtures(plan, network)
    laid: dict[tuple[str, str, str], float] = defaultdict(float)
    for component, node, cost in _spent(plan, network):
        for (region, material), share in mixture.get(node, {}).items():
            laid[region, material, component] += cost * share
    return laid


def _mixtures(plan: Solution, network: Network) -> dict[Node, dict[Origin, float]]:
    """Return the share of every origin in each node: solved as one system of linear equations for each origin."""
    arcs = [*_origins(plan, network), *_moves(plan, network), *_recipes(plan, network)]
    return _solved([arc for arc in arcs if arc[2] > 0])


def _origins(plan: Solution, network: Network) -> Iterator[Arc]:
    """Yield what arises and what comes back."""
    years = network["periods"]["years"].to_dict()
    for (region, material, period), row in network["supplies"].iterrows():
        yield (region, material), (region, material, period), row["supply_t"] * years[period]
    for row in plan["sales"].itertuples():
        for key, share in network["returns"]["share"].items():
            if key[:3] == (row.outlet, row.material, row.period):
                _, _, _, region, returned, then = key
                yield (region, returned), (region, returned, then), row.sold_t * share * years[then]


def _moves(plan: Solution, network: Network) -> Iterator[Arc]:
    """Yield what is hauled, and kept from one period to the next."""
    years, order = network["periods"]["years"].to_dict(), list(plan.instance.periods)
    for row in plan["flows"].itertuples():
        yield (row.origin, row.material, row.period), (row.destination, row.material, row.period), row.flow_t * years[row.period]
    for row in plan["stocks"].itertuples():
        if row.period != order[-1]:
            later = order[order.index(row.period) + 1]
            yield (row.place, row.material, row.period), (row.place, row.material, later), row.stock_t


def _recipes(plan: Solution, network: Network) -> Iterator[Arc]:
    """Yield what goes into runs and comes out of them."""
    years = network["periods"]["years"].to_dict()
    for row in plan["throughputs"].itertuples():
        run = (row.site, row.technology, row.size, row.recipe, row.period)
        for (technology, recipe, material, period), share in network["conversions"]["t_per_t"].items():
            if (technology, recipe, period) == (row.technology, row.recipe, row.period):
                pool, mass = (row.site, material, period), row.throughput_t * share * years[period]
                yield (pool, run, -mass) if mass < 0 else (run, pool, mass)


def _solved(arcs: list[Any]) -> dict[Node, dict[Origin, float]]:
    nodes = list(dict.fromkeys(head for _, head, _ in arcs))
    origins = list(dict.fromkeys(tail for tail, _, _ in arcs if len(tail) == 2))
    at = {node: number for number, node in enumerate(nodes)}
    inflow = np.zeros(len(nodes))
    for _, head, mass in arcs:
        inflow[at[head]] += mass
    matrix, given = np.eye(len(nodes)), np.zeros((len(nodes), len(origins)))
    for tail, head, mass in arcs:
        share = mass / inflow[at[head]]
        if len(tail) == 2:
            given[at[head], origins.index(tail)] += share
        else:
            matrix[at[head], at[tail]] -= share
    shares = np.linalg.solve(matrix, given)
    return {node: dict(zip(origins, shares[number], strict=True)) for node, number in at.items()}


BOOKED = (
    ("sales", "outlet", "sold_t", "sales", "price_per_t", -1),
    ("uncollected", "region", "uncollected_t", "uncollected", "cost_per_t", 1),
    ("stocks", "place", "stock_t", "storage", "cost_per_t", 1),
)
"""Table of the plan, its place and amount, component, the price in the network, and its sign."""


def _spent(plan: Solution, network: Network) -> Iterator[tuple[str, Node, float]]:
    """Yield what is spent: component, node, discounted cost."""
    annual = network["periods"]["annual_weight"]
    yield from _of_flows(plan, network, annual.to_dict())
    for table, place, amount, component, price, sign in BOOKED:
        known = network[{"stocks": "storage"}.get(table, table)][price]
        for row in plan[table].itertuples():
            pool = (getattr(row, place), row.material, row.period)
            yield component, pool, sign * getattr(row, amount) * annual[row.period] * known[pool]
    yield from _of_runs(plan, network, annual.to_dict())
    yield from _of_candidates(plan, network, annual.to_dict(), network["periods"]["opening_weight"].to_dict())


def _of_flows(plan: Solution, network: Network, annual: dict[str, float]) -> Iterator[tuple[str, Node, float]]:
    for row in plan["flows"].itertuples():
        pool, weight = (row.origin, row.material, row.period), annual[row.period]
        yield "haulage", pool, row.flow_t * weight * network["haulage"].loc[row[1:6], "cost_per_t"]
        if pool in network["supplies"].index:
            yield "acquisition", pool, row.flow_t * weight * network["supplies"].loc[pool, "acquisition_cost_per_t"]
        for (mode, material, gas, period), per_tkm in network["haulage_emissions"]["t_per_tkm"].items():
            if (mode, material, period) == (row.mode, row.material, row.period):
                yield (
                    "emissions",
                    pool,
                    row.flow_t * weight * row.distance_km * per_tkm * network["gases"].loc[(gas, period), "price_per_t"],
                )


def _of_runs(plan: Solution, network: Network, annual: dict[str, float]) -> Iterator[tuple[str, Node, float]]:
    for row in plan["throughputs"].itertuples():
        run = (row.site, row.technology, row.size, row.recipe, row.period)
        price = network["costs"].loc[(*run[:3], row.period), "variable_cost_per_t"]
        yield "processing", run, row.throughput_t * annual[row.period] * price
        for (technology, gas, period), per_t in network["processing_emissions"]["t_per_t"].items():
            if (technology, period) == (row.technology, row.period):
                yield "emissions", run, row.throughput_t * annual[period] * per_t * network["gases"].loc[(gas, period), "price_per_t"]


def _of_candidates(plan: Solution, network: Network, annual: dict[str, float], once: dict[str, float]) -> Iterator[tuple[str, Node, float]]:
    """Yield what candidates cost: of a period over its runs, once over all of them by tonnes."""
    years, prices = network["periods"]["years"].to_dict(), network["costs"]
    tonnes: dict[Node, dict[Node, float]] = defaultdict(dict)
    for row in plan["throughputs"].itertuples():
        tonnes[row.site, row.technology, row.size][row.site, row.technology, row.size, row.recipe, row.period] = (
            row.throughput_t * years[row.period]
        )
    grown = dict.fromkeys(tonnes, 0.0)
    for row in plan["openings"].itertuples():  # in order of time for each candidate
        candidate = (row.site, row.technology, row.size)
        price, extra = prices.loc[(*candidate, row.period)], row.capacity_t - network["candidates"].loc[candidate, "capacity_t"]
        of_all = tonnes[candidate]
        of_period = {run: mass for run, mass in of_all.items() if run[-1] == row.period and mass > 0}
        yearly = {"fixed": price["fixed_cost_per_year"], "expansion_fixed": extra * price["expansion_fixed_cost_per_t"]}
        single = {
            "opening": price["opening_cost"] if row.opens == "yes" else 0.0,
            "expansion": (extra - grown.get(candidate, 0.0)) * price["expansion_cost_per_t"],
        }
        grown[candidate] = extra
        for component, cost in yearly.items():
            yield from _shared(component, cost * annual[row.period], of_period or of_all)
        for component, cost in single.items():
            yield from _shared(component, cost * once[row.period], of_all)


def _shared(component: str, cost: float, runs: dict[Node, float]) -> Iterator[tuple[str, Node, float]]:
    whole = sum(runs.values())
    for run, mass in runs.items():
        yield component, run, cost * mass / whole
