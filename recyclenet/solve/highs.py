"""Solving with HiGHS: one call, watched, stopped politely, and believed only after its answer has been recomputed."""

import os
import platform
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

import highspy
import numpy as np
from numpy.typing import NDArray

from recyclenet.errors import InfeasibleError, NoPlanError, SolverError
from recyclenet.model.formulation import Formulation
from recyclenet.solution.files import instance_digest
from recyclenet.solution.solution import Solution
from recyclenet.solve.extract import plan_tables
from recyclenet.solve.handover import Programme, compile_model, load, to_highs

MONEY_UNIT = 1e6
"""HiGHS sees costs in millions: its tolerances are meant for numbers near one."""

AGREEMENT = 1e-6
"""Largest relative difference between the objective HiGHS reports and the cost recomputed from its plan."""

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
    """Return the best plan found, with its proven bound.

    Stops at a relative `gap`, after `time_limit` seconds, or at Ctrl-C, with the best plan so far. Raises InfeasibleError where no plan
    can obey the instance, NoPlanError where none was found in time, SolverError where the answer does not bear recomputing.
    """
    if (found := version("highspy")) in BANNED_VERSIONS:
        raise SolverError(f"HiGHS {found} is known to give wrong answers; install another version")
    start = time.perf_counter()
    highs = _Highs()  # type: ignore[no-untyped-call]  # HiGHS leaves it untyped
    _set(highs, gap=gap, time_limit=time_limit, threads=threads, seed=seed)
    programme = compile_model(formulation.model)
    to_highs(programme, highs, money_unit=MONEY_UNIT)
    _watch(highs, progress, start)
    _run(highs)
    values = _values(highs, formulation)
    load(programme, values)
    cost, bound = _cost_and_bound(highs, programme, values)
    reached = (cost - bound) / max(abs(cost), 1e-9)
    options = {"gap": gap, "time_limit_s": time_limit, "threads": threads, "seed": seed}
    return Solution(
        instance=formulation.network.instance,
        status="optimal" if reached <= gap + 1e-9 else "feasible",
        cost=cost,
        bound=bound,
        gap=max(reached, 0.0),
        seconds=time.perf_counter() - start,
        tables=plan_tables(formulation),
        run={"instance_hash": instance_digest(formulation.network.instance), "options": options, "versions": versions(),
             "columns": int(programme.cost.size), "rows": int(programme.row_lower.size)},
    )  # fmt: skip


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


def _watch(highs: highspy.Highs, progress: Callable[[Progress], None] | None, start: float) -> None:
    """Report every line of HiGHS's own log of a search."""
    if progress is None:
        return

    def report(event: highspy.highs.HighsCallbackEvent) -> None:
        data = event.data_out
        incumbent, bound = data.mip_primal_bound * MONEY_UNIT, data.mip_dual_bound * MONEY_UNIT
        known, proven = bool(np.isfinite(incumbent)), bool(np.isfinite(bound))
        relative = (incumbent - bound) / max(abs(incumbent), 1e-9) if known and proven else None
        progress(Progress(incumbent if known else None, bound if proven else None, relative, time.perf_counter() - start, "search"))

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


def _values(highs: highspy.Highs, formulation: Formulation) -> NDArray[np.float64]:
    """Return the plan's values, or raise what the outcome means."""
    status = highs.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        name = formulation.network.instance.settings.name
        raise InfeasibleError(
            f"no plan can obey all the rules of {name}: relax a target, a limit or a capacity, or allow supply to stay uncollected"
        )
    if status == highspy.HighsModelStatus.kUnbounded:
        raise SolverError("the cost can fall without end; check for a recipe that makes material from nothing, or a price that pays for it")
    if highs.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        raise NoPlanError(f"no plan was found before the search stopped ({highs.modelStatusToString(status)}); allow more time")
    return np.array(highs.getSolution().col_value, dtype=float)


def _cost_and_bound(highs: highspy.Highs, programme: Programme, values: NDArray[np.float64]) -> tuple[float, float]:
    """Return cost recomputed from the plan and the proven bound; refuse an answer that contradicts itself."""
    cost = float(programme.cost @ values) + programme.offset
    info = highs.getInfo()
    reported = info.objective_function_value * MONEY_UNIT
    if abs(cost - reported) > AGREEMENT * max(1.0, abs(cost), abs(reported)):
        raise SolverError(f"HiGHS reports a cost of {reported:.6g}, its plan costs {cost:.6g}: the answer is rejected")
    bound = info.mip_dual_bound * MONEY_UNIT if programme.integer.any() else reported
    if bound > cost + AGREEMENT * max(1.0, abs(cost)):
        raise SolverError(f"HiGHS reports a bound of {bound:.6g} above the cost {cost:.6g} of its own plan: the answer is rejected")
    return cost, min(bound, cost)
