r"""Closing: what has a closing cost may be closed, and stays closed.

$$ b_{ikst} \le y_{ikst}, \qquad \sum_t b_{ikst} \le 1, \qquad 0 \le c_{ikst} \le 1 $$

Sets: $i$ site, $k$ technology, $s$ size with a `closing_cost`; $t$ period. With the standing account of siting, $c = 1$ in the period in
which it no longer stands, else 0: what is opened stands in that period, and as it is opened once, neither what stands nor what was
closed is opened again. What existed before the first period may be closed, not reopened.
Cost: $v_t\,(C^c_{ikst} - V_{ikst})\,c_{ikst}$ with $C^c$ `closing_cost`, $V$ `salvage_value`, $v$ `opening_weight`.
Variables: `close`. Constraints: `build_stands`, `build_once`.
"""

from recyclenet.model.accounts import COST, ONCE, STANDING
from recyclenet.model.formulation import Formulation

KEY = ["site", "technology", "size"]


def variables(f: Formulation) -> None:
    """Declare `close`."""
    standing = f.network["standing"]
    f.variable("close", standing.index[standing["may_close"] > 0], unit="1", upper=1.0)


def terms(f: Formulation) -> None:
    """Book what no longer stands, and what closing costs and brings."""
    costs = f.network["costs"]
    f.book(STANDING, "close", "close")
    f.book(COST, "closing", "close", costs["closing_cost"].dropna(), when=ONCE, place="site")
    f.book(COST, "salvage", "close", -costs["salvage_value"], when=ONCE, place="site")


def constraints(f: Formulation) -> None:
    """Let what is opened stand, and open it only once."""
    standing = f.network["standing"]
    closable = standing.loc[(standing["may_close"] > 0) & (standing["may_build"] > 0), "may_close"]
    built, opened = f.terms("build", closable), f.terms("open", closable)
    f.constraint("build_stands", [built, -opened], "<=", 0.0, by=[*KEY, "period"])
    f.constraint("build_once", [built], "<=", 1.0, by=KEY)
