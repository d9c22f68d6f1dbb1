"""Whether the three routes load the same model: columns, rows, coefficients and the optimum of the relaxation."""

from typing import Any

import highspy
import numpy as np
import pytest
from pyomo.environ import Var
from scipy.sparse import csc_matrix, csr_matrix

from recyclenet.instance.instance import Instance
from recyclenet.model.build import STRENGTHENING, build_formulation
from recyclenet.network.network import build_network
from recyclenet.solve.handover import compile_model
from recyclenet.solve.stage import MONEY_UNIT
from tests.benchmarks.routes import ROUTES, by_rules
from tests.twin.facts import facts_of


def assert_agreement(instance: Instance) -> None:
    """Fail where one of the routes loads another model than recyclenet."""
    network, rules = build_network(instance), by_rules(facts_of(instance))
    ours, direct = ROUTES["recyclenet"].run(network), ROUTES["direct highspy"].run(network)
    programme = compile_model(build_formulation(network, STRENGTHENING).model)
    columns = [(part.local_name, *label) for part, _ in programme.columns for label in part.labels]
    rows = [(part.local_name, *label) for part, _ in programme.rows for label in part.labels]
    column_of = {_key(member): rules._pyomo_var_to_solver_var_map[id(member)] for member in rules._model.component_data_objects(Var)}
    row_of = {_key(member): number for member, number in rules._pyomo_con_to_solver_con_map.items()}
    assert set(column_of) == set(columns)
    assert set(row_of) == set(rows)
    order = ([column_of[key] for key in columns], [row_of[key] for key in rows])
    identity = (list(range(len(columns))), list(range(len(rows))))
    expected = _numbers(ours, *identity)
    _assert_alike(_numbers(direct, *identity), expected)
    theirs = _numbers(rules._solver_model, *order)
    _assert_alike({**theirs, "cost": theirs["cost"] / MONEY_UNIT}, expected)
    optimum = _relaxed(ours)
    assert _relaxed(direct) == pytest.approx(optimum, rel=1e-7)
    assert _relaxed(rules._solver_model) / MONEY_UNIT == pytest.approx(optimum, rel=1e-6)


def _key(member: Any) -> tuple[Any, ...]:
    return (member.parent_component().local_name, *member.index())


def _numbers(highs: highspy.Highs, columns: list[int], rows: list[int]) -> dict[str, Any]:
    """Return the arrays of a loaded model, its columns and rows in the given order."""
    lp = highs.getLp()
    triple = (np.array(lp.a_matrix_.value_), np.array(lp.a_matrix_.index_), np.array(lp.a_matrix_.start_))
    sparse = csc_matrix if lp.a_matrix_.format_ == highspy.MatrixFormat.kColwise else csr_matrix
    matrix = sparse(triple, shape=(lp.num_row_, lp.num_col_)).tocsr()[rows][:, columns]
    integer = np.array([kind == highspy.HighsVarType.kInteger for kind in lp.integrality_])
    return {
        "matrix": matrix,
        "integer": integer[columns],
        **{name: np.array(getattr(lp, f"col_{name}_"))[columns] for name in ("cost", "lower", "upper")},
        **{f"row {name}": np.array(getattr(lp, f"row_{name}_"))[rows] for name in ("lower", "upper")},
    }


def _assert_alike(found: dict[str, Any], expected: dict[str, Any]) -> None:
    assert abs(found["matrix"] - expected["matrix"]).max() < 1e-9
    assert found["matrix"].nnz == expected["matrix"].nnz
    for name in ("cost", "lower", "upper", "integer", "row lower", "row upper"):
        assert np.allclose(found[name], expected[name], rtol=1e-9, atol=1e-9), name


def _relaxed(highs: highspy.Highs) -> float:
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("solve_relaxation", True)
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(highs.getInfo().objective_function_value)
