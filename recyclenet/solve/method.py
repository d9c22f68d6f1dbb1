"""The method: which way the least cost is searched for, by what an instance is like and how large."""

import time
from collections.abc import Callable, Collection
from typing import Literal, get_args

import numpy as np

from recyclenet.errors import UsageError
from recyclenet.model.formulation import Formulation
from recyclenet.solve.handover import Programme
from recyclenet.solve.ladder.climb import STEPS, Climb
from recyclenet.solve.location.method import best_location
from recyclenet.solve.stage import SEARCH, Best, Progress, Stage, money_unit

Method = Literal["auto", "mip", "engine"]
"""`mip`: HiGHS searches over the whole model. `engine`: what is made for the shape of the instance. `auto`: the engine where it pays."""

METHODS: tuple[Method, ...] = get_args(Method)

LARGE = 100_000
"""From this many columns on, HiGHS alone is slow to find a first plan."""

Keep = Callable[[Best], object] | None


def check_method(method: str, without: Collection[str]) -> None:
    """Raise UsageError for a method or a step that does not exist."""
    if method not in METHODS:
        raise UsageError(f"there is no method {method!r}; take one of {', '.join(METHODS)}")
    if unknown := set(without) - set(STEPS):
        raise UsageError(f"there is no step {', '.join(sorted(unknown))} to leave out; there are {', '.join(STEPS)}")


def least_cost(
    formulation: Formulation, programme: Programme, stage: Stage, method: Method, keep: Keep = None, without: Collection[str] = ()
) -> tuple[Best, str]:
    """Return the best plan of a programme, and the way it was found: search, location or ladder; raises as `Stage.run` does."""
    if method != "mip" and programme.integer.any():
        if (best := _location(programme, stage, keep)) is not None:
            return best, "location"
        if method == "engine" or programme.cost.size >= LARGE:
            return Climb(formulation, programme, money_unit(programme.cost), stage, keep, without).run(), "ladder"
    return stage.run(programme, money_unit(programme.cost), SEARCH, keep), SEARCH


def _location(programme: Programme, stage: Stage, keep: Keep) -> Best | None:
    """Return the best plan of a programme that is a single-echelon location problem; None where it is not one."""

    def report(incumbent: float, bound: float, phase: str) -> None:
        if stage.progress is None:
            return
        known, proven = bool(np.isfinite(incumbent)), bool(np.isfinite(bound))
        gap = (incumbent - bound) / max(abs(incumbent), 1e-9) if known and proven else None
        seconds = time.perf_counter() - stage.start
        stage.progress(Progress(incumbent if known else None, bound if proven else None, gap, seconds, phase))

    deadline = None if stage.time_limit is None else stage.start + stage.time_limit
    return best_location(programme, stage.name, gap=stage.gap, deadline=deadline, report=report, stopping=stage.stop.is_set, keep=keep)
