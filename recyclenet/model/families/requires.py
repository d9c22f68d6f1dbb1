r"""Requires: a technology, or one of its recipes, runs only where another kind of technology is open.

$$ \sum_s y_{ikst} \le \sum_{(j, k') \in J_{i}} \sum_{s'} y_{jk's't}, \qquad
   \sum_s z_{iks\rho t} \le Q_{ik} \sum_{(j, k') \in J_{i}} \sum_{s'} y_{jk's't} $$

Sets: $(k)$ or $(k, \rho)$ technology or recipe with a row in `requires`; $i$ site, $s$ size, $t$ period; $J_i$ the other candidates of the
kind needed: at the site, in the group of its region, within a distance, or anywhere. $Q_{ik}$ the largest capacity of the technology at the
site [t/yr].
A better recipe that requires an innovation centre is how a centre raises yields within its reach.
Constraints: `requires`.
"""

from recyclenet.model.formulation import Formulation


def constraints(f: Formulation) -> None:
    """Tie what depends to what it needs."""
    tables = f.network
    dependents = [f.terms("open", tables["requires_open"]["one"]), f.terms("throughput", tables["requires_run"]["one"])]
    met = f.terms("open", tables["requires_met"]["units"], site="dependent")
    f.constraint("requires", [*dependents, -met], "<=", 0.0, by=["requirement", "site", "period"])
