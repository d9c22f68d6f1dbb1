r"""A proven bound from the duals of rows, whoever worked them out and however well.

For any duals $u$ with the right signs, every plan $v$ of the programme costs at least
$$ \sum_r \max_{a_r \le s \le b_r} \! u_r s \text{ from below} = \sum_{r: u_r > 0} u_r a_r + \sum_{r: u_r < 0} u_r b_r
   + \sum_j \min_{l_j \le v_j \le h_j} (c - A^\top u)_j\, v_j . $$
Nothing the solver says of its own bound is used.
"""

from dataclasses import dataclass

import numpy as np

from recyclenet.solve.handover import Floats, Programme
from recyclenet.solve.ladder.matrix import reduced_costs

ROUNDING = 1e-9
"""What rounding may have added to the bound, as a share of the sum of all its parts' sizes."""


@dataclass(frozen=True)
class Proof:
    """A proven bound [as the programme's cost] and the reduced costs that prove it."""

    bound: float
    reduced: Floats


def proof(programme: Programme, duals: Floats) -> Proof:
    """Return what duals of the rows prove of a programme; nothing (minus infinity) where a column that would pay has no end."""
    u = np.where((duals > 0) & np.isfinite(programme.row_lower), duals, 0.0) + np.where(
        (duals < 0) & np.isfinite(programme.row_upper), duals, 0.0
    )
    reduced = reduced_costs(programme, u)
    at_rows = u * np.where(u > 0, np.where(u > 0, programme.row_lower, 0.0), np.where(u < 0, programme.row_upper, 0.0))
    side = np.where(reduced > 0, programme.lower, np.where(reduced < 0, programme.upper, 0.0))
    if not np.all(np.isfinite(side)):
        return Proof(-np.inf, reduced)
    at_columns = reduced * side
    rounding = ROUNDING * float(np.abs(at_rows).sum() + np.abs(at_columns).sum())
    return Proof(float(at_rows.sum() + at_columns.sum()) + programme.offset - rounding, reduced)
