"""Stock is put by in one period and drawn in the next, over years of their number."""

import pytest

from tests.cases import formulate, tutorial, with_rows, with_table, with_values, without
from tests.model.families.by_hand import amounts, cost_of, over, plan_of, rows


def waiting(years, supply, **columns):
    """Return the tutorial without B and targets; the works opens from 2027 only, and packs collected may wait at P for 3 a tonne and year.

    A tonne costs 15 until it is at P, and 20 - 10 from there.
    """
    instance = over(without(tutorial(), "targets"), years)
    supplies = instance["supplies"][instance["supplies"]["region"] == "A"]
    instance = with_table(instance, "supplies", supplies.assign(supply_t=supplies["period"].map(supply)))
    instance = with_values(instance, "candidates", "first_period", "2027", site="W")
    return with_rows(instance, "storage", {"place": "P", "material": "collected", "period": "*", "cost_per_t": "3", **columns})


ONE_TWO, TWO_ONE = {"2026": 1, "2027": 2}, {"2026": 2, "2027": 1}

ROWS = {
    ("balance", "P", "collected", "2026"):
        "- haulage.flow[P,W,collected,road,2026] + processing.throughput[P,point,one,gather,2026] - storage.stock[P,collected,2026] == 0.0",
    ("balance", "P", "collected", "2027"):
        "- haulage.flow[P,W,collected,road,2027] + processing.throughput[P,point,one,gather,2027] + 0.5*storage.stock[P,collected,2026] "
        "== 0.0",
}  # fmt: skip


def test_rows_of_the_balance_read_as_the_mathematics():
    assert rows(waiting(ONE_TWO, {"2026": 100.0, "2027": 40.0}), ROWS) == ROWS


def test_what_is_put_by_in_one_year_is_drawn_in_two():
    # 2026: P 1 000, 100 t x 15, stock 100 t x 3 = 300. 2027-28, two years: 50 t/yr from stock and 40 t/yr new: 40 x 15 + 90 x 10 = 1 500 a
    # year; works 5 000: 10 800. Without storage 100 x 200 + 6 000 + 2 x 40 x 25 = 28 000
    stored = waiting(ONE_TWO, {"2026": 100.0, "2027": 40.0})
    plan = plan_of(stored)
    assert plan.cost == pytest.approx(10800)
    assert amounts(plan, "stocks", "place", "period") == {("P", "2026"): 100}
    assert amounts(plan, "throughputs", "site", "period") == {("P", "2026"): 100, ("P", "2027"): 40, ("W", "2027"): 90}
    assert amounts(plan, "costs", "component")["storage"] == 300
    assert cost_of(without(stored, "storage")) == pytest.approx(28000)


def test_what_is_put_by_in_two_years_is_drawn_in_one():
    # two years of 50 t: 2 x 50 x 15 = 1 500, stock 100 t kept for 3 in each of two years = 600; then 100 + 40 t in one: 600 + 1 400;
    # openings 6 000: 10 100
    plan = plan_of(waiting(TWO_ONE, {"2026": 50.0, "2027": 40.0}))
    assert plan.cost == pytest.approx(10100)
    assert amounts(plan, "stocks", "place", "period") == {("P", "2026"): 100}


def test_no_more_is_kept_than_the_limit():
    # 60 t kept, 40 t left: 1 000 + 60 x 15 + 60 x 3 + 40 x 200; then 40 x 15 + 70 x 10 = 1 300 a year for two, works 5 000: 17 680
    plan = plan_of(waiting(ONE_TWO, {"2026": 100.0, "2027": 40.0}, limit_t="60"))
    assert plan.cost == pytest.approx(17680)
    assert amounts(plan, "stocks", "place", "period") == {("P", "2026"): 60}


def test_packs_may_wait_at_their_region():
    # as at P, but P opens in 2027 only: 300 + 5 000 + 1 000 + two years of 90 x 25 = 10 800
    stored = with_values(waiting(ONE_TWO, {"2026": 100.0, "2027": 40.0}), "storage", "place", "A")
    stored = with_values(stored, "storage", "material", "packs")
    plan = plan_of(stored)
    assert plan.cost == pytest.approx(10800)
    assert amounts(plan, "flows", "origin", "period")["A", "2027"] == 90


def test_nothing_is_left_at_the_end():
    # residue, at 40 a tonne, would wait for ever if it could: twice the tutorial, opened once
    kept = with_rows(over(tutorial(), {"2026": 1, "2027": 1}), "storage",
                     {"place": "W", "material": "residue", "period": "*", "cost_per_t": "0"})  # fmt: skip
    assert list(formulate(kept).variables["stock"].labels) == [("W", "residue", "2026")]
    assert cost_of(kept) == pytest.approx(6600 + 2 * 4750)
