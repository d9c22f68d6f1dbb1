"""The plan in a solved formulation, as tidy tables."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from recyclenet.model.accounts import COST
from recyclenet.model.formulation import Formulation
from recyclenet.solution.solution import TABLE_COLUMNS

SMALLEST_T = 1e-6
"""Amounts below this [t/yr] are the solver's rounding, not part of a plan."""


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
        "sales": _amounts(formulation, "sold", "sold_t"),
        "costs": ledger(formulation),
    }
    return {name: table[list(TABLE_COLUMNS[name])].reset_index(drop=True) for name, table in tables.items()}


def ledger(formulation: Formulation) -> pd.DataFrame:
    """Return the cost account evaluated: discounted cost by component, period and place; the sum is the objective."""
    universes = formulation.network.universes
    parts = []
    for booking in formulation.bookings.get(COST, []):
        values = _values(formulation, booking.terms.variable.local_name)
        terms = booking.terms
        used = values if terms.positions is None else values[terms.positions]
        cost = formulation.discounted(booking) * used
        size = len(universes["place"])
        keys = terms.labels["period"] * size + terms.labels["place"]
        sums = np.bincount(keys, weights=cost, minlength=1)
        chosen = np.flatnonzero(sums)
        parts.append(
            pd.DataFrame(
                {
                    "component": booking.component,
                    "period": universes["period"][chosen // size],
                    "place": universes["place"][chosen % size],
                    "cost": sums[chosen],
                }
            )
        )
    return pd.concat(parts)


def _values(formulation: Formulation, variable: str) -> np.ndarray:
    solution = formulation.variables[variable].solution
    return np.zeros(len(formulation.variables[variable])) if solution is None else np.asarray(solution)


def _amounts(formulation: Formulation, variable: str, column: str) -> pd.DataFrame:
    """Return the labels and values of a variable where it is more than rounding."""
    values = _values(formulation, variable)
    chosen = np.flatnonzero(values > SMALLEST_T)
    index = formulation.variables[variable].labels.pandas[chosen]
    return index.to_frame(index=False).assign(**{column: values[chosen]})


def _openings(formulation: Formulation, throughputs: pd.DataFrame) -> pd.DataFrame:
    key = ["site", "technology", "size"]
    variable = formulation.variables["open"]
    index = variable.labels.pandas[_values(formulation, "open") > 0.5]
    build = formulation.variables["build"].labels.pandas[_values(formulation, "build") > 0.5]
    used = throughputs.groupby([*key, "period"])["throughput_t"].sum()
    openings = index.to_frame(index=False)
    openings["opens"] = np.where(index.isin(build), "yes", "no")
    openings["capacity_t"] = formulation.network["candidates"]["capacity_t"].reindex(index.droplevel("period")).to_numpy()
    openings["throughput_t"] = used.reindex(index).fillna(0.0).to_numpy()
    return openings
