"""What a saved plan's sites can still do on another instance: kept, with a price on what falls short."""

import pytest

from recyclenet.errors import InfeasibleError, PlanError
from recyclenet.instance.edits import shortfalls_priced, sites_given
from recyclenet.model.keep import keep_sites
from recyclenet.solution.verify import violations
from recyclenet.solve.highs import solve
from tests.cases import formulate, starter, tutorial, with_rows, with_values, without


def kept(instance, plan):
    formulation = formulate(instance)
    keep_sites(formulation, plan)
    return solve(formulation, gap=0.0)


def test_the_same_instance_gives_the_same_plan():
    plan = solve(formulate(starter()), gap=0.0)
    again = kept(starter(), plan)
    assert again.cost == pytest.approx(plan.cost)
    assert list(again["openings"]["site"]) == list(plan["openings"]["site"])


def test_sites_stay_where_others_would_be_cheaper():
    # Q at 1 251 is not worth it (tutorial: P alone costs 12 000); kept all the same, it costs 11 350 + 1 251 - 600
    plan = solve(formulate(tutorial()), gap=0.0)
    opening = plan.instance["candidates"].set_index("site").at["Q", "opening_cost"]
    dearer = with_values(tutorial(), "candidates", "opening_cost", opening + 1000.0, site="Q")
    assert solve(formulate(dearer), gap=0.0).cost < 11350 + 1000
    assert kept(dearer, plan).cost == pytest.approx(11350 + 1000)


def test_a_site_the_instance_does_not_have_is_named():
    plan = solve(formulate(tutorial()), gap=0.0)
    fewer = with_values(tutorial(), "candidates", "status", "forbidden", site="Q")
    with pytest.raises(PlanError, match=r"1 openings of the saved plan are not possible in .*: Q point one 2026; add them"):
        kept(fewer, plan)


def test_expanded_capacity_is_kept():
    # W takes 150 t of packs, all of the supply of 100 + 50 t: cut to 120 t with room up to 200 t it is expanded by 30 t
    wider = with_values(
        with_values(tutorial(), "candidates", "capacity_t", 120.0, site="W"), "candidates", "most_capacity_t", 200.0, site="W"
    )
    less = without(wider, "targets")
    less = with_values(less, "candidates", "expansion_cost_per_t", 1.0, site="W")
    must = without(less, "uncollected")
    plan = solve(formulate(must), gap=0.0)
    at_works = plan["openings"].set_index("site").at["W", "capacity_t"]
    assert at_works == pytest.approx(150)
    again = kept(with_values(must, "candidates", "expansion_cost_per_t", 0.5, site="W"), plan)
    assert again["openings"].set_index("site").at["W", "capacity_t"] == pytest.approx(150)
    assert again.cost == pytest.approx(plan.cost - 15)  # 30 t/yr at 0.5 less


def test_twice_the_supply_is_a_shortfall_with_a_price_not_an_impossibility():
    must = without(tutorial(), "uncollected")
    plan = solve(formulate(must), gap=0.0)
    doubled = with_values(must, "supplies", "supply_t", 1e4, region="A")
    with pytest.raises(InfeasibleError):
        kept(doubled, plan)
    priced = shortfalls_priced(sites_given(doubled), 5000.0)
    answer = kept(priced, plan)
    assert violations(priced, answer).empty
    left = answer["uncollected"]["uncollected_t"].sum()
    capacity = plan["openings"].set_index("site").loc[["P", "Q"], "capacity_t"].sum()
    works = plan["openings"].set_index("site").at["W", "capacity_t"]
    assert left == pytest.approx(1e4 + 50 - min(capacity, works))  # what the points, or the works, cannot take
    assert answer.costs("component")["uncollected"] == pytest.approx(5000 * left)


def test_a_share_that_may_stay_behind_stays_so_and_more_costs_more():
    instance = with_values(without(starter(), "targets"), "uncollected", "limit_share", 0.25)
    priced = shortfalls_priced(instance, 700.0)
    rows = priced["limits"].set_index(["limit", "period"])
    supply = instance["supplies"].groupby(["material", "period"])["supply_t"].sum()
    for (material, period), total in supply.items():
        assert rows.loc[(f"{material} left behind", period), "most"] == pytest.approx(0.25 * total)
    assert (priced["limits"]["breach_cost_per_unit"] == 700.0).all()
    assert priced["uncollected"]["limit_share"].isna().all()


def test_prices_an_instance_has_are_kept():
    row = {"limit": "salt", "period": "*", "metric": "sold", "material": "nickel-salt", "most": "300", "breach_cost_per_unit": "9"}
    priced = shortfalls_priced(with_rows(starter(), "limits", row), 700.0)
    assert list(priced["limits"].query("limit == 'salt'")["breach_cost_per_unit"]) == [9.0]
    assert set(priced["uncollected"]["cost_per_t"]) == set(starter()["uncollected"]["cost_per_t"])
