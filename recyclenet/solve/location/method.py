"""The method: a programme that is a location problem is solved as one, and answered as any search is."""

import time
from collections.abc import Callable

from recyclenet.errors import NoPlanError, SolverError
from recyclenet.solve.handover import Programme
from recyclenet.solve.location.layout import Recognised
from recyclenet.solve.location.recognise import recognise
from recyclenet.solve.location.search import Search
from recyclenet.solve.stage import AGREEMENT, Best, infeasible

Report = Callable[[float, float, str], object]


def best_location(
    programme: Programme,
    name: str,
    *,
    gap: float,
    deadline: float | None = None,
    report: Report | None = None,
    stopping: Callable[[], bool] | None = None,
    keep: Callable[[Best], object] | None = None,
) -> Best | None:
    """Return the best plan of a programme that is a single-echelon location problem; None where it is not one.

    The search ends at a relative `gap`, at the `deadline` [perf_counter], when `stopping()` says so, or at Ctrl-C. One thread, no dice: the
    same programme gives the same plan. `name` is the instance's, for messages; `report` is told incumbent and bound [currency, infinite:
    none yet] and what is being done; `keep` is given every better plan. Raises InfeasibleError where no candidates can take all supply,
    NoPlanError where it was stopped before there was a plan.
    """
    found = recognise(programme)
    if found is None:
        return None
    told = report or (lambda *_: None)

    def over() -> bool:
        return (deadline is not None and time.perf_counter() > deadline) or (stopping is not None and stopping())

    def better() -> None:
        if keep is not None:
            keep(_answer(search, found, programme))

    search = Search(found.location, gap=gap, report=told, stopping=over, better=better)
    interrupted = False
    try:
        search.run()
    except KeyboardInterrupt:
        interrupted = True
    if search.incumbent.best is not None:
        return _answer(search, found, programme)
    if search.hopeless and not interrupted:
        raise infeasible(name)
    raise NoPlanError("no plan was found before the search was stopped; allow more time")


def _answer(search: Search, found: Recognised, programme: Programme) -> Best:
    """Return the best plan of a search with its cost recomputed from the programme, refusing one that contradicts itself."""
    flows = search.incumbent.best
    if flows is None:
        raise NoPlanError("no plan was found before the search was stopped; allow more time")
    values = found.layout.values(search.incumbent.stands, flows)
    cost = programme.total(values)
    if not abs(cost - flows.cost) <= AGREEMENT * max(1.0, abs(cost)):
        raise SolverError(f"the search reports a cost of {flows.cost:.6g}, its plan costs {cost:.6g}: the answer is rejected")
    return Best(values, cost, min(search.bound, cost))
