r"""Expansion: capacity is added to what stands, by any amount or in whole steps, up to a most capacity.

$$ e_{ikst} - e_{iks,t-1} - a_{ikst} - H_{iks}\,n_{ikst} + d_{ikst} = 0, \qquad e_{ikst} \le R_{iks}\, y_{ikst}, \qquad
   d_{ikst} \le R_{iks}\, c_{ikst} $$

Sets: $i$ site, $k$ technology, $s$ size with room $R$ = `most_capacity_t` - `capacity_t` > 0; $t$ period. $e \ge 0$ what has been added
so far, $a \ge 0$ what is added in $t$ (where expansion comes by any amount), $n$ the whole number of steps of $H$ `expansion_step_t`
added (where it comes in steps), $d \ge 0$ what goes when the candidate is closed, for those that may be [t/yr].
Cost: $v_t\,C^e_{ikst}$ `expansion_cost_per_t` per t/yr added, once; $w_t\,C^h_{ikst}\,e_{ikst}$ with $C^h$ `expansion_fixed_cost_per_t`.
Capacity: $e$. Investment: what adding costs.
Variables: `added`, `expansion`, `steps`, `dropped`. Constraints: `addition`, `room`, `dropping`.
"""

import numpy as np
import pandas as pd

from recyclenet.model.accounts import ADDED, CAPACITY, COST, INVESTMENT, ONCE
from recyclenet.model.formulation import Formulation
from recyclenet.network.weights import successions

KEY = ["site", "technology", "size", "period"]


def variables(f: Formulation) -> None:
    """Declare `added`, `expansion`, `steps` and `dropped`."""
    rows = f.network["standing"][["may_close"]].join(f.network["candidates"][["room_t", "expansion_step_t"]])
    rows = rows[rows["room_t"] > 0]
    free, stepped = rows[rows["expansion_step_t"].isna()], rows[rows["expansion_step_t"].notna()]
    f.variable("added", rows.index, unit="t/yr", upper=rows["room_t"])
    f.variable("expansion", free.index, unit="t/yr", upper=free["room_t"])
    most = np.floor(stepped["room_t"] / stepped["expansion_step_t"] + 1e-9)
    f.variable("steps", stepped.index, unit="1", whole=True, upper=most)
    f.variable("dropped", rows.index[rows["may_close"] > 0], unit="t/yr")


def terms(f: Formulation) -> None:
    """Book what is added from one period to the next, and what that costs."""
    costs, step = f.network["costs"], f.network["candidates"]["expansion_step_t"].dropna()
    once, yearly = costs["expansion_cost_per_t"], costs["expansion_fixed_cost_per_t"]
    f.book(ADDED, "added", "added")
    f.book(ADDED, "before", "added", pd.Series(-1.0, successions(f.network.universes["period"])), period="next_period")
    f.book(ADDED, "expansion", "expansion", -1.0)
    f.book(ADDED, "steps", "steps", -step)
    f.book(ADDED, "dropped", "dropped")
    f.book(CAPACITY, "added", "added", place="site")
    f.book(COST, "expansion_fixed", "added", yearly, place="site")
    for account, when in ((COST, ONCE), (INVESTMENT, ONCE)):
        f.book(account, "expansion", "expansion", once, when=when, place="site")
        f.book_terms(account, "expansion", lambda: f.times(f.terms("steps", step, place="site"), once), when=when)


def constraints(f: Formulation) -> None:
    """Close the account of what is added; add only to what is open, drop only what is closed."""
    room = f.network["candidates"]["room_t"]
    room = room[room > 0]
    f.constraint("addition", f.total(ADDED), "==", 0.0, by=KEY)
    f.constraint("room", [f.terms("added"), -f.terms("open", room)], "<=", 0.0, by=KEY)
    f.constraint("dropping", [f.terms("dropped"), -f.terms("close", room)], "<=", 0.0, by=KEY)
