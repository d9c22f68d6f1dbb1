"""Relations of order between instances: what never costs more, and what never costs less.

The instances are made up (tests/generators.py), with limits at numbers that bind; how often they do is held in test_generators.py.
"""

from collections.abc import Callable
from dataclasses import replace
from math import isinf
from typing import cast

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from recyclenet.instance.instance import Objective
from tests.asked import LIMITS, SCOPED
from tests.cases import with_rows, with_table, without
from tests.drafts import PERIODS
from tests.generators import instances
from tests.relating import (
    few,
    least_cost,
    no_more,
    plan_of,
    relation,
    same,
    with_number,
)  # fmt: skip

any_instance = instances(more=5)
some_index = st.integers(0, 1_000_000)


@relation(instance=any_instance, site=st.sampled_from("XY"), technology=st.sampled_from(["point", "works"]))
def test_a_further_candidate_never_costs_more(instance, site, technology):
    row = {"site": site, "technology": technology, "size": "huge", "capacity_t": "900", "opening_cost": "4000",
           "fixed_cost_per_year": "900", "variable_cost_per_t": "20"}  # fmt: skip
    assert no_more(least_cost(with_rows(instance, "candidates", row)), least_cost(instance))


TIGHTER: dict[str, tuple[str, str, Callable[[pd.Series], pd.Series]]] = {
    "limit": ("limits", "most", lambda most: most * 0.8),
    "limit_least": ("limits", "least", lambda least: least * 1.2),
    "sales_limit": ("sales", "limit_t", lambda most: most * 0.7),
    "left_share": ("uncollected", "limit_share", lambda most: most * 0.7),
    "site_capacity": ("sites", "capacity_t", lambda most: most * 0.7),
    "collection_target": ("targets", "share", lambda share: (share * 1.3).clip(upper=1.0)),
    "recovery_target": ("targets", "share", lambda share: (share * 1.3).clip(upper=1.0)),
    "storage": ("storage", "limit_t", lambda most: most.fillna(80) * 0.5),
    "expansion": ("candidates", "most_capacity_t", lambda most: most * 0.8),
    "two_modes": ("mode_rates", "reach_km", lambda reach: reach * 0.7),
    "service": ("service", "share", lambda share: (share * 1.5).clip(upper=1.0)),
    "access": ("access", "within_km", lambda km: km * 0.6),
}
"""Edits that only take from what is allowed; those of limits are tried for every metric."""


@pytest.mark.parametrize("rule", sorted(TIGHTER))
@few
@given(data=st.data())
def test_tighter_rules_never_cost_less(rule, data):
    table, column, change = TIGHTER[rule]
    need = [f"limit_{data.draw(st.sampled_from(sorted(SCOPED)))}"] if rule.startswith("limit") else [rule]
    instance = data.draw(instances(need=need, more=3, but=["access"] if rule != "access" else ["least_utilisation", *LIMITS]))
    assert no_more(least_cost(instance), least_cost(with_number(instance, table, column, change)))


DROPPED = {
    "targets": ["collection_target", "recovery_target"], "network_size": ["network_size"], "service": ["service"],
    "exclusive": ["exclusive"], "requires": ["requires"], "single_source": ["single_source"], "splits": ["splits"],
    "standards": ["standards"], "limits": list(LIMITS),
}  # fmt: skip
"""Tables that only forbid, with the features that fill them. Where what may not run need not be used, leaving out a standard frees, too."""


@pytest.mark.parametrize("table", sorted(DROPPED))
@few
@given(data=st.data())
def test_leaving_out_a_rule_never_costs_more(table, data):
    need = [data.draw(st.sampled_from(DROPPED[table]))]
    instance = data.draw(instances(need=need, more=3, but=["least_utilisation"] if table == "standards" else []))
    assert no_more(least_cost(without(instance, table)), least_cost(instance))


ADDED = {"storage": ["storage"], "expansion": ["most_capacity_t"], "closing": ["closing_cost"]}


@pytest.mark.parametrize("option", sorted(ADDED))
@few
@given(data=st.data())
def test_a_further_option_never_costs_more(option, data):
    instance = data.draw(instances(need=[option], more=3))
    fewer = without(instance, "storage")
    if option != "storage":
        fewer = with_number(instance, "candidates", ADDED[option][0], lambda cells: cells * float("nan"))
    assert no_more(least_cost(instance), least_cost(fewer))


@relation(instance=instances(need=["collection_target"], more=3), share=st.sampled_from([0.7, 1.0]))
def test_a_price_on_falling_short_lies_between_no_target_and_a_hard_one(instance, share):
    targets = instance["targets"].assign(share=share)
    prices = [float("nan"), 1e7, 3000.0, 0.0]
    hard, steep, soft, free = (least_cost(with_table(instance, "targets", targets.assign(shortfall_cost_per_t=price))) for price in prices)
    assert no_more(steep, hard)
    assert no_more(soft, steep)
    assert no_more(free, soft)
    assert same(free, least_cost(without(instance, "targets")))
    assert isinf(hard) or same(steep, hard)


@pytest.mark.parametrize(("measure", "of"), [("emissions", "CO2e"), ("collected", ""), ("uncollected", ""), ("recovered", "Ni")])
@few
@given(data=st.data())
def test_what_goes_first_is_no_worse_and_cost_no_lower_than_at_least_cost(measure, of, data):
    instance = data.draw(instances(need=["gases"], more=3))
    assume(not isinf(least_cost(instance)))
    first = replace(instance, settings=replace(instance.settings, objectives=(Objective(measure, of), Objective("cost"))))
    plan, cheapest = plan_of(first), plan_of(instance)
    measured, at_least_cost = measured_in(plan, measure), measured_in(cheapest, measure)
    worse = 1.0 if measure in ("emissions", "uncollected") else -1.0
    assert worse * measured <= worse * at_least_cost + 1e-3
    assert no_more(cheapest.cost, plan.cost)
    reached = cast("list[dict[str, float]]", plan.run["objectives"])[0]["value"]
    assert reached == pytest.approx(measured, rel=1e-5, abs=1e-2)


def measured_in(plan, measure):
    """Return a measure of a plan over all years, counted from its tables."""
    instance, years = plan.instance, plan.instance["periods"].set_index("period")["years"]

    def total(table, name, frame=None):
        rows = plan[table] if frame is None else frame
        return float((rows[name] * rows["period"].map(years)).sum())

    if measure == "emissions":
        return total("", "emitted_t", plan["emissions"].query("gas == 'CO2e'"))
    left = total("uncollected", "uncollected_t") + total("withheld", "withheld_t")
    if measure == "uncollected":
        return left
    sales = plan["sales"]
    if measure == "recovered":
        content = instance["compositions"].set_index("material")["share"]
        bought = sales[sales["outlet"] == "buyer"]
        return total("", "sold_t", bought.assign(sold_t=bought["sold_t"] * bought["material"].map(content)))
    on_the_spot = total("", "sold_t", sales[sales["outlet"].isin(instance["regions"]["region"])])
    back = 0.0
    for rule in instance["returns"].itertuples():
        there = sales[(sales["outlet"] == rule.outlet) & (sales["material"] == rule.material)]
        for row in there.itertuples():
            then = PERIODS.index(row.period) + rule.lag_periods
            back += rule.share * row.sold_t * (years[PERIODS[then]] if then < len(PERIODS) else 0)
    return total("", "supply_t", instance["supplies"]) - left - on_the_spot + back
