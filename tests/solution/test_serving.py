"""Cost to serve: by hand on the tutorial, against mixtures that run the other way on the rich plan, and always the whole cost."""

from dataclasses import replace

import pandas as pd
import pytest

from recyclenet.solution.serving import by_origin, cost_to_serve, levelised
from tests.cases import tutorial
from tests.solution.forwards import forwards
from tests.solution.solved import rich_plan, tutorial_plan


def test_by_hand_on_the_tutorial():
    costs = cost_to_serve(tutorial_plan()).set_index(["region", "component"])["cost"]
    # A sends 100 t by P, B 50 t by Q. To the point and the works: A 5 + 20, B 5 + 40 EUR/t. At the point 10, at the works 20 EUR/t.
    # The works costs 5000 and takes 100 t of A and 50 t of B; P costs 1000 and takes A's only, Q 600 and B's only. Half a tonne of salt
    # brings 0.5 x 100; half a tonne of residue costs 0.5 x 10 to haul and 0.5 x 30 to be rid of.
    assert costs["A", "opening"] == pytest.approx(1000 + 5000 * 100 / 150)
    assert costs["B", "opening"] == pytest.approx(600 + 5000 * 50 / 150)
    assert costs["A", "processing"] == pytest.approx(100 * (10 + 20))
    assert costs["B", "processing"] == pytest.approx(50 * (10 + 20))
    assert costs["A", "haulage"] == pytest.approx(100 * (25 + 5))
    assert costs["B", "haulage"] == pytest.approx(50 * (45 + 5))
    assert costs["A", "sales"] == pytest.approx(-100 * (50 - 15))
    assert costs.sum() == pytest.approx(11_350)


def test_cost_per_tonne_by_hand_on_the_tutorial():
    table = by_origin(tutorial_plan()).set_index("region")
    # A: 3500 - 1000 + 1000 + 3333.33 = 6833.33 for 100 t; B: 2750 - 500 + 600 + 1666.67 = 4516.67 for 50 t
    assert table.loc["A", "cost_per_t"] == pytest.approx(68.3333, abs=1e-3)
    assert table.loc["B", "cost_per_t"] == pytest.approx(90.3333, abs=1e-3)
    assert table["collected_t"].to_dict() == pytest.approx({"A": 100, "B": 50})


def test_tonnes_and_costs_of_later_years_are_discounted_alike():
    # at 25 % a year and two like years a tonne that costs 1 each year costs 1 levelised: (1 + 0.8) / (1 + 0.8)
    plan = tutorial_plan()
    base = tutorial()
    periods = base["periods"].assign(years=2)
    longer = replace(base, settings=replace(base.settings, discount_rate=0.25), tables={**base.tables, "periods": periods})
    running = plan["costs"][plan["costs"]["component"] == "haulage"]
    table = by_origin(replace(plan, instance=longer, tables={**plan.tables, "costs": running.assign(cost=running["cost"] * 1.8)}))
    assert table.set_index("region")["cost_per_t"].to_dict() == pytest.approx({"A": 30, "B": 50})


def test_the_rich_plan_costs_what_mixtures_forwards_say():
    own = cost_to_serve(rich_plan())
    own = own[own["region"] != ""].set_index(["region", "material", "component"])["cost"]
    other = pd.Series(forwards(rich_plan()))
    other = other[other.abs() > 1e-9]
    assert set(own.index) == set(other.index)
    assert len(own) > 40
    assert other.reindex(own.index).to_numpy() == pytest.approx(own.to_numpy(), rel=1e-6, abs=1e-3)


def test_what_no_tonne_passes_is_laid_on_no_region():
    costs, said = cost_to_serve(rich_plan()), rich_plan()["costs"].groupby("component")["cost"].sum()
    unlaid = costs[costs["region"] == ""].set_index("component")["cost"]
    # prices of missed rules; the old point that is closed before it has taken anything
    assert unlaid.to_dict() == pytest.approx(said[["closing", "salvage", "target_shortfall", "limit_breach"]].to_dict())


def test_material_that_goes_in_a_circle_is_followed_to_the_end():
    # 30 t a year go from P to Q and back. Of what is at P, A has x = (100 + 30 y) / 130, of what is at Q y = 30 x / 80:
    # x = 100 / 118.75 = 0.8421, y = 0.3158. Of the way from P to the works (2000 EUR) A bears x, of that from Q (2000 EUR) y; of the
    # residue's way (750 EUR) 100 of 150 t, and 500 EUR for bringing its packs to P.
    plan = tutorial_plan()
    circle = [(*ends, "collected", "road", "2026", 0.0, 30.0) for ends in (("P", "Q"), ("Q", "P"))]
    flows = pd.concat([plan["flows"], pd.DataFrame(circle, columns=plan["flows"].columns)])
    costs = cost_to_serve(replace(plan, tables={**plan.tables, "flows": flows})).set_index(["region", "component"])["cost"]
    assert costs["A", "haulage"] == pytest.approx(500 + 2000 * 0.842105 + 2000 * 0.315789 + 500, abs=0.01)
    assert costs.sum() == pytest.approx(11_350)


def with_stray_costs():
    """Return a plan whose cost table says more than can be worked out anew: dearer processing, and a cost at no place."""
    plan = tutorial_plan()
    costs = plan["costs"]
    dearer = costs.assign(cost=costs["cost"].where(costs["component"] != "processing", 2 * costs["cost"]))
    stray = pd.DataFrame({"component": ["storage"], "period": ["2026"], "place": ["P"], "cost": [77.0]})
    return replace(plan, tables={**plan.tables, "costs": pd.concat([dearer, stray])})


@pytest.mark.parametrize("plan", [rich_plan, tutorial_plan, with_stray_costs], ids=lambda plan: plan.__name__)
def test_the_parts_add_up_to_the_cost_table(plan):
    found = plan()
    sums = cost_to_serve(found).groupby("component")["cost"].sum()
    said = found["costs"].groupby("component")["cost"].sum()
    assert sums.to_dict() == pytest.approx(said.to_dict())
    assert by_origin(found)["cost"].sum() == pytest.approx(said.sum())


def test_the_cost_table_has_the_last_word():
    costs = cost_to_serve(with_stray_costs()).set_index(["region", "component"])["cost"]
    assert costs["A", "processing"] == pytest.approx(2 * 3000)
    assert costs["", "storage"] == 77


def test_sums_by_label_keep_the_whole_cost():
    plan = rich_plan()
    rows = by_origin(plan)
    by_material = levelised(rows, plan, ["material"])
    assert by_material["cost"].sum() == pytest.approx(plan.cost)
    battery, whole = by_material.set_index("material").loc["battery"], rows[rows["material"] == "battery"]
    assert battery["cost"] == pytest.approx(whole["cost"].sum())
    assert whole["cost_per_t"].min() < battery["cost_per_t"] < whole["cost_per_t"].max()
