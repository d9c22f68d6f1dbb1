"""Priorities: each objective of the instance is on record with its value, its bound and its slack, and the plan holds it."""

from collections.abc import Mapping

import pandas as pd

from recyclenet.instance.instance import Objective
from recyclenet.solution.case import Case
from recyclenet.solution.checks.findings import AMOUNT_T, EXACT, SHARE, Row
from recyclenet.solution.checks.measures import measured, recovered

MOST = ("recovered", "collected")
"""Measures of which more is better."""


def priorities(case: Case) -> list[Row]:
    """Every objective before the last (cost, which the plan tells itself) has an entry, in order, that the plan keeps to.

    A search that was interrupted on its way has entries for the first of them, and then proves nothing of the plan's cost.
    """
    asked, entries = case.instance.settings.objectives[:-1], case.plan.run.get("objectives") or ()
    if not isinstance(entries, list | tuple):
        return [Row("objectives", "", "", "entries", float(len(asked)), "entries")]
    interrupted = 0 < len(entries) < len(asked) and case.plan.status == "feasible" and case.plan.bound == float("-inf")
    if len(entries) != len(asked) and not interrupted:
        return [Row("objectives", "", "", "entries", float(len(asked)), "entries")]
    return [
        Row("objectives", "", "", f"{objective.measure} {objective.of}".strip(), amount, what)
        for objective, entry in zip(asked, entries, strict=not interrupted)
        for what, amount in _faults(case, objective, entry)
    ]


def measure(case: Case, objective: Objective) -> float:
    """Return a measure of the plan over the horizon, from its tables: discounted currency, else tonnes."""
    if objective.measure == "cost":
        return float(case.plan["costs"]["cost"].sum())
    counted = recovered(case) if objective.measure == "recovered" else measured(case, objective.measure)
    amounts = counted["amount"] * counted["period"].map(case.periods["years"])
    if objective.measure == "recovered":
        parts = case.instance.keyed("compositions")["share"]
        content = parts.reindex(pd.MultiIndex.from_frame(counted[["material"]].assign(element=objective.of))).fillna(0.0)
        amounts = amounts * content.to_numpy()
    if objective.measure == "emissions":
        amounts = amounts[counted["gas"] == objective.of]
    return float(amounts.sum())


def _faults(case: Case, objective: Objective, entry: Mapping[str, object]) -> list[tuple[str, float]]:
    """Return what is wrong with one entry, and by how much."""
    if (entry.get("measure"), entry.get("of", "")) != (objective.measure, objective.of):
        return [("measure", 1.0)]
    value, bound, slack = (float(str(entry.get(name))) for name in ("value", "bound", "slack"))
    sign = -1.0 if objective.measure in MOST else 1.0
    near = SHARE * abs(value) + (EXACT if objective.measure == "cost" else AMOUNT_T * case.periods["years"].sum())
    reached = measure(case, objective)
    allowed = objective.slack + objective.slack_share * abs(value)
    wrong = {
        "bound beyond value": sign * (bound - value) - near,
        "slack": abs(slack - allowed) - SHARE * allowed - EXACT,
        "worse than the slack allows": sign * (reached - value) - allowed - near,
        "better than the bound": sign * (bound - reached) - near,
    }
    return [(what, amount) for what, amount in wrong.items() if not amount <= 0]
