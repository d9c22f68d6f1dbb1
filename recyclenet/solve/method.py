"""The method: which way the least cost is searched for, by what an instance is like and how large."""

from collections.abc import Callable, Collection
from typing import Literal, get_args

from recyclenet.errors import UsageError
from recyclenet.model.formulation import Formulation
from recyclenet.solve.handover import Programme
from recyclenet.solve.ladder.climb import STEPS, Climb
from recyclenet.solve.stage import SEARCH, Best, Stage, money_unit

Method = Literal["auto", "mip", "engine"]
"""`mip`: HiGHS searches over the whole model. `engine`: what is made for the shape of the instance. `auto`: the engine where it pays."""

METHODS: tuple[Method, ...] = get_args(Method)

LARGE = 100_000
"""From this many columns on, HiGHS alone is slow to find a first plan."""


def check_method(method: str, without: Collection[str]) -> None:
    """Raise UsageError for a method or a step that does not exist."""
    if method not in METHODS:
        raise UsageError(f"there is no method {method!r}; take one of {', '.join(METHODS)}")
    if unknown := set(without) - set(STEPS):
        raise UsageError(f"there is no step {', '.join(sorted(unknown))} to leave out; there are {', '.join(STEPS)}")


def way_of(programme: Programme, method: Method) -> str:
    """Return the way that is taken: search or ladder."""
    large = programme.cost.size >= LARGE and bool(programme.integer.any())
    return "ladder" if method == "engine" or (method == "auto" and large) else SEARCH


def least_cost(
    formulation: Formulation,
    programme: Programme,
    stage: Stage,
    method: Method,
    keep: Callable[[Best], object] | None = None,
    without: Collection[str] = (),
) -> tuple[Best, str]:
    """Return the best plan of a programme, and the way it was found; raises as `Stage.run` does."""
    unit, way = money_unit(programme.cost), way_of(programme, method)
    if way == "ladder":
        return Climb(formulation, programme, unit, stage, keep, without).run(), way
    return stage.run(programme, unit, SEARCH, keep), way
