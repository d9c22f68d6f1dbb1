"""The ascent to good prices: a volume algorithm, after Barahona and Anbil (2000).

Prices move along the tonnes not taken, averaged over the steps before, so that the same average of candidates taken tells how likely
each of them stands. Every point on the way may settle candidates (see fixing).
"""

from collections.abc import Callable
from dataclasses import dataclass

from recyclenet.solve.location.bound import Point, Relaxation
from recyclenet.solve.location.cover import ROUNDING
from recyclenet.solve.location.problem import Choice, Floats

LEAST_STEP, NEXT_STEP, FIRST_STEP, MOST_STEP = 1e-4, 0.03, 0.1, 2.0
"""Step lengths as a share of the way to the target: the least, one to begin with near good prices, one far from them, the most."""

NEWEST = 0.3
"""Largest weight of the newest step in the average."""

PATIENCE = 4
"""Steps without a better bound after which they become shorter."""


@dataclass(frozen=True)
class Climb:
    """Where an ascent ended: its best point, the average of what was taken, what got settled, and the last length of a step."""

    best: Point
    likely: Floats
    choice: Choice
    step: float


def ascend(
    relaxation: Relaxation,
    prices: Floats,
    choice: Choice,
    *,
    target: float,
    steps: int,
    step: float = FIRST_STEP,
    settle: Callable[[Point, Choice], Choice | None],
    stopping: Callable[[], bool],
) -> Climb | None:
    """Return the best point found in so many steps; ends early where `stopping` says so.

    `settle` returns what a point settles, or None where it proves that nothing better is left: then None is returned.
    """
    best = relaxation.at(prices, choice)
    settled = settle(best, choice)
    if settled is None:
        return None
    choice, excess, likely, waited = settled, best.excess_t, best.taken.taken, 0
    nothing = (ROUNDING * relaxation.location.supply_t.sum()) ** 2
    for _ in range(steps):
        length = float(excess @ excess)
        if length <= nothing or stopping():
            break
        way = max(min(target, best.value + 0.05 * abs(best.value)) - best.value, 1e-7 * abs(best.value))
        point = relaxation.at(best.prices + step * way / length * excess, choice)
        settled = settle(point, choice)
        if settled is None:
            return None
        choice = settled
        turn = point.excess_t - excess
        along, across = float(excess @ point.excess_t), float(turn @ turn)
        weight = min(max(-float(excess @ turn) / across, NEWEST / 10), NEWEST) if across > 0 else NEWEST
        excess, likely = excess + weight * turn, likely + weight * (point.taken.taken - likely)
        if point.value > best.value:
            best, waited = point, 0
            step = min(step * 1.1, MOST_STEP) if along >= 0 else step
        else:
            waited += 1
            if waited >= PATIENCE and step <= LEAST_STEP:
                break
            if waited >= PATIENCE:
                step, waited = max(step * 0.66, LEAST_STEP), 0
    return Climb(best, likely, choice, step)
