r"""Outlets: material leaves the network, sold or disposed of, at an outlet or on the spot.

$$ 0 \le q_{omt}, \qquad q_{omt} \le L_{omt} $$

Sets: $(o, m, t)$ outlet, material, period with a row in `sales`; $o$ is a site or a region where a material is dealt with on the spot.
$L$ `limit_t` [t/yr], where stated.
Mass: $-q_{omt}$ at the outlet. Cost: $-w_t\,P_{omt}\,q_{omt}$ with $P$ `price_per_t` [currency/t], negative where one pays to be rid of
it.
Sold: $q$. Recovered: $e_m\,q_{omt}$ of an element for buyers, $e_m$ its `share` in the material [t/t]. What a region is rid of on the
spot is not collected.
Variables: `sold`. Constraints: `outlet_limit`.
"""

import pandas as pd

from recyclenet.model.accounts import COLLECTED, COST, MASS, RECOVERED, SOLD
from recyclenet.model.formulation import Formulation


def variables(f: Formulation) -> None:
    """Declare `sold`."""
    f.variable("sold", f.network["sales"].index, unit="t/yr")


def terms(f: Formulation) -> None:
    """Book what leaves and what is paid for it."""
    instance, roles = f.network.instance, f.network["places"]["role"]
    outlets = instance["outlets"]
    buyers = pd.Series(1.0, pd.Index(outlets.loc[outlets["kind"] == "buyer", "outlet"], name="outlet"))
    regions = pd.Series(-1.0, pd.Index(roles.index[roles == "region"], name="outlet"))
    content = instance.keyed("compositions")["share"]
    f.book(MASS, "sold", "sold", -1.0, place="outlet")
    f.book(SOLD, "sold", "sold", place="outlet")
    f.book(COST, "sales", "sold", -f.network["sales"]["price_per_t"], place="outlet")
    f.book_terms(COLLECTED, "on_the_spot", lambda: f.terms("sold", regions, region="outlet", place="outlet"))
    f.book_terms(RECOVERED, "sold", lambda: f.times(f.terms("sold", buyers, place="outlet"), content))


def constraints(f: Formulation) -> None:
    """Keep within what outlets take."""
    f.constraint("outlet_limit", [f.terms("sold")], "<=", f.network["sales"]["limit_t"].dropna(), by=["outlet", "material", "period"])
