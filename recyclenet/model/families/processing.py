r"""Processing: candidates turn materials into others, within the capacity of what is open.

$$ \sum_{\rho} z_{ik s\rho t} \le Q_{iks}\, y_{ikst} + e_{ikst} \qquad \forall (i, k, s, t), \qquad z \ge 0 $$

Sets: $i$ site, $k$ technology, $s$ size, $\rho$ recipe, $t$ period; $z$ exists where a green standard does not forbid it. The right-hand
side is the capacity account: $Q$ `capacity_t` of what is open, $e$ what expansion added [t/yr].
Mass: $a_{k\rho mt}\,z$ at the site with $a$ `t_per_t`, negative in, positive out; the inputs of a recipe are taken in a fixed mix.
Cost: $w_t\,C^z_{ikst}\,z_{iks\rho t}$ with $C^z$ `variable_cost_per_t` [currency/t]. Emissions: $\varepsilon_{kgt}\,z$ of gas $g$ at the
site, $\varepsilon$ `t_per_t`.
Variables: `throughput`. Constraints: `capacity`.
"""

from recyclenet.model.accounts import CAPACITY, COST, EMISSIONS, MASS, TAKEN
from recyclenet.model.formulation import Formulation


def variables(f: Formulation) -> None:
    """Declare `throughput`."""
    f.variable("throughput", f.network["recipes"].index, unit="t/yr")


def terms(f: Formulation) -> None:
    """Book the recipes, and what processing costs and emits."""
    recipes = f.network["conversions"]["t_per_t"]
    f.book(MASS, "conversion", "throughput", recipes, place="site")
    f.book(TAKEN, "conversion", "throughput", -recipes[recipes < 0], place="site")
    f.book(COST, "processing", "throughput", f.network["costs"]["variable_cost_per_t"], place="site")
    f.book(EMISSIONS, "processing", "throughput", f.network["processing_emissions"]["t_per_t"], place="site")


def constraints(f: Formulation) -> None:
    """Keep throughput within the capacity that stands."""
    key = ["site", "technology", "size", "period"]
    f.constraint("capacity", [f.terms("throughput"), *(-terms for terms in f.total(CAPACITY))], "<=", 0.0, by=key)
