"""Least shares of supply are collected, and of elements recovered, or missed at a price."""

import pytest

from tests.cases import tutorial, with_rows, with_values
from tests.model.families.by_hand import amounts, cost_of, plan_of, rows, sites


def lazy(**columns):
    """Return the tutorial where to leave a tonne behind costs 20: but for the target of 60 % nothing would be collected, 3 000."""
    instance = with_values(tutorial(), "uncollected", "cost_per_t", 20.0)
    for column, value in columns.items():
        instance = with_values(instance, "targets", column, value, target="collect")
    return instance


def tempted():
    """Return the tutorial where the landfill pays 150 for salt, 50 more than its buyer, and lies 10 km away."""
    return with_rows(tutorial(), "sales", {"outlet": "landfill", "material": "salt", "period": "*", "price_per_t": "150"})


NOTICED = {"collection": lazy(), "recovery": tempted()}

ROWS = {
    # 60 % of 150 t = 90 t; what is supplied is constant: -150 + 90
    ("collection", "collect", "2026"):
        "-60.0 <= - uncollected.uncollected[A,packs,2026] - uncollected.uncollected[B,packs,2026] + targets.target_shortfall[collect,2026]",
    # 90 % of the 15 t of cobalt in 150 t, less 0.09 t for each tonne left
    ("recovery", "recover", "2026"):
        "13.5 <= 0.19*outlets.sold[buyer,salt,2026] + 0.09*uncollected.uncollected[A,packs,2026] "
        "+ 0.09*uncollected.uncollected[B,packs,2026]",
}  # fmt: skip


def test_rows_read_as_the_mathematics():
    assert rows(lazy(shortfall_cost_per_t=10.0), ROWS) == ROWS


def test_no_more_is_collected_than_the_target_asks_for():
    # 90 t of A by P at 25, 60 t left: 6 000 + 2 250 + 1 200
    plan = plan_of(lazy())
    assert plan.cost == pytest.approx(9450)
    assert sites(plan) == "P W"
    assert amounts(plan, "uncollected", "region") == {"A": 10, "B": 50}


@pytest.mark.parametrize(("price", "cost", "missed"), [(10.0, 3900, {("target", "collect", "2026"): 90}), (100.0, 9450, {})])
def test_a_target_with_a_price_is_missed_where_that_is_cheaper(price, cost, missed):
    # 90 t short at 10: 3 000 + 900; at 100 it would be 12 000
    plan = plan_of(lazy(shortfall_cost_per_t=price))
    assert plan.cost == pytest.approx(cost)
    assert amounts(plan, "shortfalls", "rule", "name", "period") == missed


def test_an_element_that_falls_short_is_paid_for():
    # 97 % of 15 t = 14.55 t; 75 t of salt hold 14.25 t: 0.3 t short at 1 000
    high = with_values(tutorial(), "targets", "share", 0.97, target="recover")
    plan = plan_of(with_values(high, "targets", "shortfall_cost_per_t", 1000.0, target="recover"))
    assert plan.cost == pytest.approx(11350 + 300)
    assert amounts(plan, "shortfalls", "name")["recover"] == pytest.approx(0.3)


def test_only_what_buyers_take_is_recovered():
    # the landfill would bring 40 a tonne more, 75 x 40; 13.5 / 0.19 t must go to the buyer, the rest goes there
    plan = plan_of(tempted())
    assert plan.cost == pytest.approx(11350 - (75 - 13.5 / 0.19) * 40)


def consuming(tonnes, **columns):
    """Return the tutorial where the target of cobalt is a quarter of a year's consumption [t]."""
    instance = lazy()
    for column, value in {"share": 0.25, "of_t": tonnes, **columns}.items():
        instance = with_values(instance, "targets", column, value, target="recover")
    return with_values(instance, "targets", "share", 0.0, target="collect")


def test_a_row_of_stated_tonnes_asks_for_them_whatever_is_collected():
    stated = with_values(lazy(of_t=100.0), "targets", "of_t", 40.0, target="recover")
    assert rows(stated, ROWS) == {
        # 60 % of 100 t; 150 t are supplied: -150 + 60
        ("collection", "collect", "2026"): "-90.0 <= - uncollected.uncollected[A,packs,2026] - uncollected.uncollected[B,packs,2026]",
        # 90 % of 40 t, whatever is left
        ("recovery", "recover", "2026"): "36.0 <= 0.19*outlets.sold[buyer,salt,2026]",
    }


def test_a_share_of_consumption_makes_as_much_be_recovered():
    # 25 % of 22.8 t are 5.7 t of cobalt, in 30 t of salt, of 60 t of packs; A's 60 t by P as before: opening 6 000, 25 a tonne, 90 t left
    # at 20: 6 000 + 1 500 + 1 800
    plan = plan_of(consuming(22.8))
    assert amounts(plan, "sales", "material")["salt"] == pytest.approx(30)
    assert plan.cost == pytest.approx(9300)


def test_a_consumption_beyond_what_arises_is_missed_at_its_price():
    # 25 % of 100 t are 25 t; all 150 t hold 15, and give 14.25
    plan = plan_of(consuming(100.0, shortfall_cost_per_t=100_000.0))
    assert amounts(plan, "shortfalls", "name")["recover"] == pytest.approx(25 - 14.25)


def test_a_target_of_another_stream_asks_for_nothing_here():
    magnets = with_values(lazy(), "materials", "stream", "magnet", material="residue")
    magnets = with_values(magnets, "targets", "stream", "magnet")
    assert cost_of(magnets) == pytest.approx(3000)
    assert cost_of(with_values(magnets, "targets", "stream", "*", target="collect")) == pytest.approx(9450)
