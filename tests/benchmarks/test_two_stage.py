"""The two-stage problems made up follow the published recipe, and say what the published model says: every choice enumerated."""

from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from recyclenet.solve.handover import compile_model
from recyclenet.solve.highs import solve
from recyclenet.solve.paths.recognise import recognise
from tests.benchmarks.two_stage import two_stage
from tests.cases import formulate


def read(instance):
    """Return demand, and for satellites and plants capacity, fixed cost and costs of the stage before, as arrays."""
    supply = instance["supplies"].pivot(index="region", columns="material", values="supply_t")
    limits, candidates = instance["limits"], instance["candidates"].set_index("site")
    ways = instance["distances"].pivot_table(index="origin", columns=["mode", "destination"], values="distance_km")
    stages, before = [], list(supply.index)
    for technology in ("gather", "recycle"):
        of = limits[limits["technology"] == technology]
        capacity = of.assign(good=of["material"].str.removesuffix("-gathered")).pivot(index="group", columns="good", values="most")
        sites = [name.removeprefix("at ") for name in capacity.index]
        cost = {good: ways.loc[before, [(good, site) for site in sites]].to_numpy() for good in supply}
        stages.append((capacity.to_numpy(), candidates.loc[sites, "opening_cost"].to_numpy(), cost))
        before = sites
    return supply, stages


def flow_cost(demand, first, second, here, there):
    """Return the least cost of one product's flows from customers by satellites to plants, infinite where they do not fit."""
    (k, j), i = first.shape, second.shape[1]
    served = np.hstack([np.kron(np.eye(k), np.ones(j)), np.zeros((k, j * i))])
    kept = np.hstack([np.tile(np.eye(j), k), -np.kron(np.eye(j), np.ones(i))])
    points = np.hstack([np.tile(np.eye(j), k), np.zeros((j, j * i))])
    works = np.hstack([np.zeros((i, k * j)), np.tile(np.eye(i), j)])
    found = linprog(
        np.concatenate([first.ravel(), second.ravel()]), np.vstack([points, works]), np.concatenate([here, there]),
        np.vstack([served, kept]), np.concatenate([demand, np.zeros(j)]),
    )  # fmt: skip
    return found.fun if found.success else np.inf


@pytest.mark.slow
def test_the_best_plan_is_the_best_of_all_choices():
    instance = two_stage(2, 2)
    supply, ((here, fixed_here, first), (there, fixed_there, second)) = read(instance)
    best = np.inf
    for choice in product((0, 1), repeat=6):
        points, works = np.array(choice[:4]), np.array(choice[4:])
        fixed = float(fixed_here @ points + fixed_there @ works)
        if fixed < best:
            flows = [
                flow_cost(supply[good].to_numpy(), first[good], second[good], here[:, k] * points, there[:, k] * works)
                for k, good in enumerate(supply)
            ]
            best = min(best, fixed + sum(flows))
    assert solve(formulate(instance), gap=1e-9).cost == pytest.approx(best)


def test_a_problem_follows_the_recipe_and_is_recognised():
    instance = two_stage(10, 3)
    supply, ((here, fixed_here, first), (there, fixed_there, second)) = read(instance)
    assert supply.shape == (40, 3)
    assert supply.stack().between(10, 20).all()
    for capacity, fixed, places, (low, high) in ((here, fixed_here, 20, (8_000, 12_000)), (there, fixed_there, 10, (20_000, 30_000))):
        mean = np.ceil(supply.sum().to_numpy() / places)
        assert capacity.shape == (places, 3)
        assert np.all((capacity >= 2 * mean) & (capacity <= 5 * mean))
        assert np.all((fixed >= low) & (fixed <= high))
    for costs, low in ((first, 55), (second, 35)):
        assert all(cost.min() >= low and cost.max() <= low + 10 for cost in costs.values())
    formulation = formulate(instance)
    assert recognise(formulation, compile_model(formulation.model)) is not None
