r"""Haulage: material moves on arcs.

$$ x_{ijm\ell t} \ge 0 \quad [\text{t/yr}] $$

Sets: $(i, j, m, \ell)$ arc: origin, destination, material, mode; $t$ period.
Mass: $-x$ at the origin, $+x$ at the destination. Cost: $w_t\,C^x_{ijm\ell}\,x_{ijm\ell t}$ with $C^x$ `haulage_cost_per_t` [currency/t].
Variables: `flow`.
"""

from recyclenet.model.accounts import COST, MASS
from recyclenet.model.formulation import Formulation


def variables(f: Formulation) -> None:
    """Declare `flow`."""
    f.variable("flow", f.network.by_period(f.network["arcs"].index), unit="t/yr")


def terms(f: Formulation) -> None:
    """Book both ends of every arc and the cost of the way between."""
    f.book(MASS, "departure", "flow", -1.0, place="origin")
    f.book(MASS, "arrival", "flow", +1.0, place="destination")
    f.book(COST, "haulage", "flow", f.network["arcs"]["haulage_cost_per_t"], place="origin")
