"""The checker: a plan held against the instance's own tables, by code that shares nothing with the model that made it.

A violation is a row that says which rule is broken, where, and by how much. A plan without one is believed. The rules are in
recyclenet.solution.checks, one module for what belongs together; each rule is a function from a case to its findings.
"""

from collections.abc import Callable

import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.solution.case import Case
from recyclenet.solution.checks import amounts, asked, costs, measures, nearness, openings, priorities, rules, sanity
from recyclenet.solution.checks.findings import Row
from recyclenet.solution.solution import Solution

RULES: tuple[Callable[[Case], list[Row]], ...] = (
    amounts.balance, amounts.arcs, amounts.capacities, amounts.quantities,
    openings.openings, openings.sizes,
    nearness.access, nearness.service, nearness.requires,
    rules.standards, rules.utilisation, rules.site_capacity, rules.exclusive, rules.network_size, rules.single_source, rules.splits,
    asked.priced, asked.targets, asked.limits,
    measures.emissions, costs.costs, priorities.priorities,
)  # fmt: skip


def violations(instance: Instance, plan: Solution) -> pd.DataFrame:
    """Return every rule the plan breaks: rule, place, period, what, amount, unit. Empty: the plan is believed."""
    case = Case(instance, plan)
    broken = sanity.sane(case) or [row for rule in RULES for row in rule(case)]
    return pd.DataFrame(broken, columns=list(Row._fields))
