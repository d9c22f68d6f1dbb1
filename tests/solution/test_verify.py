"""The checker catches a plan that was tampered with, by the rule that was broken."""

from dataclasses import replace

import pandas as pd
import pytest

from recyclenet.solution.solution import Solution
from recyclenet.solution.verify import violations
from recyclenet.solve.highs import solve
from tests.cases import formulate, starter, with_rows

NEVER_BUILT = {"site": "park", "technology": "collection-point", "size": "small", "capacity_t": "10", "opening_cost": "1",
               "fixed_cost_per_year": "1", "variable_cost_per_t": "1"}  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Solution:
    """Return the starter's optimum, which is believed."""
    best = solve(formulate(starter()), gap=1e-6)
    assert violations(best.instance, best).empty
    return best


def changed(plan: Solution, table: str, column: str, value: object, row: int = 0) -> Solution:
    """Return the plan with one cell of one table changed; a callable changes what is there."""
    frame = plan[table].copy()
    frame.loc[row, column] = value(frame.loc[row, column]) if callable(value) else value
    return replace(plan, tables={**plan.tables, table: frame})


@pytest.mark.parametrize(
    ("rule", "table", "column", "value"),
    [
        ("balance", "flows", "flow_t", lambda amount: amount + 1),
        ("balance", "sales", "sold_t", lambda amount: amount * 1.01),
        ("balance", "throughputs", "throughput_t", lambda amount: amount - 1),
        ("distance", "flows", "distance_km", lambda way: way * 1.01),
        ("mode", "flows", "mode", "sea"),
        ("capacity", "throughputs", "throughput_t", lambda amount: amount + 5000),
        ("sums", "openings", "throughput_t", lambda amount: amount + 1),
        ("expansion", "openings", "capacity_t", lambda amount: amount * 2),
        ("candidate", "openings", "size", "huge"),
        ("window", "openings", "opens", "no"),
        ("recipe", "throughputs", "recipe", "magic"),
        ("names", "openings", "period", "2099"),
        ("numbers", "flows", "flow_t", float("nan")),
        ("numbers", "flows", "flow_t", -1.0),
        ("cost", "costs", "cost", lambda cost: cost * 1.01 + 1000),
        ("origin", "flows", "origin", "smelter"),
        ("destination", "flows", "destination", "midtown"),
    ],
)
def test_a_tampered_table_is_caught(plan, rule, table, column, value):
    assert rule in set(violations(plan.instance, changed(plan, table, column, value))["rule"])


def test_a_wrong_cost_bound_or_gap_is_caught(plan):
    assert "total cost" in set(violations(plan.instance, replace(plan, cost=plan.cost + 1e4))["rule"])
    assert "bound" in set(violations(plan.instance, replace(plan, bound=plan.cost + 1e4))["rule"])
    assert "bound" in set(violations(plan.instance, replace(plan, gap=0.5))["rule"])


def test_what_closes_again_is_caught(plan):
    openings = plan["openings"]
    closed = openings[~((openings["site"] == "mid-yard") & (openings["period"] == "2029-2031"))]
    assert "stays open" in set(violations(plan.instance, replace(plan, tables={**plan.tables, "openings": closed}))["rule"])


def test_what_is_left_behind_too_much_is_caught(plan):
    left = pd.DataFrame({"region": ["midtown"], "material": ["battery"], "period": ["2026-2028"], "uncollected_t": [400.0]})
    found = set(violations(plan.instance, replace(plan, tables={**plan.tables, "uncollected": left}))["rule"])
    assert {"uncollected", "collection", "balance"} <= found


def test_a_row_that_stands_twice_is_caught(plan):
    twice = {**plan.tables, "flows": pd.concat([plan["flows"], plan["flows"].iloc[:1]], ignore_index=True)}
    assert set(violations(plan.instance, replace(plan, tables=twice))["rule"]) == {"keys"}


@pytest.mark.parametrize(
    ("rule", "table", "row"),
    [
        ("recovery", "targets", {"target": "x", "period": "*", "metric": "recovery", "stream": "battery", "element": "Ni", "share": "1"}),
        ("network size", "network_size", {"kind": "collection", "period": "*", "least": "3"}),
        ("status", "candidates", {**NEVER_BUILT, "status": "required"}),
    ],
)  # fmt: skip
def test_a_plan_for_laxer_rules_is_caught(plan, rule, table, row):
    stricter = with_rows(plan.instance, table, row)
    assert rule in set(violations(stricter, plan)["rule"])
