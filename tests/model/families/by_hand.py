"""What the tests of the families share: the tutorial over several periods, a plan and what is read from it, a row as it is printed.

Per tonne of packs the tutorial's README works out, with the works (-10): A by P 25, A by Q 90, B by P 70, B by Q 45. The works opens for
5 000, P for 1 000, Q (100 t/yr) for 600; a tonne left behind costs 200. A has 100 t/yr, B 50. The best plan opens all: 11 350. Without Q
it is 12 000, without P 22 350.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.solution.solution import Solution
from recyclenet.solve.highs import solve
from tests.cases import formulate, tutorial, with_rows, with_table, with_values, without

YEARS = {"2026": 1, "2027": 1}


def plan_of(instance: Instance) -> Solution:
    """Return the optimal plan."""
    return solve(formulate(instance), gap=0.0)


def cost_of(instance: Instance) -> float:
    """Return what the optimal plan costs."""
    return plan_of(instance).cost


def rows(instance: Instance, wanted: Mapping[Any, str]) -> dict[Any, str]:
    """Return the rows wanted, by (constraint, *label), as Pyomo prints them but for quotes, wide spaces and the rounding of numbers."""
    constraints = formulate(instance).constraints
    printed: dict[Any, str] = {}
    for constraint, *label in wanted:
        row = constraints[str(constraint)][tuple(label) if len(label) > 1 else label[0]]
        text = " ".join(str(row.expr).replace("'", "").split())
        printed[constraint, *label] = re.sub(r"\d+\.\d+", lambda number: str(round(float(number[0]), 9)), text)
    return printed


def sites(plan: Solution, period: str = "2026") -> str:
    """Return the sites at which something stands in a period, in alphabetical order."""
    openings = plan["openings"]
    return " ".join(sorted(openings.loc[openings["period"] == period, "site"]))


def amounts(plan: Solution, table: str, *by: str) -> dict[Any, float]:
    """Return the amounts of a table of the plan, summed by columns and rounded to a gram."""
    column = plan[table].columns[-1]
    sums = plan[table].groupby(list(by) if len(by) > 1 else by[0])[column].sum()
    return {label: round(float(value), 6) for label, value in sums.items()}


def over(instance: Instance, years: dict[str, int], rate: float = 0.0) -> Instance:
    """Return the instance over periods of so many years, with the same supply a year in each, discounted at a rate."""
    row = instance["periods"].iloc[[0]]
    periods = pd.concat([row.assign(period=period, years=count) for period, count in years.items()])
    supplies = pd.concat([instance["supplies"].assign(period=period) for period in years])
    longer = with_table(with_table(instance, "periods", periods), "supplies", supplies)
    return replace(longer, settings=replace(longer.settings, discount_rate=rate))


def without_supply(instance: Instance, region: str, period: str) -> Instance:
    """Return the instance with nothing arising at a region in a period."""
    rows = instance["supplies"]
    return with_table(instance, "supplies", rows[~((rows["region"] == region) & (rows["period"] == period))])


def candidate(instance: Instance, site: str, **columns: object) -> Instance:
    """Return the instance with columns of the candidates at a site set."""
    for column, value in columns.items():
        instance = with_values(instance, "candidates", column, value, site=site)
    return instance


def cheap_to_leave() -> Instance:
    """Return the tutorial without targets, a tonne left behind at 20: leaving all, 150 x 20 = 3 000, is best."""
    return with_values(without(tutorial(), "targets"), "uncollected", "cost_per_t", 20.0)


def grouped() -> Instance:
    """Return the tutorial with A, where P and W are, in the group north, and B, where Q is, in the group south."""
    return with_values(with_values(tutorial(), "regions", "group", "north", region="A"), "regions", "group", "south", region="B")


def limited(instance: Instance, metric: str, **columns: str) -> Instance:
    """Return the instance with a limit x on a metric, in every period."""
    return with_rows(instance, "limits", {"limit": "x", "period": "*", "metric": metric, **columns})
