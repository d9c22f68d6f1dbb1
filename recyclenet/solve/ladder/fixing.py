r"""Fixing by reduced costs: what no plan better than the best one known can have.

With a proven bound $z$, its reduced costs $d$ and a plan of cost $Z$, a plan that costs less than $Z$ has
$$ v_j \le l_j + (Z - z) / d_j \text{ where } d_j > 0, \qquad v_j \ge h_j + (Z - z) / d_j \text{ where } d_j < 0, $$
whole numbers rounded inwards.
"""

import numpy as np

from recyclenet.solve.handover import Floats, Programme
from recyclenet.solve.ladder.bound import Proof

WHOLE = 1e-6
"""How near a whole number a bound must be to count as that number."""


def tightened(programme: Programme, proven: Proof, cost: float) -> tuple[Floats, Floats]:
    """Return bounds of columns that every plan cheaper than `cost` keeps."""
    lower, upper = programme.lower.copy(), programme.upper.copy()
    room = cost - proven.bound
    if not np.isfinite(room):
        return lower, upper
    d = proven.reduced
    with np.errstate(divide="ignore", invalid="ignore"):
        high = np.where((d > 0) & np.isfinite(lower), lower + room / d, np.inf)
        low = np.where((d < 0) & np.isfinite(upper), upper + room / d, -np.inf)
    high, low = high * (1 + 1e-9) + 1e-9, low - 1e-9 * np.abs(low) - 1e-9
    high = np.where(programme.integer, np.floor(high + WHOLE), high)
    low = np.where(programme.integer, np.ceil(low - WHOLE), low)
    return np.maximum(lower, np.where(np.isfinite(low), low, lower)), np.minimum(upper, high)
