r"""Haulage: material moves on arcs.

$$ x_{ijm\ell t} \ge 0 \quad [\text{t/yr}] $$

Sets: $(i, j, m, \ell)$ arc: origin, destination, material, mode; $t$ period.
Mass: $-x$ at the origin, $+x$ at the destination. Cost: $w_t\,C^x_{ijm\ell t}\,x_{ijm\ell t}$ with $C^x$ `cost_per_t` [currency/t]: the
way times `cost_per_tkm` plus `handling_cost_per_t`.
Haulage account: $D_{ij\ell}\,x$ [t km/yr] with $D$ `distance_km`. Emissions: $D_{ij\ell}\,\varepsilon_{\ell mgt}\,x$ of gas $g$ with
$\varepsilon$ `t_per_tkm`, at the origin.
Variables: `flow`.
"""

from recyclenet.model.accounts import COST, EMISSIONS, HAULAGE, MASS
from recyclenet.model.formulation import Formulation


def variables(f: Formulation) -> None:
    """Declare `flow`."""
    f.variable("flow", f.network.by_period(f.network["arcs"].index), unit="t/yr")


def terms(f: Formulation) -> None:
    """Book both ends of every arc, and what the way between costs and emits."""
    distance, rates = f.network["arcs"]["distance_km"], f.network["haulage_emissions"]["t_per_tkm"]
    f.book(MASS, "departure", "flow", -1.0, place="origin")
    f.book(MASS, "arrival", "flow", +1.0, place="destination")
    f.book(COST, "haulage", "flow", f.network["haulage"]["cost_per_t"], place="origin")
    f.book(HAULAGE, "haulage", "flow", distance, place="origin")
    f.book_terms(EMISSIONS, "haulage", lambda: f.times(f.terms("flow", distance, place="origin"), rates))
