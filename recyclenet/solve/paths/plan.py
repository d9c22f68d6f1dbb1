"""A plan of the case: the choice of every facility and what takes every path."""

from dataclasses import dataclass

import numpy as np

from recyclenet.solve.handover import Floats
from recyclenet.solve.paths.case import Case, Ints
from recyclenet.solve.paths.limits import Limits, run_matrix
from recyclenet.solve.paths.model import PathModel, held_to, path_model
from recyclenet.solve.paths.rounding import cheapest_open

SMALLEST_T = 1e-7
"""Amounts below this [t/yr] are rounding."""


@dataclass(frozen=True)
class Plan:
    """The choice of every facility (-1: closed), what takes every path [t/yr], and what that costs."""

    choice: Ints
    flow: Floats
    cost: float


def plan_of(case: Case, choice: Ints, flow: Floats) -> Plan:
    """Return a plan with its cost worked out from what it does."""
    flow = np.where(flow > SMALLEST_T, flow, 0.0)
    paths, plans, sources = case.paths, case.plans, case.sources
    left = np.maximum(sources.supply - np.bincount(paths.source, flow, minlength=sources.supply.size), 0.0)
    kept_out = left > SMALLEST_T
    cost = case.constant + float(paths.cost @ flow) + float((left * np.where(kept_out, sources.left, 0.0))[kept_out].sum())
    cost += float(plans.cost[choice[choice >= 0]].sum())
    served = served_at(case, flow)
    chosen = choice[case.links.facility]
    busy = (served > 0) & (chosen >= 0)
    period = sources.period[case.links.source]
    extra = plans.surcharge[case.links.facility[busy], period[busy], plans.size[chosen[busy]]]
    cost += float((extra * served[busy] * case.links.usage[busy]).sum())
    return Plan(choice, flow, cost)


def served_at(case: Case, flow: Floats) -> Floats:
    """Return what passes every link [t/yr of supply]."""
    paths, count = case.paths, case.links.source.size
    two = paths.second >= 0
    return np.asarray(
        np.bincount(paths.first, flow, minlength=count) + np.bincount(paths.second[two], flow[two], minlength=count), dtype=float
    )


def solution_of(model: PathModel, values: Floats) -> Plan:
    """Return the plan in a solution of a path model."""
    flow = np.zeros(model.case.paths.cost.size)
    flow[model.paths] = values[: model.paths.size]
    return plan_of(model.case, model.choice(values), flow)


def values_of(model: PathModel, plan: Plan) -> Floats:
    """Return the values of a path model's columns in a plan."""
    case = model.case
    values = np.zeros(model.matrix.width)
    values[: model.paths.size] = plan.flow[model.paths]
    through = np.bincount(case.paths.source, plan.flow, minlength=case.sources.supply.size)
    values[model.left] = np.maximum(case.sources.supply - through, 0.0)
    served = served_at(case, plan.flow)
    served = served_at(case, plan.flow)
    link, size = model.linked
    chosen = plan.choice[case.links.facility[link]]
    right = (chosen >= 0) & (case.plans.size[chosen] == size)
    values[model.served] = np.where(right, served[link], 0.0)
    facility, period, size = model.cells
    chosen = plan.choice[facility]
    values[model.open] = (chosen >= 0) & (case.plans.size[chosen] == size) & (case.plans.first_period[chosen] <= period)
    return values


def best_flow(case: Case, choice: Ints, limits: Limits) -> Plan | None:
    """Return the best plan with a choice, its supply on its cheapest few open paths; None where there is none or no time."""
    if not case.plans.cost.size:
        return None
    for paths in (cheapest_open(case, choice), None):
        model = path_model(case, held_to(case, choice), choice >= 0, paths)
        model.matrix.whole = [0 * part for part in model.matrix.whole]
        found = run_matrix(model.matrix, limits, gap=0.0)
        if found.values is not None and found.ended:
            return plan_of(case, choice, solution_of(model, found.values).flow)
    return None
