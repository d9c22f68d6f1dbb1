r"""Processing: candidates turn materials into others, within the capacity of what is open.

$$ \sum_{\rho} z_{ik s\rho t} \le Q_{iks}\, y_{ikst} \qquad \forall (i, k, s, t), \qquad z \ge 0 $$

Sets: $i$ site, $k$ technology, $s$ size, $\rho$ recipe, $t$ period. $Q$ `capacity_t` [t/yr].
Mass: $a_{k\rho mt}\,z$ at the site with $a$ `t_per_t`, negative in, positive out.
Cost: $w_t\,C^z_{iks}\,z_{iks\rho t}$ with $C^z$ `variable_cost_per_t` [currency/t].
Variables: `throughput`. Constraints: `capacity`.
"""

from recyclenet.model.accounts import COST, MASS
from recyclenet.model.formulation import Formulation


def variables(f: Formulation) -> None:
    """Declare `throughput`."""
    f.variable("throughput", f.network["recipes"].index, unit="t/yr")


def terms(f: Formulation) -> None:
    """Book the recipes and what processing costs."""
    f.book(MASS, "conversion", "throughput", f.network["conversions"]["t_per_t"], place="site")
    f.book(COST, "processing", "throughput", f.network["candidates"]["variable_cost_per_t"], place="site")


def constraints(f: Formulation) -> None:
    """Keep throughput within the capacity of what is open."""
    key = ["site", "technology", "size", "period"]
    f.constraint("capacity", [f.terms("throughput"), f.terms("open", -f.network["candidates"]["capacity_t"])], "<=", 0.0, by=key)
