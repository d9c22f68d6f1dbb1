r"""Single source: a material leaves a place for one destination only.

$$ \sum_{\ell} x_{ijm\ell t} \le U_{imt}\, \sigma_{ijmt}, \qquad \sum_j \sigma_{ijmt} \le 1, \qquad \sigma \in \{0, 1\} $$

Sets: $(i, j, m)$ arc of a material in `single_source`, over all modes $\ell$; $t$ period. $U$ the most that can leave $i$ in a year of
the period [t/yr]: its supply and what may come back there, or the largest output of what may stand there, with what may have been kept;
where the material may arrive too, all there is of it.
Variables: `serves`. Constraints: `serving`, `one_destination`.
"""

from recyclenet.model.formulation import Formulation

KEY = ["origin", "destination", "material", "period"]


def variables(f: Formulation) -> None:
    """Declare `serves`."""
    f.variable("serves", f.network["single_source"].index, unit="1", binary=True)


def constraints(f: Formulation) -> None:
    """Tie flows to the destination chosen, and choose one."""
    most = f.network["single_source"]["bound_t"]
    if len(most):
        flows = f.terms("flow", (most >= 0).astype(float))
        f.constraint("serving", [flows, -f.terms("serves", most)], "<=", 0.0, by=KEY)
        f.constraint("one_destination", [f.terms("serves")], "<=", 1.0, by=["origin", "material", "period"])
