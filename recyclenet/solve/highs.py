"""Solving with HiGHS: one call, watched, stopped politely, and believed only after its answer has been recomputed."""

import os
import platform
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any, cast

import highspy
import numpy as np
from numpy.typing import NDArray

from recyclenet.errors import InfeasibleError, NoPlanError, SolverError
from recyclenet.instance.instance import Objective
from recyclenet.model.formulation import Formulation
from recyclenet.model.measures import Goal, goal
from recyclenet.solution.files import instance_digest
from recyclenet.solution.solution import Solution
from recyclenet.solve.extract import plan_tables
from recyclenet.solve.handover import Programme, compile_model, load, to_highs

MONEY_UNIT = 1e6
"""HiGHS sees costs in millions at most: its tolerances are meant for numbers near one."""

AGREEMENT = 1e-6
"""Largest relative difference between the objective HiGHS reports and the cost recomputed from its plan."""

ROUNDING = 1e-9
"""How exactly [relative] what an objective in order has reached is known to the searches after it."""

BANNED_VERSIONS = ("1.14.0",)
"""HiGHS releases that give wrong answers (wrong optima in presolve)."""

PATIENCE_S = 0.1
"""How often the watching thread looks for Ctrl-C [s]."""


@dataclass(frozen=True)
class Progress:
    """How far a search has come: cost of the best plan and proven bound [currency] (None: not yet), gap, seconds, what it is doing."""

    incumbent: float | None
    bound: float | None
    gap: float | None
    seconds: float
    phase: str


