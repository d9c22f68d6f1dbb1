"""Lifetime distributions against closed forms, SciPy, and numbers worked out by hand."""

import math

import numpy as np
import pytest
import scipy.integrate
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from recyclenet.arisings.lifetimes import survival, table_survival, weibull_mean, weibull_scale

AGES = np.linspace(0, 40, 81)


def test_a_weibull_lifetime_of_shape_2_has_the_scale_of_its_closed_form():
    # gamma(1 + 1/2) = sqrt(pi) / 2, so mean 10 has the scale 20 / sqrt(pi) = 11.2838
    assert weibull_scale(10, 2) == pytest.approx(20 / math.sqrt(math.pi))
    assert weibull_mean(11.283791670955125, 2) == pytest.approx(10)


def test_at_its_scale_a_weibull_lifetime_has_1_in_e_left():
    assert survival("weibull", weibull_scale(8, 3.5), 8, 3.5) == pytest.approx(math.exp(-1))


def test_at_its_median_a_log_normal_lifetime_has_half_left():
    # std = mean: sigma^2 = ln 2, median = mean / exp(sigma^2 / 2) = 8 / sqrt(2)
    assert survival("log-normal", 8 / math.sqrt(2), 8, 8) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("distribution", "spread"), [("weibull", 1.2), ("weibull", 3.5), ("weibull", 10), ("log-normal", 1), ("log-normal", 6)]
)
def test_the_area_under_the_survival_curve_is_the_mean(distribution, spread):
    area, _ = scipy.integrate.quad(lambda age: float(survival(distribution, age, 9.0, spread)), 0, 400, limit=500)
    assert area == pytest.approx(9.0, rel=1e-6)


def test_weibull_and_log_normal_agree_with_scipy():
    assert survival("weibull", AGES, 9, 3.5) == pytest.approx(scipy.stats.weibull_min.sf(AGES, 3.5, scale=9 / math.gamma(1 + 1 / 3.5)))
    sigma = math.sqrt(math.log(1 + (3 / 9) ** 2))
    assert survival("log-normal", AGES, 9, 3) == pytest.approx(scipy.stats.lognorm.sf(AGES, sigma, scale=9 / math.sqrt(1 + (3 / 9) ** 2)))


def test_a_fixed_lifetime_ends_on_the_day():
    assert survival("fixed", [1.9, 2.0, 2.1], 2, math.nan).tolist() == [1, 0, 0]


def test_a_table_is_read_along_straight_lines_from_all_at_the_beginning_to_none_after_its_end():
    # from (0, 1) to (4, 0.5): at 2 half way, 0.75; from (4, 0.5) to (5, 0): at 4.5 0.25
    assert table_survival([0, 2, 4, 4.5, 5, 9], [4, 5], [0.5, 0]).tolist() == [1, 0.75, 0.5, 0.25, 0, 0]


def test_a_distribution_without_a_formula_is_refused():
    with pytest.raises(ValueError, match="'table' has no formula"):
        survival("table", 1, 1, 1)


@given(
    distribution=st.sampled_from(["weibull", "log-normal", "fixed"]),
    mean=st.floats(0.2, 60),
    spread=st.floats(0.5, 12),
)
def test_of_any_lifetime_all_is_there_at_first_and_never_more_later(distribution, mean, spread):
    shares = survival(distribution, AGES, mean, spread)
    assert shares[0] == 1
    assert np.all(np.diff(shares) <= 0)
    assert shares.min() >= 0
