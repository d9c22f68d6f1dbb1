r"""Outlets: material leaves the network, sold or disposed of.

$$ 0 \le q_{omt}, \qquad q_{omt} \le L_{omt} $$

Sets: $(o, m, t)$ outlet, material, period with a row in `sales`. $L$ `limit_t` [t/yr], where stated.
Mass: $-q_{omt}$ at the outlet. Cost: $-w_t\,P_{omt}\,q_{omt}$ with $P$ `price_per_t` [currency/t], negative where one pays to be rid of it.
Variables: `sold`. Constraints: `outlet_limit`.
"""

from recyclenet.model.accounts import COST, MASS
from recyclenet.model.formulation import Formulation


def variables(f: Formulation) -> None:
    """Declare `sold`."""
    f.variable("sold", f.network["sales"].index, unit="t/yr")


def terms(f: Formulation) -> None:
    """Book what leaves and what is paid for it."""
    f.book(MASS, "sold", "sold", -1.0, place="outlet")
    f.book(COST, "sales", "sold", -f.network["sales"]["price_per_t"], place="outlet")


def constraints(f: Formulation) -> None:
    """Keep within what outlets take."""
    f.constraint("outlet_limit", [f.terms("sold")], "<=", f.network["sales"]["limit_t"].dropna(), by=["outlet", "material", "period"])
