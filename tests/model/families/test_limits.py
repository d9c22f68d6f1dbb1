"""Limits hold least and most of nine metrics over the scope they name, or are missed at a price.

Each limit makes the plan another one, worked out by hand. The best plan without them collects 150 t, opens P, Q and W (investment 6 600,
capacity 200 + 100 + 300), moves 5 500 t km; where it is cheap to leave behind, nothing is opened and 3 000 paid.
"""

import pytest

from recyclenet.instance.rules import METRICS
from tests.cases import tutorial, with_rows, with_values
from tests.model.families.by_hand import (
    amounts,
    candidate,
    cheap_to_leave,
    cost_of,
    grouped,
    limited,
    over,
    plan_of,
    rows,
    sites,
)


def staffed(instance):
    """Return the instance with 3 people at P, 2 at Q and 10 at W."""
    return candidate(candidate(candidate(instance, "P", jobs=3.0), "Q", jobs=2.0), "W", jobs=10.0)


def grouped_and_cheap():
    """Return the instance in which it is cheap to leave behind, A in the group north."""
    return with_values(cheap_to_leave(), "regions", "group", "north", region="A")


def smoky():
    """Return the tutorial where the works emits 0.1 t of CO2e a tonne; 15 t in all."""
    instance = with_rows(cheap_to_leave(), "gases", {"gas": "CO2e", "period": "*"})
    return with_rows(instance, "processing_emissions", {"technology": "works", "gas": "CO2e", "period": "*", "t_per_t": "0.1"})


def expandable(**columns):
    """Return the tutorial with P at 10 000, too dear, and Q expandable by 50 t/yr at 20 each, without which 50 t of A are left at 200.

    W, Q, B and 50 t of A: 12 350; each further tonne of A by Q costs 90 and what is added.
    """
    dear = candidate(tutorial(), "P", opening_cost=10000.0)
    return candidate(dear, "Q", **{"most_capacity_t": 150.0, "expansion_cost_per_t": 20.0, **columns})


BINDING = {
    # P alone 6 000 + 100 x 25 + 20 x 70 + 30 x 200; with Q 6 600 + 2 500 + 20 x 45 + 6 000 = 16 000
    "collected at most 120": (limited(tutorial(), "collected", most="120"), 15900, "P W"),
    # A by P: 6 000 + 2 500 + 50 x 20
    "collected of the north at least 100": (limited(grouped_and_cheap(), "collected", group="north", least="100"), 9500, "P W"),
    "uncollected at most 0": (limited(cheap_to_leave(), "uncollected", most="0"), 11350, "P Q W"),
    # of A 30 t are left: 6 600 + 70 x 25 + 2 250 + 6 000; without Q 6 000 + 1 750 + 3 500 + 6 000 = 17 250
    "uncollected of the north at least 30": (limited(grouped(), "uncollected", group="north", least="30"), 16600, "P Q W"),
    # 100 t of A by P, B left: 6 000 + 2 500 + 10 000
    "throughput of the works at most 100": (limited(tutorial(), "throughput", technology="works", most="100"), 18500, "P W"),
    "throughput of collected packs at most 100": (limited(tutorial(), "throughput", material="collected", most="100"), 18500, "P W"),
    "throughput of recycling at least 100": (limited(cheap_to_leave(), "throughput", kind="recycling", least="100"), 9500, "P W"),
    # P 200 and W 300
    "capacity at most 500": (limited(tutorial(), "capacity", most="500"), 12000, "P W"),
    # two points that do nothing: 1 600 + 3 000; P and W would hold 500 for 9 000
    "capacity at least 300": (limited(cheap_to_leave(), "capacity", least="300"), 4600, "P Q"),
    # half a tonne of salt, and of residue, a tonne of packs
    "salt sold at most 50": (limited(tutorial(), "sold", material="salt", most="50"), 18500, "P W"),
    "sold at the landfill at most 50": (limited(tutorial(), "sold", outlet="landfill", most="50"), 18500, "P W"),
    "sold to the buyer at least 50": (limited(cheap_to_leave(), "sold", outlet="buyer", least="50"), 9500, "P W"),
    # salt alone is of the stream
    "sold of the stream battery at most 50": (limited(tutorial(), "sold", stream="battery", most="50"), 18500, "P W"),
    "emissions of CO2e at least 10": (limited(smoky(), "emissions", gas="CO2e", least="10"), 9500, "P W"),
    # without Q's 600; or a point for its own sake, the cheaper one being too cheap
    "investment at most 6 000": (limited(tutorial(), "investment", most="6000"), 12000, "P W"),
    "investment at least 1 000": (limited(cheap_to_leave(), "investment", least="1000"), 4000, "P"),
    # of Q and W at 5 600 and what is added: 35 t for 700, 12 350 + 35 x 110 + 15 x 200; or one step of 20 t for 400
    "investment with an expansion at most 6 300": (limited(expandable(), "investment", most="6300"), 19200, "Q W"),
    "investment with a step at most 6 300": (limited(expandable(expansion_step_t=20.0), "investment", most="6300"), 20550, "Q W"),
    "capacity with an expansion at most 440": (limited(expandable(), "capacity", most="440"), 18750, "Q W"),  # 40 t added
    # 3 + 10 without Q's 2; 5 of P and Q for 1 600, the works for 5 000
    "jobs at most 13": (limited(staffed(tutorial()), "jobs", most="13"), 12000, "P W"),
    "jobs at least 5": (limited(staffed(cheap_to_leave()), "jobs", least="5"), 4600, "P Q"),
    # a tonne of B less by Q: 50 t km and 200 - 45 = 155; of A by P 30 t km and 175: 10 t of B are left
    "haulage at most 5 000": (limited(tutorial(), "haulage", most="5000"), 12900, "P Q W"),
    # a tonne of B by P in place of Q: 25 t km more for 25 more: 20 t
    "haulage at least 6 000": (limited(tutorial(), "haulage", least="6000"), 11850, "P Q W"),
}  # fmt: skip

