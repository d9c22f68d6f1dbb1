"""A least share of people has an open point near."""

import pytest

from tests.cases import tutorial, with_rows, with_values
from tests.model.families.by_hand import candidate, cheap_to_leave, plan_of, rows, sites


def served(instance, share, within="10"):
    """Return the instance with a share of people within so many km of a point. A (1 000) has P at 5 km, B (500) has Q; else 50 km."""
    return with_rows(instance, "service", {
        "service": "near", "period": "*", "kind": "collection", "within_km": within, "mode": "road", "share": share,
    })  # fmt: skip


NOTICED = {"served_most": served(cheap_to_leave(), "0.6"), "service": served(cheap_to_leave(), "0.6")}

ROWS = {
    ("served_most", "near", "A", "2026"): "service.served[near,A,2026] - siting.open[P,point,one,2026] <= 0.0",
    ("service", "near", "2026"): "900.0 <= 1000.0*service.served[near,A,2026] + 500.0*service.served[near,B,2026]",
}


def test_rows_read_as_the_mathematics():
    assert rows(served(tutorial(), "0.6"), ROWS) == ROWS


@pytest.mark.parametrize(
    ("share", "within", "cost", "opened"),
    [
        ("0.3", "10", 3600, "Q"),  # a third lives at B; Q is the cheaper point
        ("0.6", "10", 4000, "P"),  # two thirds at A
        ("0.7", "10", 4600, "P Q"),
        ("1", "10", 4600, "P Q"),
        ("1", "50", 3600, "Q"),  # either point is near enough to all
    ],
)
def test_points_open_for_people_not_for_packs(share, within, cost, opened):
    # all is left behind for 3 000; P opens for 1 000, Q for 600
    plan = plan_of(served(cheap_to_leave(), share, within))
    assert plan.cost == pytest.approx(cost)
    assert sites(plan) == opened


def test_a_share_of_one_is_every_region():
    # Q at 1 600 would not pay: 12 000 without, 12 350 with it
    dear = candidate(tutorial(), "Q", opening_cost=1600.0)
    assert plan_of(served(dear, "0.6")).cost == pytest.approx(12000)
    assert plan_of(served(dear, "1")).cost == pytest.approx(12350)


def test_where_nobody_lives_nobody_is_served():
    empty = with_values(cheap_to_leave(), "regions", "population", float("nan"), region="A")
    plan = plan_of(served(empty, "1"))
    assert plan.cost == pytest.approx(3600)
    assert sites(plan) == "Q"
