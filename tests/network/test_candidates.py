"""What may stand and run where and when, and what it costs there."""

import pytest

from recyclenet.network.network import build_network
from tests.cases import tutorial, with_rows, with_values
from tests.model.families.by_hand import candidate, cost_of, grouped, over, plan_of, sites


def standard(instance, group, period="*", admissible="no"):
    """Return the instance with a green standard for points."""
    return with_rows(instance, "standards", {"technology": "point", "group": group, "period": period, "admissible": admissible})


def test_a_technology_may_not_run_in_a_group():
    # without Q 12 000; without P 22 350
    assert cost_of(standard(grouped(), "south")) == pytest.approx(12000)
    assert cost_of(standard(grouped(), "north")) == pytest.approx(22350)


def test_a_row_for_a_group_goes_before_one_for_all_places():
    assert cost_of(standard(standard(grouped(), "*"), "south", admissible="yes")) == pytest.approx(22350)
    assert cost_of(standard(standard(grouped(), "*", admissible="yes"), "south")) == pytest.approx(12000)


def test_of_several_groups_no_wins():
    clustered = with_rows(grouped(), "groups", {"group": "cluster", "place": "Q"})
    assert cost_of(standard(standard(clustered, "south", admissible="yes"), "cluster")) == pytest.approx(12000)


def test_a_standard_may_begin_later():
    # Q runs in 2026 only: 6 600 + 4 750, then all by P 6 000
    later = standard(over(grouped(), {"2026": 1, "2027": 1}), "south", period="2027")
    assert cost_of(later) == pytest.approx(17350)
    own = standard(standard(over(grouped(), {"2026": 1, "2027": 1}), "south"), "south", period="2026", admissible="yes")
    assert cost_of(own) == pytest.approx(17350)


def test_a_regions_factor_raises_what_is_paid_at_its_sites():
    # P and W are in A: openings 600 more, P 100 t x 1, W 150 t x 2
    assert cost_of(with_values(tutorial(), "regions", "cost_factor", 1.1, region="A")) == pytest.approx(11350 + 600 + 100 + 300)


def test_a_factor_leaves_what_is_received_as_it_is():
    money = {"opening_cost": 1000.0, "fixed_cost_per_year": 50.0, "variable_cost_per_t": 10.0, "expansion_cost_per_t": 20.0,
             "expansion_fixed_cost_per_t": 5.0, "closing_cost": 100.0, "salvage_value": 40.0}  # fmt: skip
    instance = with_values(candidate(tutorial(), "P", **money), "regions", "cost_factor", 2.0, region="A")
    costs = build_network(instance)["costs"].loc[("P", "point", "one", "2026")].to_dict()
    assert costs == pytest.approx({**{name: 2 * cost for name, cost in money.items()}, "salvage_value": 40.0})


def test_costs_may_differ_by_period_and_an_empty_cell_keeps_the_general_one():
    # the works at 25 a tonne in 2027: 150 t x 5 more; what it costs to open it is not said there
    dearer = with_rows(over(tutorial(), {"2026": 1, "2027": 1}), "candidate_costs",
                       {"site": "W", "technology": "works", "size": "one", "period": "2027", "variable_cost_per_t": "25"})  # fmt: skip
    assert cost_of(dearer) == pytest.approx(6600 + 2 * 4750 + 750)


def test_what_is_cheaper_to_open_later_waits():
    # Q saves 6 000 - 4 750 = 1 250 a year; in 2026 it costs 2 000 to open, in 2027 the 600 it always does
    wait = with_rows(over(tutorial(), {"2026": 1, "2027": 1}), "candidate_costs",
                     {"site": "Q", "technology": "point", "size": "one", "period": "2026", "opening_cost": "2000"})  # fmt: skip
    plan = plan_of(wait)
    assert plan.cost == pytest.approx(6000 + 6000 + 600 + 4750)
    assert (sites(plan, "2026"), sites(plan, "2027")) == ("P W", "P Q W")


def test_costs_for_every_period_are_those_of_all_without_a_row():
    row = {"site": "W", "technology": "works", "size": "one"}
    own = [{**row, "period": "*", "variable_cost_per_t": "30"}, {**row, "period": "2027", "variable_cost_per_t": "25"}]
    instance = with_rows(over(tutorial(), {"2026": 1, "2027": 1}), "candidate_costs", *own)
    assert cost_of(instance) == pytest.approx(6600 + 2 * 4750 + 1500 + 750)
