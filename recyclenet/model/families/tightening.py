r"""Tightening: adds strength, never meaning.

$$ \sum_{m, \ell} x_{ijm\ell t} \le \Big(\sum_m M_{imt}\Big) \sum_{k \in K_{ij}, s} y_{jkst} \qquad \forall i, \text{ site } j, t $$
$$ \sum_{\rho} z_{iks\rho t} \le U_{ikt}\, y_{ikst} \qquad \forall (i, k, s, t) \text{ with } U_{ikt} < Q_{iks} + R_{iks} $$

Sets: $i$ place, $j$ site, $m$ material with an arc from $i$ to $j$, $\ell$ mode, $K_{ij}$ technologies at $j$ that take such a material,
$s$ size, $\rho$ recipe, $t$ period. $M$ the most that can leave $i$, $U$ the most that can be processed there [t/yr]: supply passed on
along every arc and through every recipe in full (recyclenet.network.reach). $Q$ `capacity_t`, $R$ room to expand.
Holds because a place sends no more than can be there, a site takes in only what something standing there can use, and nothing is
processed where nothing stands. A site that can make what it takes may also send it on and needs nothing standing for that: pairs with
such a material are left out; so is everything where stock is kept or goods come back.
Constraints: `supply_reach`, `supply_capacity`. May be left out.
"""

import pandas as pd

from recyclenet.model.formulation import Formulation
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
    """Hold what goes from a place to a site to what can leave it, and to nothing while nothing stands that takes it."""
    ways = f.network["arcs"].index.droplevel("mode").unique().to_frame(index=False)
    senders = ways[["origin", "material"]].drop_duplicates().rename(columns={"origin": "destination"})
    through = ways.merge(senders, on=["destination", "material"])[["origin", "destination"]].drop_duplicates()
    ways = ways.merge(through, how="left", indicator=True)
    ways = ways[ways["_merge"] == "left_only"].drop(columns="_merge")
    most = ways.merge(reach.sent.rename("most_t").reset_index(), left_on=["origin", "material"], right_on=["place", "material"])
    most = most.groupby(PAIR, as_index=False)["most_t"].sum()
    recipes = f.network["recipes"].index.droplevel("size").unique().to_frame(index=False)
    takes = f.network["conversions"].query("t_per_t < 0").reset_index()[["technology", "recipe", "material", "period"]]
    takes = recipes.merge(takes, on=["technology", "recipe", "period"])[["site", "technology", "material", "period"]].drop_duplicates()
    users = ways.merge(takes.rename(columns={"site": "destination"}), on=["destination", "material"])
    users = users.drop(columns="material").drop_duplicates().merge(most, on=PAIR)
    key = ["origin", "destination", "technology", "period"]
    opened = f.terms("open", -users.set_index(key)["most_t"].rename_axis(index={"destination": "site"}), destination="site")
    rows = users.drop_duplicates(PAIR).set_index(PAIR).index
    f.constraint("supply_reach", [f.terms("flow"), opened], "<=", pd.Series(0.0, rows), by=PAIR)


def _supply_capacity(f: Formulation, reach: Reach) -> None:
    """Hold what a candidate processes to what can reach it, where that is less than it could process."""
    candidates = f.network["candidates"]
    rows = f.network["standing"].index.to_frame(index=False).merge(
        reach.processed.rename("most_t").reset_index(), on=["site", "technology", "period"]
    )
    most = rows.set_index(CANDIDATE)["most_t"]
    could = (candidates["capacity_t"] + candidates["room_t"].fillna(0.0)).reindex(most.index.droplevel("period")).to_numpy()
    most = most[most < could]
    f.constraint("supply_capacity", [f.terms("throughput"), f.terms("open", -most)], "<=", pd.Series(0.0, most.index), by=CANDIDATE)
