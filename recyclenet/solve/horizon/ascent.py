"""The ascent: prices for collecting that prove more and more, by steps along what is collected too little or too often."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from recyclenet.solve.horizon.case import Case, Columns, Floats
from recyclenet.solve.horizon.cover import Choice, cheapest
from recyclenet.solve.horizon.prices import Worth, collected, delivered, from_then_on, worth

MEMORY = 0.7
"""Share of the last direction that is kept in the next."""

SHORTENED = 0.7
"""Share of its length that a step keeps once steps no longer prove more."""

SHORTEST = 5e-3
"""Length at which steps end; the first at the root has length 1."""

HOPED = 0.02
"""How far above the bound [relative] a step aims at most."""

ROUNDING = 1e-10
"""By how much of what it is summed from a bound is lowered, for sums in floating point."""

AVERAGED = 0.9
"""Share of the average of what stood that is kept when the next choice is added."""


@dataclass(frozen=True)
class Effort:
    """How much work an ascent is: the most steps, the length of the first, and after how many without a better bound they are shortened."""

    rounds: int
    length: float
    patience: int


ROOT = Effort(rounds=300, length=1.0, patience=12)
NARROWED = Effort(rounds=200, length=0.5, patience=12)
NODE = Effort(rounds=60, length=0.3, patience=6)


@dataclass(frozen=True)
class Proof:
    """What prices prove: a bound, the cheapest openings then, what others cost more; `stood` (T, J): how often each stood of late."""

    prices: Floats
    bound: float
    choice: Choice
    found: Worth
    stood: Floats

    def modular(self, case: Case) -> tuple[float, Floats]:
        """Return a constant and a cost of each opening (T, J) that together are no more than a plan with these openings costs."""
        return float(self.found.constant.sum()), case.path + from_then_on(self.found.value)


def first_prices(case: Case) -> Floats:
    """Return what the fourth cheapest site would cost each source: prices to begin with."""
    cost = delivered(case)
    rank = min(3, case.sites - 1)
    near, least = np.partition(cost, rank, axis=1)[:, rank], cost.min(axis=1)
    return np.where(np.isfinite(near), near, np.where(np.isfinite(least), 2 * np.abs(least), 0.0))


def climb(
    case: Case,
    prices: Floats,
    deadline: Columns,
    effort: Effort,
    *,
    offer: Callable[[Columns], float],
    enough: Callable[[float], bool],
) -> Proof:
    """Return what is proven by prices found step by step from some to begin with.

    `deadline`: by when the first, second, ... site must stand. `offer` is given openings and returns the cost of the best plan known;
    `enough` tells from a bound whether to end.
    """
    cost = delivered(case)
    least = cost.min(axis=1)
    scale = np.where(np.isfinite(least), np.abs(least) + 1e-9, 1.0) / np.maximum(case.supply, 1e-9)
    direction, length, since = np.zeros_like(prices), effort.length, 0
    best: Proof | None = None
    stood, share = np.zeros(case.path.shape), 0.0
    for _ in range(effort.rounds):
        found = worth(case, cost, prices)
        choice = cheapest(case.path + from_then_on(found.value), case.idle, deadline)
        bound = _lowered(float(found.constant.sum()), choice.cost, float(np.abs(found.constant).sum()))
        standing = case.standing(choice.opened)
        stood, share = AVERAGED * stood + (1 - AVERAGED) * standing, AVERAGED * share + 1 - AVERAGED
        plan = offer(choice.opened)
        since += 1
        if best is None or bound > best.bound:
            best, since = Proof(prices, bound, choice, found, stood), 0
        if not np.isfinite(bound) or enough(best.bound):
            break
        if since > effort.patience:
            length, since, prices, direction = length * SHORTENED, 0, best.prices, np.zeros_like(prices)
            if length < SHORTEST:
                break
            continue
        lacking = case.supply - collected(case, found, standing)
        direction, slope = _turned(direction, lacking, scale)
        if slope <= 0:
            break
        target = min(plan, best.bound + HOPED * abs(best.bound))
        prices = prices + length * max(target - bound, 0.0) / slope * direction
    if best is None:
        raise ValueError("an effort has a round at least")
    return replace(best, stood=stood / share)


def _turned(direction: Floats, lacking: Floats, scale: Floats) -> tuple[Floats, float]:
    """Return the next direction and how steeply the bound rises along it at first; no direction that leads down."""
    step = lacking * scale
    turned = MEMORY * direction + step
    slope = float((lacking * turned).sum())
    return (turned, slope) if slope > 0 else (step, float((lacking * step).sum()))


def _lowered(constant: float, openings: float, size: float) -> float:
    return constant + openings - ROUNDING * (size + abs(openings)) if np.isfinite(openings) else np.inf
