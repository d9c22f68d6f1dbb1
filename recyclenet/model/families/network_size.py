r"""Network size: least and most number of open candidates of a kind, over a group of places.

$$ N^-_{\kappa g t} \le \sum_{i \in g, k \in \kappa, s} y_{ikst} \le N^+_{\kappa g t} \qquad \forall (\kappa, g, t) \text{ stated} $$

Sets: $\kappa$ kind of technology, $g$ group, $i$ site, $k$ technology, $s$ size, $t$ period. $N^-$ `least`, $N^+$ `most`.
Constraints: `network_size_least`, `network_size_most`.
"""

from recyclenet.model.formulation import Formulation

KEY = ["kind", "group", "period"]


def constraints(f: Formulation) -> None:
    """Hold the least and the most number where they are stated."""
    size, groups = f.network["network_size"], f.network["groups"]["one"]
    mentioned = groups[groups.index.isin(size.index.get_level_values("group").unique(), level="group")]
    of_kind = f.terms("open", f.network["kinds"]["one"], place="site")
    standing = [f.times(of_kind, mentioned)]
    f.constraint("network_size_least", standing, ">=", size["least"].dropna(), by=KEY)
    f.constraint("network_size_most", standing, "<=", size["most"].dropna(), by=KEY)
