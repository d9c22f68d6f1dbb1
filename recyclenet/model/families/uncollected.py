r"""Uncollected: supply left behind, at a price.

$$ 0 \le u_{rmt} \le U_{rmt} $$

Sets: $(r, m, t)$ region, material, period with a row in `uncollected`. $U$ `limit_t` [t/yr], the supply or a share of it.
Mass: $-u_{rmt}$ at the region. Cost: $w_t\,C^u_{mt}\,u_{rmt}$ with $C^u$ `cost_per_t` [currency/t].
Variables: `uncollected`.
"""

from recyclenet.model.accounts import COLLECTED, COST, MASS, UNCOLLECTED
from recyclenet.model.formulation import Formulation


def variables(f: Formulation) -> None:
    """Declare `uncollected`."""
    rows = f.network["uncollected"]
    f.variable("uncollected", rows.index, unit="t/yr", upper=rows["limit_t"])


def terms(f: Formulation) -> None:
    """Book what stays behind and what that costs."""
    f.book(MASS, "uncollected", "uncollected", -1.0, place="region")
    f.book(COLLECTED, "uncollected", "uncollected", -1.0, place="region")
    f.book(UNCOLLECTED, "uncollected", "uncollected", place="region")
    f.book(COST, "uncollected", "uncollected", f.network["uncollected"]["cost_per_t"], place="region")
