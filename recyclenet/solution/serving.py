"""Cost to serve: what the goods of each region and material cost, every cost of the plan laid on the tonnes it is spent on.

The rule. Costs follow the tonnes back against the flow. What is paid on a flow, a sale or a stock (haulage, acquisition, price, storage)
falls on its tonnes; what a candidate costs in a period (processing, fixed costs, emissions) on the tonnes through it in that period; what
is paid once (opening, expansion, closing, salvage) evenly on all tonnes that ever go through it. Where tonnes of several origins meet in
one place, material and period they mix, and every one of them carries the same share of what follows; income is a negative cost. What is
left behind costs the region it stays in. What no tonne passes (prices of missed rules, what stands idle) is laid on no region. All
parts together are the plan's cost.
"""

import numpy as np
import pandas as pd

from recyclenet.solution.case import Case
from recyclenet.solution.checks.measures import collected
from recyclenet.solution.solution import Solution
from recyclenet.solution.tracing import CELL, Graph, graph
from recyclenet.solution.tracing_costs import details

NO_REGION = ""
"""Stands for the region, and the material, of costs that are laid on none."""

ROUNDING = 1e-9
"""Share of all bookings below which what is left over is rounding."""


def cost_to_serve(plan: Solution) -> pd.DataFrame:
    """Return discounted cost [currency] by origin: region, material, component, cost; rows without a region are laid on none.

    The costs add up to the plan's cost table, component by component.
    """
    case = Case(plan.instance, plan)
    chart = graph(case)
    laid = _laid(case, chart)
    origins = chart.arcs[chart.arcs["tail"] < 0]
    reached = _followed(chart, laid)
    share = (origins["mass_t"] / chart.inflow[origins["head"]]).to_numpy()[:, None]
    found = pd.DataFrame(reached[origins["head"]] * share, columns=laid.columns)
    found = found.assign(region=origins["region"].array, material=origins["material"].array)
    by_origin = found.groupby(["region", "material"], sort=False).sum().reset_index()
    rows = by_origin.melt(id_vars=["region", "material"], var_name="component", value_name="cost")
    said = plan["costs"].groupby("component", sort=False)["cost"].sum()
    rest = said - rows.groupby("component")["cost"].sum().reindex(said.index).fillna(0.0)
    rest = rest.where(rest.abs() > ROUNDING * float(said.abs().sum()), 0.0)
    unlaid = pd.DataFrame({"region": NO_REGION, "material": NO_REGION, "component": rest.index, "cost": rest.to_numpy()})
    whole = pd.concat([rows, unlaid], ignore_index=True).astype({"cost": float})
    return whole[whole["cost"] != 0].reset_index(drop=True)


def by_origin(plan: Solution) -> pd.DataFrame:
    """Return the cost to serve of every region and material: region, material, collected_t, cost, cost_per_t, then every component.

    `collected_t` are tonnes over all years. `cost_per_t` is levelised [currency/t]: discounted cost per discounted tonne, so that it can be
    set against a price of today; it is missing where nothing is collected. The row without a region is laid on none.
    """
    costs = cost_to_serve(plan)
    wide = costs.pivot_table(index=["region", "material"], columns="component", values="cost", aggfunc="sum", sort=False).fillna(0.0)
    tonnes = _collected(plan).reindex(wide.index).fillna(0.0)
    cost = wide.sum(axis=1)
    per_t = (cost / tonnes["discounted_t"]).where(tonnes["discounted_t"] > 0)
    return pd.concat([tonnes["collected_t"], cost.rename("cost"), per_t.rename("cost_per_t"), wide], axis=1).reset_index()


def levelised(rows: pd.DataFrame, plan: Solution, by: list[str]) -> pd.DataFrame:
    """Return rows of `by_origin` summed by labels, with the cost per tonne of the sums."""
    tonnes = _collected(plan).reindex(pd.MultiIndex.from_frame(rows[["region", "material"]]))["discounted_t"].fillna(0.0).to_numpy()
    sums = rows.assign(discounted_t=tonnes).groupby(by, sort=False)[["collected_t", "cost", "discounted_t"]].sum().reset_index()
    per_t = (sums["cost"] / sums["discounted_t"]).where(sums["discounted_t"] > 0)
    return sums.assign(cost_per_t=per_t).drop(columns="discounted_t")


def _collected(plan: Solution) -> pd.DataFrame:
    """Return what leaves its owners, by region and material, in tonnes over all years and in discounted tonnes."""
    case = Case(plan.instance, plan)
    rows = collected(case)
    weights = case.periods[["years", "annual"]].reindex(rows["period"]).to_numpy() * rows["amount"].to_numpy()[:, None]
    tonnes = pd.DataFrame(weights, columns=["collected_t", "discounted_t"])
    tonnes = tonnes.assign(region=rows["place"].array, material=rows["material"].array).groupby(["region", "material"]).sum()
    return tonnes.where(tonnes.abs() > 1e-9, 0.0)


def _laid(case: Case, chart: Graph) -> pd.DataFrame:
    """Return the costs of the plan by node and component; what falls on no node is missing."""
    said = case.plan["costs"].groupby(CELL, sort=False)["cost"].sum()
    parts = details(case, chart)
    worked_out = parts.groupby(CELL)["cost"].sum().reindex(said.index)
    factor = (said / worked_out).where(worked_out.abs() > 0).replace([np.inf, -np.inf], np.nan)
    scaled = parts["cost"].to_numpy() * factor.reindex(pd.MultiIndex.from_frame(parts[CELL])).fillna(0.0).to_numpy()
    components = list(dict.fromkeys(said.index.get_level_values("component")))
    laid = parts.assign(cost=scaled).pivot_table(index="node", columns="component", values="cost", aggfunc="sum")
    return laid.reindex(index=range(len(chart.inflow)), columns=components).fillna(0.0)


def _followed(chart: Graph, laid: pd.DataFrame) -> np.ndarray:
    """Return all that is spent on the tonnes of each node, there and later, by component: costs handed against the flow until all lie."""
    inner = chart.arcs[(chart.arcs["tail"] >= 0) & (chart.arcs["head"] >= 0) & (chart.arcs["mass_t"] > 0)]
    tail, head = inner["tail"].to_numpy(), inner["head"].to_numpy()
    share = (inner["mass_t"].to_numpy() / chart.inflow[head])[:, None]
    moving: np.ndarray = laid.to_numpy(dtype=float)
    total: np.ndarray = moving.copy()
    least = 1e-13 * max(float(np.abs(moving).sum()), 1.0)
    for _ in range(len(chart.inflow) + 10_000):  # as often as there are steps in the longest chain; more where material goes in circles
        if float(np.abs(moving).sum()) <= least:
            break
        handed = moving[head] * share
        moving = np.stack([np.bincount(tail, weights=handed[:, column], minlength=len(total)) for column in range(handed.shape[1])], axis=1)
        total += moving
    return total
