"""What may be left behind, how much of it, and at what price."""

import pytest

from tests.cases import formulate, tutorial, with_values, without
from tests.model.families.by_hand import amounts, cost_of, plan_of, sites

PRICED_40 = with_values(without(tutorial(), "targets"), "uncollected", "cost_per_t", 40.0)


def test_a_region_leaves_no_more_than_a_share_of_its_supply():
    some = with_values(tutorial(), "uncollected", "limit_share", 0.3)
    bounds = [formulate(some).variables["uncollected"][region, "packs", "2026"].bounds for region in "AB"]
    assert bounds == [(0, 30), (0, 15)]


def test_without_a_price_nothing_may_stay():
    assert len(formulate(without(tutorial(), "uncollected")).variables["uncollected"]) == 0


def test_what_is_cheap_is_left_behind_and_no_more_than_allowed():
    # at 40 a tonne: all left is 150 x 40 = 6 000. At most 30 % left: W, P, Q 6 600 + A 100 x 25 + B 35 x 45 + 15 x 40 = 11 275; without Q
    # 6 000 + 2 500 + 35 x 70 + 15 x 40 = 11 550
    assert cost_of(PRICED_40) == pytest.approx(6000)
    plan = plan_of(with_values(PRICED_40, "uncollected", "limit_share", 0.3))
    assert plan.cost == pytest.approx(11275)
    assert sites(plan) == "P Q W"
    assert amounts(plan, "uncollected", "region") == {"B": 15}


def test_what_is_left_at_a_gain_goes_as_far_as_the_target_lets_it():
    # left behind it earns 10; the target wants 90 t: A by P, 6 000 + 90 x 25 - 60 x 10 = 7 650
    plan = plan_of(with_values(tutorial(), "uncollected", "cost_per_t", -10.0))
    assert plan.cost == pytest.approx(7650)
    assert amounts(plan, "uncollected", "region") == {"A": 10, "B": 50}
