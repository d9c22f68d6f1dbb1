"""What has a closing cost closes when it is no longer worth its keep, and never opens again."""

import pytest

from tests.cases import formulate, tutorial, with_rows, without
from tests.model.families.by_hand import amounts, candidate, cost_of, over, plan_of, rows, sites, without_supply


def fading(**columns):
    """Return the tutorial over two years, nothing at A in the second; P costs 800 a year and 100 to close."""
    return candidate(without_supply(over(tutorial(), {"2026": 1, "2027": 1}), "A", "2027"), "P",
                     **{"fixed_cost_per_year": 800.0, "closing_cost": 100.0, **columns})  # fmt: skip


def idle_year():
    """Return the tutorial over three years, nothing at A in the second; P costs 3 000 a year and 100 to close."""
    gap = without_supply(over(tutorial(), {"2026": 1, "2027": 1, "2028": 1}), "A", "2027")
    return candidate(gap, "P", fixed_cost_per_year=3000.0, closing_cost=100.0)


def scrap():
    """Return the tutorial with a tiny size of point at Q, opened for 1 000, closed for nothing, with a salvage value of 5 000."""
    return with_rows(tutorial(), "candidates", {
        "site": "Q", "technology": "point", "size": "tiny", "capacity_t": "1", "opening_cost": "1000", "fixed_cost_per_year": "0",
        "variable_cost_per_t": "10", "closing_cost": "0", "salvage_value": "5000",
    })  # fmt: skip


NOTICED = {"build_stands": scrap(), "build_once": idle_year()}

ROWS = {
    ("build_stands", "P", "point", "one", "2027"): "siting.build[P,point,one,2027] - siting.open[P,point,one,2027] <= 0.0",
    ("build_once", "P", "point", "one"): "siting.build[P,point,one,2026] + siting.build[P,point,one,2027] <= 1.0",
    ("standing", "P", "point", "one", "2027"):
        "siting.open[P,point,one,2027] - siting.build[P,point,one,2027] - siting.open[P,point,one,2026] + closing.close[P,point,one,2027] "
        "== 0.0",
}  # fmt: skip


def test_rows_read_as_the_mathematics():
    assert rows(fading(), ROWS) == ROWS


def test_only_what_has_a_closing_cost_may_close():
    assert {label[0] for label in formulate(fading()).variables["close"].labels} == {"P"}


def test_a_point_closes_when_what_it_served_ends():
    # 2026: 6 600 + P 800 + ways and works 4 750; 2027: B by Q 2 250; P stays for 800 or closes for 100: 14 500
    plan = plan_of(fading())
    assert plan.cost == pytest.approx(14500)
    assert sites(plan, "2026") == "P Q W"
    assert sites(plan, "2027") == "Q W"
    assert amounts(plan, "costs", "component", "period", "place")["closing", "2027", "P"] == 100
    assert cost_of(candidate(fading(), "P", closing_cost=float("nan"))) == pytest.approx(15200)


def test_what_costs_more_to_close_than_to_keep_stays():
    assert cost_of(fading(closing_cost=900.0)) == pytest.approx(15200)


def test_salvage_is_received_once():
    plan = plan_of(fading(salvage_value=150.0))
    assert plan.cost == pytest.approx(14500 - 150)
    assert amounts(plan, "costs", "component", "period")["salvage", "2027"] == -150


def test_nothing_is_opened_and_closed_at_once_for_its_salvage():
    # opening for 1 000 and closing for 5 000 in one breath would make 4 000
    plan = plan_of(scrap())
    assert plan.cost == pytest.approx(11350)
    assert sites(plan) == "P Q W"


def test_what_is_closed_is_not_reopened():
    # kept through the idle year: 6 600 + 3 x 3 000 + 4 750 + 2 250 + 4 750 = 27 350; closed and reopened it would be 1 900 less.
    # Without Q 30 500; P in 2026 only 33 450
    plan = plan_of(idle_year())
    assert plan.cost == pytest.approx(27350)
    assert sites(plan, "2027") == "P Q W"


def test_what_existed_may_be_closed_from_the_start_and_stays_closed():
    # P stands, at 20 000 a year: with it 5 600 + 20 000 + 4 750 = 30 350, without 22 350 + 100; the second year 22 350 - 5 600
    existing = candidate(over(tutorial(), {"2026": 1, "2027": 1}), "P", status="existing", fixed_cost_per_year=20000.0, closing_cost=100.0)
    plan = plan_of(existing)
    assert plan.cost == pytest.approx(22450 + 16750)
    assert sites(plan, "2026") == sites(plan, "2027") == "Q W"


def licensed(**closing):
    """Return the tutorial with works that stand at W and could stand at P; together they may have 300 t/yr, as licensed.

    At P the works opens for 400 and saves 20 a tonne of the way from P: A by P 5, B by P 50, B by Q 45 a tonne.
    """
    works = {"technology": "works", "size": "one", "capacity_t": "300", "fixed_cost_per_year": "0", "variable_cost_per_t": "20"}
    instance = with_rows(tutorial(), "candidates", {"site": "P", "opening_cost": "400", **works})
    ways = [("P", "buyer", "0"), ("P", "landfill", "10"), ("Q", "P", "40")]
    instance = with_rows(instance, "distances", *({"origin": o, "destination": d, "mode": "road", "distance_km": km} for o, d, km in ways))
    instance = candidate(instance, "W", status="existing", **closing)
    return with_rows(instance, "limits", {"limit": "licence", "period": "*", "metric": "capacity", "technology": "works", "most": "300"})


def test_licensed_capacity_is_moved_not_raised():
    # moved: P and its works 1 000 + 400, closing 200, A 100 x 5 + B 50 x 50 (or Q 600 + 50 x 45): 4 600
    plan = plan_of(licensed(closing_cost=200.0))
    assert plan.cost == pytest.approx(4600)
    assert sites(plan) == "P P"


def test_licensed_capacity_that_cannot_be_closed_stays_where_it_is():
    # W stays: points 1 600 + 100 x 25 + 50 x 45 = 6 350; without the licence both would stand: 4 400
    assert cost_of(licensed()) == pytest.approx(6350)
    assert cost_of(without(licensed(), "limits")) == pytest.approx(4400)
