"""Findings of the checker: rows that tell which rule is broken, where and by how much, and the tolerances below which nothing is."""

from typing import NamedTuple

import numpy as np
import pandas as pd

AMOUNT_T = 1e-3
"""How far amounts [t/yr] may be off: a thousand times HiGHS's feasibility tolerance of 1e-6, for rows of many terms. It is also the
smallest amount an instance may state."""

SHARE = 1e-6
"""How far amounts, costs and ways may be off relative to their size: the tolerance within which HiGHS takes a number for whole."""

EXACT = 1e-6
"""How far a sum of the plan may be off what its own rows add up to [its unit]: rounding only, for there is no solver in between."""

PLACES = ("place", "site", "region", "outlet", "origin")
"""Labels that tell where a rule is broken, in this order."""


class Row(NamedTuple):
    """One finding: the rule broken, where, when, what about, by how much."""

    rule: str
    place: str
    period: str
    what: str
    amount: float
    unit: str


def findings(rule: str, amounts: pd.Series, unit: str = "t/yr") -> list[Row]:
    """Return a row for each entry of a series whose labels tell place and period; what other labels tell is what it is about."""
    found = []
    for key, amount in amounts.items():
        labels = dict(zip(amounts.index.names, key if isinstance(key, tuple) else (key,), strict=True))
        place = next((str(labels.pop(name)) for name in PLACES if name in labels), "")
        period = str(labels.pop("period", ""))
        found.append(Row(rule, place, period, " ".join(map(str, labels.values())), float(amount), unit))
    return found


def above(amounts: pd.Series, most: pd.Series, tolerance: float = AMOUNT_T) -> pd.Series:
    """Return by how much amounts exceed a limit of the same labels, where it is more than the tolerances allow."""
    limit = most.reindex(amounts.index).to_numpy()
    return (amounts - limit)[amounts > limit + SHARE * np.abs(limit) + tolerance]


def apart(own: pd.Series, said: pd.Series, tolerance: float, least: float = 0.0) -> pd.Series:
    """Return own less said where they differ; labels that one of them lacks count 0, sizes below `least` count as `least`."""
    names = list(own.index.names)
    both = pd.concat([part.rename("amount").reset_index().assign(own=mine) for part, mine in ((own, True), (said, False))])
    table = both.pivot_table(index=names, columns="own", values="amount", aggfunc="sum").reindex(columns=[True, False]).fillna(0.0)
    difference = table[True] - table[False]
    return difference[difference.abs() > SHARE * np.maximum(table.abs().max(axis=1), least) + tolerance]


def total(frame: pd.DataFrame, by: list[str], amount: str = "amount") -> pd.Series:
    """Return an amount summed by labels."""
    return frame.groupby(by)[amount].sum()
