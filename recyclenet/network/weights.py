"""The weights of periods: what a cost of each year, or of the first year, is worth at the start of the first period."""

import numpy as np
import pandas as pd

from recyclenet.instance.instance import Instance


def build_periods(instance: Instance) -> pd.DataFrame:
    """Return the periods with `years`, `annual_weight` [years] and `opening_weight` [-], indexed by period.

    Years are counted 0, 1, 2, ... from the first; a cost of year k weighs (1 + discount_rate)^-k.
    """
    periods = instance.keyed("periods")
    years = periods["years"].to_numpy(dtype=int)
    factors = (1.0 + instance.settings.discount_rate) ** -np.arange(years.sum())
    first = np.concatenate([[0], np.cumsum(years)[:-1]])
    return periods.assign(annual_weight=np.add.reduceat(factors, first), opening_weight=factors[first])


def successions(periods: pd.Index) -> pd.MultiIndex:
    """Return the pairs (period, next_period)."""
    return pd.MultiIndex.from_arrays([periods[:-1], periods[1:]], names=["period", "next_period"])
