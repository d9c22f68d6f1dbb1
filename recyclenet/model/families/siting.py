r"""Siting: what stands where, and when it is opened.

$$ y_{ikst} - y_{iks,t-1} - b_{ikst} = E_{ikst}, \qquad \sum_s y_{ikst} \le 1, \qquad y \in \{0, 1\}, \quad 0 \le b \le 1 $$

Sets: $i$ site, $k$ technology, $s$ size, $t$ period; $y$ exists where the candidate may stand, $b$ where it may be opened.
$E$ is 1 for what stood before the first period, in that period, else 0. Once open stays open, because $b \ge 0$; what must stand
has $y = 1$.
Cost: $w_t\,C^f\,y_{ikst}$ with $C^f$ `fixed_cost_per_year`; $v_t\,C^o\,b_{ikst}$ with $C^o$ `opening_cost`, $v$ `opening_weight`.
Variables: `open`, `build`. Constraints: `standing`, `one_size`.
"""

import pandas as pd

from recyclenet.model.accounts import COST, ONCE, STANDING
from recyclenet.model.formulation import Formulation
from recyclenet.network.weights import successions

KEY = ["site", "technology", "size", "period"]


def variables(f: Formulation) -> None:
    """Declare `open` and `build`."""
    standing = f.network["standing"]
    f.variable("open", standing.index, unit="1", binary=True, lower=standing["must_stand"])
    f.variable("build", standing.index[standing["may_build"] > 0], unit="1", upper=1.0)


def terms(f: Formulation) -> None:
    """Book what stands from one period to the next, and what opening and keeping open costs."""
    candidates = f.network["candidates"]
    f.book(STANDING, "open", "open")
    f.book(STANDING, "build", "build", -1.0)
    f.book(STANDING, "before", "open", pd.Series(-1.0, successions(f.network.universes["period"])), period="next_period")
    f.book(COST, "fixed", "open", candidates["fixed_cost_per_year"], place="site")
    f.book(COST, "opening", "build", candidates["opening_cost"], when=ONCE, place="site")


def constraints(f: Formulation) -> None:
    """Close the standing account; allow one size of a technology at a site."""
    f.constraint("standing", f.total(STANDING), "==", f.network["standing"]["stood"], by=KEY)
    together = f.network["standing"].groupby(["site", "technology", "period"], sort=False).size()
    f.constraint("one_size", [f.terms("open")], "<=", (together[together > 1] > 0).astype(float), by=["site", "technology", "period"])
