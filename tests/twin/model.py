"""The twin: the model as one would write it with ordinary Pyomo, one rule for each kind of row; it shares nothing with recyclenet's.

Names of variables and constraints, and their labels, are those of FORMULATION.md.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from pyomo.environ import Binary, ConcreteModel, Constraint, NonNegativeReals, Objective, Set, Var, quicksum

from tests.twin.facts import Facts, Label

Rule = Callable[..., Any]


def twin_of(facts: Facts) -> ConcreteModel:
    """Return the model."""
    m = ConcreteModel(name="twin")
    _variables(m, facts)
    m.objective = Objective(expr=_cost(m, facts))
    _siting(m, facts)
    _balance(m, facts)
    _limits(m, facts)
    _targets(m, facts)
    return m


def _variables(m: ConcreteModel, facts: Facts) -> None:
    m.uncollected_rows = Set(initialize=list(facts.uncollected), dimen=3)
    m.uncollected = Var(m.uncollected_rows, bounds=lambda _, *key: (0, facts.uncollected[key][1]))
    m.flow_rows = Set(initialize=[(*arc, period) for arc in facts.arcs for period in facts.annual], dimen=5)
    m.flow = Var(m.flow_rows, domain=NonNegativeReals)
    m.throughput_rows = Set(initialize=list(facts.recipes), dimen=5)
    m.throughput = Var(m.throughput_rows, domain=NonNegativeReals)
    m.open_rows = Set(initialize=list(facts.standing), dimen=4)
    m.open = Var(m.open_rows, domain=Binary, bounds=lambda _, *key: (int(facts.standing[key][0]), 1))
    m.build_rows = Set(initialize=[key for key, (_, may_build, _) in facts.standing.items() if may_build], dimen=4)
    m.build = Var(m.build_rows, bounds=(0, 1))
    m.sold_rows = Set(initialize=list(facts.sales), dimen=3)
    m.sold = Var(m.sold_rows, domain=NonNegativeReals)


def _cost(m: ConcreteModel, facts: Facts) -> Any:
    annual, opening, candidates = facts.annual, facts.opening, facts.candidates
    return (
        quicksum(annual[key[-1]] * facts.uncollected[key][0] * m.uncollected[key] for key in m.uncollected_rows)
        + quicksum(annual[key[-1]] * facts.arcs[key[:-1]] * m.flow[key] for key in m.flow_rows)
        + quicksum(annual[key[-1]] * candidates[key[:3]]["variable_cost_per_t"] * m.throughput[key] for key in m.throughput_rows)
        + quicksum(annual[key[-1]] * candidates[key[:3]]["fixed_cost_per_year"] * m.open[key] for key in m.open_rows)
        + quicksum(opening[key[-1]] * candidates[key[:3]]["opening_cost"] * m.build[key] for key in m.build_rows)
        - quicksum(annual[key[-1]] * facts.sales[key][0] * m.sold[key] for key in m.sold_rows)
    )


def _siting(m: ConcreteModel, facts: Facts) -> None:
    recipes = grouped(m.throughput_rows, lambda key: (*key[:3], key[4]))
    sizes = grouped(m.open_rows, lambda key: (key[0], key[1], key[3]))
    before = dict(zip(list(facts.annual)[1:], facts.annual, strict=False))

    def capacity(m: ConcreteModel, *key: str) -> Any:
        return quicksum(m.throughput[row] for row in recipes[key]) - facts.candidates[key[:3]]["capacity_t"] * m.open[key] <= 0

    def standing(m: ConcreteModel, *key: str) -> Any:
        last = (*key[:3], before.get(key[3]))
        stood = m.open[last] if last in m.open_rows else 0
        return m.open[key] - stood - (m.build[key] if key in m.build_rows else 0) == int(facts.standing[key][2])

    def one_size(m: ConcreteModel, *key: str) -> Any:
        return quicksum(m.open[row] for row in sizes[key]) <= 1 if len(sizes[key]) > 1 else Constraint.Skip

    m.capacity = Constraint(m.open_rows, rule=capacity)
    m.standing = Constraint(m.open_rows, rule=standing)
    m.one_size_rows = Set(initialize=list(sizes), dimen=3)
    m.one_size = Constraint(m.one_size_rows, rule=one_size)


def _balance(m: ConcreteModel, facts: Facts) -> None:
    departures = grouped(m.flow_rows, lambda key: (key[0], key[2], key[4]))
    arrivals = grouped(m.flow_rows, lambda key: (key[1], key[2], key[4]))
    parts: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
    for technology, recipe, material, period in facts.conversions:
        parts[technology, recipe, period].append((material, period))
    worked: dict[Label, list[tuple[Label, float]]] = defaultdict(list)
    for row in m.throughput_rows:
        for material, period in parts[row[1], row[3], row[4]]:
            worked[row[0], material, period].append((row, facts.conversions[row[1], row[3], material, period]))
    places = dict.fromkeys([*departures, *arrivals, *worked, *facts.supply, *facts.sales])

    def balance(m: ConcreteModel, *key: str) -> Any:
        arriving = quicksum(m.flow[row] for row in arrivals[key]) + quicksum(amount * m.throughput[row] for row, amount in worked[key])
        leaving = quicksum(m.flow[row] for row in departures[key])
        leaving += (m.uncollected[key] if key in m.uncollected_rows else 0) + (m.sold[key] if key in m.sold_rows else 0)
        return arriving - leaving == -facts.supply.get(key, 0.0)

    m.balance_rows = Set(initialize=list(places), dimen=3)
    m.balance = Constraint(m.balance_rows, rule=balance)


def _limits(m: ConcreteModel, facts: Facts) -> None:
    def outlet_limit(m: ConcreteModel, *key: str) -> Any:
        limit = facts.sales[key][1]
        return Constraint.Skip if limit is None else m.sold[key] <= limit

    def count(m: ConcreteModel, kind: str, group: str, period: str) -> Any:
        assert group == "*"  # the twin knows the families of the first model: all places together
        return quicksum(m.open[key] for key in m.open_rows if (facts.kind[key[1]], key[3]) == (kind, period))

    def least(m: ConcreteModel, *key: str) -> Any:
        stated = facts.network_size[key]["least"]
        return Constraint.Skip if stated is None else count(m, *key) >= stated

    def most(m: ConcreteModel, *key: str) -> Any:
        stated = facts.network_size[key]["most"]
        return Constraint.Skip if stated is None else count(m, *key) <= stated

    m.outlet_limit = Constraint(m.sold_rows, rule=outlet_limit)
    m.network_size_rows = Set(initialize=list(facts.network_size), dimen=3)
    m.network_size_least = Constraint(m.network_size_rows, rule=least)
    m.network_size_most = Constraint(m.network_size_rows, rule=most)


def _targets(m: ConcreteModel, facts: Facts) -> None:
    def collection(m: ConcreteModel, *key: str) -> Any:
        target = facts.targets[key]
        if target["metric"] != "collection":
            return Constraint.Skip
        meant = {row: amount for row, amount in facts.supply.items() if row[2] == key[1] and _counts(facts, target, row[1])}
        left = quicksum(m.uncollected[row] for row in meant if row in m.uncollected_rows)
        if target["of_t"] is not None:
            return -left >= target["share"] * target["of_t"] - sum(meant.values())
        return -left >= (target["share"] - 1) * sum(meant.values())

    def recovery(m: ConcreteModel, *key: str) -> Any:
        target = facts.targets[key]
        if target["metric"] != "recovery":
            return Constraint.Skip
        share = {material: facts.content.get((material, target["element"]), 0.0) for material in facts.stream}
        share = {material: part for material, part in share.items() if part and _counts(facts, target, material)}
        meant = {row: amount for row, amount in facts.supply.items() if row[2] == key[1] and row[1] in share}
        sold = quicksum(
            share[row[1]] * m.sold[row] for row in m.sold_rows if row[0] in facts.buyers and row[1] in share and row[2] == key[1]
        )
        if target["of_t"] is not None:
            return sold >= target["share"] * target["of_t"]
        kept = quicksum(target["share"] * share[row[1]] * m.uncollected[row] for row in meant if row in m.uncollected_rows)
        return sold + kept >= target["share"] * sum(share[row[1]] * amount for row, amount in meant.items())

    m.target_rows = Set(initialize=list(facts.targets), dimen=2)
    m.collection = Constraint(m.target_rows, rule=collection)
    m.recovery = Constraint(m.target_rows, rule=recovery)


def grouped(keys: Iterable[Label], part: Callable[[Label], Label]) -> dict[Label, list[Label]]:
    """Return keys gathered by a part of each."""
    groups: dict[Label, list[Label]] = defaultdict(list)
    for key in keys:
        groups[part(key)].append(key)
    return groups


def _counts(facts: Facts, target: dict[str, Any], material: str) -> bool:
    return target["stream"] in ("*", facts.stream[material])
