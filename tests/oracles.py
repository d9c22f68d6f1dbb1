"""An oracle for tiny instances: every combination of opening times of every candidate is tried, the flows are a linear programme in loops.

It shares nothing with recyclenet's network, model or solver. All distances must be stated; one mode and one recipe a technology.
"""

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from recyclenet.instance.instance import Instance

Row = dict[str, Any]
ALWAYS = -1
"""The time at which what exists was opened: before the first period."""


def cheapest(instance: Instance) -> float | None:
    """Return the least discounted cost over all combinations, or None where none is possible."""
    candidates: list[Row] = instance["candidates"].to_dict("records")
    yearly, once = _weights(instance)
    flows: dict[tuple[int, tuple[int, ...]], float | None] = {}
    best = None
    for opened in product(*[_times(row, instance.periods) for row in candidates]):
        cost = 0.0
        for now in range(len(instance.periods)):
            standing = tuple(k for k, when in enumerate(opened) if when is not None and when <= now)
            if not _allowed(instance, [candidates[k] for k in standing], instance.periods[now]):
                break
            if (now, standing) not in flows:
                flows[now, standing] = _flow_cost(instance, [candidates[k] for k in standing], instance.periods[now])
            moving = flows[now, standing]
            if moving is None:
                break
            fixed = sum(candidates[k]["fixed_cost_per_year"] for k in standing)
            opening = sum(candidates[k]["opening_cost"] for k in standing if opened[k] == now)
            cost += yearly[now] * (moving + fixed) + once[now] * opening
        else:
            best = cost if best is None else min(best, cost)
    return best


def _times(row: Row, periods: tuple[str, ...]) -> list[int | None]:
    """Return when a candidate may open: a number of a period, ALWAYS, or None for never. Once open it stays open."""
    first = 0 if pd.isna(row["first_period"]) else periods.index(row["first_period"])
    last = len(periods) - 1 if pd.isna(row["last_period"]) else periods.index(row["last_period"])
    if row["status"] == "forbidden":
        return [None]
    if row["status"] == "existing":
        return [ALWAYS]
    if row["status"] == "required":  # by the last period of its window; without one, as early as it may
        return [first] if pd.isna(row["last_period"]) else list(range(first, last + 1))
    return [None, *range(first, last + 1)]


def _weights(instance: Instance) -> tuple[list[float], list[float]]:
    yearly, once, year = [], [], 0
    for years in instance["periods"]["years"]:
        worth = [1 / (1 + instance.settings.discount_rate) ** (year + k) for k in range(years)]
        yearly.append(sum(worth))
        once.append(worth[0])
        year += years
    return yearly, once


def _allowed(instance: Instance, standing: list[Row], period: str) -> bool:
    """Return whether these candidates may stand together: one size of a technology at a site, and as many of a kind as may and must."""
    spots = [(row["site"], row["technology"]) for row in standing]
    kinds = instance["technologies"].set_index("technology")["kind"]
    counts = [kinds[row["technology"]] for row in standing]
    within = all(
        (pd.isna(row["least"]) or counts.count(row["kind"]) >= row["least"])
        and (pd.isna(row["most"]) or counts.count(row["kind"]) <= row["most"])
        for row in _of(instance, "network_size", period)
    )
    return within and len(set(spots)) == len(spots)


def _of(instance: Instance, table: str, period: str) -> list[Row]:
    """Return the rows of a table that hold in a period: its own, and those for every period whose key has none of its own."""
    keys = {"sales": ["outlet", "material"], "targets": ["target"], "network_size": ["kind"], "uncollected": ["material"],
            "conversions": ["technology", "recipe", "material"], "supplies": ["region", "material"]}[table]  # fmt: skip
    rows = instance[table].to_dict("records")
    own = [row for row in rows if row["period"] == period]
    taken = [[row[key] for key in keys] for row in own]
    return own + [row for row in rows if row["period"] == "*" and [row[key] for key in keys] not in taken]


def _flow_cost(instance: Instance, standing: list[Row], period: str) -> float | None:
    """Return the least yearly cost of flows in a period when just these candidates are open."""
    columns: list[tuple[float, dict[object, float], float]] = []  # cost, coefficient by row, upper bound
    rates = instance["mode_rates"].iloc[0]
    for way in instance["distances"].itertuples():
        if way.distance_km <= rates["reach_km"]:
            for material in instance["materials"]["material"]:
                cost = way.distance_km * rates["cost_per_tkm"] + rates["handling_cost_per_t"]
                columns.append((cost, {(way.origin, material): -1.0, (way.destination, material): 1.0}, np.inf))
    for row in standing:
        entries: dict[object, float] = {
            (row["site"], part["material"]): part["t_per_t"]
            for part in _of(instance, "conversions", period)
            if part["technology"] == row["technology"]
        }
        columns.append((row["variable_cost_per_t"], entries, row["capacity_t"]))
    shares = instance["compositions"].set_index(["material", "element"])["share"]
    kinds = instance["outlets"].set_index("outlet")["kind"]
    targets, left = _of(instance, "targets", period), _of(instance, "uncollected", period)
    for sale in _of(instance, "sales", period):
        entries = {(sale["outlet"], sale["material"]): -1.0}
        for target in targets:
            if target["metric"] == "recovery" and kinds[sale["outlet"]] == "buyer":
                entries[target["target"]] = float(shares.get((sale["material"], target["element"]), 0.0))
        columns.append((-sale["price_per_t"], entries, np.inf if pd.isna(sale["limit_t"]) else sale["limit_t"]))
    right: dict[object, float] = {}
    for supply in _of(instance, "supplies", period):
        amount = supply["supply_t"]
        right[(supply["region"], supply["material"])] = -amount
        leaving: dict[object, float] = {(supply["region"], supply["material"]): -1.0}
        for target in targets:
            weight = 1.0 if target["metric"] == "collection" else float(shares[(supply["material"], target["element"])])
            assert pd.isna(target["of_t"])  # a target of stated tonnes is beyond this oracle
            least = target["share"] * weight * amount if target["metric"] == "recovery" else (target["share"] - 1) * amount
            right[target["target"]] = right.get(target["target"], 0.0) + least
            leaving[target["target"]] = target["share"] * weight if target["metric"] == "recovery" else -1.0
        rules = [rule for rule in left if rule["material"] == supply["material"]]
        columns += [(rule["cost_per_t"], leaving, amount * (1 if pd.isna(rule["limit_share"]) else rule["limit_share"])) for rule in rules]
    return _least(columns, right)


def _least(columns: list[tuple[float, dict[object, float], float]], right: dict[object, float]) -> float | None:
    """Return the least cost; rows named by a tuple are equations, the others least amounts."""
    rows = sorted({row for _, entries, _ in columns for row in entries} | set(right), key=str)
    matrix = np.array([[entries.get(row, 0.0) for _, entries, _ in columns] for row in rows])
    sides = np.array([right.get(row, 0.0) for row in rows])
    equal = np.array([isinstance(row, tuple) for row in rows])
    answer = linprog(
        [cost for cost, _, _ in columns],
        A_eq=matrix[equal], b_eq=sides[equal], A_ub=-matrix[~equal], b_ub=-sides[~equal], bounds=[(0, top) for _, _, top in columns],
    )  # fmt: skip
    return float(answer.fun) if answer.status == 0 else None
