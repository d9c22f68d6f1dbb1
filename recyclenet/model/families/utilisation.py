r"""Utilisation: what is open is used, at least to a share of its capacity.

$$ \sum_{\rho} z_{iks\rho t} \ge A_{iks}\,(Q_{iks}\, y_{ikst} + e_{ikst}) $$

Sets: $i$ site, $k$ technology, $s$ size with `least_utilisation` $A$; $t$ period in which a green standard lets it run; $\rho$ recipe.
The capacity on the right is that of the capacity account.
Constraints: `utilisation`.
"""

from recyclenet.model.accounts import CAPACITY
from recyclenet.model.formulation import Formulation


def constraints(f: Formulation) -> None:
    """Hold the least use."""
    least = f.network["candidates"]["least_utilisation"].dropna()
    may_run = f.network["standing"]["may_run"]
    if not len(least):
        return
    running = may_run[may_run > 0]
    used = f.times(f.terms("throughput"), (least >= 0).astype(float))
    needed = [-f.times(f.times(terms, least), running) for terms in f.total(CAPACITY)]
    f.constraint("utilisation", [used, *needed], ">=", 0.0, by=["site", "technology", "size", "period"])
