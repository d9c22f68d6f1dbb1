"""What is opened is paid for once and stands from then on; one size of a technology at a site; what must stand does."""

import pytest

from recyclenet.errors import InfeasibleError
from tests.cases import formulate, tutorial, with_rows, with_values, without
from tests.model.families.by_hand import amounts, candidate, cost_of, over, plan_of, rows, sites, without_supply

TWO = over(tutorial(), {"2026": 1, "2027": 1})


def sizes():
    """Return the tutorial with a point P too small for all, and a further size of it that would do beside it."""
    row = {"site": "P", "technology": "point", "size": "two", "capacity_t": "80", "opening_cost": "1000"}
    return with_rows(
        candidate(tutorial(), "P", capacity_t=80.0), "candidates", {**row, "fixed_cost_per_year": "0", "variable_cost_per_t": "10"}
    )


NOTICED = {"standing": tutorial(), "one_size": sizes()}

ROWS = {
    ("standing", "P", "point", "one", "2026"): "siting.open[P,point,one,2026] - siting.build[P,point,one,2026] == 0.0",
    ("standing", "P", "point", "one", "2027"):
        "siting.open[P,point,one,2027] - siting.build[P,point,one,2027] - siting.open[P,point,one,2026] == 0.0",
}  # fmt: skip


def test_rows_read_as_the_mathematics():
    assert rows(TWO, ROWS) == ROWS
    one = {("one_size", "P", "point", "2026"): "siting.open[P,point,one,2026] + siting.open[P,point,two,2026] <= 1.0"}
    assert rows(sizes(), one) == one
    stood = {("standing", "P", "point", "one", "2026"): "siting.open[P,point,one,2026] == 1.0"}
    assert rows(candidate(tutorial(), "P", status="existing"), stood) == stood


def test_where_there_is_one_size_no_row_says_so():
    assert "one_size" not in formulate(tutorial()).constraints


def test_opening_is_paid_once_and_keeping_open_every_year():
    # P at 70 a year over 1 + 3 years
    plan = plan_of(candidate(over(tutorial(), {"2026": 1, "2027": 3}), "P", fixed_cost_per_year=70.0))
    assert plan.cost == pytest.approx(6600 + 4 * 4750 + 4 * 70)
    costs = amounts(plan, "costs", "component", "period")
    assert (costs["opening", "2026"], costs["fixed", "2026"], costs["fixed", "2027"]) == (6600, 70, 210)
    assert ("opening", "2027") not in costs


def test_one_size_of_a_technology_stands_at_a_site():
    # two sizes would take A whole; one takes 80 t, Q 20 t of A: 6 600 + 80 x 25 + 20 x 90 + 2 250
    plan = plan_of(sizes())
    assert plan.cost == pytest.approx(12650)
    assert sites(plan) == "P Q W"


def test_nothing_opens_before_its_window():
    # Q from 2027: P alone before, 6 000 + 6 000 + 600 + 4 750
    plan = plan_of(candidate(TWO, "Q", first_period="2027"))
    assert plan.cost == pytest.approx(17350)
    assert (sites(plan, "2026"), sites(plan, "2027")) == ("P W", "P Q W")


def test_nothing_opens_after_its_window():
    # nothing arises at A in 2026, and P costs 3 000 a year. It would open in 2027, 6 600 + 2 250 + 4 750 + 3 000; no later than 2026 it
    # opens then, for 3 000 more; without it 5 600 + 2 250 + 16 750
    late = candidate(without_supply(TWO, "A", "2026"), "P", fixed_cost_per_year=3000.0)
    assert cost_of(late) == pytest.approx(16600)
    plan = plan_of(candidate(late, "P", last_period="2026"))
    assert plan.cost == pytest.approx(19600)
    assert sites(plan, "2026") == "P Q W"


def test_nothing_opens_outside_building_periods():
    # all is left in 2026 for 30 000, then 11 350
    still = with_values(without(TWO, "targets"), "periods", "building", "no", period="2026")
    plan = plan_of(still)
    assert plan.cost == pytest.approx(30000 + 11350)
    assert plan["openings"]["period"].unique().tolist() == ["2027"]


def test_what_exists_stands_and_costs_no_opening():
    # Q exists: 600 less; its keep of 2 000 must be paid though 12 000 without it would be less
    plan = plan_of(candidate(tutorial(), "Q", status="existing"))
    assert plan.cost == pytest.approx(10750)
    assert plan["openings"].set_index("site")["opens"].to_dict() == {"P": "yes", "Q": "no", "W": "yes"}
    assert cost_of(candidate(tutorial(), "Q", status="existing", fixed_cost_per_year=2000.0)) == pytest.approx(12750)


def test_what_is_required_opens_by_its_deadline_and_what_is_forbidden_never():
    # Q at 1 600 does not pay, 12 000; required it costs 12 350
    dear = candidate(tutorial(), "Q", opening_cost=1600.0)
    assert cost_of(candidate(dear, "Q", status="required")) == pytest.approx(12350)
    assert cost_of(candidate(tutorial(), "Q", status="forbidden")) == pytest.approx(12000)
    with pytest.raises(InfeasibleError):
        plan_of(with_values(candidate(tutorial(), "Q", status="required"), "periods", "building", "no"))