NOTICED = {f"limit_{'most' if 'at most' in name else 'least'}_{name.split()[0]}": case[0] for name, case in BINDING.items()
           if not name.startswith("salt")}  # fmt: skip

ROWS = {
    # the supply of A, 100, is constant: - 30 <= what is subtracted
    "collected of the north at least 100": {
        ("limit_least_collected", "x", "2026"): "0.0 <= - uncollected.uncollected[A,packs,2026]",
    },
    "collected at most 120": {
        ("limit_most_collected", "x", "2026"):
            "- uncollected.uncollected[A,packs,2026] - uncollected.uncollected[B,packs,2026] <= -30.0",
    },
    "throughput of the works at most 100": {
        ("limit_most_throughput", "x", "2026"): "processing.throughput[W,works,one,leach,2026] <= 100.0",
    },
    "capacity at least 300": {
        ("limit_least_capacity", "x", "2026"):
            "300.0 <= 200.0*siting.open[P,point,one,2026] + 100.0*siting.open[Q,point,one,2026] + 300.0*siting.open[W,works,one,2026]",
    },
    "investment at most 6 000": {
        ("limit_most_investment", "x", "2026"):
            "1000.0*siting.build[P,point,one,2026] + 600.0*siting.build[Q,point,one,2026] + 5000.0*siting.build[W,works,one,2026] "
            "<= 6000.0",
    },
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_rows_read_as_the_mathematics(name):
    assert rows(BINDING[name][0], ROWS[name]) == ROWS[name]


@pytest.mark.parametrize("name", BINDING)
def test_a_limit_makes_the_plan_another(name):
    instance, cost, opened = BINDING[name]
    plan = plan_of(instance)
    assert plan.cost == pytest.approx(cost)
    assert sites(plan) == opened


def test_every_metric_is_limited_here():
    assert {name.split("_")[-1] for name in NOTICED} == set(METRICS)


@pytest.mark.parametrize(("price", "cost", "opened"), [("0.5", 11350 + 300, "P Q W"), ("2", 12000, "P W")])
def test_a_limit_with_a_price_is_missed_where_that_is_cheaper(price, cost, opened):
    # Q exceeds the investment of 6 000 by 600 and saves 650
    plan = plan_of(limited(tutorial(), "investment", most="6000", breach_cost_per_unit=price))
    assert plan.cost == pytest.approx(cost)
    assert sites(plan) == opened


def test_what_is_missed_is_told():
    # 100 t short at 30 a tonne cost 3 000; to collect them 11 350 or more
    plan = plan_of(limited(cheap_to_leave(), "collected", least="100", breach_cost_per_unit="30"))
    assert plan.cost == pytest.approx(3000 + 3000)
    assert amounts(plan, "shortfalls", "rule", "name", "period") == {("least", "x", "2026"): 100}
    assert amounts(plan, "costs", "component", "place")["limit_breach", ""] == 3000


def test_a_limit_of_a_period_goes_before_that_of_every_period():
    # 2026: 120 of 150 t; 2027: 150. P alone in 2026 would cost 15 900; but both points serve two years: 6 600 + (2 500 + 20 x 45 + 6 000)
    # + 4 750 = 20 750; P alone 6 000 + 9 900 + 6 000 = 21 900; Q from 2027 6 000 + 9 900 + 600 + 4 750 = 21 250
    own = over(limited(tutorial(), "collected", most="120"), {"2026": 1, "2027": 1})
    own = with_rows(own, "limits", {"limit": "x", "period": "2027", "metric": "collected", "most": "150"})
    assert cost_of(own) == pytest.approx(20750)


def test_each_row_of_a_limit_has_a_scope_of_its_own():
    # at least 100 t of the north in 2026, 50 t of the south in 2027; to leave costs 20 a tonne. A by P in 2026: 6 000 + 2 500 + 1 000; in
    # 2027 B by Q: 600 + 2 250 + 2 000 = 4 850, or by P: 3 500 + 2 000 = 5 500: 14 350
    scoped = over(with_values(grouped_and_cheap(), "regions", "group", "south", region="B"), {"2026": 1, "2027": 1})
    scoped = with_rows(
        scoped, "limits",
        {"limit": "x", "period": "2026", "metric": "collected", "group": "north", "least": "100"},
        {"limit": "x", "period": "2027", "metric": "collected", "group": "south", "least": "50"},
    )  # fmt: skip
    plan = plan_of(scoped)
    assert plan.cost == pytest.approx(14350)
    assert amounts(plan, "uncollected", "region", "period") == {("B", "2026"): 50, ("A", "2027"): 100}


def test_supply_counts_towards_no_limit_that_names_a_technology():
    # what owners hand over tells no technology: nothing counts, so that any most is kept
    assert cost_of(limited(tutorial(), "collected", technology="works", most="0")) == pytest.approx(11350)
