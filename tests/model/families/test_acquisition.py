"""Owners are paid for what leaves their region, not for what stays or is dealt with on the spot."""

import pytest

from tests.cases import tutorial, with_rows, with_values
from tests.model.families.by_hand import amounts, cost_of, plan_of, sites


def bought(price):
    """Return the tutorial where a tonne from A costs so much at its owner; the target of 60 % would forbid leaving A behind."""
    lax = with_values(tutorial(), "targets", "share", 0.1, target="collect")
    return with_values(lax, "supplies", "acquisition_cost_per_t", price, region="A")


def test_what_is_collected_is_paid_for():
    # 11 350 + 100 x 30
    plan = plan_of(bought(30.0))
    assert plan.cost == pytest.approx(14350)
    assert amounts(plan, "costs", "component", "place")["acquisition", "A"] == 3000


def test_what_stays_is_not_paid_for():
    # A by P costs 25 + 180 = 205, more than the 200 of leaving it: W, Q 5 600 + B 50 x 45 + A 100 x 200 = 27 850; with A 11 350 + 18 000
    plan = plan_of(bought(180.0))
    assert plan.cost == pytest.approx(27850)
    assert sites(plan) == "Q W"
    assert "acquisition" not in amounts(plan, "costs", "component")


def test_what_is_dealt_with_on_the_spot_is_not_paid_for():
    # A gets rid of its packs on the spot at 150: 5 600 + 2 250 + 100 x 150 = 22 850
    spot = with_rows(bought(180.0), "sales", {"outlet": "A", "material": "packs", "period": "*", "price_per_t": "-150"})
    plan = plan_of(spot)
    assert plan.cost == pytest.approx(22850)
    assert "acquisition" not in amounts(plan, "costs", "component")
    assert cost_of(with_values(spot, "supplies", "acquisition_cost_per_t", 0.0, region="A")) == pytest.approx(11350)
