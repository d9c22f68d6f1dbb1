"""Each step of the ladder alone: what it says of a programme holds for every plan of it."""

import time
from dataclasses import replace

import highspy
import numpy as np
import pytest

from recyclenet import solve
from recyclenet.errors import InfeasibleError
from recyclenet.solve.handover import Programme, compile_model, lazy_rows
from recyclenet.solve.ladder import root
from recyclenet.solve.ladder.bound import proof
from recyclenet.solve.ladder.dive import dive
from recyclenet.solve.ladder.fixing import tightened
from recyclenet.solve.ladder.matrix import activity, bounded, reduced_costs
from recyclenet.solve.ladder.root import rounds, selected
from recyclenet.solve.ladder.sizes import Sizes, sizes_of
from recyclenet.solve.ladder.small import smaller
from recyclenet.solve.loaded import Loaded
from recyclenet.solve.stage import SEARCH, Stage, Within, money_unit
from tests.benchmarks.instances import made_up
from tests.benchmarks.judged import TOLERANCE, judged
from tests.cases import formulate
from tests.generators import seeded

INF = highspy.kHighsInf


def stage(gap=1e-8):
    return Stage("x", gap, None, 1, 0, None, time.perf_counter())


def loaded(programme):
    return Loaded(programme, money_unit(programme.cost), solver="ipx", threads=1)


def by_hand():
    """Return: least 3 a + 2 b + 10 y with a + b >= 4, a + b <= 6 y, a <= 3, y whole in 0..1. Best: b = 4, y = 1, cost 18."""
    return Programme(
        cost=np.array([3.0, 2.0, 10.0]), offset=0.0, lower=np.zeros(3), upper=np.array([3.0, np.inf, 1.0]),
        integer=np.array([False, False, True]), row_lower=np.array([4.0, -np.inf]), row_upper=np.array([np.inf, 0.0]),
        starts=np.array([0, 2, 4, 5], dtype=np.int32), indices=np.array([0, 1, 0, 1, 1], dtype=np.int32),
        values=np.array([1.0, 1.0, 1.0, 1.0, -6.0]),
    )  # fmt: skip


def test_sums_over_the_matrix():
    assert activity(by_hand(), np.array([1.0, 2.0, 1.0])).tolist() == [3.0, -3.0]
    assert reduced_costs(by_hand(), np.array([2.0, -1.0])).tolist() == [2.0, 1.0, 4.0]  # 3-2+1, 2-2+1, 10-6


def test_rows_bound_columns():
    assert bounded(by_hand()).upper == pytest.approx([3.0, 6.0, 1.0])  # b <= 6 y - a


def test_duals_prove_a_bound():
    # u = (2, -5/3): 2 * 4 + least of (3-2+5/3) a + (2-2+5/3) b + (10-10) y = 8
    found = proof(bounded(by_hand()), np.array([2.0, -5 / 3]))
    assert found.bound == pytest.approx(8.0)
    # u = (11/3, -5/3): 44/3, and nothing of a, b, y pays: the relaxation's optimum, b = 4, y = 2/3, cost 8 + 20/3
    assert proof(bounded(by_hand()), np.array([11 / 3, -5 / 3])).bound == pytest.approx(44 / 3)


def test_duals_of_the_wrong_sign_prove_nothing_wrong():
    assert proof(bounded(by_hand()), np.array([-4.0, 7.0])).bound == pytest.approx(0.0)


def test_a_column_without_end_that_would_pay_proves_nothing():
    assert proof(by_hand(), np.array([3.0, 0.0])).bound == -np.inf


def test_what_cannot_be_in_a_better_plan_is_fixed():
    proven = proof(bounded(by_hand()), np.array([11 / 3, -5 / 3]))  # reduced costs: a 1, b 0, y 0
    assert proven.reduced == pytest.approx([1.0, 0.0, 0.0])
    lower, upper = tightened(bounded(by_hand()), proven, 15.0)  # a at most 15 - 44/3
    assert lower.tolist() == [0.0, 0.0, 0.0]
    assert upper == pytest.approx([1 / 3, 6.0, 1.0])


def test_what_is_fixed_is_left_out_and_comes_back():
    small = smaller(by_hand(), np.array([0.0, 0.0, 1.0]), np.array([0.0, 6.0, 1.0]))
    assert small is not None
    assert small.programme.cost.tolist() == [2.0]
    assert small.programme.offset == 10.0
    assert small.programme.row_lower.tolist() == [4.0, -np.inf]
    assert small.programme.row_upper.tolist() == [np.inf, 6.0]
    assert small.whole(np.array([4.0])).tolist() == [0.0, 4.0, 1.0]


def test_bounds_that_leave_no_plan_are_seen():
    assert smaller(by_hand(), np.zeros(3), np.zeros(3)) is None  # a + b >= 4 of nothing
    assert smaller(by_hand(), np.ones(3), np.zeros(3)) is None


