r"""Exclusive: of the candidates of a group at most one is open.

$$ \sum_{(i, k) \in g} \sum_s y_{ikst} \le 1 \qquad \forall (g, t) $$

Sets: $g$ group of candidates, $i$ site, $k$ technology, $s$ size, $t$ period.
Constraints: `exclusive`.
"""

from recyclenet.model.formulation import Formulation


def constraints(f: Formulation) -> None:
    """Allow one of a group."""
    f.constraint("exclusive", [f.terms("open", f.network["exclusive"]["one"])], "<=", 1.0, by=["exclusive", "period"])
