"""All that stands at a site shares what the site can take."""

import pytest

from tests.cases import tutorial, with_rows, with_values
from tests.model.families.by_hand import amounts, plan_of, rows


def works_at_p(capacity):
    """Return the tutorial with works that could stand at P too, for 5 000, and a limit on what the site takes.

    There A by P costs 5 + 10 - 10 = 5 a tonne, B by P 50, B by Q 45, A by Q 90.
    """
    instance = with_rows(tutorial(), "candidates", {"site": "P", "technology": "works", "size": "one", "capacity_t": "300",
                         "opening_cost": "5000", "fixed_cost_per_year": "0", "variable_cost_per_t": "20"})  # fmt: skip
    ways = [("P", "buyer", "0"), ("P", "landfill", "10"), ("Q", "P", "40")]
    instance = with_rows(instance, "distances", *({"origin": o, "destination": d, "mode": "road", "distance_km": km} for o, d, km in ways))
    return with_values(instance, "sites", "capacity_t", capacity, site="P")


NOTICED = {"site_capacity": works_at_p(200.0)}

ROWS = {
    ("site_capacity", "P", "2026"):
        "processing.throughput[P,point,one,gather,2026] + processing.throughput[P,works,one,leach,2026] <= 200.0",
}  # fmt: skip


def test_rows_read_as_the_mathematics():
    assert rows(works_at_p(200.0), ROWS) == ROWS


def test_a_site_that_is_large_enough_holds_point_and_works():
    # 150 t pass each: 6 000 + 100 x 5 + 50 x 50
    plan = plan_of(works_at_p(300.0))
    assert plan.cost == pytest.approx(9000)
    assert amounts(plan, "throughputs", "site", "technology") == {("P", "point"): 150, ("P", "works"): 150}


def test_a_site_that_is_too_small_for_both_keeps_one():
    # 200 t: the works goes to W, 11 350; both at P would leave it 50 t of packs and Q 100: 6 600 + 50 x 5 + 50 x 90 + 2 250 = 13 600
    plan = plan_of(works_at_p(200.0))
    assert plan.cost == pytest.approx(11350)
    assert ("P", "works") not in amounts(plan, "throughputs", "site", "technology")
