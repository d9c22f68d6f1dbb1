"""The search by paths finds the optimum that HiGHS finds, whatever steps are left out, and its plans are believed."""

import importlib
import time

import numpy as np
import pytest

from recyclenet import violations
from recyclenet.errors import InfeasibleError, NoPlanError
from recyclenet.solve.handover import compile_model
from recyclenet.solve.highs import _Run, solve
from recyclenet.solve.paths.recognise import recognise
from recyclenet.solve.paths.search import STEPS, search_paths
from recyclenet.solve.stage import Stage
from tests.benchmarks.two_echelon import two_echelon
from tests.cases import formulate
from tests.relating import same
from tests.solve.paths.made_up import recognised, some_features


@pytest.mark.parametrize("seed", range(14))
def test_with_any_rules_the_optimum_is_the_one_highs_finds(seed):
    formulation, programme, case = recognised(seed, some_features(seed))
    if case is None:
        pytest.skip("no case of paths")
    try:
        optimum = solve(formulation, gap=1e-9, threads=1).cost
    except InfeasibleError:
        with pytest.raises(InfeasibleError):
            search_paths(case, formulation, programme, gap=1e-6, threads=1)
        return
    best = search_paths(case, formulation, programme, gap=1e-6, threads=1)
    assert same(best.cost, optimum)
    assert best.bound <= optimum + 1e-6 * abs(optimum)
    assert best.gap <= 1e-6 + 1e-9
    plan = as_solution(formulation, programme, best)
    assert violations(formulation.network.instance, plan).empty


@pytest.mark.parametrize("step", STEPS)
def test_a_step_left_out_changes_the_way_not_the_optimum(step):
    for size in ((6, 3, 2, 1), (4, 3, 2, 2)):
        formulation, programme, case = two(size)
        whole = search_paths(case, formulation, programme, gap=1e-6, threads=1)
        less = search_paths(case, formulation, programme, gap=1e-6, threads=1, without=frozenset({step}))
        assert same(whole.cost, solve(formulation, gap=1e-9, threads=1).cost)
        assert same(whole.cost, less.cost)


def test_neighbourhoods_are_searched_where_a_programme_is_not_small(monkeypatch):
    """With the limits of small and large put at nothing, the plan comes from neighbourhoods, and time ends the search."""
    formulation, programme, case = two((10, 5, 3, 1))
    monkeypatch.setattr(search_module(), "SMALL", 0)
    found = search_paths(case, formulation, programme, gap=1e-6, threads=1, seed=3)
    monkeypatch.setattr(search_module(), "LARGE", 0)
    phases = set()
    timed = search_paths(
        case, formulation, programme, gap=0.0, threads=1, deadline=time.perf_counter() + 2, report=lambda _c, _b, phase: phases.add(phase)
    )
    assert same(found.cost, solve(formulation, gap=1e-9, threads=1).cost)
    assert timed.bound <= found.cost <= timed.cost * (1 + 1e-9)
    assert "bound" in phases


def test_what_is_reported_only_gets_better_and_ends_as_the_answer():
    formulation, programme, case = two((8, 4, 2, 2))
    told = []
    best = search_paths(case, formulation, programme, gap=1e-6, threads=1, report=lambda *what: told.append(what))
    costs = [cost for cost, _, _ in told if cost is not None]
    bounds = [bound for _, bound, _ in told if bound is not None]
    assert costs == sorted(costs, reverse=True)
    assert bounds == sorted(bounds)
    assert (costs[-1], min(bounds[-1], costs[-1])) == (best.cost, best.bound)
    assert programme.total(best.values) == pytest.approx(best.cost, rel=1e-12)


def test_a_wish_to_stop_is_heard_at_once():
    formulation, programme, case = two((8, 4, 2, 1))
    with pytest.raises(NoPlanError, match="allow more time"):
        search_paths(case, formulation, programme, gap=1e-6, threads=1, stopping=lambda: True)
    with pytest.raises(NoPlanError, match="allow more time"):
        search_paths(case, formulation, programme, gap=1e-6, threads=1, deadline=time.perf_counter() - 1)


def test_the_same_seed_finds_the_same_plan():
    formulation, programme, case = two((8, 4, 2, 1))
    first, again = (search_paths(case, formulation, programme, gap=1e-3, threads=1, seed=5) for _ in range(2))
    assert np.array_equal(first.values, again.values)


def search_module():
    """Return the module of the search; `recyclenet.solve` is a function too, so that its path cannot be spelt out."""
    return importlib.import_module("recyclenet.solve.paths.search")


def two(size):
    """Return the formulation, programme and case of a two-echelon network."""
    formulation = formulate(two_echelon(*size))
    programme = compile_model(formulation.model)
    case = recognise(formulation, programme)
    assert case is not None
    return formulation, programme, case


def as_solution(formulation, programme, best):
    """Return the plan of a search as a solution."""
    return _Run(formulation, programme, Stage("tiny", 1e-6, None, 1, 0, None, time.perf_counter())).plan_of(best)
