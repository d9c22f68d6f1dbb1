r"""Limits: least and most of a metric in a period, over all that the limit's scope names.

$$ L^-_{gt} - f^-_{gt} \le B_{gt} + \sum_{\text{terms of the metric's account in scope } g} c\,v \le L^+_{gt} + f^+_{gt} \qquad
   \forall (g, t) $$

Sets: $g$ limit, $t$ period. The metric tells the account: collected, uncollected, throughput (what recipes take in), capacity, sold,
emissions, haulage [per year], jobs, investment [in the whole period]. $B$ the supply in scope for what is collected, else 0. $L^-$
`least`, $L^+$ `most`. $f \ge 0$ by how much it is missed, for limits with a `breach_cost_per_unit` $C^f$; all others hold.
Cost: $w_t\,C^f_{gt}\,(f^-_{gt} + f^+_{gt})$; for investment $v_t$ in place of $w_t$.
A term that does not tell a dimension (processing has no material of its own) counts towards limits that do not name it.
Variables: `limit_shortfall`, `limit_excess`. Constraints: `limit_least_<metric>`, `limit_most_<metric>`.
"""

import pandas as pd

from recyclenet.model.accounts import (
    CAPACITY,
    COLLECTED,
    COST,
    EMISSIONS,
    HAULAGE,
    INVESTMENT,
    JOBS,
    ONCE,
    SOLD,
    TAKEN,
    UNCOLLECTED,
    YEARLY,
    Terms,
)
from recyclenet.model.formulation import Formulation, Sense
from recyclenet.network.limits import DIMENSIONS

KEY = ["limit", "period"]
ACCOUNTS = {
    "collected": COLLECTED,
    "uncollected": UNCOLLECTED,
    "throughput": TAKEN,
    "capacity": CAPACITY,
    "sold": SOLD,
    "emissions": EMISSIONS,
    "investment": INVESTMENT,
    "jobs": JOBS,
    "haulage": HAULAGE,
}
"""The account that each metric counts."""

SIDES: tuple[tuple[str, Sense, str, float], ...] = (("least", ">=", "limit_shortfall", 1.0), ("most", "<=", "limit_excess", -1.0))
"""The side of a limit, its sense, the variable by which it may be missed, and the sign with which that counts."""


def variables(f: Formulation) -> None:
    """Declare `limit_shortfall` and `limit_excess`."""
    for side, _, variable, _ in SIDES:
        f.variable(variable, _priced(f, side).index, unit="unit of the metric")


def terms(f: Formulation) -> None:
    """Book what missing a limit costs."""
    once = f.network["limits"]["metric"] == "investment"
    for side, _, variable, _ in SIDES:
        price = _priced(f, side)
        for when, chosen in ((YEARLY, ~once), (ONCE, once)):
            f.book(COST, "limit_breach", variable, price[chosen.reindex(price.index)], when=when)


def constraints(f: Formulation) -> None:
    """Hold every limit, metric by metric."""
    for metric, rows in f.network["limits"].groupby("metric"):
        stated = pd.Series(1.0, rows.index)
        counted = [_in_scope(f, terms, rows.index) for terms in f.total(ACCOUNTS[str(metric)])]
        for side, sense, variable, sign in SIDES:
            missed = f.terms(variable, sign * stated)
            limit = (rows[side] - rows["base"]).dropna()
            f.constraint(f"limit_{side}_{metric}", [*counted, missed], sense, limit, by=KEY)


def _in_scope(f: Formulation, terms: Terms, rows: pd.MultiIndex) -> Terms:
    """Return terms with the limits they count towards as a further label, `limit`."""
    scoped = terms
    for dimension in sorted(DIMENSIONS, key=lambda name: name not in terms.labels):
        members = f.network[f"limit_{dimension}"]
        members = members[members.index.droplevel(dimension).isin(rows)]
        if dimension in terms.labels:
            scoped = f.times(scoped, members["one"])
        else:
            named = members.index[members["named"] > 0].droplevel(dimension)
            scoped = f.times(scoped, pd.Series(1.0, rows[~rows.isin(named)]))
    return scoped


def _priced(f: Formulation, side: str) -> pd.Series:
    limits = f.network["limits"]
    return limits.loc[limits[side].notna(), "breach_cost_per_unit"].dropna()
