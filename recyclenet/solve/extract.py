"""The plan in a solved formulation, as tidy tables."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recyclenet.model.accounts import COST, EMISSIONS, Booking
from recyclenet.model.arrays import ArrayVar, Floats
from recyclenet.model.formulation import Formulation
from recyclenet.solution.solution import TABLE_COLUMNS

SMALLEST_T = 1e-6
"""Amounts below this [t/yr] are the solver's rounding, not part of a plan."""

SHORTFALLS = {"target_shortfall": "target", "limit_shortfall": "least", "limit_excess": "most"}
"""Variables by which a rule may be missed, and what the rule is called in the plan's table."""


def plan_tables(formulation: Formulation) -> Mapping[str, pd.DataFrame]:
    """Return the tables of the plan that the formulation's variables hold (see TABLE_COLUMNS)."""
    network = formulation.network
    flows = _amounts(formulation, "flow", "flow_t").join(network["arcs"]["distance_km"], on=["origin", "destination", "material", "mode"])
    throughputs = _amounts(formulation, "throughput", "throughput_t")
    tables = {
        "openings": _openings(formulation, throughputs),
        "throughputs": throughputs,
        "flows": flows,
        "uncollected": _amounts(formulation, "uncollected", "uncollected_t"),
        "withheld": _amounts(formulation, "withheld", "withheld_t"),
        "stocks": _amounts(formulation, "stock", "stock_t"),
        "sales": _amounts(formulation, "sold", "sold_t"),
        "emissions": _account(formulation, EMISSIONS, "emitted_t", ["gas", "period", "place"]),
        "shortfalls": _shortfalls(formulation),
        "costs": ledger(formulation),
    }
    return {name: table[list(TABLE_COLUMNS[name])].reset_index(drop=True) for name, table in tables.items()}


def ledger(formulation: Formulation) -> pd.DataFrame:
    """Return the cost account evaluated: discounted cost by component, period and place; the sum is the objective."""
    return _account(formulation, COST, "cost", ["period", "place"])


def _account(formulation: Formulation, account: str, amount: str, by: list[str]) -> pd.DataFrame:
    """Return an account evaluated by component and dimensions; a cost discounted. A rule's price falls at no place: it is left empty."""
    blocks = [_evaluated(formulation, booking, amount, by, discount=account == COST) for booking in formulation.bookings.get(account, [])]
    columns = ["component", *by]
    return (
        pd.concat(blocks).groupby(columns, sort=False, as_index=False)[amount].sum() if blocks else pd.DataFrame(columns=[*columns, amount])
    )


def _evaluated(formulation: Formulation, booking: Booking, amount: str, by: list[str], *, discount: bool) -> pd.DataFrame:
    terms, universes = booking.terms, formulation.network.universes
    values = _values(terms.variable)
    used = values if terms.positions is None else values[terms.positions]
    total = (formulation.discounted(terms, booking.when) if discount else terms.coefficients) * used
    known = [dimension for dimension in by if dimension in terms.labels]
    rest, key = 1, np.zeros(len(terms), dtype=np.int64)
    for dimension in known:
        key, rest = key * len(universes[dimension]) + terms.labels[dimension], rest * len(universes[dimension])
    sums = np.bincount(key, weights=np.broadcast_to(total, key.shape), minlength=1)
    chosen = np.flatnonzero(sums)
    columns: dict[str, object] = {"component": booking.component} | dict.fromkeys(by, "") | {amount: sums[chosen]}
    left = chosen
    for dimension in reversed(known):
        left, codes = np.divmod(left, len(universes[dimension]))
        columns[dimension] = universes[dimension][codes]
    return pd.DataFrame(columns, index=range(chosen.size))


def _values(variable: ArrayVar) -> Floats:
    return np.zeros(len(variable)) if variable.solution is None else np.asarray(variable.solution)


def _amounts(formulation: Formulation, variable: str, column: str) -> pd.DataFrame:
    """Return the labels and values of a variable where it is more than rounding."""
    component = formulation.variables[variable]
    values = _values(component)
    chosen = np.flatnonzero(values > SMALLEST_T)
    return component.labels.pandas[chosen].to_frame(index=False).assign(**{column: values[chosen]})


def _shortfalls(formulation: Formulation) -> pd.DataFrame:
    """Return by how much targets and limits with a price are missed."""
    blocks = []
    for variable, rule in SHORTFALLS.items():
        rows = _amounts(formulation, variable, "amount")
        blocks.append(rows.rename(columns={"target": "name", "limit": "name"}).assign(rule=rule))
    return pd.concat(blocks)


def _openings(formulation: Formulation, throughputs: pd.DataFrame) -> pd.DataFrame:
    """Return what stands by period, with its capacity, expansion included."""
    key = ["site", "technology", "size", "period"]
    index = _chosen(formulation.variables["open"])
    used = throughputs.groupby(key)["throughput_t"].sum()
    openings = index.to_frame(index=False)
    openings["opens"] = np.where(index.isin(_chosen(formulation.variables["build"])), "yes", "no")
    added = _amounts(formulation, "added", "added_t").set_index(key)["added_t"].reindex(index).fillna(0.0).to_numpy()
    openings["capacity_t"] = formulation.network["candidates"]["capacity_t"].reindex(index.droplevel("period")).to_numpy() + added
    openings["throughput_t"] = used.reindex(index).fillna(0.0).to_numpy()
    return openings


def _chosen(variable: ArrayVar) -> pd.Index:
    """Return the labels at which a yes-or-no variable says yes."""
    return variable.labels.pandas[_values(variable) > 0.5]
