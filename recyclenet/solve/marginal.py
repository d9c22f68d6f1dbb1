"""Marginal values: what one more unit of supply, or of a binding limit, changes in the cost of a plan whose sites are given."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from recyclenet.errors import SolverError
from recyclenet.model.arrays import ArrayConstraint
from recyclenet.model.build import STRENGTHENING
from recyclenet.model.formulation import Formulation
from recyclenet.network.network import Network
from recyclenet.solution.solution import Solution
from recyclenet.solve.handover import Programme, compile_model
from recyclenet.solve.highs import hold_priorities
from recyclenet.solve.loaded import Loaded
from recyclenet.solve.stage import money_unit

PER_TONNE = ("capacity", "outlet_limit", "site_capacity", "collection", "recovery", "room", "utilisation")
"""Rows that stand for a limit in tonnes a year of their own; those of limits are in the unit of their metric."""

OF_WHAT_STANDS = ("capacity", "room", "utilisation")
"""Rows that are limits only where the candidate stands."""

LEAST_VALUE = 1e-6
"""Values below this [currency per unit] are rounding."""


def marginal_values(formulation: Formulation, plan: Solution) -> pd.DataFrame:
    """Return what one more unit changes in the cost: rule, what, period, value_per_unit, unit.

    `formulation` holds the plan: it has just been solved. Its yes-or-no decisions are fixed and the linear programme left is solved
    again; the values are its duals. The rule "supply" tells the cost of one more tonne a year arising in a region that has some, through
    every rule it enters: negative where it earns. All other rules tell the change of cost when the limit is raised by one unit. Values
    are in the money of a year of the period, not discounted; they hold for small changes, and where several are right (a degenerate plan)
    one is given.
    """
    programme = _fixed(compile_model(formulation.model, lazy=False), formulation)
    hold_priorities(programme, formulation, plan)
    found = Loaded(programme, money_unit(programme.cost)).solve()
    if found is None:
        raise SolverError("with its sites fixed the plan cannot be solved again")
    by_row = {id(component): pd.Series(found.duals[where], component.labels.pandas) for component, where in programme.rows}
    duals = {name: by_row[id(component)] for name, component in formulation.constraints.items() if id(component) in by_row}
    reduced = {id(variable): pd.Series(found.column_duals[where], variable.labels.pandas) for variable, where in programme.columns}
    at_most = reduced.get(id(formulation.variables["uncollected"]), pd.Series(dtype=float))
    values = pd.concat([_supply(formulation, duals, at_most), *_limits(formulation, duals)], ignore_index=True)
    return values[values["value_per_unit"].abs() > LEAST_VALUE].reset_index(drop=True)


def _supply(formulation: Formulation, duals: dict[str, pd.Series], at_most: pd.Series) -> pd.DataFrame:
    """Return the value of supply: the sum over all rules of the dual times what one more tonne changes in the rule's side."""
    network = formulation.network
    supply = network["supplies"]["supply_t"]
    supply = supply[supply > 0]
    place = duals["balance"].rename_axis(index={"place": "region"})
    value = -place.reindex(supply.index).fillna(0.0)
    if "withholding" in duals:
        withheld = formulation.variables["withheld"]
        kept = pd.Series(np.zeros(len(withheld)) if withheld.solution is None else withheld.solution, withheld.labels.pandas)
        value += (duals["withholding"] * kept).reindex(supply.index).fillna(0.0) / supply
    at_limit = at_most.clip(upper=0.0) * network["uncollected"]["limit_t"].reindex(at_most.index)
    value += at_limit.reindex(supply.index).fillna(0.0) / supply
    for metric in ("collection", "recovery"):
        if metric in duals:
            counts = network[f"{metric}_counts"]
            due = counts["t_per_t"] * (counts["share"] - (metric == "collection"))
            enters = due * duals[metric].reindex(due.index.droplevel("material")).to_numpy()
            by_material = enters.groupby(level=["material", "period"]).sum()
            value += by_material.reindex(supply.index.droplevel("region")).fillna(0.0).to_numpy()
    for side in ("least", "most"):
        if (name := f"limit_{side}_collected") in duals:
            value -= _in_scope(network, duals[name], supply.index)
    return _table("supply", value, network, "currency/t")


def _in_scope(network: Network, dual: pd.Series, rows: pd.MultiIndex) -> np.ndarray:
    """Return for each region, material and period the duals of all limits in whose scope it is."""
    frame = rows.to_frame(index=False)
    frame["row"] = range(len(frame))
    places, materials = (network[f"limit_{name}"].index.to_frame(index=False) for name in ("place", "material"))
    pairs = frame.merge(places, left_on="region", right_on="place").merge(materials, on=["limit", "material"])
    pairs = pairs.join(dual.rename("dual"), on=["limit", "period"]).dropna(subset="dual")
    return np.bincount(pairs["row"], weights=pairs["dual"], minlength=len(frame))


def _limits(formulation: Formulation, duals: dict[str, pd.Series]) -> Iterator[pd.DataFrame]:
    opened = formulation.variables["open"]
    standing = opened.labels.pandas[np.zeros(len(opened), dtype=bool) if opened.solution is None else opened.solution > 0.5]
    for name, values in duals.items():
        dual = values[values.index.isin(standing)] if name in OF_WHAT_STANDS else values
        if name in PER_TONNE or name.startswith("limit_"):
            yield _table(name, dual, formulation.network, "currency/t" if name in PER_TONNE else "currency/unit of the metric")


def _table(rule: str, value: pd.Series, network: Network, unit: str) -> pd.DataFrame:
    """Return discounted values as rows of the table, in the money of a year of their period."""
    labels = value.index.to_frame(index=False).astype(str)
    what = labels.drop(columns="period").agg(" / ".join, axis=1)
    yearly = value.to_numpy() / network["periods"]["annual_weight"].reindex(labels["period"]).to_numpy()
    return pd.DataFrame({"rule": rule, "what": what, "period": labels["period"], "value_per_unit": yearly, "unit": unit})


def _fixed(programme: Programme, formulation: Formulation) -> Programme:
    """Return the programme with its whole-numbered columns fixed as in the plan, and without rows that only tie flows to them."""
    lower, upper = programme.lower.copy(), programme.upper.copy()
    for variable, where in programme.columns:
        if variable.integer and variable.solution is not None:
            lower[where] = upper[where] = np.round(variable.solution)
    row_lower, row_upper = programme.row_lower.copy(), programme.row_upper.copy()
    strengthening = {id(c) for name in STRENGTHENING for c in _components(formulation, name)}
    for component, where in programme.rows:
        if id(component) in strengthening:
            row_lower[where], row_upper[where] = -np.inf, np.inf
        elif component is formulation.constraints.get("serving"):  # the one destination chosen may take more, were there more
            chosen = formulation.variables["serves"].solution
            free = np.zeros(len(component), dtype=bool) if chosen is None else chosen > 0.5
            row_upper[where] = np.where(free, np.inf, row_upper[where])
    return replace(programme, lower=lower, upper=upper, row_lower=row_lower, row_upper=row_upper, integer=np.zeros_like(programme.integer))


def _components(formulation: Formulation, family: str) -> Iterator[ArrayConstraint]:
    block = formulation.model.component(family)
    for component in formulation.constraints.values():
        if block is not None and component.parent_block() is block:
            yield component
