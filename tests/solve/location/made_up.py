"""Location problems made up at random, and the cheapest plan by trying every set of candidates."""

from functools import cache
from itertools import product

import numpy as np
from scipy.optimize import linprog

from recyclenet.solve.location.problem import ABSENT, Location


def location(seed: int) -> Location:
    """Return a tiny problem: capacities loose, tight or short, ways missing, supply that may stay behind, settled candidates, ties."""
    dice = np.random.default_rng(seed)
    candidates, sources = int(dice.integers(1, 6)), int(dice.integers(1, 7))
    supply = dice.integers(1, 20, sources).astype(float)
    share = dice.choice([0.9, 1.0, 1.3, 2.5])
    capacity = np.maximum(
        np.round(dice.uniform(0.5, 1.5, candidates) * share * supply.sum() / max(1, candidates - dice.integers(0, 3))), 1.0
    )
    cost = dice.integers(1, dice.choice([3, 30]), (candidates, sources)).astype(float)  # few costs: many ties
    cost[dice.random(cost.shape) < dice.choice([0.0, 0.3])] = ABSENT
    left = dice.random(sources) < dice.choice([0.0, 0.5, 1.0])
    most = np.where(left, np.round(supply * dice.choice([0.3, 1.0], sources)), 0.0)
    return Location(
        supply_t=supply,
        cost_per_t=cost,
        capacity_t=capacity,
        fixed_cost=dice.integers(-5, 200, candidates).astype(float),
        required=dice.random(candidates) < 0.1,
        allowed=np.ones(candidates, dtype=bool),
        left_cost_per_t=np.where(left, dice.integers(5, 60, sources), ABSENT).astype(float),
        left_most_t=most,
        offset=float(dice.integers(-100, 100)),
    )


@cache
def optimum(seed: int) -> float | None:
    """Return the least cost of the problem of a seed, or None."""
    return cheapest(location(seed))


def cheapest(problem: Location) -> float | None:
    """Return the least cost over all sets of candidates, or None where none serves all: a linear programme for each."""
    best = None
    for picked in product([False, True], repeat=problem.capacity_t.size):
        stands = np.array(picked)
        if np.any(problem.required & ~stands) or np.any(stands & ~problem.allowed):
            continue
        moving = _flows(problem, stands)
        if moving is not None:
            cost = moving + float(problem.fixed_cost[stands].sum()) + problem.offset
            best = cost if best is None else min(best, cost)
    return best


def _flows(problem: Location, stands: np.ndarray) -> float | None:
    """Return the least cost of the flows to what stands, or None."""
    sources = problem.supply_t.size
    pairs = [(j, k) for j in np.flatnonzero(stands) for k in range(sources) if problem.cost_per_t[j, k] < ABSENT]
    costs, bounds = [problem.cost_per_t[j, k] for j, k in pairs], [(0.0, None) for _ in pairs]
    served, room = np.zeros((sources, len(pairs) + sources)), np.zeros((problem.capacity_t.size, len(pairs) + sources))
    for column, (j, k) in enumerate(pairs):
        served[k, column] = room[j, column] = 1.0
    for k in range(sources):
        served[k, len(pairs) + k] = 1.0
        free = problem.left_most_t[k] > 0
        costs.append(problem.left_cost_per_t[k] if free else 0.0)
        bounds.append((0.0, min(problem.left_most_t[k], problem.supply_t[k])))
    found = linprog(costs, A_ub=room, b_ub=problem.capacity_t, A_eq=served, b_eq=problem.supply_t, bounds=bounds)
    return float(found.fun) if found.status == 0 else None
