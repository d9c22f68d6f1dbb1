"""The search for the best plan of a single-echelon network over periods, by prices and a tree of openings."""

import math
import time
from collections.abc import Callable

from recyclenet.errors import InfeasibleError, NoPlanError
from recyclenet.model.formulation import Formulation
from recyclenet.solve.handover import Programme
from recyclenet.solve.horizon.case import Case
from recyclenet.solve.horizon.incumbent import Incumbent
from recyclenet.solve.horizon.plan import plan_values
from recyclenet.solve.horizon.prices import delivered
from recyclenet.solve.horizon.transport import Transport
from recyclenet.solve.horizon.tree import STEPS, Tree
from recyclenet.solve.stage import Best

Report = Callable[[float | None, float | None, str], object]


KEEP_EVERY_S = 5.0
"""How often better plans are kept at most [s]: to write one out takes longer than to find it."""


def search_horizon(  # noqa: PLR0913 - a search is told all that a solve knows
    case: Case,
    formulation: Formulation,
    programme: Programme,
    *,
    gap: float,
    deadline: float | None = None,
    seed: int = 0,
    threads: int | None = None,
    report: Report | None = None,
    stopping: Callable[[], bool] | None = None,
    keep: Callable[[Best], object] | None = None,
    steps: frozenset[str] = STEPS,
) -> Best:
    """Return the best plan of a case found until its gap is proven, `deadline` [time.perf_counter] has come, or `stopping` says so.

    `report` is told cost of the best plan and bound (None: not yet) and what is done; `keep` is given better plans, if not each of them.
    Nothing is drawn and one thread used, so `seed` and `threads` change nothing. `steps` may be left out to see that each changes no
    optimum. Raises InfeasibleError, NoPlanError.
    """
    del seed, threads  # searches share them
    tell = report or (lambda *_: None)
    known: list[float | None] = [None, None]
    kept_s = time.perf_counter()

    def stop() -> bool:
        return (deadline is not None and time.perf_counter() >= deadline) or (stopping is not None and stopping())

    def better(cost: float) -> None:
        nonlocal kept_s
        known[0] = cost + case.constant
        tell(known[0], known[1], "plan")
        if keep is not None and incumbent.opened is not None and time.perf_counter() > kept_s + KEEP_EVERY_S:
            values = plan_values(case, programme, transport, incumbent.opened)
            keep(Best(values, programme.total(values), known[1] if known[1] is not None else -math.inf))
            kept_s = time.perf_counter()

    def proven(bound: float, phase: str) -> None:
        known[1] = bound + case.constant
        tell(known[0], known[1], phase)

    transport = Transport(case, delivered(case))
    incumbent = Incumbent(case, transport, better)
    tree = Tree(case, incumbent, gap=gap, steps=steps, stopping=stop, report=proven)
    tree.run()
    if incumbent.opened is None and not incumbent.earliest():
        name = formulation.network.instance.settings.name
        raise InfeasibleError(f"no plan can obey all the rules of {name}: what arises is more than all sites can take")
    if incumbent.opened is None:
        raise NoPlanError("no plan was found before the search was stopped; allow more time")
    values = plan_values(case, programme, transport, incumbent.opened)
    cost = programme.total(values)
    return Best(values, cost, min(tree.bound + case.constant, cost))
