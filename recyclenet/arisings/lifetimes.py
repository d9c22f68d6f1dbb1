r"""Lifetime distributions: the share of units still in use at an age.

With age $a$, mean $m$, shape $k$, standard deviation $s$ [years]:

| distribution | surviving share $S(a)$ | parameters |
|---|---|---|
| weibull | $\exp(-(a/\lambda)^k)$, $\lambda = m / \Gamma(1 + 1/k)$ | mean and shape (or scale $\lambda$ and shape) |
| log-normal | $\tfrac12 \operatorname{erfc}((\ln a - \mu) / (\sigma\sqrt2))$ | mean and std |
| fixed | 1 before $m$, 0 from $m$ on | mean |
| table | linear between the shares stated by age | ages and shares |

with $\sigma^2 = \ln(1 + s^2/m^2)$ and $\mu = \ln m - \sigma^2/2$.

The mean and standard deviation are those of the lifetime itself, never of its logarithm. Source: Johnson, Kotz, Balakrishnan, Continuous
Univariate Distributions, vol. 1 (1994), ch. 14 and 21. Which of them fits a product is a matter of data: Weibull is the usual choice
for vehicles and appliances (Murakami et al., J. Ind. Ecol. 14 (2010) 598-612).
"""

import math
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Distribution = Literal["weibull", "log-normal", "fixed", "table"]
DISTRIBUTIONS: tuple[Distribution, ...] = ("weibull", "log-normal", "fixed", "table")

Shares = NDArray[np.float64]

_erfc = np.frompyfunc(math.erfc, 1, 1)
_gamma = np.frompyfunc(math.gamma, 1, 1)


def weibull_scale(mean: ArrayLike, shape: ArrayLike) -> Shares:
    """Return the scale [years] of the Weibull distribution with this mean [years] and shape."""
    return np.asarray(mean, float) / _gamma_of(shape)


def weibull_mean(scale: ArrayLike, shape: ArrayLike) -> Shares:
    """Return the mean [years] of the Weibull distribution with this scale [years] and shape."""
    return np.asarray(scale, float) * _gamma_of(shape)


def survival(distribution: Distribution, age: ArrayLike, mean: ArrayLike, spread: ArrayLike) -> Shares:
    """Return the share surviving at an age >= 0, element by element; `spread` is the shape (weibull) or the std (log-normal)."""
    given: tuple[Shares, Shares, Shares] = (np.asarray(age, float), np.asarray(mean, float), np.asarray(spread, float))
    if distribution == "weibull":
        return _weibull(*given)
    if distribution == "log-normal":
        return _log_normal(*given)
    if distribution == "fixed":
        return np.where(given[0] < given[1], 1.0, 0.0)
    raise ValueError(f"'{distribution}' has no formula; its shares come from a table")


def _weibull(age: Shares, mean: Shares, shape: Shares) -> Shares:
    return np.exp(-np.power(age / weibull_scale(mean, shape), shape))


def _log_normal(age: Shares, mean: Shares, std: Shares) -> Shares:
    sigma = np.sqrt(np.log1p(np.square(std / mean)))
    with np.errstate(divide="ignore"):  # at age 0 the logarithm is -inf, and all survive
        standing = (np.log(age) - np.log(mean) + np.square(sigma) / 2) / (sigma * math.sqrt(2))
    surviving: Shares = np.asarray(_erfc(standing), float)
    return np.multiply(0.5, surviving)


def table_survival(age: ArrayLike, ages: ArrayLike, shares: ArrayLike) -> Shares:
    """Return the share surviving at an age, linear between the stated ages; all survive at age 0, none beyond the last age stated."""
    known, given = np.asarray(ages, float), np.asarray(shares, float)
    if not len(known) or known[0] > 0:
        known, given = np.r_[0.0, known], np.r_[1.0, given]
    return np.asarray(np.interp(np.asarray(age, float), known, given, right=0.0), float)


def _gamma_of(shape: ArrayLike) -> Shares:
    return np.asarray(_gamma(1.0 + 1.0 / np.asarray(shape, float)), float)
