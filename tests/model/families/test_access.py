"""People return what the nearest open point's band says: no more, no less."""

import pytest

from tests.cases import formulate, tutorial, with_rows, with_values, without
from tests.model.families.by_hand import amounts, cost_of, over, plan_of, rows, sites


def banded(target=0.6):
    """Return the tutorial where people bring 90 % to a point within 10 km and half to one within 60 km.

    A has P at 5 km and Q at 50 km, B the other way round: with P and Q open A returns 90 t and B 45 t; with P alone 90 and 25, with Q alone
    50 and 45.
    """
    bands = [{"access": "bring", "within_km": within, "share": share, "stream": "battery", "kind": "collection", "mode": "road"}
             for within, share in (("10", "0.9"), ("60", "0.5"))]  # fmt: skip
    return with_rows(with_values(tutorial(), "targets", "share", target, target="collect"), "access", *bands)


NOTICED = {"reached_least": banded(), "reached_wider": banded(), "reached_most": banded(0.8), "withholding": banded()}


ROWS = {
    ("reached_least", "bring", "A", 10.0, "2026", "P", "point"):
        "0.0 <= access.reached[bring,A,10.0,2026] - siting.open[P,point,one,2026]",
    ("reached_least", "bring", "A", 60.0, "2026", "Q", "point"):
        "0.0 <= access.reached[bring,A,60.0,2026] - siting.open[Q,point,one,2026]",
    ("reached_wider", "bring", "A", 60.0, "2026"): "0.0 <= access.reached[bring,A,60.0,2026] - access.reached[bring,A,10.0,2026]",
    ("reached_most", "bring", "A", 60.0, "2026"):
        "access.reached[bring,A,60.0,2026] - siting.open[P,point,one,2026] - siting.open[Q,point,one,2026] <= 0.0",
    # 100 t, 40 % more in the narrow band than in the wide one, 50 % more there than beyond
    ("withholding", "A", "packs", "2026"):
        "access.withheld[A,packs,2026] + 40.0*access.reached[bring,A,10.0,2026] + 50.0*access.reached[bring,A,60.0,2026] == 100.0",
}  # fmt: skip


def test_rows_read_as_the_mathematics():
    assert rows(banded(), ROWS) == ROWS


def test_a_point_counts_in_the_narrowest_band_that_holds_it():
    labels = {label[1:3] + label[4:5] for label in formulate(banded()).constraints["reached_least"].labels}
    assert labels == {("A", 10.0, "P"), ("A", 60.0, "Q"), ("B", 10.0, "Q"), ("B", 60.0, "P")}


def test_the_target_is_reached_by_one_point_whose_band_gives_more_than_needed():
    # 90 t are asked for. P alone: 6 000 + 90 x 25 + 25 x 70 = 10 000, though 90 t from A alone would cost 8 250; P and Q: 6 600 + 90 x 25
    # + 45 x 45 = 10 875; Q alone: 5 600 + 50 x 90 + 45 x 45 = 12 125
    plan = plan_of(banded())
    assert plan.cost == pytest.approx(10000)
    assert sites(plan) == "P W"
    assert amounts(plan, "withheld", "region") == {"A": 10, "B": 25}
    assert plan["uncollected"].empty  # what people keep costs nothing and is not left behind by the plan


def test_a_second_point_opens_where_one_brings_too_little():
    # 80 % of 150 t = 120 t are more than the 115 t that P alone brings, though it could take them
    plan = plan_of(banded(0.8))
    assert plan.cost == pytest.approx(10875)
    assert amounts(plan, "withheld", "region") == {"A": 10, "B": 5}


def test_no_more_is_brought_though_every_tonne_earns():
    # salt at 300 earns 100 a tonne of packs more: A by P -75, B by Q -55: 6 600 - 90 x 75 - 45 x 55 = -2 625; all 150 t would make -3 650
    plan = plan_of(with_values(banded(), "sales", "price_per_t", 300.0, material="salt"))
    assert plan.cost == pytest.approx(-2625)
    assert amounts(plan, "withheld", "region") == {"A": 10, "B": 5}


def test_where_nothing_is_open_people_keep_all():
    plan = plan_of(without(banded(), "targets"))
    assert plan.cost == pytest.approx(0)
    assert amounts(plan, "withheld", "region") == {"A": 100, "B": 50}


def test_what_is_returned_follows_what_is_open_in_each_period():
    # P may open from 2027 only, and in 2026 nothing need be collected: 0 there, 10 000 in 2027
    late = over(with_values(banded(), "candidates", "first_period", "2027", technology="point"), {"2026": 1, "2027": 1})
    late = with_values(late, "targets", "period", "2027", target="collect")
    plan = plan_of(late)
    assert plan.cost == pytest.approx(10000)
    assert amounts(plan, "withheld", "period") == {"2026": 150, "2027": 35}


def test_a_rule_for_another_stream_says_nothing_here():
    magnets = with_values(banded(), "materials", "stream", "magnet", material="residue")
    assert cost_of(with_values(magnets, "access", "stream", "magnet")) == pytest.approx(11350)
