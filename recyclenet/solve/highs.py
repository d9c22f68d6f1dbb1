"""Solving with HiGHS: one call, watched, stopped politely, and believed only after its answer has been recomputed."""

import os
import platform
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version

import highspy
import numpy as np

from recyclenet.errors import InfeasibleError, NoPlanError, SolverError
from recyclenet.model.formulation import Formulation
from recyclenet.solution.files import instance_digest
from recyclenet.solution.solution import Solution
from recyclenet.solve.extract import plan_tables
from recyclenet.solve.handover import Programme, compile_model, load, to_highs
from recyclenet.solve.search import Answer, Highs, Search, await_left_behind, reported

MONEY_UNIT = 1e6
"""HiGHS sees costs in millions: its tolerances are meant for numbers near one."""

AGREEMENT = 1e-6
"""Largest relative difference between the objective HiGHS reports and the cost recomputed from its plan."""

BANNED_VERSIONS = ("1.14.0",)
"""HiGHS releases that give wrong answers (wrong optima in presolve)."""


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
    keep: Callable[[Solution], object] | None = None,
) -> Solution:
    """Return the best plan found, with its proven bound.

    Stops at a relative `gap`, after `time_limit` seconds, or at Ctrl-C, with the best plan so far. `keep` is given better plans as they
    come, not checked yet, so that they can be saved. Raises InfeasibleError where no plan can obey the instance, NoPlanError where none
    was found in time, SolverError where the answer does not bear recomputing.
    """
    if (found := version("highspy")) in BANNED_VERSIONS:
        raise SolverError(f"HiGHS {found} is known to give wrong answers; install another version")
    start = time.perf_counter()
    await_left_behind()
    options: dict[str, float | None] = {"gap": gap, "time_limit_s": time_limit, "threads": threads, "seed": seed}
    highs, programme = Highs(), compile_model(formulation.model)  # type: ignore[no-untyped-call]  # HiGHS leaves it untyped
    _set(highs, gap=gap, threads=threads, seed=seed)
    to_highs(programme, highs, money_unit=MONEY_UNIT)
    left = None if time_limit is None else max(time_limit - (time.perf_counter() - start), 0.0)
    if left is not None:
        _option(highs, "time_limit", left)

    def plan_of(answer: Answer) -> Solution:
        return _plan(formulation, programme, answer, options, start)

    def keep_plan(answer: Answer) -> None:
        with suppress(SolverError):  # what does not bear recomputing is not kept
            plan = plan_of(answer)
            if keep is not None:
                keep(plan)

    search = Search(highs, log=None if progress is None else _follower(progress, start))
    if search.run(highs, time_limit=left, keep=None if keep is None else keep_plan):
        _raise_without_plan(highs, formulation)
        return plan_of(reported(highs, whole=bool(programme.integer.any())))
    if search.best is None:
        raise NoPlanError("no plan was found before the search was stopped; allow more time")
    return plan_of(Answer(search.best.values, search.best.objective, search.bound))


def _plan(formulation: Formulation, programme: Programme, answer: Answer, options: dict[str, float | None], start: float) -> Solution:
    """Return an answer as a plan, if it bears recomputing."""
    cost, bound = _cost_and_bound(programme, answer)
    load(programme, answer.values)
    reached, gap = (cost - bound) / max(abs(cost), 1e-9), options["gap"] or 0.0
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


def versions() -> dict[str, str]:
    """Return the versions a run depends on."""
    return {"python": platform.python_version(), **{name: version(name) for name in ("highspy", "pyomo", "numpy", "pandas")}}


def _set(highs: highspy.Highs, *, gap: float, threads: int | None, seed: int) -> None:
    """Set options."""
    wanted: dict[str, bool | int | float] = {
        "log_to_console": False,
        "output_flag": True,
        "mip_rel_gap": gap,
        "mip_abs_gap": 1e-9,
        "random_seed": seed,
        "threads": threads or os.cpu_count() or 1,
    }
    highs.resetGlobalScheduler(True)
    for name, option in wanted.items():
        _option(highs, name, option)


def _option(highs: highspy.Highs, name: str, option: bool | float) -> None:
    """Set an option and see that it is taken: HiGHS takes some misspelt ones in silence."""
    if highs.setOptionValue(name, option) != highspy.HighsStatus.kOk:
        raise SolverError(f"HiGHS does not take the option {name} = {option}")


def _follower(progress: Callable[[Progress], None], start: float) -> Callable[[float, float], None]:
    """Return what reports every line of HiGHS's own log of a search."""

    def report(primal: float, dual: float) -> None:
        incumbent, bound = primal * MONEY_UNIT, dual * MONEY_UNIT
        known, proven = bool(np.isfinite(incumbent)), bool(np.isfinite(bound))
        relative = (incumbent - bound) / max(abs(incumbent), 1e-9) if known and proven else None
        progress(Progress(incumbent if known else None, bound if proven else None, relative, time.perf_counter() - start, "search"))

    return report


def _raise_without_plan(highs: highspy.Highs, formulation: Formulation) -> None:
    """Raise what the outcome means where HiGHS came back without a plan."""
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


def _cost_and_bound(programme: Programme, answer: Answer) -> tuple[float, float]:
    """Return cost recomputed from the plan and the proven bound; refuse an answer that contradicts itself."""
    cost = float(programme.cost @ answer.values) + programme.offset
    said, bound = answer.objective * MONEY_UNIT, answer.bound * MONEY_UNIT
    if not abs(cost - said) <= AGREEMENT * max(1.0, abs(cost), abs(said)):
        raise SolverError(f"HiGHS reports a cost of {said:.6g}, its plan costs {cost:.6g}: the answer is rejected")
    if not bound <= cost + AGREEMENT * max(1.0, abs(cost)):
        raise SolverError(f"HiGHS reports a bound of {bound:.6g} above the cost {cost:.6g} of its own plan: the answer is rejected")
    return cost, min(bound, cost)
