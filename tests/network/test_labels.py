"""Arithmetic on labels agrees with plain loops."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recyclenet.network.labels import DENSE_LIMIT, find, fold, join, narrow, number, unfold

keys = st.lists(st.integers(0, 5), max_size=12).map(lambda values: np.array(values, dtype=np.int64))


@given(keys, keys)
def test_join_finds_every_pair_of_equal_keys(left, right):
    # keys that repeat on both sides are pairs each: a technology of two recipe rows at sixteen sites has thirty-two
    first, second = join(left, right, unique=len(set(right.tolist())) == right.size)
    first = np.arange(left.size) if first is None else first
    expected = sorted((i, j) for i in range(left.size) for j in range(right.size) if left[i] == right[j])
    assert sorted(zip(first.tolist(), second.tolist(), strict=True)) == expected


@given(keys)
def test_numbers_are_the_ranks_of_distinct_keys(values):
    for span in (6, DENSE_LIMIT + 6):  # by array and by sorting
        distinct, (numbers,) = number([values], span)
        assert distinct.tolist() == sorted(set(values.tolist()))
        assert distinct[numbers].tolist() == values.tolist()


def test_keys_are_folded_wide_where_they_need_to_be():
    # the last of 70 000 x 70 000 keys is beyond 32 bits
    last = [np.array([69_999]), np.array([69_999])]
    assert fold(last, [70_000, 70_000]).tolist() == [70_000**2 - 1]
    assert fold(last, [0, 70_000]).tolist() == [70_000**2 - 1]  # where the first size is not known


@pytest.mark.parametrize(("last", "width"), [(127, 1), (128, 2), (40_000, 4)])
def test_codes_are_kept_in_the_bytes_they_need(last, width):
    kept = narrow(np.array([-1, 0, last]))
    assert kept.tolist() == [-1, 0, last]
    assert kept.dtype.itemsize == width


@given(keys)
def test_unfold_undoes_fold(values):
    columns = [values, values[::-1].copy(), values // 2]
    folded = fold(columns, [6, 6, 3])
    assert all(np.array_equal(one, other) for one, other in zip(unfold(folded, [6, 6, 3]), columns, strict=True))


@given(keys, keys)
def test_keys_are_found_among_distinct_ones_or_not_at_all(values, wanted):
    distinct = np.unique(values)
    for span in (6, DENSE_LIMIT + 6):  # by array and by sorting
        (found,) = find(distinct, [wanted], span)
        assert found.tolist() == [distinct.tolist().index(key) if key in distinct else -1 for key in wanted]
