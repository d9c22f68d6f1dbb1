"""Material moves where a mode reaches, at the cost of its way and its handling."""

import pytest

from tests.cases import formulate, tutorial, with_rows, with_values
from tests.model.families.by_hand import amounts, cost_of, plan_of, sites


def test_every_move_is_handled():
    # 150 t of packs, 150 collected, 75 of salt, 75 of residue at 2 a tonne: 900
    plan = plan_of(with_values(tutorial(), "mode_rates", "handling_cost_per_t", 2.0))
    assert plan.cost == pytest.approx(12250)
    # the rest is the ways: 500 + 250 from A and B, 2 000 + 2 000 from P and Q, 750 from W
    assert amounts(plan, "costs", "component")["haulage"] == pytest.approx(5500 + 900)


def test_there_is_no_arc_beyond_the_reach_of_a_mode():
    near = with_values(tutorial(), "mode_rates", "reach_km", 45.0)
    ends = {label[:2] for label in formulate(near).variables["flow"].labels}
    assert ends == {("A", "P"), ("B", "Q"), ("P", "W"), ("Q", "W"), ("W", "buyer"), ("W", "landfill")}
    # B has Q alone within 45 km; at 9 000 it is too dear and B is left: 6 000 + 2 500 + 50 x 200; with Q 5 000 + 1 000 + 9 000 + 4 750 =
    # 19 750
    plan = plan_of(with_values(near, "candidates", "opening_cost", 9000.0, site="Q"))
    assert plan.cost == pytest.approx(18500)
    assert sites(plan) == "P W"


def test_the_cheaper_mode_is_taken():
    # by rail from P to the works at 20 a tonne handled and nothing for the way, from Q too: Q saves 20 x 50, P nothing
    rail = with_rows(tutorial(), "modes", {"mode": "rail"})
    rail = with_values(rail, "materials", "goods_class", "packed", material="collected")
    rail = with_rows(rail, "mode_rates", {"mode": "road", "goods_class": "packed", "cost_per_tkm": "1"},
                     {"mode": "rail", "goods_class": "packed", "cost_per_tkm": "0", "handling_cost_per_t": "20"})  # fmt: skip
    assert cost_of(rail) == pytest.approx(11350 - 1000)
