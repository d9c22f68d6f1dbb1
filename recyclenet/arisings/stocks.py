r"""Stocks and flows by cohort: what went in is in use or has come out.

With $I_c$ put into use in year $c$ and $S_{ct}$ the share of it in use at the end of year $t$ (0 before $c$):

$$ \text{in use}_t = \sum_{c \le t} S_{ct} I_c \qquad
   \text{come out}_t = \sum_{c \le t} (S_{c,t-1} - S_{ct}) I_c, \quad S_{c,c-1} = 1 $$

Inflow-driven: $I$ is given. Stock-driven: the stock $N_t$ is given, and $I_t = (N_t - \sum_{c<t} S_{ct} I_c) / S_{tt}$, year by year; the
first stock counts as new. Shares that leave are differences of shares that stay, so nothing is lost to numerical integration. Method:
Pauliuk, Heeren, J. Ind. Ecol. 24 (2020) 446-458 (ODYM); van der Voet et al., J. Ind. Ecol. 6 (2002) 103-124.

Arrays end in the axes (cohort, year); any axes may stand before them.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TIMINGS = {"start": 1.0, "middle": 0.5, "end": 0.0}
"""Age [years] at the end of the year of sale, by when in that year all its units are taken to be put into use."""


def ages(years: int, timing: str = "middle") -> Array:
    """Return the age [years] of each cohort at the end of each year; 0 before the cohort is there."""
    number = np.arange(years, dtype=float)
    return np.maximum(number[None, :] - number[:, None] + TIMINGS[timing], 0.0)


def in_use(survival: Array) -> Array:
    """Return the shares still in use from those surviving at `ages`: nothing before the cohort is there."""
    return np.triu(survival)


def leaving(staying: Array) -> Array:
    """Return the shares that come out in each year, from those still in use at its end."""
    before = np.zeros_like(staying)
    before[..., 1:] = staying[..., :-1]
    return before + np.eye(staying.shape[-1]) - staying


def inflow_of_stock(stock: Array, staying: Array) -> Array:
    """Return the inflow [..., cohort] that makes a stock [..., year]; negative where the stock falls faster than its units die."""
    shape = np.broadcast_shapes(stock.shape, staying.shape[:-1])
    inflow = np.zeros(shape)
    for year in range(shape[-1]):
        old = np.einsum("...c,...c->...", inflow[..., :year], staying[..., :year, year])
        inflow[..., year] = (stock[..., year] - old) / staying[..., year, year]
    return inflow
