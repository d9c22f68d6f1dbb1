"""Stocks by cohort: by hand, by mass balance, and the same from both ends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad

from recyclenet.arisings.lifetimes import survival
from recyclenet.arisings.stocks import ages, in_use, inflow_of_stock, leaving


def staying(years, distribution="weibull", mean=3.0, spread=2.0, timing="middle"):
    return in_use(survival(distribution, ages(years, timing), mean, spread))


def test_two_cohorts_of_a_fixed_lifetime_of_two_years_come_out_two_years_after_they_went_in():
    # 100 sold in year 0, 60 in year 1; put into use in the middle of the year, each dies in the middle of the second year after.
    sold, stays = np.array([100.0, 60, 0, 0, 0]), staying(5, "fixed", 2.0)
    assert (sold @ stays).tolist() == [100, 160, 60, 0, 0]
    assert (sold @ leaving(stays)).tolist() == [0, 0, 100, 60, 0]


def test_a_unit_that_lives_three_months_comes_out_in_its_first_year():
    assert leaving(staying(2, "fixed", 0.25)).tolist() == [[1, 0], [0, 1]]


@pytest.mark.parametrize(("timing", "age"), [("start", 1.0), ("middle", 0.5), ("end", 0.0)])
def test_the_age_at_the_end_of_the_first_year_follows_the_timing(timing, age):
    assert ages(3, timing).tolist() == [[age, age + 1, age + 2], [0, age, age + 1], [0, 0, age]]


def test_putting_all_into_use_in_mid_year_is_close_to_putting_it_in_day_by_day():
    # sold evenly over a year: the share left at its end + k is the mean of S over the ages k to k + 1; midpoint rule, error below 0.5 %
    exact = [quad(lambda age: float(survival("weibull", age, 9.0, 3.5)), k, k + 1)[0] for k in range(20)]
    assert staying(20, mean=9.0, spread=3.5)[0] == pytest.approx(exact, abs=0.005)


def test_a_stock_that_falls_faster_than_its_units_die_needs_a_negative_inflow():
    # fixed 5 years: 100 in year 0 are all there in year 1; a stock of 80 would need -20
    assert inflow_of_stock(np.array([100.0, 80]), staying(2, "fixed", 5.0)).tolist() == [100, -20]


LIFETIMES = st.tuples(st.sampled_from(["weibull", "log-normal", "fixed"]), st.floats(0.6, 30), st.floats(0.6, 8))
SALES = st.lists(st.floats(0, 1e7), min_size=1, max_size=40)


@given(SALES, LIFETIMES, st.sampled_from(["start", "middle", "end"]))
def test_what_went_in_is_in_use_or_has_come_out_in_every_year(sold, lifetime, timing):
    distribution, mean, spread = lifetime
    stays = staying(len(sold), distribution, mean, spread, timing)
    stock, out = np.array(sold) @ stays, np.array(sold) @ leaving(stays)
    assert np.cumsum(sold) == pytest.approx(stock + np.cumsum(out), rel=1e-12, abs=1e-9)
    assert out.min() >= 0


@given(SALES, st.floats(1.5, 30), st.floats(0.8, 6))
def test_the_stock_that_sales_make_gives_the_sales_back(sold, mean, shape):
    stays = staying(len(sold), "weibull", mean, shape)
    assert inflow_of_stock(np.array(sold) @ stays, stays) == pytest.approx(sold, rel=1e-6, abs=1e-3)


def test_cohorts_of_several_products_are_worked_out_side_by_side():
    both = np.stack([staying(3, "fixed", 1.0), staying(3, "fixed", 2.0)])
    stock = np.array([[10.0, 10, 10], [10.0, 30, 20]])
    # product 1 lives one year: 10 anew each year. product 2 lives two: 10, then 20 more, then the first 10 are gone
    assert inflow_of_stock(stock, both).tolist() == [[10, 10, 10], [10, 20, 0]]
