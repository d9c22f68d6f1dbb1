"""Which way is taken: by the shape of an instance and its size; the answer is the same whichever way it is found."""

import _thread
import importlib
import threading
import time

import pytest

from recyclenet import solve, violations
from recyclenet.errors import InfeasibleError, NoPlanError
from recyclenet.solution.solution import Solution
from recyclenet.solve import method
from recyclenet.solve.apart import apart
from recyclenet.solve.stage import Progress
from tests.benchmarks.hard_peer import hard_peer
from tests.benchmarks.instances import made_up
from tests.benchmarks.two_echelon import two_echelon
from tests.cases import formulate, tutorial, with_values
from tests.generators import seeded

EXACT = 1e-6


def outcome(instance, way, **how):
    """Return the least cost and the way it was found, or what stands in its way."""
    try:
        plan = solve(formulate(instance), gap=EXACT, threads=1, method=way, **how)
    except (InfeasibleError, NoPlanError) as error:
        return type(error).__name__, ""
    assert violations(plan.instance, plan).empty
    assert plan.bound <= plan.cost
    assert plan.gap <= EXACT + 1e-9
    return plan.cost, plan.run["method"]


SHAPES = {
    "horizon": lambda: hard_peer("plain", sources=6, sites=12, periods=4),
    "paths": lambda: two_echelon(8, 3, 2, 2),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_has_its_way_and_the_cost_is_that_of_a_search_over_the_whole(shape):
    instance = SHAPES[shape]()
    cost, way = outcome(instance, "engine")
    whole, search = outcome(instance, "mip")
    assert (way, search) == (shape, "search")
    assert cost == pytest.approx(whole, rel=3 * EXACT)


@pytest.mark.parametrize("seed", range(300, 330))
def test_the_engine_finds_the_least_cost_of_instances_with_any_three_features(seed):
    instance, _ = seeded(seed)
    cost, _ = outcome(instance, "engine")
    whole, _ = outcome(instance, "mip")
    assert cost == whole if isinstance(whole, str) else cost == pytest.approx(whole, rel=3 * EXACT, abs=1e-3)


def test_left_to_itself_a_small_instance_is_searched_and_a_large_one_is_not(monkeypatch):
    assert outcome(tutorial(), "auto") == (pytest.approx(11350), "search")
    monkeypatch.setattr(method, "LARGE", 1)
    assert outcome(made_up(400), "auto")[1] != "search"


@pytest.mark.parametrize("shape", SHAPES)
def test_those_who_watch_are_told_and_better_plans_are_kept(shape, monkeypatch):
    monkeypatch.setattr(importlib.import_module("recyclenet.solve.horizon.search"), "KEEP_EVERY_S", 0.0)
    told: list[Progress] = []
    kept: list[Solution] = []
    cost, _ = outcome(SHAPES[shape](), "engine", progress=told.append, keep=kept.append)
    assert any(step.incumbent is not None and step.bound is not None for step in told)
    assert all(violations(plan.instance, plan).empty for plan in kept)
    assert min(plan.cost for plan in kept) >= cost - 1e-6 * abs(cost)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_time_gives_no_plan_or_one_that_holds(shape):
    try:
        plan = solve(formulate(SHAPES[shape]()), method="engine", time_limit=0.0)
    except NoPlanError:
        return
    assert violations(plan.instance, plan).empty
    assert plan.bound <= plan.cost


@pytest.mark.parametrize("way", ["engine", "mip"])
def test_what_no_plan_can_obey_is_infeasible_either_way(way):
    instance = hard_peer("plain", sources=6, sites=12, periods=4)
    assert outcome(with_values(instance, "candidates", "capacity_t", 1.0), way)[0] == "InfeasibleError"


def test_work_apart_gives_what_it_finds_and_raises_what_it_raises():
    assert apart(lambda: 7, threading.Event()) == 7
    with pytest.raises(NoPlanError, match="nothing"):
        apart(lambda: _raise(NoPlanError("nothing")), threading.Event())


def _raise(error):
    raise error


def test_work_apart_is_asked_to_stop_at_an_interruption():
    stop = threading.Event()
    threading.Timer(0.3, _thread.interrupt_main).start()

    def work():
        begin = time.monotonic()
        while not stop.is_set() and time.monotonic() < begin + 60:
            time.sleep(0.01)
        return stop.is_set()

    assert apart(work, stop)
