"""The arrays handed to HiGHS are the model that Pyomo itself would write out."""

import numpy as np
import pytest
from pyomo.environ import Constraint, Var
from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

from recyclenet.errors import SolverError
from recyclenet.model.arrays import Rows
from recyclenet.solve.handover import Programme, compile_model, lazy_rows
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


def made(constraint):
    """Return whether the rows of a constraint have been made."""
    return isinstance(constraint._rows, Rows)


def test_lazy_rows_are_made_when_they_are_wanted_and_the_model_is_the_same():
    formulation = formulate(starter())
    ties = formulation.constraints["supply_reach"]
    lean = compile_model(formulation.model, lazy=False)
    assert not made(ties)
    more = lazy_rows(formulation.model, lean)
    assert made(ties)
    assert [component.local_name for component, _ in more.rows] == ["supply_reach"]
    whole, joined = compile_model(formulation.model), lean.with_rows(more)
    assert whole.row_upper.size > lean.row_upper.size
    for name in ("cost", "lower", "upper", "row_lower", "row_upper", "starts", "indices", "values"):
        assert np.array_equal(getattr(whole, name), getattr(joined, name)), name
    assert whole.rows == joined.rows
    assert lazy_rows(formulation.model, joined).row_upper.size == 0


def test_lazy_rows_that_are_deactivated_do_not_count():
    formulation = formulate(starter())
    formulation.constraints["supply_reach"].deactivate()
    assert lazy_rows(formulation.model, compile_model(formulation.model, lazy=False)).rows == []


def test_rows_are_put_below_others():
    # 3 a + 4 b <= 5 below a + 2 b <= 9
    def one(values, most):
        none = np.zeros(2)
        return Programme(none, 0.0, none, none, none > 0, np.array([-np.inf]), np.array([most]), np.array([0, 1, 2], dtype=np.int32),
                         np.zeros(2, dtype=np.int32), np.array(values))  # fmt: skip

    found = one([1.0, 2.0], 9.0).with_rows(one([3.0, 4.0], 5.0))
    assert dense(found).tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert found.row_upper.tolist() == [9.0, 5.0]


def test_a_price_that_is_no_number_is_refused():
    formulation = formulate(tutorial())
    formulation.model.objective.costs[0].coefficients[0] = np.nan
    with pytest.raises(SolverError, match="the model's cost hold a number that is not finite"):
        solve(formulation)
