"""The method: a programme that is a location problem is solved as one, and answered as any search is.

`search_location` works on what `recognise` found; `best_location` does both, and is all that a solve needs to call.
"""

import time
from collections.abc import Callable

from recyclenet.errors import InfeasibleError, NoPlanError, SolverError
from recyclenet.solve.handover import Programme
from recyclenet.solve.location.layout import Recognised
from recyclenet.solve.location.recognise import recognise
from recyclenet.solve.location.search import Search
from recyclenet.solve.stage import AGREEMENT, Best

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

    `name` is the instance's, for messages; for the rest see `search_location`.
    """
    found = recognise(programme)
    if found is None:
        return None
    return search_location(found, programme, name, gap=gap, deadline=deadline, report=report, stopping=stopping, keep=keep)


def search_location(
    found: Recognised,
    programme: Programme,
    name: str,
    *,
    gap: float,
    deadline: float | None = None,
    report: Report | None = None,
    stopping: Callable[[], bool] | None = None,
    keep: Callable[[Best], object] | None = None,
) -> Best:
    """Return the best plan found until a relative `gap`, the `deadline` [perf_counter] or `stopping()` says so, or Ctrl-C.

    One thread, no dice: the same programme gives the same plan. `report` is told incumbent and bound [currency, infinite: none yet] and
    what is being done; `keep` is given every better plan. Raises InfeasibleError where no candidates can take all supply, NoPlanError where
    it was stopped before there was a plan.
    """
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
        raise InfeasibleError(
            f"no plan can obey all the rules of {name}: relax a target, a limit or a capacity, or allow supply to stay uncollected"
        )
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
