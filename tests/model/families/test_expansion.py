"""Capacity is added by any amount or in whole steps, to what stands, and goes when that closes."""

import pytest

from tests.cases import formulate, tutorial
from tests.model.families.by_hand import amounts, candidate, cost_of, over, plan_of, rows, sites, without_supply


def expandable(**columns):
    """Return the tutorial with P at 10 000, too dear, and Q (100 t/yr) expandable to 150 for 20 per t/yr.

    W, Q: 5 600 + B 50 x 45 + A 50 x 90 = 12 350, and of the other 50 t of A each is left for 200 or comes for 90 and what is added.
    """
    dear = candidate(tutorial(), "P", opening_cost=10000.0)
    return candidate(dear, "Q", **{"most_capacity_t": 150.0, "expansion_cost_per_t": 20.0, **columns})


def shrinking(**columns):
    """Return it over two years, nothing at A in the second; what is added costs 5 per t/yr a year; Q closes for 100 000."""
    longer = without_supply(over(expandable(), {"2026": 1, "2027": 1}), "A", "2027")
    return candidate(longer, "Q", **{"expansion_fixed_cost_per_t": 5.0, "closing_cost": 100000.0, **columns})


def annexe():
    """Return the tutorial with Q of 10 t/yr for 3 000, expandable to 100 at 1 per t/yr."""
    return candidate(tutorial(), "Q", capacity_t=10.0, opening_cost=3000.0, most_capacity_t=100.0, expansion_cost_per_t=1.0)


NOTICED = {"addition": expandable(), "room": annexe(), "dropping": shrinking()}

ROWS = {
    ("addition", "Q", "point", "one", "2026"):
        "expansion.added[Q,point,one,2026] - expansion.expansion[Q,point,one,2026] + expansion.dropped[Q,point,one,2026] == 0.0",
    ("addition", "Q", "point", "one", "2027"):
        "expansion.added[Q,point,one,2027] - expansion.added[Q,point,one,2026] - expansion.expansion[Q,point,one,2027] "
        "+ expansion.dropped[Q,point,one,2027] == 0.0",
    ("room", "Q", "point", "one", "2026"): "expansion.added[Q,point,one,2026] - 50.0*siting.open[Q,point,one,2026] <= 0.0",
    ("dropping", "Q", "point", "one", "2027"): "expansion.dropped[Q,point,one,2027] - 50.0*closing.close[Q,point,one,2027] <= 0.0",
    ("capacity", "Q", "point", "one", "2026"):
        "processing.throughput[Q,point,one,gather,2026] - 100.0*siting.open[Q,point,one,2026] - expansion.added[Q,point,one,2026] <= 0.0",
}  # fmt: skip
STEPPED = {
    ("addition", "Q", "point", "one", "2026"): "expansion.added[Q,point,one,2026] - 20.0*expansion.steps[Q,point,one,2026] == 0.0",
}


def test_rows_read_as_the_mathematics():
    assert rows(shrinking(), ROWS) == ROWS
    assert rows(expandable(expansion_step_t=20.0), STEPPED) == STEPPED


def test_whole_steps_are_counted_and_fit_into_the_room():
    steps = formulate(expandable(expansion_step_t=20.0)).variables["steps"]["Q", "point", "one", "2026"]
    assert steps.is_integer()
    assert steps.bounds == (0, 2)  # 50 t of room hold two steps of 20


def test_any_amount_is_added_where_it_pays():
    # 12 350 + 50 x 90 + 50 x 20 = 17 850; without expansion P would open: 15 600 + 4 750 = 20 350
    plan = plan_of(expandable())
    assert plan.cost == pytest.approx(17850)
    assert amounts(plan, "costs", "component", "place")["expansion", "Q"] == 1000
    assert plan["openings"].set_index("site")["capacity_t"].to_dict() == {"Q": 150, "W": 300}
    assert cost_of(expandable(most_capacity_t=100.0)) == pytest.approx(20350)


def test_no_more_is_added_than_there_is_room():
    # 30 t added, 20 t left: 12 350 + 30 x 110 + 20 x 200 = 19 650
    assert cost_of(expandable(most_capacity_t=130.0)) == pytest.approx(19650)


def test_steps_are_whole():
    # steps of 20 in 50 t of room: two, 12 350 + 40 x 110 + 10 x 200 = 18 750;
    # steps of 30 in 60 t: two are paid though 50 t are used, 12 350 + 50 x 90 + 60 x 20 = 18 050; one would be 12 350 + 30 x 110 + 4 000
    assert cost_of(expandable(expansion_step_t=20.0)) == pytest.approx(18750)
    plan = plan_of(expandable(expansion_step_t=30.0, most_capacity_t=160.0))
    assert plan.cost == pytest.approx(18050)
    assert plan["openings"].set_index("site").at["Q", "capacity_t"] == pytest.approx(160)


def test_what_existed_is_expanded_too():
    # Q need not be opened: 600 less
    assert cost_of(expandable(status="existing")) == pytest.approx(17250)


def test_what_is_added_costs_its_keep():
    # 50 x 5
    assert cost_of(expandable(expansion_fixed_cost_per_t=5.0)) == pytest.approx(18100)


def test_what_was_added_stays_while_its_candidate_stands():
    # 18 100 and in 2027 B 50 x 45 + 50 x 5, though nobody needs the 50 t then
    plan = plan_of(shrinking())
    assert plan.cost == pytest.approx(18100 + 2250 + 250)
    assert plan["openings"].set_index(["site", "period"]).at[("Q", "2027"), "capacity_t"] == pytest.approx(150)


def test_what_was_added_goes_when_its_candidate_is_closed():
    # nothing arises in 2027; Q costs 300 a year and 100 to close: 18 100 + 300 + 100, kept it would be 300 + 250 in 2027
    ending = without_supply(shrinking(fixed_cost_per_year=300.0, closing_cost=100.0), "B", "2027")
    plan = plan_of(ending)
    assert plan.cost == pytest.approx(18500)
    assert sites(plan, "2027") == "W"


def test_nothing_is_added_where_nothing_stands():
    # P alone 12 000; with Q 6 000 + 3 000 + 2 500 + 50 x 45 + 40 = 13 790; 50 t added to a point that is not there would make 10 800
    plan = plan_of(annexe())
    assert plan.cost == pytest.approx(12000)
    assert sites(plan) == "P W"
