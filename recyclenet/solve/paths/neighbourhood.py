"""Neighbourhoods: a few facilities that serve the same supply are chosen anew while all else stays as it is."""

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from recyclenet.solve.handover import Floats
from recyclenet.solve.paths.ascent import Ascent
from recyclenet.solve.paths.case import Case, Ints
from recyclenet.solve.paths.fixing import Choices
from recyclenet.solve.paths.limits import Limits, run_matrix
from recyclenet.solve.paths.model import held_to, path_model
from recyclenet.solve.paths.plan import Plan, plan_of, served_at, solution_of, values_of

PART_S = 20.0
"""Most time for one neighbourhood [s]."""

FIRST_SIZE, LEAST_SIZE = 12, 4
"""Number of facilities that are chosen anew at first, and at least."""

QUICK_S = 4.0
"""A neighbourhood that took less is followed by a larger one [s]."""

USED = 0.02
"""Facilities that the ascent used at least so often may be opened."""

NEAR = 0.5
"""Facilities that add no more than this share of the gap may be opened too."""


@dataclass(frozen=True)
class Neighbours:
    """How much supply facilities share, by pairs."""

    shared: Floats

    def of(self, facility: int, among: NDArray[np.bool_], count: int) -> Ints:
        """Return the facility and those among others that share most with it, weighed by how much they serve in all."""
        ranked = np.where(among, self.shared[facility], 0.0)
        ranked[facility] = np.inf
        order = np.argsort(-ranked, kind="stable")[:count]
        return order[ranked[order] > 0]


def neighbours(case: Case) -> Neighbours:
    """Return the neighbours of a case: supply shared, relative to what the smaller of both could serve."""
    links, count = case.links, case.sources.supply.size
    table = np.zeros((case.facilities, count))
    table[links.facility, links.source] = np.sqrt(case.sources.supply[links.source])
    both = table @ table.T
    own = np.sqrt(np.maximum(np.diag(both), 1e-12))
    return Neighbours(both / own[:, None] / own[None, :])


class Neighbourhoods:
    """Neighbourhoods in random order: one about every facility that is open, nearly open or nearly pays."""

    def __init__(self, case: Case, seed: int) -> None:
        """Begin small."""
        self._case, self._neighbours, self._draw = case, neighbours(case), np.random.default_rng(seed)
        self._size, self._idle, self._waiting, self._count = FIRST_SIZE, 0, [0][:0], 1

    def stale(self) -> bool:
        """Return whether a whole round of neighbourhoods brought nothing."""
        return self._idle >= self._count

    def widen(self) -> None:
        """Begin a new round with more facilities at a time."""
        self._idle, self._size = 0, self._size + self._size // 3

    def next(self, plan: Plan, ascent: Ascent, choices: Choices, limits: Limits, gap: float) -> Plan | None:
        """Return a better plan if the next neighbourhood holds one."""
        among = self._among(plan, ascent, choices)
        if not self._waiting:
            self._waiting = self._draw.permutation(np.flatnonzero(among)).tolist()
            self._count = max(1, len(self._waiting) // 3)
        if not self._waiting:
            self._idle = self._count
            return None
        free = self._neighbours.of(self._waiting.pop(), among, self._size)
        begin = time.perf_counter()
        better, ended = improved(self._case, plan, free, choices.plans, limits.within(PART_S), 0.1 * gap)
        seconds = time.perf_counter() - begin
        if ended and seconds < QUICK_S:
            self._size += 1
        elif not ended:
            self._size = max(LEAST_SIZE, self._size - 3)
        self._idle = 0 if better is not None else self._idle + 1
        return better

    def _among(self, plan: Plan, ascent: Ascent, choices: Choices) -> NDArray[np.bool_]:
        """Return the facilities that neighbourhoods are made of."""
        plans = self._case.plans
        near = ascent.bound.worse <= NEAR * max(plan.cost - ascent.bound.value, 0.0)
        often = np.bincount(plans.facility, ascent.weights, minlength=self._case.facilities) >= USED
        able = np.zeros(self._case.facilities, dtype=bool)
        able[plans.facility[near & choices.plans]] = True
        return (plan.choice >= 0) | often | able


def improved(case: Case, plan: Plan, free: Ints, allowed: NDArray[np.bool_], limits: Limits, gap: float) -> tuple[Plan | None, bool]:
    """Return the best plan that differs in free facilities only (None: no better one), and whether the search for it came to its end.

    `allowed` are the plans that free facilities may choose from. Supply with no path through a free facility keeps its paths.
    """
    is_free = np.zeros(case.facilities, dtype=bool)
    is_free[free] = True
    links, paths = case.links, case.paths
    moves = np.zeros(case.sources.supply.size, dtype=bool)
    moves[links.source[is_free[links.facility]]] = True
    kept = np.where(moves[paths.source], 0.0, plan.flow)
    held = ~is_free
    may = (allowed & is_free[case.plans.facility]) | held_to(case, plan.choice)
    part = _without(case, kept, moves)
    model = path_model(part, may, case.plans.must | (held & (plan.choice >= 0)), moves[paths.source])
    own = plan_of(part, plan.choice, plan.flow - kept)
    found = run_matrix(model.matrix, limits, gap=gap, start=values_of(model, own))
    if found.values is None:
        return None, found.ended
    better = solution_of(model, found.values)
    whole = plan_of(case, better.choice, better.flow + kept)
    return (whole if whole.cost < plan.cost - 1e-7 * abs(plan.cost) else None), found.ended


def _without(case: Case, kept: Floats, moves: NDArray[np.bool_]) -> Case:
    """Return the case less what is kept: supply that moves only, and the capacity that is left for it."""
    used = served_at(case, kept) * case.links.usage
    shape = case.plans.capacity.shape[:2]
    at = case.links.facility * case.periods + case.sources.period[case.links.source]
    taken = np.bincount(at, used, minlength=shape[0] * shape[1]).reshape(shape)
    capacity = np.maximum(case.plans.capacity - taken[:, :, None], 0.0)
    return replace(
        case, sources=replace(case.sources, supply=np.where(moves, case.sources.supply, 0.0)), plans=replace(case.plans, capacity=capacity)
    )
