"""Bounds by paths hold at any prices, and the best of them is the relaxation of the path model."""

import numpy as np
import pytest

from recyclenet.errors import InfeasibleError
from recyclenet.solve.handover import compile_model
from recyclenet.solve.highs import solve
from recyclenet.solve.paths.ascent import Ascent
from recyclenet.solve.paths.bound import Relaxation
from recyclenet.solve.paths.limits import Limits, run_matrix
from recyclenet.solve.paths.model import path_model
from recyclenet.solve.paths.recognise import recognise
from tests.benchmarks.two_echelon import two_echelon
from tests.cases import formulate, with_table
from tests.solve.paths.made_up import random_prices, recognised, some_features

NO_LIMITS = Limits(np.inf, lambda: False, 1, 0)


@pytest.mark.parametrize("seed", range(10))
def test_no_prices_prove_more_than_the_optimum(seed):
    formulation, _, case = recognised(seed, some_features(seed))
    if case is None:
        pytest.skip("no case of paths")
    try:
        optimum = solve(formulation, gap=1e-9, threads=1).cost
    except InfeasibleError:
        optimum = np.inf
    relaxation = Relaxation(case)
    ascent = Ascent(relaxation)
    for _ in range(100):
        ascent.step(optimum)
    proven = [ascent.bound.value, *(relaxation.at(random_prices(case, draw)).value for draw in range(20))]
    assert max(proven) <= optimum + 1e-6 * abs(optimum) + 0.1


@pytest.mark.parametrize("size", [(8, 4, 2, 1), (5, 3, 2, 2)])
def test_the_ascent_comes_near_the_relaxation_of_the_path_model_and_never_above(size):
    """Two ways to one number: linear programming on all paths, and prices that are moved step by step."""
    case = case_of(size)
    model = path_model(case, np.ones(case.plans.cost.size, dtype=bool), case.plans.must)
    model.matrix.whole = [0 * part for part in model.matrix.whole]
    relaxed = run_matrix(model.matrix, NO_LIMITS, gap=0.0).bound + case.constant
    ascent = Ascent(Relaxation(case))
    for _ in range(1500):
        if ascent.arrived:
            break
        ascent.step(np.inf)
    assert relaxed * 0.998 <= ascent.bound.value <= relaxed * (1 + 1e-9)


def test_what_a_plan_adds_to_the_bound_holds_for_the_best_plan_that_takes_it():
    """Reduced costs: with a plan forced upon its facility, the path model costs at least the bound and what the plan adds to it."""
    case = case_of((6, 3, 2, 1))
    ascent = Ascent(Relaxation(case))
    for _ in range(200):
        ascent.step(np.inf)
    everything = np.ones(case.plans.cost.size, dtype=bool)
    for plan in range(case.plans.cost.size):
        allowed, must = everything.copy(), case.plans.must.copy()
        allowed[case.plans.facility == case.plans.facility[plan]] = False
        allowed[plan], must[case.plans.facility[plan]] = True, True
        forced = run_matrix(path_model(case, allowed, must).matrix, NO_LIMITS, gap=1e-7).bound + case.constant
        assert ascent.bound.value + ascent.bound.worse[plan] <= forced * (1 + 1e-6)


def test_paths_left_out_for_their_cost_are_in_no_best_plan():
    """The certificate of the list: with leaving twice as dear more paths are listed, and none of the further ones pays at the old price."""
    case = case_of((8, 4, 2, 1))
    instance = two_echelon(8, 4, 2, 1)
    dear = with_table(instance, "uncollected", instance["uncollected"].assign(cost_per_t=320.0))
    formulation = formulate(dear)
    longer = recognise(formulation, compile_model(formulation.model))
    assert longer is not None
    assert longer.paths.cost.size > case.paths.cost.size
    assert np.count_nonzero(longer.paths.cost < 160) == case.paths.cost.size


def case_of(size):
    """Return the case of a two-echelon network."""
    formulation = formulate(two_echelon(*size))
    case = recognise(formulation, compile_model(formulation.model))
    assert case is not None
    return case
