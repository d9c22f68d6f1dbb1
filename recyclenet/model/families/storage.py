r"""Storage: stock is kept at a place from one period to the next; none before the first, none after the last.

$$ 0 \le s_{imt} \le L_{imt} $$

Sets: $(i, m, t)$ place, material, period with a row in `storage`, but the last period. $s$ stock at the end of the period [t], $L$
`limit_t` [t].
Mass: $-s_{imt} / Y_t$ in period $t$ and $+s_{imt} / Y_{t+1}$ in the next, with $Y$ `years`: what is put by or drawn in a year of the
period [t/yr].
Cost: $w_t\,C^s_{imt}\,s_{imt}$ with $C^s$ `cost_per_t` [currency/(t yr)].
Variables: `stock`.
"""

import pandas as pd

from recyclenet.model.accounts import COST, MASS
from recyclenet.model.formulation import Formulation


def variables(f: Formulation) -> None:
    """Declare `stock`."""
    rows = f.network["storage"]
    rows = rows[rows.index.get_level_values("period") != f.network.universes["period"][-1]]
    f.variable("stock", rows.index, unit="t", upper=rows["limit_t"].fillna(float("inf")))


def terms(f: Formulation) -> None:
    """Book what is put by, what is drawn, and what keeping costs."""
    years = f.network["periods"]["years"]
    drawn = pd.Series(
        1.0 / years.to_numpy(dtype=float)[1:],
        pd.MultiIndex.from_arrays([years.index[:-1], years.index[1:]], names=["period", "next_period"]),
    )
    f.book(MASS, "put_by", "stock", -1.0 / years)
    f.book(MASS, "drawn", "stock", drawn, period="next_period")
    f.book(COST, "storage", "stock", f.network["storage"]["cost_per_t"])
