"""What relations between instances are made of: costs, and edits of whole instances by what the schema says of their columns."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import inf, isinf
from unittest.mock import patch

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from recyclenet.errors import InfeasibleError
from recyclenet.instance.columns import Column
from recyclenet.instance.instance import Instance
from recyclenet.instance.schema import EVERY, SCHEMA
from recyclenet.solution.solution import Solution
from recyclenet.solve import highs
from tests.cases import formulate, with_table

INFEASIBLE = inf

CLOSE = 1e-6
"""How far costs that should be the same may be apart, relative to their size; at least LITTLE: HiGHS counts in millions, to 1e-7."""

LITTLE = 0.1

AMOUNTS_T = ("collected", "uncollected", "throughput", "capacity", "sold", "emissions", "haulage")
"""Metrics of limits that grow with tonnes; investment grows with money, jobs with neither."""


def plan_of(instance: Instance) -> Solution:
    """Return the best plan of an instance."""
    return highs.solve(formulate(instance), gap=1e-9, threads=1)


def least_cost(instance: Instance) -> float:
    """Return the least cost of an instance, infinite where no plan can obey it. The plan's tables are not worked out: it is quicker."""
    formulation = formulate(instance)
    with patch.object(highs, "plan_tables", lambda _: {}):
        try:
            return highs.solve(formulation, gap=1e-9, threads=1).cost
        except InfeasibleError:
            return INFEASIBLE


def same(cost: float, other: float) -> bool:
    """Return whether two costs are the same, up to rounding."""
    if isinf(cost) or isinf(other):
        return cost == other
    return abs(cost - other) <= max(LITTLE, CLOSE * max(abs(cost), abs(other)))


def no_more(cost: float, other: float) -> bool:
    """Return whether a cost is no more than another, up to rounding."""
    return cost <= other or same(cost, other)


def with_number(instance: Instance, table: str, column: str, change: Callable[[pd.Series], pd.Series]) -> Instance:
    """Return the instance with a column of a table changed; cells left empty stay so."""
    return with_table(instance, table, instance[table].assign(**{column: change(instance[table][column])}))


def scaled(
    instance: Instance, factor_of: Callable[[Column], float], metrics: Mapping[str, float], breaches: Mapping[str, float]
) -> Instance:
    """Return the instance with every number times the factor of its column; limits by the factors of their metric and of its price."""
    tables = {}
    for name, frame in instance.tables.items():
        factors = {column.name: factor_of(column) for column in SCHEMA[name].columns if column.kind == "number"}
        changed = {column: frame[column] * factor for column, factor in factors.items() if factor != 1}
        if name == "limits":
            amount, price = (frame["metric"].map(factors).astype(float) for factors in (metrics, breaches))
            changed |= {"least": frame["least"] * amount, "most": frame["most"] * amount}
            changed["breach_cost_per_unit"] = frame["breach_cost_per_unit"] * price
        tables[name] = frame.assign(**changed)
    return replace(instance, tables=tables)


def with_prices(instance: Instance, factor: float) -> Instance:
    """Return the instance with all money times a factor; what is paid per unit of investment is a price of money, and stays."""
    metrics = dict.fromkeys([*AMOUNTS_T, "jobs"], 1.0) | {"investment": factor}
    breaches = dict.fromkeys([*AMOUNTS_T, "jobs"], factor) | {"investment": 1.0}
    return scaled(instance, lambda column: factor if column.unit.startswith("currency") else 1.0, metrics, breaches)


def with_tonnes(instance: Instance, factor: float) -> Instance:
    """Return the instance with all amounts, and all costs that are not per tonne, times a factor."""
    grows = ("t/yr", "t", "currency", "currency/yr")
    metrics = dict.fromkeys([*AMOUNTS_T, "investment"], factor) | {"jobs": 1.0}
    breaches = dict.fromkeys([*AMOUNTS_T, "investment"], 1.0) | {"jobs": factor}
    return scaled(instance, lambda column: factor if column.unit in grows else 1.0, metrics, breaches)


def labelled(table: str) -> list[str]:
    """Return the columns of a table that hold labels of an instance's own."""
    return [column.name for column in SCHEMA[table].columns if column.kind == "name" or column.name == "group"]


def renamed(instance: Instance, names: Mapping[str, str]) -> Instance:
    """Return the instance with labels renamed wherever they stand."""
    changed = {
        table: frame.assign(**{column: frame[column].replace(dict(names)) for column in labelled(table)})
        for table, frame in instance.tables.items() if len(frame)
    }  # fmt: skip
    return replace(instance, tables={**instance.tables, **changed})


def labels(instance: Instance) -> list[str]:
    """Return all labels of an instance's own."""
    found = {label for table, frame in instance.tables.items() for column in labelled(table) for label in frame[column].dropna()}
    return sorted(found - {EVERY})


def joined(instance: Instance, other: Instance, *, but: tuple[str, ...] = ("periods",)) -> Instance:
    """Return the instance with the rows of another added, but those of some tables."""
    tables = {name: frame if name in but else pd.concat([frame, other[name]], ignore_index=True) for name, frame in instance.tables.items()}
    return replace(instance, tables=tables)


def weights(instance: Instance) -> dict[str, float]:
    """Return what a cost of every year of a period is worth at the start of the first, added up year by year."""
    found, year = {}, 0
    for row in instance["periods"].itertuples():
        found[row.period] = sum((1 + instance.settings.discount_rate) ** -(year + k) for k in range(row.years))
        year += row.years
    return found


few = settings(max_examples=3, deadline=None, derandomize=True, print_blob=True)


def relation(**drawn: st.SearchStrategy[object]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return the decorator of a relation: a few examples, the same every time."""
    return lambda test: few(given(**drawn)(test))
