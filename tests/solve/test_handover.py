"""The arrays handed to HiGHS are the model that Pyomo itself would write out."""

import numpy as np
import pytest
from pyomo.environ import Constraint, Var
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

from recyclenet.errors import SolverError
from recyclenet.solve.handover import compile_model
from recyclenet.solve.highs import solve
from tests.cases import formulate, starter, tutorial


def dense(programme):
    """Return the programme's matrix, row by row."""
    matrix = np.zeros((programme.row_lower.size, programme.cost.size))
    columns = np.repeat(np.arange(programme.cost.size), np.diff(programme.starts))
    np.add.at(matrix, (programme.indices, columns), programme.values)
    return matrix


@pytest.mark.parametrize("instance", [tutorial(), starter()], ids=["tutorial", "starter"])
def test_the_arrays_equal_pyomos_standard_form(instance):
    model = formulate(instance).model
    ours = compile_model(model)
    theirs = LinearStandardFormCompiler().write(model, mixed_form=True, column_order=list(model.component_data_objects(Var)))
    columns = {id(member): k for k, member in enumerate(model.component_data_objects(Var))}
    where = [columns[id(member)] for member in theirs.columns]
    matrix = np.zeros((len(theirs.rows), len(columns)))
    matrix[:, where] = theirs.A.toarray()
    cost = np.zeros(len(columns))
    cost[where] = theirs.c.toarray()[0]
    kept = np.isfinite(ours.row_lower) | np.isfinite(ours.row_upper)
    filled = np.abs(dense(ours)[kept]).sum(axis=1) > 0  # Pyomo leaves out rows without variables
    assert np.allclose(cost, ours.cost)
    assert np.allclose(matrix, dense(ours)[kept][filled])
    sides = np.where(np.isfinite(ours.row_upper), ours.row_upper, ours.row_lower)[kept][filled]
    assert np.allclose(theirs.rhs, sides)
    assert ours.integer.sum() == sum(member.is_binary() for member in model.component_data_objects(Var))


def test_a_fixed_variable_is_fixed_in_the_plan():
    formulation = formulate(tutorial())
    formulation.variables["open"]["Q", "point", "one", "2026"].fix(0)
    assert solve(formulation, gap=0.0).cost == pytest.approx(12000)  # P alone, worked out in the tutorial


def test_an_ordinary_constraint_beside_the_arrays_counts():
    formulation = formulate(tutorial())
    opened = formulation.variables["open"]
    formulation.model.one_point = Constraint(expr=opened["P", "point", "one", "2026"] + opened["Q", "point", "one", "2026"] + 1 <= 2)
    assert solve(formulation, gap=0.0).cost == pytest.approx(12000)


def test_a_deactivated_row_does_not_count():
    formulation = formulate(tutorial(), frozenset({"tightening"}))
    for label in formulation.constraints["capacity"].labels:
        if label[0] == "P":
            formulation.constraints["capacity"][label].deactivate()
    assert solve(formulation, gap=0.0).cost == pytest.approx(11350 - 1000)  # P works without being opened


def test_a_row_of_an_array_cannot_be_rewritten():
    row = formulate(tutorial()).constraints["balance"]["A", "packs", "2026"]
    with pytest.raises(ValueError, match="deactivate it and add a constraint of your own"):
        row.set_value(row.body <= 3)


def test_a_model_survives_cloning():
    model = formulate(tutorial()).model
    ours, copy = compile_model(model), compile_model(model.clone())
    assert np.array_equal(ours.values, copy.values)
    assert np.array_equal(ours.cost, copy.cost)


def test_a_price_that_is_no_number_is_refused():
    formulation = formulate(tutorial())
    formulation.model.objective.costs[0].coefficients[0] = np.nan
    with pytest.raises(SolverError, match="the model's cost hold a number that is not finite"):
        solve(formulation)
