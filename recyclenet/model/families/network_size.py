r"""Network size: least and most number of open candidates of a kind.

$$ N^-_{\kappa t} \le \sum_{i, k \in \kappa, s} y_{ikst} \le N^+_{\kappa t} \qquad \forall (\kappa, t) \text{ stated} $$

Sets: $\kappa$ kind of technology, $i$ site, $k$ technology, $s$ size, $t$ period. $N^-$ `least`, $N^+$ `most`.
Constraints: `network_size_least`, `network_size_most`.
"""

from recyclenet.model.formulation import Formulation


def constraints(f: Formulation) -> None:
    """Hold the least and the most number where they are stated."""
    standing, size = [f.terms("open", f.network["kinds"]["one"])], f.network["network_size"]
    f.constraint("network_size_least", standing, ">=", size["least"].dropna(), by=["kind", "period"])
    f.constraint("network_size_most", standing, "<=", size["most"].dropna(), by=["kind", "period"])
