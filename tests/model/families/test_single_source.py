"""A material leaves a place for one destination only."""

import pytest

from tests.cases import tutorial, with_rows
from tests.model.families.by_hand import amounts, candidate, cost_of, over, plan_of, rows
from tests.model.families.test_returns import returning


def single(instance):
    """Return the instance where packs leave a region for one point only."""
    return with_rows(instance, "single_source", {"material": "packs"})


def small_p():
    """Return the tutorial with P of 80 t: A sends 20 t to Q, 6 600 + 80 x 25 + 20 x 90 + 2 250 = 12 650."""
    return candidate(tutorial(), "P", capacity_t=80.0)


NOTICED = {"serving": single(small_p()), "one_destination": single(small_p())}

ROWS = {
    ("serving", "A", "Q", "packs", "2026"): "haulage.flow[A,Q,packs,road,2026] - 100.0*single_source.serves[A,Q,packs,2026] <= 0.0",
    ("one_destination", "A", "packs", "2026"):
        "single_source.serves[A,P,packs,2026] + single_source.serves[A,Q,packs,2026] <= 1.0",
}  # fmt: skip


def test_rows_read_as_the_mathematics():
    assert rows(single(small_p()), ROWS) == ROWS


def test_a_region_that_is_split_chooses_one_point():
    # 20 t of A are left: 6 600 + 80 x 25 + 20 x 200 + 2 250; all of A to Q and B to P: 6 600 + 9 000 + 3 500 = 19 100
    plan = plan_of(single(small_p()))
    assert plan.cost == pytest.approx(14850)
    assert amounts(plan, "flows", "origin", "destination")["A", "P"] == 80
    assert cost_of(small_p()) == pytest.approx(12650)


def test_a_site_sends_no_more_than_what_may_stand_there_puts_out():
    # Q, of 100 t, may be expanded to 150
    larger = with_rows(candidate(tutorial(), "Q", most_capacity_t=150.0), "single_source", {"material": "collected"})
    row = {
        ("serving", "Q", "W", "collected", "2026"):
            "haulage.flow[Q,W,collected,road,2026] - 150.0*single_source.serves[Q,W,collected,2026] <= 0.0",
    }  # fmt: skip
    assert rows(larger, row) == row


def test_what_may_have_been_kept_may_leave_too():
    # 100 t in one year and 100 t/yr in the two that follow may all leave in those: 300 t in two years
    kept = with_rows(over(single(tutorial()), {"2026": 1, "2027": 2}), "storage",
                     {"place": "A", "material": "packs", "period": "*", "cost_per_t": "1"})  # fmt: skip
    row = {("serving", "A", "P", "packs", "2027"): "haulage.flow[A,P,packs,road,2027] - 150.0*single_source.serves[A,P,packs,2027] <= 0.0"}
    assert rows(kept, row) == row


def test_what_comes_back_may_leave_too():
    # at most 150 t of salt are made of 300 t at the works, of which 60 t come back: 160 t may leave A; 137.5 t do, as without the rule
    row = {("serving", "A", "P", "packs", "2026"): "haulage.flow[A,P,packs,road,2026] - 160.0*single_source.serves[A,P,packs,2026] <= 0.0"}
    assert rows(single(returning("0")), row) == row
    assert cost_of(single(returning("0"))) == pytest.approx(12287.5)
