"""Of the candidates of a group at most one is open."""

import pytest

from tests.cases import tutorial, with_rows
from tests.model.families.by_hand import plan_of, rows, sites


def either():
    """Return the tutorial with a point at P or at Q."""
    return with_rows(tutorial(), "exclusive", *({"exclusive": "one", "site": site, "technology": "point"} for site in "PQ"))


NOTICED = {"exclusive": either()}

ROWS = {("exclusive", "one", "2026"): "siting.open[P,point,one,2026] + siting.open[Q,point,one,2026] <= 1.0"}


def test_rows_read_as_the_mathematics():
    assert rows(either(), ROWS) == ROWS


def test_the_better_one_opens():
    # P alone 12 000, Q alone 22 350, both 11 350
    plan = plan_of(either())
    assert plan.cost == pytest.approx(12000)
    assert sites(plan) == "P W"
