"""What is added for strength changes no optimum; it is left out where its reason does not hold."""

import pytest

from recyclenet.solve.highs import solve
from tests.cases import formulate, tutorial, with_rows
from tests.model.families.by_hand import over, rows
from tests.model.families.test_returns import returning

ROWS = {("supply_reach", "A", "P", "2026"): "haulage.flow[A,P,packs,road,2026] - 100.0*siting.open[P,point,one,2026] <= 0.0"}


def test_rows_read_as_the_mathematics():
    assert rows(tutorial(), ROWS) == ROWS


def test_it_adds_strength():
    # without whole numbers P opens by 100 / 200 of 1 000, Q by half, W by 150 / 300: 6 600 / 2; tied to the supply of A and B, and to
    # the 150 t that can ever reach it, everything opens in full
    bounds = []
    for left_out in (frozenset(), frozenset({"tightening"})):
        formulation = formulate(tutorial(), left_out)
        formulation.variables["open"].integer = False
        bounds.append(solve(formulation, gap=0.0).cost)
    assert bounds == [pytest.approx(4750 + 6600), pytest.approx(4750 + 3300)]


def test_regions_where_more_may_leave_than_arises_are_left_out():
    kept = with_rows(over(tutorial(), {"2026": 1, "2027": 1}), "storage",
                     {"place": "A", "material": "packs", "period": "*", "cost_per_t": "1"})  # fmt: skip
    for instance in (kept, returning("0")):
        assert {label[0] for label in formulate(instance).constraints["supply_reach"].labels} == {"B"}
