"""Solving with HiGHS: the instance's objectives one after the other, the last of them cost."""

import platform
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import Any, cast

from recyclenet.errors import SolverError
from recyclenet.instance.instance import Objective
from recyclenet.model.formulation import Formulation
from recyclenet.model.measures import Goal, goal
from recyclenet.solution.files import instance_digest
from recyclenet.solution.solution import Solution
from recyclenet.solve.extract import plan_tables
from recyclenet.solve.handover import Floats, Programme, compile_model, load, with_lazy_rows
from recyclenet.solve.history import History
from recyclenet.solve.method import Method, check_method, least_cost
from recyclenet.solve.search import await_left_behind
from recyclenet.solve.stage import REACHED, SEARCH, Best, Progress, Stage, Within

ROUNDING = 1e-9
"""How exactly [relative] what an objective in order has reached is known to the searches after it."""

BANNED_VERSIONS = ("1.14.0",)
"""HiGHS releases that give wrong answers (wrong optima in presolve)."""


def solve(
    formulation: Formulation,
    *,
    gap: float = 1e-3,
    time_limit: float | None = None,
    threads: int | None = None,
    seed: int = 0,
    method: Method = "auto",
    without: Collection[str] = (),
    progress: Callable[[Progress], None] | None = None,
    keep: Callable[[Solution], object] | None = None,
) -> Solution:
    """Return the best plan found, with its proven bound: best in the instance's objectives one after the other, the last of them cost.

    Stops at a relative `gap`, after `time_limit` seconds, or at Ctrl-C, with the best plan so far; where that is before the search for
    least cost, nothing is proven of its cost. `method` is the way it is searched for, the same in what is answered: `auto`, `mip` or
    `engine` (see recyclenet.solve.method); `without` names steps of the engine to leave out. `keep` is given better plans as they come,
    not checked yet, so that they can be saved.
    Raises InfeasibleError where no plan can obey the instance, NoPlanError where none was found in time, SolverError where the answer
    does not bear recomputing.
    """
    if (found := version("highspy")) in BANNED_VERSIONS:
        raise SolverError(f"HiGHS {found} is known to give wrong answers; install another version")
    check_method(method, without)
    start = time.perf_counter()
    await_left_behind()
    history = History(progress)
    stage = Stage(formulation.network.instance.settings.name, gap, time_limit, threads, seed, history, start)
    run = _Run(formulation, compile_model(formulation.model, lazy=False), stage, history)
    last: Floats | None = None
    for objective in formulation.network.instance.settings.objectives[:-1]:
        best = run.first(objective, keep, last)
        last = best.values
        if best.gap > gap + REACHED:
            return run.plan(best.values, run.programme.total(best.values), float("-inf"))
    keep_plan = None if keep is None else lambda found: keep(run.plan_of(found))
    best, run.way = least_cost(formulation, run.programme, stage, method, keep_plan, without, start=last)
    return run.plan_of(best)


@dataclass
class _Run:
    """A solve at work: the programme that is searched, and what has been reached in objectives that go before cost."""

    formulation: Formulation
    programme: Programme
    stage: Stage
    history: History = field(default_factory=History)
    reached: list[dict[str, Any]] = field(default_factory=list)
    way: str = SEARCH

    def first(self, objective: Objective, keep: Callable[[Solution], object] | None, start: Floats | None) -> Best:
        """Return the plan best in an objective that goes before cost; hold what it reached for the searches that follow.

        `start` is the plan of the search before.
        """

        def keep_plan(better: Best) -> None:
            if keep is not None:
                keep(self.plan(better.values, self.programme.total(better.values), float("-inf")))

        first = goal(self.formulation, objective)
        whole = with_lazy_rows(self.formulation.model, self.programme)
        measured = replace(whole, cost=whole.coefficients(first.costs), offset=first.constant)
        best = self.stage.run(measured, 1.0, objective.measure, None if keep is None else keep_plan, within=Within(start))
        slack = objective.slack + objective.slack_share * abs(best.cost)
        _hold(self.programme, first, best.cost, slack)
        self.reached.append({
            "measure": objective.measure, "of": objective.of, "value": first.sign * best.cost, "bound": first.sign * best.bound,
            "gap": best.gap, "slack": slack,
        })  # fmt: skip
        return best

    def plan_of(self, best: Best) -> Solution:
        """Return the plan of a search for least cost."""
        return self.plan(best.values, best.cost, best.bound)

    def plan(self, values: Floats, cost: float, bound: float) -> Solution:
        """Return the plan that the programme's columns are, with its cost and what is proven of it."""
        load(self.programme, values)
        stage, instance = self.stage, self.formulation.network.instance
        gap, seconds = Best(values, cost, bound).gap, time.perf_counter() - stage.start
        options = {"gap": stage.gap, "time_limit_s": stage.time_limit, "threads": stage.threads, "seed": stage.seed}
        return Solution(
            instance=instance,
            status="optimal" if gap <= stage.gap + REACHED else "feasible",
            cost=cost,
            bound=bound,
            gap=gap,
            seconds=seconds,
            tables=plan_tables(self.formulation),
            run={"instance_hash": instance_digest(instance), "options": options, "versions": versions(),
                 "method": self.way, "columns": int(self.programme.cost.size), "rows": int(self.programme.row_lower.size),
                 "objectives": list(self.reached)},
            history=self.history.table(cost, bound, seconds),
        )  # fmt: skip


def _hold(programme: Programme, first: Goal, reached: float, slack: float) -> None:
    """Let later searches worsen what was reached no more than the slack, and the rounding within which it is known."""
    programme.hold(programme.coefficients(first.costs), reached - first.constant + slack + ROUNDING * max(1.0, abs(reached)))


def hold_priorities(programme: Programme, formulation: Formulation, plan: Solution) -> None:
    """Hold in a programme what a plan has reached in the objectives that go before cost: the first of them, if it was interrupted."""
    reached = cast("list[dict[str, Any]]", plan.run.get("objectives", []))
    for objective, row in zip(formulation.network.instance.settings.objectives[:-1], reached, strict=False):
        first = goal(formulation, objective)
        _hold(programme, first, first.sign * float(row["value"]), float(row["slack"]))


def versions() -> dict[str, str]:
    """Return the versions a run depends on."""
    return {"python": platform.python_version(), **{name: version(name) for name in ("highspy", "pyomo", "numpy", "pandas")}}
