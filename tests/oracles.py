"""An oracle for tiny instances of one period: every subset of candidates is tried, the rest is a linear programme written out in loops.

It shares nothing with recyclenet's network, model or solver.
"""

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from recyclenet.instance.instance import Instance


def cheapest(instance: Instance) -> float | None:
    """Return the least cost over all subsets of candidates, or None where none is possible. Distances must all be stated."""
    candidates = instance["candidates"].to_dict("records")
    costs = []
    for count in range(len(candidates) + 1):
        for chosen in combinations(candidates, count):
            places = [(row["site"], row["technology"]) for row in chosen]
            if len(set(places)) == len(places):
                flows = _flow_cost(instance, chosen)
                if flows is not None:
                    costs.append(flows + sum(row["opening_cost"] + row["fixed_cost_per_year"] for row in chosen))
    return min(costs) if costs else None


def _flow_cost(instance: Instance, chosen: tuple[dict[str, object], ...]) -> float | None:  # noqa: C901 - read from top to bottom
    """Return the least cost of flows when just these candidates are open."""
    columns: list[tuple[float, dict[object, float], float]] = []  # cost, coefficient by row, upper bound
    rates = instance["mode_rates"].iloc[0]
    conversions = instance["conversions"]
    for row in instance["distances"].itertuples():
        if row.distance_km <= rates["reach_km"]:
            for material in instance["materials"]["material"]:
                cost = row.distance_km * rates["cost_per_tkm"] + rates["handling_cost_per_t"]
                columns.append((cost, {(row.origin, material): -1.0, (row.destination, material): 1.0}, np.inf))
    for row in chosen:
        recipes = conversions[conversions["technology"] == row["technology"]]
        entries: dict[object, float] = {(row["site"], line.material): line.t_per_t for line in recipes.itertuples()}
        columns.append((float(str(row["variable_cost_per_t"])), entries, float(str(row["capacity_t"]))))
    shares = instance["compositions"].set_index(["material", "element"])["share"]
    targets = instance["targets"].to_dict("records")
    for line in instance["sales"].itertuples():
        kind = instance["outlets"].set_index("outlet").at[line.outlet, "kind"]
        entries = {(line.outlet, line.material): -1.0}
        for target in targets:
            if target["metric"] == "recovery" and kind == "buyer":
                entries[target["target"]] = float(shares.get((line.material, target["element"]), 0.0))
        columns.append((-line.price_per_t, entries, np.inf if pd.isna(line.limit_t) else line.limit_t))
    right: dict[object, float] = {}
    for line in instance["supplies"].itertuples():
        right[(line.region, line.material)] = -line.supply_t
        leaving: dict[object, float] = {(line.region, line.material): -1.0}
        for target in targets:
            weight = 1.0 if target["metric"] == "collection" else float(shares[(line.material, target["element"])])
            least = target["share"] * weight * line.supply_t if target["metric"] == "recovery" else (target["share"] - 1) * line.supply_t
            right[target["target"]] = right.get(target["target"], 0.0) + least
            leaving[target["target"]] = target["share"] * weight if target["metric"] == "recovery" else -1.0
        price = instance["uncollected"].set_index("material")["cost_per_t"].get(line.material)
        if price is not None:
            columns.append((price, leaving, line.supply_t))
    rows = sorted({row for _, entries, _ in columns for row in entries} | set(right), key=str)
    matrix = np.array([[entries.get(row, 0.0) for _, entries, _ in columns] for row in rows])
    sides = np.array([right.get(row, 0.0) for row in rows])
    equal = np.array([isinstance(row, tuple) for row in rows])
    answer = linprog(
        [cost for cost, _, _ in columns],
        A_eq=matrix[equal], b_eq=sides[equal], A_ub=-matrix[~equal], b_ub=-sides[~equal], bounds=[(0, top) for _, _, top in columns],
    )  # fmt: skip
    return float(answer.fun) if answer.status == 0 else None
