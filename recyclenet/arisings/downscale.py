"""Downscaling: an amount of an area shared out over its regions by a key, to the last digit."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray


def shares_of(weights: ArrayLike) -> NDArray[np.float64]:
    """Return what part of the whole each weight (population, cars, GDP, area, ...) is; the weights are >= 0 and not all 0."""
    given = np.asarray(weights, float)
    return given / float(given.sum())


def whole_units(amounts: Sequence[float], decimals: int) -> list[int]:
    """Return amounts in whole units of 10^-decimals that add up to the rounded sum of the amounts.

    Each amount is rounded down, and what is missing from the sum goes, one unit each, to the amounts that lost most (largest remainder,
    as seats are shared out; among equals to the first). No amount is further than one unit from what it was, but for the rounding of
    sums of floats.
    """
    scaled = [max(amount, 0.0) * 10**decimals for amount in amounts]
    units = [int(amount) for amount in scaled]
    missing = round(sum(scaled)) - sum(units)
    by_loss = sorted(range(len(units)), key=lambda place: units[place] - scaled[place])
    for place in by_loss[:missing]:
        units[place] += 1
    return units


def decimal_text(units: int, decimals: int) -> str:
    """Return whole units of 10^-decimals as the decimal number they are."""
    text = f"{units:0{decimals + 1}d}"
    return f"{text[:-decimals]}.{text[-decimals:]}".rstrip("0").rstrip(".") if decimals else text
