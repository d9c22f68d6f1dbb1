"""The problems made up for the benchmark of location follow the published recipe, and are recognised."""

import pytest

from recyclenet.solve.handover import compile_model
from recyclenet.solve.location.recognise import recognise
from tests.benchmarks.cornuejols import cornuejols
from tests.cases import formulate


def test_a_problem_made_up_follows_the_recipe_and_is_recognised(tmp_path):
    found = recognise(compile_model(formulate(cornuejols(tmp_path, size=30, ratio=5)).model))
    assert found is not None
    location = found.location
    assert location.cost_per_t.shape == (30, 30)
    assert location.supply_t.min() >= 5
    assert location.supply_t.max() <= 35
    assert location.capacity_t.sum() == pytest.approx(5 * location.supply_t.sum(), abs=30)  # each is rounded down to a whole number
    assert location.fixed_cost.min() >= 100 * 10**0.5 - 1  # no capacity before scaling is below 10
    assert location.fixed_cost.max() <= 90 + 110 * 160**0.5
    assert location.cost_per_t.max() <= 10 * 2**0.5 + 1e-9  # 10 along the diagonal of the square


def test_a_seed_makes_the_same_problem_again_and_another_seed_another(tmp_path):
    costs = [compile_model(formulate(cornuejols(tmp_path, size=10, ratio=5, seed=seed)).model).cost.tolist() for seed in (1, 1, 2)]
    assert costs[0] == costs[1]
    assert costs[0] != costs[2]
