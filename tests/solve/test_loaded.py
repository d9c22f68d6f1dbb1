"""A loaded programme that is changed and solved again answers what a new one of the same numbers answers."""

from dataclasses import replace

import numpy as np
import pytest

from recyclenet.errors import SolverError
from recyclenet.solve.handover import compile_model, lazy_rows
from recyclenet.solve.loaded import Loaded
from recyclenet.solve.search import Search
from recyclenet.solve.stage import money_unit
from tests.benchmarks.instances import made_up
from tests.cases import formulate
from tests.solve.ladder.test_steps import by_hand


def cost(loaded):
    found = loaded.solve()
    return None if found is None else loaded.programme.total(found.values)


def bounds(loaded, column, lower, upper):
    loaded.bound(np.array([column]), np.array([lower]), np.array([upper]))


def test_bounds_are_changed_and_changed_back():
    # least 3 a + 2 b + 10 y with a + b >= 4, a + b <= 6 y, a <= 3: four units of b, and y as small as they need
    loaded = Loaded(by_hand(), 1.0)
    assert cost(loaded) == pytest.approx(8 + 10 * 4 / 6)
    bounds(loaded, 2, 1.0, 1.0)
    assert cost(loaded) == pytest.approx(18)
    bounds(loaded, 1, 0.0, 1.0)  # one of b, three of a
    assert cost(loaded) == pytest.approx(9 + 2 + 10)
    bounds(loaded, 1, 0.0, 0.0)
    assert cost(loaded) is None  # three of a are not four
    bounds(loaded, 1, 0.0, 9.0)
    assert cost(loaded) == pytest.approx(18)


def test_duals_say_what_one_more_unit_costs():
    loaded = Loaded(by_hand(), 10.0)
    bounds(loaded, 2, 1.0, 1.0)
    found = loaded.solve()
    assert found is not None
    assert found.duals == pytest.approx([2, 0])  # one more unit asked for is one more of b
    assert found.column_duals == pytest.approx([1, 0, 10])


def test_rows_are_added():
    loaded = Loaded(by_hand(), 1.0)
    bounds(loaded, 2, 1.0, 1.0)
    assert cost(loaded) == pytest.approx(18)
    two_of_a = replace(by_hand(), row_lower=np.array([2.0]), row_upper=np.array([np.inf]), starts=np.array([0, 1, 1, 1], dtype=np.int32),
                       indices=np.array([0], dtype=np.int32), values=np.array([1.0]))  # fmt: skip
    loaded.add(two_of_a)
    assert cost(loaded) == pytest.approx(6 + 4 + 10)
    assert loaded.programme.row_lower.tolist() == [4.0, -np.inf, 2.0]


@pytest.mark.parametrize("solver", ["choose", "ipx"])
def test_changes_come_to_what_a_new_programme_comes_to(solver):
    formulation = formulate(made_up(1200))
    programme = compile_model(formulation.model, lazy=False)
    more, unit = lazy_rows(formulation.model, programme), money_unit(programme.cost)
    loaded = Loaded(programme, unit, solver=solver, threads=1)
    assert cost(loaded) == pytest.approx(cost(Loaded(programme, unit, threads=1)), rel=1e-9)
    loaded.add(more)
    draw = np.random.default_rng(0)
    whole = np.flatnonzero(programme.integer)
    seen = []
    for share in (0.0, 0.02, 0.05, 0.1, 0.9, 0.03):
        upper = np.where(draw.random(whole.size) < share, programme.lower[whole], programme.upper[whole])
        loaded.bound(whole, programme.lower[whole], upper)
        anew = programme.upper.copy()
        anew[whole] = upper
        expected = cost(Loaded(replace(programme.with_rows(more), upper=anew), unit, threads=1))
        assert cost(loaded) == (None if expected is None else pytest.approx(expected, rel=1e-9))
        seen.append(expected)
    assert seen[4] is None  # hardly a site is left
    assert len({round(found) for found in seen if found is not None}) >= 3


def test_no_time_gives_no_optimum_and_more_time_does():
    programme = compile_model(formulate(made_up(1200)).model)
    loaded = Loaded(programme, money_unit(programme.cost), threads=1)
    assert loaded.solve(time_limit=0.0) is None
    assert loaded.solve(time_limit=60.0) is not None


def test_a_search_left_behind_is_not_touched_any_more(monkeypatch):
    loaded = Loaded(by_hand(), 1.0)
    monkeypatch.setattr(Search, "run", lambda *_, **__: False)
    assert loaded.solve() is None
    monkeypatch.undo()
    for changed in (lambda: bounds(loaded, 2, 1.0, 1.0), lambda: loaded.add(by_hand()), loaded.clear):
        changed()
    assert loaded.solve() is None


def test_what_is_cleared_has_no_optimum():
    loaded = Loaded(by_hand(), 1.0)
    loaded.clear()
    assert loaded.solve() is None


def test_a_column_that_is_not_there_is_refused():
    with pytest.raises(SolverError, match="HiGHS does not take a change of the model"):
        bounds(Loaded(by_hand(), 1.0), 3, 0.0, 1.0)
