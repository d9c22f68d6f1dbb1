"""An answer is judged by what it costs and by the rule it breaks most."""

import numpy as np
import pytest

from recyclenet.solve.handover import Programme
from tests.benchmarks.judged import judged


def two_rows():
    """Return min 3 x + 10 y + 5 with x - 4 y <= 0, x >= 2, 0 <= x <= 6, y in {0, 1}."""
    return Programme(
        np.array([3.0, 10.0]), 5.0, np.zeros(2), np.array([6.0, 1.0]), np.array([False, True]),
        np.array([-np.inf, 2.0]), np.array([0.0, np.inf]),
        np.array([0, 2, 3], dtype=np.int32), np.array([0, 1, 0], dtype=np.int32), np.array([1.0, 1.0, -4.0]),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("x", "y", "cost", "breach"),
    [
        (2.0, 1.0, 21.0, 0.0),
        (2.0, 0.5, 16.0, 0.5),  # half a plant
        (2.0, 0.0, 11.0, 1.0),  # row 1: 2 - 0 is 2 too much, of 2 that are weighed
        (5.0, 1.0, 30.0, 1 / 9),  # row 1: 5 - 4 is 1 too much, of 5 + 4
        (1.0, 1.0, 18.0, 1.0),  # row 2: 1 too little, of 1
        (8.0, 2.0, 49.0, 0.5),  # y is 1 above its bound, of 2; x only 2 of 8
    ],
)
def test_an_answer_costs_what_its_columns_cost_and_breaks_what_it_breaks(x, y, cost, breach):
    assert judged(two_rows(), np.array([x, y])) == pytest.approx((cost, breach))
