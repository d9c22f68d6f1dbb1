"""The ladder answers what a search over the whole model answers, whichever steps are left out."""

import time
from itertools import combinations

import numpy as np
import pytest

from recyclenet import solve, violations
from recyclenet.errors import InfeasibleError, NoPlanError, UsageError
from recyclenet.solve import method
from recyclenet.solve.handover import compile_model
from recyclenet.solve.ladder import root
from recyclenet.solve.ladder.climb import STEPS, Climb
from recyclenet.solve.stage import Stage, money_unit
from tests.benchmarks.instances import made_up
from tests.cases import formulate, tutorial
from tests.generators import seeded

EXACT = 1e-7


@pytest.fixture(autouse=True)
def on_the_ladder(monkeypatch):
    """Send all to the ladder, and let the smallest programmes leave columns out of the root as large ones do."""
    for other in ("recognise_horizon", "recognise_paths"):
        monkeypatch.setattr(method, other, lambda *_: None)
    monkeypatch.setattr(method, "best_location", lambda *_, **__: None)
    monkeypatch.setattr(root, "WHOLE", 0)
    monkeypatch.setattr(root, "FEWEST", 0)
    monkeypatch.setattr(root, "SHARE", 0.1)


def outcome(instance, **how):
    """Return the least cost, or what stands in its way."""
    try:
        plan = solve(formulate(instance), gap=EXACT, threads=1, **how)
    except (InfeasibleError, NoPlanError) as error:
        return type(error).__name__
    assert violations(plan.instance, plan).empty
    assert plan.bound <= plan.cost
    assert plan.gap <= EXACT + 1e-9
    return plan.cost


def same(one, other):
    return one == other if isinstance(one, str) or isinstance(other, str) else one == pytest.approx(other, rel=1e-6, abs=1e-3)


@pytest.mark.parametrize("seed", range(40))
def test_the_ladder_finds_the_least_cost_of_instances_with_any_three_features(seed):
    instance, _ = seeded(seed)
    assert same(outcome(instance, method="engine"), outcome(instance, method="mip"))


@pytest.mark.parametrize("without", [left for size in range(1, 4) for left in combinations(STEPS, size)], ids="+".join)
@pytest.mark.parametrize("seed", range(100, 104))
def test_no_step_changes_the_least_cost(seed, without):
    instance, _ = seeded(seed)
    assert same(outcome(instance, method="engine", without=without), outcome(instance, method="mip"))


def test_the_tutorial_costs_what_was_worked_out_by_hand():
    assert outcome(tutorial(), method="engine") == pytest.approx(11350)


def climb(instance, gap, seconds=None, **how):
    """Return the climb of an instance and its answer."""
    formulation = formulate(instance)
    programme = compile_model(formulation.model, lazy=False)
    found = Climb(formulation, programme, money_unit(programme.cost), Stage("x", gap, seconds, 1, 0, None, time.perf_counter()), **how)
    return found, found.run()


def test_a_larger_network_is_proven_like_a_search_proves_it():
    instance = made_up(1200)
    whole = solve(formulate(instance), gap=1e-5, threads=1, method="mip")
    _, best = climb(instance, 1e-3)
    assert best.gap <= 1e-3
    assert best.bound <= whole.cost + 1e-6 * abs(whole.cost)
    assert best.cost >= whole.bound - 1e-6 * abs(whole.bound)


def test_better_plans_are_kept_as_they_come_each_cheaper_than_the_last():
    kept = []
    _, best = climb(made_up(1200), 1e-4, seconds=20.0, keep=lambda found: kept.append(found.cost))
    assert len(kept) > 1
    assert kept == sorted(kept, reverse=True)
    assert kept[-1] == pytest.approx(best.cost)


def test_the_same_seed_gives_the_same_plan():
    plans = [climb(made_up(1200), 1e-3)[1] for _ in range(2)]
    assert np.array_equal(plans[0].values, plans[1].values)


def test_no_time_at_all_is_told():
    with pytest.raises(NoPlanError):
        climb(made_up(1200), 1e-3, seconds=0.0)


@pytest.mark.parametrize(("how", "said"), [({"method": "best"}, "no method 'best'"), ({"without": ("dives",)}, "no step dives")])
def test_a_misspelt_method_or_step_is_refused(how, said):
    with pytest.raises(UsageError, match=said):
        solve(formulate(tutorial()), **how)


def test_a_run_tells_the_way_it_was_found():
    assert solve(formulate(tutorial()), method="engine").run["method"] == "ladder"
    assert solve(formulate(tutorial())).run["method"] == "search"
