r"""Site capacity: all that stands at a site shares what the site can take.

$$ \sum_{k, s, \rho} z_{iks\rho t} \le Q_i \qquad \forall (i, t) \text{ stated} $$

Sets: $i$ site, $k$ technology, $s$ size, $\rho$ recipe, $t$ period. $Q_i$ `capacity_t` of the site [t/yr].
Constraints: `site_capacity`.
"""

import numpy as np
import pandas as pd

from recyclenet.model.formulation import Formulation


def constraints(f: Formulation) -> None:
    """Hold the capacity of sites."""
    most = f.network.instance.stated("sites", "capacity_t")
    rows = f.network.by_period(most.index)
    limit = pd.Series(np.repeat(most.to_numpy(), len(f.network.universes["period"])), rows)
    f.constraint("site_capacity", [f.terms("throughput")], "<=", limit, by=["site", "period"])
