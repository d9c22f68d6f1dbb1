r"""Tightening: adds strength, never meaning.

$$ \sum_{m, \ell} x_{ijm\ell t} \le \Big(\sum_m S_{imt}\Big) \sum_{k, s} y_{jkst} \qquad \forall \text{ region } i, \text{ site } j, t $$

Sets: $i$ region, $j$ site, $m$ material, $\ell$ mode, $k$ technology, $s$ size, $t$ period. $S$ `supply_t` [t/yr].
Holds because a region sends no more than it is supplied with, and a site at which nothing stands takes nothing. Regions where stock is
kept, or where goods come back, may send more: they are left out.
Constraints: `supply_reach`. May be left out.
"""

import pandas as pd

from recyclenet.model.formulation import Formulation

KEY = ["origin", "destination", "period"]


def constraints(f: Formulation) -> None:
    """Tie what a region sends to a site to whether anything stands there."""
    supplies = f.network["supplies"]
    more = f.network["storage"].index.get_level_values("place").union(f.network["returns"].index.get_level_values("region"))
    steady = supplies[~supplies.index.get_level_values("region").isin(more)]
    supply = steady.groupby(["region", "period"], sort=False)["supply_t"].sum().rename_axis(index={"region": "origin"})
    arcs = f.network["arcs"].index
    places = f.network["places"]["role"]
    pairs = arcs.droplevel(["material", "mode"]).unique()
    roles = [places.reindex(pairs.get_level_values(end)).to_numpy() for end in ("origin", "destination")]
    pairs = pairs[(roles[0] == "region") & (roles[1] == "site")]
    reach = pairs.to_frame(index=False).merge(supply.reset_index(), on="origin").set_index(KEY)["supply_t"]
    opened = f.terms("open", -reach.rename_axis(index={"destination": "site"}), destination="site")
    f.constraint("supply_reach", [f.terms("flow"), opened], "<=", pd.Series(0.0, reach.index), by=KEY)
