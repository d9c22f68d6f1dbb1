"""The model equals its twin, written with plain Pyomo rules from the instance's own tables: same rows, columns, coefficients, optimum."""

import math

import pytest
from pyomo.environ import Constraint, Objective, SolverFactory, Var, value
from pyomo.repn import generate_standard_repn

from recyclenet.instance.instance import Instance
from recyclenet.model.build import STRENGTHENING
from recyclenet.solve.highs import solve
from tests.cases import formulate, starter, tutorial, with_rows, with_table, with_values
from tests.twin.facts import facts_of
from tests.twin.model import twin_of


def manifold() -> Instance:
    """Return the starter instance with three periods of unlike years, sizes, every status, windows, two modes, and limits by period."""
    instance = with_rows(starter(), "periods", {"period": "2032-2036", "years": "5"})
    later = instance["supplies"][instance["supplies"]["period"] == "2029-2031"].assign(period="2032-2036")
    for row in later.to_dict("records"):
        instance = with_rows(instance, "supplies", {name: str(row[name]) for name in ("region", "material", "period", "supply_t")})
    instance = with_rows(instance, "targets", {"target": "collect batteries", "period": "2032-2036", "metric": "collection",
                                               "stream": "battery", "share": "0.7"})  # fmt: skip
    instance = with_rows(instance, "targets", {"target": "all", "period": "*", "metric": "collection", "stream": "*", "share": "0.3"})
    instance = with_rows(instance, "targets", {"target": "tonnes", "period": "*", "metric": "collection", "stream": "magnet",
                                               "share": "0.4", "of_t": "20"})  # fmt: skip
    instance = with_rows(instance, "targets", {"target": "consumption", "period": "2029-2031", "metric": "recovery", "stream": "*",
                                               "element": "Ni", "share": "0.25", "of_t": "40"})  # fmt: skip
    instance = with_rows(instance, "modes", {"mode": "rail", "detour": "1.1"})
    instance = with_rows(instance, "mode_rates", {"mode": "rail", "goods_class": "general", "cost_per_tkm": "0.1", "reach_km": "200"})
    instance = with_rows(instance, "distances", {"origin": "park", "destination": "smelter", "mode": "rail", "distance_km": "70"})
    instance = with_rows(instance, "sales", {"outlet": "smelter", "material": "nickel-salt", "period": "2032-2036",
                                             "price_per_t": "2500", "limit_t": "900"})  # fmt: skip
    instance = with_rows(instance, "network_size", {"kind": "collection", "period": "*", "least": "1", "most": "3"})
    instance = with_rows(instance, "network_size", {"kind": "collection", "period": "2032-2036", "least": "2"})
    instance = with_values(instance, "candidates", "status", "existing", site="mid-yard", size="small")
    instance = with_values(instance, "candidates", "status", "required", site="north-yard", size="small")
    instance = with_values(instance, "candidates", "last_period", "2029-2031", site="north-yard", size="small")
    instance = with_values(instance, "candidates", "status", "forbidden", site="south-yard", size="large")
    return with_values(instance, "candidates", "first_period", "2029-2031", site="south-yard", size="small")


CASES = {"tutorial": tutorial(), "starter": starter(), "manifold": manifold()}


def key_of(member):
    """Return the name and the label of a member of a component, whatever block it is in."""
    label = member.index()
    return (member.parent_component().local_name, *(label if isinstance(label, tuple) else (label,)))


def rows(model):
    """Return all rows that hold a variable: lower bound, upper bound, and coefficient by variable."""
    found = {}
    for row in model.component_data_objects(Constraint, active=True):
        lower, body, upper = row.to_bounded_expression(evaluate_bounds=True)
        linear = generate_standard_repn(body)
        entries = {key_of(member): factor for member, factor in zip(linear.linear_vars, linear.linear_coefs, strict=True)}
        sides = [math.copysign(math.inf, sign) if side is None else side - linear.constant for side, sign in ((lower, -1), (upper, 1))]
        found[key_of(row)] = {"lower": sides[0], "upper": sides[1], **entries}
    return {key: row for key, row in found.items() if len(row) > 2}


def columns(model):
    """Return all variables: lower bound, upper bound, whether whole, cost."""
    linear = generate_standard_repn(next(model.component_data_objects(Objective)).expr)
    cost = {id(member): factor for member, factor in zip(linear.linear_vars, linear.linear_coefs, strict=True)}
    return {
        key_of(member): {
            "lower": member.lb,
            "upper": math.inf if member.ub is None else member.ub,
            "whole": float(member.is_integer()),
            "cost": cost.get(id(member), 0.0),
        }
        for member in all_variables(model)
    }


def all_variables(model):
    """Return every variable by asking for its label: array-backed members are made only then."""
    return [component[label] for component in model.component_objects(Var) for label in component.index_set()]


def assert_alike(ours, theirs):
    """Compare two tables of tables of numbers, label by label."""
    assert ours.keys() == theirs.keys(), sorted(ours.keys() ^ theirs.keys(), key=str)[:5]
    for key, row in ours.items():
        assert row == pytest.approx(theirs[key], rel=1e-9, abs=1e-9), key


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_model_has_the_rows_and_columns_of_its_twin(name):
    model, twin = formulate(CASES[name], STRENGTHENING).model, twin_of(facts_of(CASES[name]))
    assert_alike(columns(model), columns(twin))
    assert_alike(rows(model), rows(twin))


@pytest.mark.parametrize("name", sorted(CASES))
def test_the_model_costs_as_much_as_its_twin(name):
    twin = twin_of(facts_of(CASES[name]))
    solver = SolverFactory("appsi_highs")
    solver.config.mip_gap = 1e-9
    solver.solve(twin)
    plan = solve(formulate(CASES[name]), gap=1e-9)
    assert plan.cost == pytest.approx(value(twin.objective), rel=1e-7)


def test_the_manifold_case_has_rows_of_every_kind():
    kinds = {key[0] for key in rows(twin_of(facts_of(manifold())))}
    assert kinds == set(formulate(manifold(), STRENGTHENING).constraints)


def test_a_coefficient_that_differs_is_seen():
    changed = with_table(tutorial(), "conversions", tutorial()["conversions"].assign(t_per_t=lambda frame: frame["t_per_t"] * 1.0000001))
    with pytest.raises(AssertionError):
        assert_alike(rows(formulate(tutorial(), STRENGTHENING).model), rows(twin_of(facts_of(changed))))
