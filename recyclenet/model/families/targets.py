r"""Targets: least shares of supply collected, and of elements recovered from what is collected; or either of stated tonnes.

$$ \sum_{r, m \in g} K_{rmt} + f_{gt} \ge A_{gt} \sum_{r, m \in g} (S_{rmt} + R_{rmt}), \qquad
   \sum_{o, m \in g} e_m\, q_{omt} + f_{gt} \ge A_{gt} \sum_{r, m \in g} e_m\, K_{rmt} $$

Sets: $g$ target with the materials of its stream; $r$ region, $o$ buyer, $m$ material, $t$ period. $S$ `supply_t`, $R$ what comes back
beyond it, $K$ what is collected: $S$ and the terms of the collected account [t/yr]; $q$ `sold`, $e_m$ share of the element in the
material [t/t], $A$ least share. Where a target states the tonnes $V$ `of_t` [t/yr] it is a share of, $A_{gt} V_{gt}$ stands on the right.
$f \ge 0$ the shortfall, for targets with a `shortfall_cost_per_t` $C^f$ [t/yr]; all others must be reached.
Cost: $w_t\,C^f_{gt}\,f_{gt}$.
Variables: `target_shortfall`. Constraints: `collection`, `recovery`.
"""

import pandas as pd

from recyclenet.model.accounts import COLLECTED, COST, SUPPLIED
from recyclenet.model.formulation import Formulation

KEY = ["target", "period"]


def variables(f: Formulation) -> None:
    """Declare `target_shortfall`."""
    f.variable("target_shortfall", _priced(f).index, unit="t/yr")


def terms(f: Formulation) -> None:
    """Book what falling short costs."""
    f.book(COST, "target_shortfall", "target_shortfall", _priced(f))


def constraints(f: Formulation) -> None:
    """Hold the targets; what is supplied is constant and stands on the right."""
    for metric in ("collection", "recovery"):
        rows, counts = f.network[f"{metric}_targets"], f.network[f"{metric}_counts"]
        content, due = counts["t_per_t"], (counts["t_per_t"] * counts["share"])[counts["share"] > 0]
        missing = f.terms("target_shortfall", pd.Series(1.0, rows.index))
        if metric == "collection":
            got = [f.times(terms, content) for terms in f.total(COLLECTED)]
            base, constant = f.total(SUPPLIED), rows["share"] - 1.0
        else:
            got = [f.terms("sold", f.network["recovery_products"]["t_per_t"])]
            base, constant = f.total(COLLECTED), rows["share"]
        stated = rows["share"] * rows["of_t"] - (rows["base_t"] if metric == "collection" else 0.0)
        owed = [-f.times(terms, due) for terms in base]
        f.constraint(metric, [*got, *owed, missing], ">=", stated.fillna(constant * rows["base_t"]), by=KEY)


def _priced(f: Formulation) -> pd.Series:
    """Return the price of falling short, of the targets that have one [currency/t]."""
    return pd.concat([f.network[f"{metric}_targets"]["shortfall_cost_per_t"] for metric in ("collection", "recovery")]).dropna()