@pytest.mark.parametrize("seed", range(200, 240))
def test_bounds_proofs_and_fixing_keep_the_best_plan(seed):
    formulation = formulate(seeded(seed)[0])
    programme = compile_model(formulation.model)
    unit = money_unit(programme.cost)
    try:
        best = stage().run(programme, unit, SEARCH)
    except InfeasibleError:
        pytest.skip("no plan")
    near = bounded(programme)
    slack = 1e-5 * np.maximum(1.0, np.abs(near.upper))
    assert np.all(best.values <= near.upper + slack)
    draw = np.random.default_rng(seed)
    answer = loaded(near).solve()
    assert answer is not None
    exact = proof(near, answer.duals)
    guesses = [proof(near, answer.duals * draw.uniform(0, 2, answer.duals.size)) for _ in range(5)]
    allowed = best.cost + 1e-6 * max(1.0, abs(best.cost))
    assert all(found.bound <= allowed for found in (exact, *guesses))
    for found in (exact, *guesses):
        lower, upper = tightened(near, found, best.cost + 1e-5 * max(1.0, abs(best.cost)))
        room = 1e-5 * np.maximum(1.0, np.abs(best.values))
        assert np.all(best.values >= lower - room)
        assert np.all(best.values <= upper + room)


def test_rounds_come_to_the_relaxation_of_the_whole(monkeypatch):
    monkeypatch.setattr(root, "WHOLE", 0)
    monkeypatch.setattr(root, "FEWEST", 0)
    formulation = formulate(made_up(1200))
    programme = compile_model(formulation.model, lazy=False)
    near = bounded(programme)
    lazy = lazy_rows(formulation.model, programme)
    *early, last = rounds(near, lazy, loaded, Loaded.solve)
    whole = loaded(bounded(compile_model(formulation.model))).solve()
    assert whole is not None
    assert early
    assert last.columns.sum() < near.cost.size
    assert near.row_upper.size < last.programme.row_upper.size < near.row_upper.size + lazy.row_upper.size
    assert last.proven.bound == pytest.approx(programme.total(whole.values), rel=1e-5)
    assert all(found.proven.bound <= last.proven.bound for found in early)


def test_the_dive_ends_in_a_plan():
    formulation = formulate(made_up(1200))
    programme = bounded(compile_model(formulation.model))
    held = loaded(programme)
    start = held.solve()
    assert start is not None
    plan = dive(held, start.values, Loaded.solve, sizes_of(formulation, programme))
    assert plan is not None
    assert np.array_equal(plan[programme.integer], np.round(plan[programme.integer]))
    assert judged(programme, plan)[1] <= TOLERANCE
    assert programme.total(plan) >= proof(programme, start.duals).bound


def test_the_size_that_fits_is_opened():
    # one technology in two periods, sizes of 10, 20, 40 t/yr; 0.4 of the largest does 16 t/yr, in the other period 0.1 does 4
    sizes = Sizes(np.zeros(6, dtype=np.int64), np.array([0, 0, 0, 1, 1, 1]), np.array([10.0, 20, 40, 10, 20, 40]))
    values = np.array([0, 0, 0.4, 0, 0, 0.1])
    assert sizes.fitting(np.array([2]), values, np.ones(6)).tolist() == [1]
    assert sizes.fitting(np.array([5]), values, np.ones(6)).tolist() == [4]  # the same size as in the other period
    assert sizes.fitting(np.array([2, 5]), values, np.array([1.0, 0, 1, 1, 1, 1])).tolist() == [2, 4]  # where 20 may not stand


def test_some_rows_and_columns():
    part = selected(by_hand(), rows=np.array([False, True]), columns=np.array([False, True, True]))
    assert part.cost.tolist() == [2.0, 10.0]
    assert part.starts.tolist() == [0, 1, 2]
    assert part.indices.tolist() == [0, 0]
    assert part.values.tolist() == [1.0, -6.0]


def test_a_start_is_taken_and_an_aim_ends_the_search():
    formulation = formulate(made_up(1200))
    programme = compile_model(formulation.model)
    unit = money_unit(programme.cost)
    best = stage(1e-4).run(programme, unit, SEARCH)
    again = stage(1e-9).run(programme, unit, SEARCH, within=Within(best.values, target=best.cost + 1e-4 * abs(best.cost)))
    assert again.cost <= best.cost + 1e-4 * abs(best.cost)
    held = replace(programme, upper=np.where(programme.integer, np.round(best.values), programme.upper))
    assert stage(1e-6).run(held, unit, SEARCH, within=Within(best.values)).cost <= best.cost + 1e-6 * abs(best.cost)


def test_solve_with_the_engine_keeps_objectives_in_order():
    plan = solve(formulate(seeded(3)[0]), method="engine", gap=1e-6)
    assert plan.gap <= 1e-6 + 1e-9
