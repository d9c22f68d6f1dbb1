"""As many of a kind are open in a group of places as must and may be."""

import pytest

from tests.cases import tutorial, with_rows
from tests.model.families.by_hand import candidate, cost_of, grouped, over, plan_of, rows, sites


def sized(instance, kind="collection", group="south", period="*", **columns):
    """Return the instance with a number of a kind in a group."""
    return with_rows(instance, "network_size", {"kind": kind, "group": group, "period": period, **columns})


def dear_q():
    """Return the tutorial in groups with Q at 1 600: P alone, 12 000, is best; with Q 12 350."""
    return candidate(grouped(), "Q", opening_cost=1600.0)


NOTICED = {"network_size_least": sized(dear_q(), group="*", least="2"), "network_size_most": sized(tutorial(), group="*", most="1")}

ROWS = {
    ("network_size_least", "collection", "*", "2026"): "1.0 <= siting.open[P,point,one,2026] + siting.open[Q,point,one,2026]",
    ("network_size_most", "collection", "*", "2026"): "siting.open[P,point,one,2026] + siting.open[Q,point,one,2026] <= 2.0",
}


def test_rows_read_as_the_mathematics():
    assert rows(sized(tutorial(), group="*", least="1", most="2"), ROWS) == ROWS
    south = {("network_size_most", "collection", "south", "2026"): "siting.open[Q,point,one,2026] <= 0.0"}
    assert rows(sized(grouped(), most="0"), south) == south


def test_a_group_may_have_to_do_without():
    plan = plan_of(sized(grouped(), most="0"))
    assert plan.cost == pytest.approx(12000)
    assert sites(plan) == "P W"


def test_a_group_may_have_to_have_one():
    plan = plan_of(sized(dear_q(), least="1"))
    assert plan.cost == pytest.approx(12350)
    assert sites(plan) == "P Q W"
    assert cost_of(sized(dear_q(), group="north", least="1")) == pytest.approx(12000)


@pytest.mark.parametrize("place", ["Q", "B"])
def test_a_group_of_its_own_table_holds_sites_and_the_sites_of_regions(place):
    cluster = with_rows(tutorial(), "groups", {"group": "cluster", "place": place})
    assert cost_of(sized(cluster, group="cluster", most="0")) == pytest.approx(12000)


def test_a_number_of_a_period_goes_before_that_of_every_period():
    # none in the south in 2026, any in 2027: 6 000 + 6 000 and 600 + 4 750
    own = sized(sized(over(grouped(), {"2026": 1, "2027": 1}), most="0"), period="2027", most="9")
    plan = plan_of(own)
    assert plan.cost == pytest.approx(17350)
    assert sites(plan, "2027") == "P Q W"


def test_a_kind_that_no_technology_has_may_be_limited():
    assert cost_of(sized(tutorial(), kind="reuse", group="*", most="3")) == pytest.approx(11350)
