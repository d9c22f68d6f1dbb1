r"""Tightening: adds strength, never meaning.

$$ \sum_{m, \ell} x_{ijm\ell t} \le \Big(\sum_m M_{imt}\Big) \sum_{k \in K_{ij}, s} y_{jkst} \qquad \forall i, \text{ site } j, t $$
$$ \sum_{\rho} z_{iks\rho t} \le U_{ikt}\, y_{ikst} \qquad \forall (i, k, s, t) \text{ with } U_{ikt} < Q_{iks} + R_{iks} $$

Sets: $i$ place, $j$ site, $m$ material with an arc from $i$ to $j$, $\ell$ mode, $K_{ij}$ technologies at $j$ that take such a material,
$s$ size, $\rho$ recipe, $t$ period. $M$ the most that can leave $i$, $U$ the most that can be processed there [t/yr]: supply passed on
along every arc and through every recipe in full (recyclenet.network.reach). $Q$ `capacity_t`, $R$ room to expand.
Holds because a place sends no more than can be there, what goes to a site is used by what stands there, and nothing is processed where
nothing stands. Left out are pairs with a material that the site may send on, keep or be rid of without using it, and all that stock kept
or goods that come back may add to.
Constraints: `supply_reach` (lazy: made when somebody looks, or a search wants them), `supply_capacity`. May be left out.
"""

import pandas as pd

from recyclenet.model.arrays import Rows
from recyclenet.model.formulation import Formulation

CANDIDATE = ["site", "technology", "size", "period"]
PAIR = ["origin", "destination", "period"]


def constraints(f: Formulation) -> None:
    """Tie what is sent to a site, and what a candidate processes, to what stands there."""
    _supply_capacity(f)
    _supply_reach(f)


def _supply_capacity(f: Formulation) -> None:
    """Hold what a candidate processes to what can reach it, where that is less than it could process."""
    candidates = f.network["candidates"]
    most_t = f.network["reach_processed"].reset_index()
    most = f.network["standing"].index.to_frame(index=False).merge(most_t, on=["site", "technology", "period"])
    most = most.set_index(CANDIDATE)["most_t"]
    could = (candidates["capacity_t"] + candidates["room_t"].fillna(0.0)).reindex(most.index.droplevel("period")).to_numpy()
    most = most[most < could]
    f.constraint("supply_capacity", [f.terms("throughput"), f.terms("open", -most)], "<=", pd.Series(0.0, most.index), by=CANDIDATE)


def _supply_reach(f: Formulation) -> None:
    """Hold what goes from a place to a site to what can leave it, and to nothing while nothing stands that uses it."""
    most = f.network["reach_ties"]["most_t"]

    def rows() -> Rows:
        pairs = most.index.droplevel("technology").unique().rename(PAIR)
        return f.rows([f.terms("flow"), f.terms("open", -most, destination="site")], "<=", pd.Series(0.0, pairs), by=PAIR)

    if len(most):
        f.strengthen("supply_reach", rows)
