"""The method: which way the least cost is searched for, by what an instance is like and how large."""

import time
from collections.abc import Callable, Collection
from typing import Any, Literal, get_args

import numpy as np

from recyclenet.errors import UsageError
from recyclenet.model.formulation import Formulation
from recyclenet.solve.apart import apart
from recyclenet.solve.handover import Floats, Programme, with_lazy_rows
from recyclenet.solve.horizon.recognise import recognise as recognise_horizon
from recyclenet.solve.horizon.search import search_horizon
from recyclenet.solve.ladder.climb import STEPS, Climb
from recyclenet.solve.location.method import best_location
from recyclenet.solve.paths.recognise import recognise as recognise_paths
from recyclenet.solve.paths.search import search_paths
from recyclenet.solve.stage import SEARCH, Best, Progress, Stage, Within, money_unit

Method = Literal["auto", "mip", "engine"]
"""`mip`: HiGHS searches over the whole model. `engine`: what is made for the shape of the instance. `auto`: the engine where it pays."""

METHODS: tuple[Method, ...] = get_args(Method)

LARGE = 100_000
"""From this many columns on, HiGHS alone is slow to find a first plan."""

SHAPED = 20_000
"""From this many columns on, what is made for a shape is tried where the shape is recognised."""

Keep = Callable[[Best], object] | None


def check_method(method: str, without: Collection[str]) -> None:
    """Raise UsageError for a method or a step that does not exist."""
    if method not in METHODS:
        raise UsageError(f"there is no method {method!r}; take one of {', '.join(METHODS)}")
    if unknown := set(without) - set(STEPS):
        raise UsageError(f"there is no step {', '.join(sorted(unknown))} to leave out; there are {', '.join(STEPS)}")


def least_cost(
    formulation: Formulation,
    programme: Programme,
    stage: Stage,
    method: Method,
    keep: Keep = None,
    without: Collection[str] = (),
    *,
    start: Floats | None = None,
) -> tuple[Best, str]:
    """Return the best plan of a programme, and the way it was found; raises as `Stage.run` does.

    The programme may lack the model's lazy rows: they are made where a search wants them. The way is `location`, `horizon`, `paths` or
    `ladder` (packages of recyclenet.solve with what each is for), or `search`: HiGHS alone, which begins with the plan `start`.
    """
    large, shaped = (method == "engine" or programme.cost.size >= least for least in (LARGE, SHAPED))
    if method != "mip" and programme.integer.any():
        if (best := _location(programme, stage, keep)) is not None:
            return best, "location"
        if shaped and (horizon := recognise_horizon(formulation, programme)) is not None:
            return apart(lambda: search_horizon(horizon, formulation, programme, **_shared(stage, keep)), stage.stop), "horizon"
        if shaped and (case := recognise_paths(formulation, programme)) is not None:
            whole = with_lazy_rows(formulation.model, programme)
            return apart(lambda: search_paths(case, formulation, whole, **_shared(stage, keep)), stage.stop), "paths"
        if large:
            return Climb(formulation, programme, money_unit(programme.cost), stage, keep, without).run(), "ladder"
    whole = with_lazy_rows(formulation.model, programme)
    return stage.run(whole, money_unit(programme.cost), SEARCH, keep, within=Within(start)), SEARCH


def _location(programme: Programme, stage: Stage, keep: Keep) -> Best | None:
    """Return the best plan of a programme that is a single-echelon location problem; None where it is not one."""
    deadline = None if stage.time_limit is None else stage.start + stage.time_limit
    return best_location(
        programme, stage.name, gap=stage.gap, deadline=deadline, report=_reporter(stage), stopping=stage.stop.is_set, keep=keep
    )


def _shared(stage: Stage, keep: Keep) -> dict[str, Any]:
    """Return what every search made for a shape is told of a solve."""
    deadline = np.inf if stage.time_limit is None else stage.start + stage.time_limit
    return {
        "gap": stage.gap, "deadline": deadline, "seed": stage.seed, "threads": stage.threads, "report": _reporter(stage),
        "stopping": stage.stop.is_set, "keep": keep or _nothing,
    }  # fmt: skip


def _nothing(_: Best) -> None:
    """Keep nothing."""


def _reporter(stage: Stage) -> Callable[[float | None, float | None, str], None]:
    """Return what tells those who watch a solve how a search gets on."""

    def report(incumbent: float | None, bound: float | None, phase: str) -> None:
        if stage.progress is None:
            return
        cost = incumbent if incumbent is not None and np.isfinite(incumbent) else None
        proven = bound if bound is not None and np.isfinite(bound) else None
        gap = None if cost is None or proven is None else (cost - proven) / max(abs(cost), 1e-9)
        stage.progress(Progress(cost, proven, gap, time.perf_counter() - stage.start, phase))

    return report
