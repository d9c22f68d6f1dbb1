"""What is open is used, at least to a share of what it holds."""

import pytest

from tests.cases import tutorial, with_rows
from tests.model.families.by_hand import amounts, candidate, grouped, over, plan_of, rows, sites


def busy(share):
    """Return the tutorial where Q, of 100 t, must be used to a share. B brings it 50 t; each tonne of A by Q costs 65 more than by P."""
    return candidate(tutorial(), "Q", least_utilisation=share)


NOTICED = {"utilisation": busy(0.8)}

ROWS = {
    ("utilisation", "Q", "point", "one", "2026"):
        "0.0 <= processing.throughput[Q,point,one,gather,2026] - 80.0*siting.open[Q,point,one,2026] "
        "- 0.8*expansion.added[Q,point,one,2026]",
}  # fmt: skip


def test_rows_read_as_the_mathematics():
    assert rows(candidate(busy(0.8), "Q", most_capacity_t=150.0), ROWS) == ROWS


def test_packs_go_a_longer_way_to_keep_a_point_in_use():
    # 5 t of A by Q: 11 350 + 325
    plan = plan_of(busy(0.55))
    assert plan.cost == pytest.approx(11675)
    assert amounts(plan, "flows", "origin", "destination")["A", "Q"] == 5


def test_a_point_that_would_be_idle_is_not_opened():
    # 30 t of A by Q cost 1 950 more, P alone 650
    plan = plan_of(busy(0.8))
    assert plan.cost == pytest.approx(12000)
    assert sites(plan) == "P W"


def test_what_may_not_run_need_not_be_used():
    # Q exists and may not run in 2027: P takes all then, 6 000 + 4 750 + 6 000
    instance = candidate(over(grouped(), {"2026": 1, "2027": 1}), "Q", status="existing", least_utilisation=0.5)
    standard = {"technology": "point", "group": "south", "period": "2027", "admissible": "no"}
    assert plan_of(with_rows(instance, "standards", standard)).cost == pytest.approx(6000 + 4750 + 6000)
