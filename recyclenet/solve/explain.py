"""Why no plan can obey an instance: what falls short, where and by how many tonnes, in a plan that misses as little as can be missed."""

from dataclasses import replace

import numpy as np
import pandas as pd

from recyclenet.errors import InfeasibleError, RecyclenetError
from recyclenet.instance.edits import LEFT_BEHIND, shortfalls_priced
from recyclenet.instance.instance import Instance, Objective
from recyclenet.model.accounts import COST, Terms
from recyclenet.model.arrays import ArrayObjective, Floats
from recyclenet.model.build import build_formulation
from recyclenet.model.formulation import Formulation
from recyclenet.network.network import build_network
from recyclenet.solution.solution import Solution
from recyclenet.solve.highs import solve

MISSED = ("uncollected", "target_shortfall", "limit_breach")
"""Components of cost that price what is missed."""

CONTRADICTION = (
    "even with every target and limit missed and all supply left behind there is no plan: rules on what stands contradict each other "
    "(required candidates, network_size, exclusive, service, requires, closed building periods), or what stands must be used more than "
    "its inputs allow (least_utilisation)"
)

LEAST_T = 1e-3
"""Amounts below this [t/yr, or unit of a limit] are the solver's rounding."""

SENTENCES = {
    "target": "target '{name}' is missed by {amount:,.2f} t/yr in {period}; lower it, or let more be collected and sold",
    "least": "limit '{name}' is missed by {amount:,.2f} in {period}; lower its least",
    "most": "limit '{name}' is passed by {amount:,.2f} in {period}; raise its most",
    "share": "{amount:,.2f} t/yr more of {name} than limit_share in uncollected.csv allows must stay behind in {period}; raise it, or add "
    "capacity or reach for it",
}


def shortfalls(instance: Instance, *, time_limit: float = 60.0) -> list[str]:
    """Return what falls short in an instance that no plan can obey, one sentence each with place, amount and remedy.

    The instance is solved once more with every rule on amounts allowed to be missed, and the sum of what is missed [t/yr, or the unit of a
    limit] made as small as it can be: with just these allowances there is a plan. No sentence speaks of rules on what stands; where those
    alone contradict each other, or least use, one says so. `time_limit` [s] bounds the search.
    """
    elastic = shortfalls_priced(replace(instance, settings=replace(instance.settings, objectives=(Objective("cost"),))), 1.0)
    formulation = build_formulation(build_network(elastic))
    allowed = build_network(instance)["uncollected"].index
    _count_what_is_missed(formulation, allowed)
    try:
        plan = solve(formulation, gap=0.01, time_limit=time_limit)
    except InfeasibleError:
        return [CONTRADICTION]
    except RecyclenetError:
        return []
    return [*_left_behind(plan, allowed), *_missed(instance, plan)]


def _count_what_is_missed(formulation: Formulation, allowed: pd.Index) -> None:
    """Make the sum of what is missed the objective: supply left behind that had to be collected, and rules not held.

    `allowed` (region, material, period) is the supply that may stay behind.
    """
    weighted: list[tuple[Terms, Floats]] = []
    for booking in formulation.bookings[COST]:
        if booking.component in MISSED:
            terms = booking.terms
            counts = np.ones(len(terms))
            if booking.component == "uncollected":
                labels = terms.variable.labels.pandas
                counts = np.where((labels if terms.positions is None else labels[terms.positions]).isin(allowed), 0.0, 1.0)
            weighted.append((terms, counts))
    formulation.model.del_component("objective")
    formulation.model.objective = ArrayObjective(formulation.summed(weighted))


def _left_behind(plan: Solution, allowed: pd.Index) -> list[str]:
    """Return sentences on supply that had to be collected and cannot be, the most of it first."""
    keys = ["region", "material", "period"]
    left = plan["uncollected"].set_index(keys)["uncollected_t"]
    left = left[~left.index.isin(allowed)]
    totals = left.groupby(level=["material", "period"]).agg(["sum", "size", "idxmax"]) if len(left) else pd.DataFrame()
    sentences = []
    for (material, period), row in totals.iterrows():
        if row["sum"] > LEAST_T:
            where = f"in {row['idxmax'][0]}" if row["size"] == 1 else f"in {row['size']} regions, most of it in {row['idxmax'][0]}"
            remedy = "add capacity or reach for it, or let it stay uncollected (uncollected.csv)"
            sentences.append(f"{row['sum']:,.2f} t/yr of {material} {where} can be taken by nothing in {period}; {remedy}")
    return sentences


def _missed(instance: Instance, plan: Solution) -> list[str]:
    """Return sentences on targets and limits that are missed, and on shares that may stay behind and do not suffice."""
    rows = plan["shortfalls"]
    stated = set(instance["limits"]["limit"])
    sentences = []
    for row in rows[rows["amount"] > LEAST_T].to_dict("records"):
        rule = "share" if row["rule"] == "most" and row["name"] not in stated else row["rule"]
        named = {**row, "name": str(row["name"]).removesuffix(LEFT_BEHIND)} if rule == "share" else row
        sentences.append(SENTENCES[rule].format(**named))
    return sentences
