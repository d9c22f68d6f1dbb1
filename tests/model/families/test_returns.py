"""Goods that are sold come back, at once or some periods later, and are collected again."""

import pytest

from tests.cases import tutorial, with_rows, with_values
from tests.model.families.by_hand import amounts, over, plan_of, rows


def returning(lag, instance=None):
    """Return the tutorial where of every tonne of salt sold 0.4 t come back as packs at A."""
    return with_rows(instance or tutorial(), "returns", {
        "outlet": "buyer", "material": "salt", "region": "A", "returned": "packs", "lag_periods": lag, "share": "0.4",
    })  # fmt: skip


TWO = over(tutorial(), {"2026": 1, "2027": 1})

ROWS = {
    ("balance", "A", "packs", "2027"):
        "- uncollected.uncollected[A,packs,2027] - haulage.flow[A,P,packs,road,2027] - haulage.flow[A,Q,packs,road,2027] "
        "+ 0.4*outlets.sold[buyer,salt,2026] == -100.0",
    # all that comes back is collected and 0.6 of it owed: 0.4 x 0.4 count
    ("collection", "collect", "2027"):
        "-60.0 <= - uncollected.uncollected[A,packs,2027] - uncollected.uncollected[B,packs,2027] "
        "+ 0.16*outlets.sold[buyer,salt,2026]",
}  # fmt: skip


def test_rows_read_as_the_mathematics():
    assert rows(returning("1", TWO), ROWS) == ROWS


def test_goods_come_back_in_the_next_period():
    # 2026: 75 t of salt; 2027: 30 t more at A, 130 x 25 + 2 250 = 5 500; what is sold then comes back too late
    plan = plan_of(returning("1", TWO))
    assert plan.cost == pytest.approx(6600 + 4750 + 5500)
    assert amounts(plan, "flows", "origin", "period")["A", "2027"] == 130


def test_goods_come_back_in_the_same_period():
    # R = 0.4 x 0.5 x (150 + R): 37.5 t come back; 6 600 + 137.5 x 25 + 2 250
    plan = plan_of(returning("0"))
    assert plan.cost == pytest.approx(12287.5)
    assert amounts(plan, "sales", "material")["salt"] == pytest.approx(93.75)


def test_what_comes_back_raises_the_target():
    # to leave behind costs 20 now. 2026: 90 t of A, 45 t of salt, 18 t back: 6 000 + 2 250 + 60 x 20; 2027: 60 % of 168 t = 100.8 t, the
    # 18 t and 82.8 t more, all of A: 100.8 x 25 + 67.2 x 20
    cheap = with_values(TWO, "uncollected", "cost_per_t", 20.0)
    assert plan_of(returning("1", cheap)).cost == pytest.approx(6000 + 2250 + 1200 + 2520 + 1344)
