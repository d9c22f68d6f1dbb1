"""Material leaves at outlets within what they take, or where it is, on the spot; what a region is rid of itself is not collected."""

import pytest

from tests.cases import tutorial, with_rows, with_values
from tests.model.families.by_hand import amounts, cost_of, plan_of, rows, sites


def narrow():
    """Return the tutorial whose buyer takes 50 t of salt a year."""
    return with_values(tutorial(), "sales", "limit_t", 50.0, material="salt")


def on_the_spot(target=0.6):
    """Return the tutorial where B may be rid of its packs on the spot for 50 a tonne."""
    spot = with_rows(tutorial(), "sales", {"outlet": "B", "material": "packs", "period": "*", "price_per_t": "-50"})
    return with_values(spot, "targets", "share", target, target="collect")


NOTICED = {"outlet_limit": narrow()}

ROWS = {("outlet_limit", "buyer", "salt", "2026"): "outlets.sold[buyer,salt,2026] <= 50.0"}
ON_THE_SPOT = {
    ("balance", "B", "packs", "2026"):
        "- uncollected.uncollected[B,packs,2026] - haulage.flow[B,P,packs,road,2026] - haulage.flow[B,Q,packs,road,2026] "
        "- outlets.sold[B,packs,2026] == -50.0",
    ("collection", "collect", "2026"):
        "-60.0 <= - uncollected.uncollected[A,packs,2026] - uncollected.uncollected[B,packs,2026] - outlets.sold[B,packs,2026]",
}  # fmt: skip


def test_rows_read_as_the_mathematics():
    assert rows(narrow(), ROWS) == ROWS
    assert rows(on_the_spot(), ON_THE_SPOT) == ON_THE_SPOT


def test_no_more_is_sold_than_the_outlet_takes():
    # 50 t of salt are of 100 t of packs: A by P, B left: 6 000 + 2 500 + 10 000
    plan = plan_of(narrow())
    assert plan.cost == pytest.approx(18500)
    assert amounts(plan, "sales", "outlet", "material") == {("buyer", "salt"): 50, ("landfill", "residue"): 50}


def test_a_plant_may_be_rid_of_its_residue_where_it_stands():
    # 20 a tonne in place of 30 and the way of 10: 75 t x 20 less
    plan = plan_of(with_rows(tutorial(), "sales", {"outlet": "W", "material": "residue", "period": "*", "price_per_t": "-20"}))
    assert plan.cost == pytest.approx(11350 - 1500)
    assert amounts(plan, "sales", "outlet", "material")["W", "residue"] == 75


def test_a_region_may_be_rid_of_its_packs_itself():
    # B on the spot: 50 x 50 in place of 600 + 50 x 45; A's packs do not go there
    plan = plan_of(on_the_spot())
    assert plan.cost == pytest.approx(6000 + 2500 + 2500)
    assert sites(plan) == "P W"
    assert amounts(plan, "sales", "outlet", "material")["B", "packs"] == 50


def test_what_a_region_is_rid_of_itself_is_not_collected():
    # 70 % of 150 t = 105 t: A and 5 t of B by P, 6 000 + 2 500 + 350 + 45 x 50
    assert cost_of(on_the_spot(0.7)) == pytest.approx(11100)
