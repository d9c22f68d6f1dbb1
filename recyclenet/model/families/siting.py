r"""Siting: what stands where, and when it is opened.

$$ y_{ikst} - y_{iks,t-1} - b_{ikst} + c_{ikst} = E_{ikst}, \qquad \sum_s y_{ikst} \le 1, \qquad y \in \{0, 1\}, \quad 0 \le b \le 1 $$

Sets: $i$ site, $k$ technology, $s$ size, $t$ period; $y$ exists where the candidate may stand, $b$ where it may be opened: in its window,
in a building period. $E$ is 1 for what stood before the first period, in that period, else 0. $c$ `close` is there for what may be closed
(see closing); all else, once open, stays open, because $b \ge 0$. What must stand has $y = 1$.
Cost: $w_t\,C^f_{ikst}\,y_{ikst}$ with $C^f$ `fixed_cost_per_year`; $v_t\,C^o_{ikst}\,b_{ikst}$ with $C^o$ `opening_cost`, $v$
`opening_weight`.
Capacity: $Q_{iks}\,y$ [t/yr]. Investment: $C^o\,b$. Jobs: $J_{iks}\,y$.
Variables: `open`, `build`. Constraints: `standing`, `one_size`.
"""

import pandas as pd

from recyclenet.model.accounts import CAPACITY, COST, INVESTMENT, JOBS, ONCE, STANDING
from recyclenet.model.formulation import Formulation
from recyclenet.network.weights import successions

KEY = ["site", "technology", "size", "period"]


def variables(f: Formulation) -> None:
    """Declare `open` and `build`."""
    standing = f.network["standing"]
    f.variable("open", standing.index, unit="1", binary=True, lower=standing["must_stand"])
    f.variable("build", standing.index[standing["may_build"] > 0], unit="1", upper=1.0)


def terms(f: Formulation) -> None:
    """Book what stands from one period to the next, what it can do, and what opening and keeping open costs."""
    candidates, costs = f.network["candidates"], f.network["costs"]
    f.book(STANDING, "open", "open")
    f.book(STANDING, "build", "build", -1.0)
    f.book(STANDING, "before", "open", pd.Series(-1.0, successions(f.network.universes["period"])), period="next_period")
    f.book(CAPACITY, "open", "open", candidates["capacity_t"], place="site")
    f.book(JOBS, "open", "open", candidates["jobs"], place="site")
    f.book(INVESTMENT, "opening", "build", costs["opening_cost"], place="site")
    f.book(COST, "fixed", "open", costs["fixed_cost_per_year"], place="site")
    f.book(COST, "opening", "build", costs["opening_cost"], when=ONCE, place="site")


def constraints(f: Formulation) -> None:
    """Close the standing account; allow one size of a technology at a site."""
    f.constraint("standing", f.total(STANDING), "==", f.network["standing"]["stood"], by=KEY)
    together = f.network["standing"].groupby(["site", "technology", "period"], sort=False).size()
    f.constraint("one_size", [f.terms("open")], "<=", (together[together > 1] > 0).astype(float), by=["site", "technology", "period"])
