"""An oracle for tiny instances with any of the rules: every course that candidates may take is tried, the rest is a programme in loops.

A course says in which periods a candidate stands and when it is opened and closed. All rules on what stands are decided by looking; what
flows, is kept and is added is a linear programme, with whole steps of expansion; where a material must leave for one destination, the
destinations are tried. Written from the schema and FORMULATION.md, in plain loops over the rows of the instance's tables; it shares nothing
with recyclenet's network, model or solver.
"""

from collections import defaultdict
from itertools import product
from math import inf
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from recyclenet.instance.instance import Instance
from tests.oracle_all.courses import Plan, allowed, brought, courses, meets, standing_in
from tests.oracle_all.facts import Facts, Row, blank
from tests.oracle_all.flows import Column, Programme

Floats = np.ndarray[Any, np.dtype[np.float64]]


def cheapest_of_all(instance: Instance) -> float | None:
    """Return the least cost over all courses of all candidates, or None where no plan can obey the instance."""
    facts = Facts(instance)
    programme = Programme(facts)
    plans = [plan for plan in product(*(list(courses(facts, candidate)) for candidate in facts.candidates)) if allowed(facts, plan)]
    costs = [cost for plan in plans if (cost := least(programme, plan)) is not None]
    return min(costs, default=None)


def least(programme: Programme, plan: Plan) -> float | None:
    """Return the least cost when candidates take these courses, or None where it cannot be done."""
    decided = Decided(programme, plan)
    lower, upper = np.array([decided.sides.get(key, (-inf, inf)) for key in programme.keys]).T
    found = best(programme, lower, upper, np.array([decided.most(column) for column in programme.columns]))
    return None if found is None else decided.cost + found


def best(programme: Programme, lower: Floats, upper: Floats, most: Floats) -> float | None:
    """Return the least cost of what flows; where a material leaves for two destinations that must leave for one, try each."""
    costs = np.array([column.cost for column in programme.columns])
    whole = np.array([column.whole for column in programme.columns])
    rows = LinearConstraint(programme.matrix, lower, upper)
    answer = milp(costs, constraints=rows, bounds=Bounds(0, most), integrality=whole, options={"mip_rel_gap": 0.0})
    if answer.status == 2:
        return None
    assert answer.status == 0, answer.message
    for ways in destinations(programme, most).values():
        if sum(any(answer.x[number] > 1e-6 for number in numbers) for numbers in ways.values()) > 1:
            tried = []
            for chosen in ways:
                shut = most.copy()
                for destination, numbers in ways.items():
                    shut[numbers] = most[numbers] if destination == chosen else 0.0
                tried.append(best(programme, lower, upper, shut))
            return min((cost for cost in tried if cost is not None), default=None)
    return float(answer.fun)


def destinations(programme: Programme, most: Floats) -> dict[Any, dict[str, list[int]]]:
    """Return the columns of flows of materials that leave for one destination: by origin, material and period, then by destination."""
    single = {row["material"] for row in programme.facts["single_source"]}
    found: dict[Any, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, column in enumerate(programme.columns):
        if column.what == "flow" and column.tags["material"] in single and most[number] > 0:
            key = tuple(column.tags[name] for name in ("origin", "material", "period"))
            found[key][column.tags["destination"]].append(number)
    return found


class Decided:
    """What a plan of courses decides by itself: its own cost, the bounds of all rows, and the most of every column."""

    def __init__(self, programme: Programme, plan: Plan) -> None:
        self.programme, self.facts, self.plan = programme, programme.facts, plan
        self.cost = 0.0
        self.sides: dict[Any, list[float]] = {key: list(pair) for key, pair in programme.bounds.items()}
        for number, period in enumerate(self.facts.periods):
            for who in range(len(plan)):
                self.stand(who, number, period)
            for row in self.facts["sites"]:
                if not blank(row["capacity_t"]):
                    self.sides["site", row["site"], period] = [-inf, row["capacity_t"]]
            self.supply(number, period)

    def count(self, metric: str, amount: float, period: str, **labels: Any) -> None:
        """Count an amount that is no column's towards limits and targets."""
        for key, share in self.facts.counted(metric, period, labels):
            self.sides[key] = [side - share * amount for side in self.sides[key]]

    def stand(self, who: int, number: int, period: str) -> None:
        """Say what a candidate can do in a period, and what it costs to open, keep and close it."""
        facts, candidate, course = self.facts, self.facts.candidates[who], self.plan[who]
        weight, start, least = self.programme.weights[period], self.programme.starts[period], candidate["least_utilisation"]
        labels = {"place": candidate["site"], "technology": candidate["technology"]}
        stands = course.stands[number]
        capacity = candidate["capacity_t"] if stands else 0.0
        self.sides["capacity", who, period] = [-inf, capacity]
        if not blank(least) and facts.may_run(candidate["site"], candidate["technology"], period):
            self.sides["use", who, period] = [least * capacity, inf]
        self.sides["room", who, period] = [-inf, facts.room(candidate) if stands else 0.0]
        if stands:
            self.cost += weight * facts.cost(candidate, "fixed_cost_per_year", period)
            self.count("capacity", capacity, period, **labels)
            self.count("jobs", candidate["jobs"], period, **labels)
        if course.opened == number:
            opening = facts.cost(candidate, "opening_cost", period)
            self.cost += start * opening
            self.count("investment", opening, period, **labels)
        if course.closed == number:
            self.cost += start * (facts.cost(candidate, "closing_cost", period) - facts.cost(candidate, "salvage_value", period))
            if ("added", who, period) in self.sides:  # what was added goes
                self.sides["added", who, period] = [-inf, 0.0]

    def supply(self, number: int, period: str) -> None:
        """Say what people bring in, and what they keep."""
        facts, standing = self.facts, standing_in(self.facts, self.plan, number)
        for (region, material, when), supply in facts.supply.items():
            if when == period:
                streams = ("*", facts.materials[material]["stream"])
                rules = {row["access"] for row in facts["access"] if row["stream"] in streams}
                kept = sum(supply * (1 - brought(facts, rule, region, standing)) for rule in rules)
                key = ("balance", region, material, period)
                self.sides[key] = [side + kept for side in self.sides[key]]
                self.count("supplied", supply, period, place=region, material=material)
                self.count("collected", supply - kept, period, place=region, material=material)
                self.count("uncollected", kept, period, place=region, material=material)

    def most(self, column: Column) -> float:
        """Return the most of a column: nothing runs against a standard, or without what it requires."""
        if column.what != "run":
            return column.most
        facts, tags = self.facts, column.tags
        standing = standing_in(facts, self.plan, facts.periods.index(tags["period"]))
        own = (tags["technology"], tags["recipe"])
        rules: list[Row] = [rule for rule in facts["requires"] if (rule["technology"], rule["recipe"]) == own]
        runs = facts.may_run(tags["site"], tags["technology"], tags["period"])
        return column.most if runs and all(meets(facts, rule, tags["site"], standing) for rule in rules) else 0.0
