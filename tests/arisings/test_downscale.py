"""Downscaling: regions get their share, and together they get all of it, to the last digit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recyclenet.arisings.downscale import decimal_text, shares_of, whole_units


def test_regions_get_a_share_by_their_key():
    assert shares_of([30, 10, 60]).tolist() == [0.3, 0.1, 0.6]


def test_ten_tonnes_among_three_equals_are_ten_tonnes():
    # 3.333 each is 9.999; the missing kilogram goes to the first of equals
    assert whole_units([10 / 3] * 3, decimals=3) == [3334, 3333, 3333]


def test_the_unit_that_is_missing_goes_where_rounding_down_took_most():
    # 1.2 + 2.7 + 0.1 = 4; down to 1 + 2 + 0 = 3; 0.7 was lost by the second
    assert whole_units([1.2, 2.7, 0.1], decimals=0) == [1, 3, 0]


@pytest.mark.parametrize(
    ("units", "decimals", "text"), [(1234, 3, "1.234"), (5, 3, "0.005"), (5000, 3, "5"), (10, 1, "1"), (120, 0, "120"), (0, 2, "0")]
)
def test_whole_units_are_written_as_decimals(units, decimals, text):
    assert decimal_text(units, decimals) == text


@given(st.floats(0, 1e6), st.lists(st.floats(0, 1e9), min_size=1, max_size=120).filter(sum), st.integers(0, 4))
def test_downscaling_conserves_the_total_exactly(total, key, decimals):
    amounts = [total * share for share in shares_of(key)]
    units = whole_units(amounts, decimals)
    written = sum(Decimal(decimal_text(unit, decimals)) for unit in units)
    assert written == Decimal(round(sum(amount * 10**decimals for amount in amounts))).scaleb(-decimals)
    assert abs(float(written) - total) <= 0.5 * 10**-decimals + 1e-9 * total
    assert all(abs(unit - amount * 10**decimals) <= 1 for unit, amount in zip(units, amounts, strict=True))