def solve(
    formulation: Formulation,
    *,
    gap: float = 1e-3,
    time_limit: float | None = None,
    threads: int | None = None,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Solution:
    """Return the best plan found, with its proven bound: best in the instance's objectives one after the other, the last of them cost.

    Stops at a relative `gap`, after `time_limit` seconds, or at Ctrl-C, with the best plan so far. Raises InfeasibleError where no plan
    can obey the instance, NoPlanError where none was found in time, SolverError where the answer does not bear recomputing.
    """
    if (found := version("highspy")) in BANNED_VERSIONS:
        raise SolverError(f"HiGHS {found} is known to give wrong answers; install another version")
    start = time.perf_counter()
    options = {"gap": gap, "time_limit_s": time_limit, "threads": threads, "seed": seed}
    programme = compile_model(formulation.model)
    search = _Search(formulation.network.instance.settings.name, gap, time_limit, threads, seed, progress, start)
    priorities = [_first(formulation, search, programme, objective) for objective in formulation.network.instance.settings.objectives[:-1]]
    best = search.run(programme, money_unit(programme.cost), "search")
    load(programme, best.values)
    reached = [stage for stage in (*(priority["gap"] for priority in priorities), best.gap) if stage > gap + 1e-9]
    return Solution(
        instance=formulation.network.instance,
        status="feasible" if reached else "optimal",
        cost=best.cost,
        bound=best.bound,
        gap=best.gap,
        seconds=time.perf_counter() - start,
        tables=plan_tables(formulation),
        run={"instance_hash": instance_digest(formulation.network.instance), "options": options, "versions": versions(),
             "columns": int(programme.cost.size), "rows": int(programme.row_lower.size), "objectives": priorities},
    )  # fmt: skip


def money_unit(costs: NDArray[np.float64]) -> float:
    """Return the unit in which HiGHS sees costs: one in which the largest is near one, but no more than MONEY_UNIT.

    In millions, the costs of an instance that counts in millions itself would be below what HiGHS tells from nothing.
    """
    largest = float(np.abs(costs).max(initial=0.0))
    return float(min(MONEY_UNIT, 10.0 ** np.ceil(np.log10(largest)))) if largest > 0 else 1.0


def _first(formulation: Formulation, search: "_Search", programme: Programme, objective: Objective) -> dict[str, Any]:
    """Make a plan best in an objective that goes before cost, hold that for those that follow, and return what was reached."""
    first = goal(formulation, objective)
    best = search.run(replace(programme, cost=programme.coefficients(first.costs), offset=first.constant), 1.0, objective.measure)
    slack = objective.slack + objective.slack_share * abs(best.cost)
    _hold(programme, first, best.cost, slack)
    value, bound = first.sign * best.cost, first.sign * best.bound
    return {"measure": objective.measure, "of": objective.of, "value": value, "bound": bound, "gap": best.gap, "slack": slack}


def _hold(programme: Programme, first: Goal, reached: float, slack: float) -> None:
    """Let later searches worsen what was reached no more than the slack, and the rounding within which it is known."""
    programme.hold(programme.coefficients(first.costs), reached - first.constant + slack + ROUNDING * max(1.0, abs(reached)))


def hold_priorities(programme: Programme, formulation: Formulation, plan: Solution) -> None:
    """Hold in a programme what a plan has reached in the objectives that go before cost."""
    reached = cast("list[dict[str, Any]]", plan.run.get("objectives", []))
    for objective, row in zip(formulation.network.instance.settings.objectives[:-1], reached, strict=True):
        first = goal(formulation, objective)
        _hold(programme, first, first.sign * float(row["value"]), float(row["slack"]))


@dataclass(frozen=True)
class _Best:
    """The best plan of a search: values of all columns, their cost, the proven bound and the gap between."""

    values: NDArray[np.float64]
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """Return the distance to the bound relative to the cost."""
        return max((self.cost - self.bound) / max(abs(self.cost), 1e-9), 0.0)


@dataclass(frozen=True)
class _Search:
    """What all searches of a solve share: their limits, who is told, and when it began."""

    name: str
    gap: float
    time_limit: float | None
    threads: int | None
    seed: int
    progress: Callable[[Progress], None] | None
    start: float

    def run(self, programme: Programme, unit: float, phase: str) -> _Best:
        """Return the best plan of a programme, its costs told to HiGHS in a unit that makes them moderate."""
        left = None if self.time_limit is None else max(self.time_limit - (time.perf_counter() - self.start), 0.0)
        highs = _Highs()  # type: ignore[no-untyped-call]  # HiGHS leaves it untyped
        _set(highs, gap=self.gap, time_limit=left, threads=self.threads, seed=self.seed)
        to_highs(programme, highs, money_unit=unit)
        _watch(highs, self.progress, self.start, unit, phase)
        _run(highs)
        values = _values(highs, self.name)
        return _Best(values, *_cost_and_bound(highs, programme, values, unit))


class _Highs(highspy.Highs):
    """HiGHS without the greeting it prints to standard output, which belongs to the answer, when its callbacks are switched on."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the name is HiGHS's
        """Silence the console first."""
        self.setOptionValue("log_to_console", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # HiGHS leaves it untyped


def versions() -> dict[str, str]:
    """Return the versions a run depends on."""
    return {"python": platform.python_version(), **{name: version(name) for name in ("highspy", "pyomo", "numpy", "pandas")}}


def _set(highs: highspy.Highs, *, gap: float, time_limit: float | None, threads: int | None, seed: int) -> None:
    """Set options, each checked: HiGHS takes some misspelt ones in silence."""
    wanted: dict[str, bool | int | float] = {
        "log_to_console": False,
        "output_flag": True,
        "mip_rel_gap": gap,
        "mip_abs_gap": 1e-9,
        "random_seed": seed,
        "threads": threads or os.cpu_count() or 1,
    }
    if time_limit is not None:
        wanted["time_limit"] = float(time_limit)
    highs.resetGlobalScheduler(True)
    for name, option in wanted.items():
        if highs.setOptionValue(name, option) != highspy.HighsStatus.kOk:
            raise SolverError(f"HiGHS does not take the option {name} = {option}")


def _watch(highs: highspy.Highs, progress: Callable[[Progress], None] | None, start: float, unit: float, phase: str) -> None:
    """Report every line of HiGHS's own log of a search."""
    if progress is None:
        return

    def report(event: highspy.highs.HighsCallbackEvent) -> None:
        data = event.data_out
        incumbent, bound = data.mip_primal_bound * unit, data.mip_dual_bound * unit
        known, proven = bool(np.isfinite(incumbent)), bool(np.isfinite(bound))
        relative = (incumbent - bound) / max(abs(incumbent), 1e-9) if known and proven else None
        progress(Progress(incumbent if known else None, bound if proven else None, relative, time.perf_counter() - start, phase))

    highs.cbMipLogging += report


def _run(highs: highspy.Highs) -> None:
    """Run HiGHS in a thread of its own, so that Ctrl-C stops it with its best plan instead of losing it."""
    highs.HandleUserInterrupt = True
    worker = threading.Thread(target=highs.run, daemon=True)
    worker.start()
    while worker.is_alive():
        try:
            worker.join(PATIENCE_S)
        except KeyboardInterrupt:
            highs.cancelSolve()


def _values(highs: highspy.Highs, name: str) -> NDArray[np.float64]:
    """Return the plan's values, or raise what the outcome means."""
    status = highs.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        raise InfeasibleError(
            f"no plan can obey all the rules of {name}: relax a target, a limit or a capacity, or allow supply to stay uncollected"
        )
    if status == highspy.HighsModelStatus.kUnbounded:
        raise SolverError("the cost can fall without end; check for a recipe that makes material from nothing, or a price that pays for it")
    if highs.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        raise NoPlanError(f"no plan was found before the search stopped ({highs.modelStatusToString(status)}); allow more time")
    return np.array(highs.getSolution().col_value, dtype=float)


def _cost_and_bound(highs: highspy.Highs, programme: Programme, values: NDArray[np.float64], unit: float) -> tuple[float, float]:
    """Return cost recomputed from the plan and the proven bound; refuse an answer that contradicts itself."""
    cost = float(programme.cost @ values) + programme.offset
    info = highs.getInfo()
    reported = info.objective_function_value * unit
    if abs(cost - reported) > AGREEMENT * max(1.0, abs(cost), abs(reported)):
        raise SolverError(f"HiGHS reports a cost of {reported:.6g}, its plan costs {cost:.6g}: the answer is rejected")
    bound = info.mip_dual_bound * unit if programme.integer.any() else reported
    if bound > cost + AGREEMENT * max(1.0, abs(cost)):
        raise SolverError(f"HiGHS reports a bound of {bound:.6g} above the cost {cost:.6g} of its own plan: the answer is rejected")
    return cost, min(bound, cost)
