r"""Tightening: adds strength, never meaning.

$$ \sum_{m, \ell} x_{ijm\ell t} \le \Big(\sum_m M_{imt}\Big) \sum_{k \in K_{ij}, s} y_{jkst} \qquad \forall i, \text{ site } j, t $$
$$ \sum_{\rho} z_{iks\rho t} \le U_{ikt}\, y_{ikst} \qquad \forall (i, k, s, t) \text{ with } U_{ikt} < Q_{iks} + R_{iks} $$

Sets: $i$ place, $j$ site, $m$ material with an arc from $i$ to $j$, $\ell$ mode, $K_{ij}$ technologies at $j$ that take such a material,
$s$ size, $\rho$ recipe, $t$ period. $M$ the most that can leave $i$, $U$ the most that can be processed there [t/yr]: supply passed on
along every arc and through every recipe in full (recyclenet.network.reach). $Q$ `capacity_t`, $R$ room to expand.
Holds because a place sends no more than can be there, what goes to a site is used by what stands there, and nothing is processed where
nothing stands. Left out are pairs with a material that the site may send on, keep or be rid of without using it, and all that stock kept
or goods that come back may add to.
Constraints: `supply_reach`, `supply_capacity`. May be left out.
"""

import numpy as np
import pandas as pd

from recyclenet.model.formulation import Formulation
from recyclenet.network.network import Network
from recyclenet.network.reach import Reach, most_possible

CANDIDATE = ["site", "technology", "size", "period"]
PAIR = ["origin", "destination", "period"]


def constraints(f: Formulation) -> None:
    """Tie what is sent to a site, and what a candidate processes, to what stands there."""
    reach = most_possible(f.network)
    if reach is not None:
        _supply_reach(f, reach)
        _supply_capacity(f, reach)


def _supply_reach(f: Formulation, reach: Reach) -> None:
    """Hold what goes from a place to a site to what can leave it, and to nothing while nothing stands that uses it."""
    ways = _used_on_arrival(f.network)
    most = ways.merge(reach.sent.rename("most_t").reset_index(), left_on=["origin", "material"], right_on=["place", "material"])
    most = most.groupby(PAIR, as_index=False)["most_t"].sum()
    recipes = f.network["recipes"].index.droplevel(["size", "recipe"]).unique().to_frame(index=False).rename(columns={"site": "destination"})
    takes = f.network["conversions"].query("t_per_t < 0").reset_index()[["technology", "material", "period"]].drop_duplicates()
    users = ways.merge(recipes.merge(takes, on=["technology", "period"]), on=["destination", "material"])
    users = users.drop(columns="material").drop_duplicates().merge(most[np.isfinite(most["most_t"])], on=PAIR)
    factor = users.rename(columns={"destination": "site"}).set_index(["origin", "site", "technology", "period"])["most_t"]
    opened = f.terms("open", -factor, destination="site")
    rows = pd.Series(0.0, users.drop_duplicates(PAIR).set_index(PAIR).index)
    f.constraint("supply_reach", [f.terms("flow"), opened], "<=", rows, by=PAIR)


def _used_on_arrival(network: Network) -> pd.DataFrame:
    """Return origin, destination, material of all arcs to sites that must use all that comes to them from there."""
    ways = network["arcs"].index.droplevel("mode").unique().to_frame(index=False)
    ends = [
        ways.rename(columns={"origin": "end"})[["end", "material"]],
        network["storage"].index.to_frame(index=False).rename(columns={"place": "end"})[["end", "material"]],
        network["sales"].index.to_frame(index=False).rename(columns={"outlet": "end"})[["end", "material"]],
    ]
    loose = ways.merge(pd.concat(ends).drop_duplicates(), left_on=["destination", "material"], right_on=["end", "material"])
    pairs = pd.MultiIndex.from_frame(ways[["origin", "destination"]])
    return ways[~pairs.isin(pd.MultiIndex.from_frame(loose[["origin", "destination"]]))]


def _supply_capacity(f: Formulation, reach: Reach) -> None:
    """Hold what a candidate processes to what can reach it, where that is less than it could process."""
    candidates = f.network["candidates"]
    most_t = reach.processed.rename("most_t").reset_index()
    most = f.network["standing"].index.to_frame(index=False).merge(most_t, on=["site", "technology", "period"])
    most = most.set_index(CANDIDATE)["most_t"]
    could = (candidates["capacity_t"] + candidates["room_t"].fillna(0.0)).reindex(most.index.droplevel("period")).to_numpy()
    most = most[most < could]
    f.constraint("supply_capacity", [f.terms("throughput"), f.terms("open", -most)], "<=", pd.Series(0.0, most.index), by=CANDIDATE)
