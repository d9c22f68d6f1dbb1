"""In each row a variable has one coefficient."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from pyomo.environ import Reals

from recyclenet.model.arrays import ArrayVar, Entries
from recyclenet.model.entries import put_together

X, Y = (ArrayVar(pd.Index(list("abc"), name=name), domain=Reals) for name in "xy")
places = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(-3, 3).map(float)), min_size=1, max_size=6)


def dense(blocks, variable):
    """Return the coefficients of a variable, row by row, and how often each is stated."""
    matrix, count = np.zeros((3, 3)), np.zeros((3, 3))
    for block in blocks:
        if block.variable is variable:
            positions = np.arange(block.rows.size) if block.positions is None else block.positions
            np.add.at(matrix, (block.rows, positions), block.coefficients)
            np.add.at(count, (block.rows, positions), 1)
    return matrix, count


@given(st.lists(st.tuples(st.sampled_from([X, Y]), places), max_size=4), st.lists(st.permutations(range(3)), max_size=2))
def test_what_repeats_is_summed_and_nothing_is_lost(some, whole):
    # blocks of chosen members, and blocks of all members in order
    chosen = [(variable, *map(np.array, zip(*entries, strict=True))) for variable, entries in some]
    blocks = [Entries(variable, rows, positions, values) for variable, rows, positions, values in chosen]
    blocks += [Entries(X, np.array(order), None, 2.0) for order in whole]
    together = put_together(blocks)
    for variable in (X, Y):
        assert np.array_equal(dense(together, variable)[0], dense(blocks, variable)[0])
        assert dense(together, variable)[1].max() <= 1


def test_blocks_without_repeats_are_left_as_they_are():
    # both ends of every arc, as in the balance
    ends = [Entries(X, np.array(rows), None, sign) for rows, sign in (([0, 1, 2], -1.0), ([1, 2, 0], 1.0))]
    assert [one is other for one, other in zip(put_together(ends), ends, strict=True)] == [True, True]
