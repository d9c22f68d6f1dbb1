"""A stage: one search for the best plan in one measure, believed only after its answer has been recomputed."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import highspy
import numpy as np

from recyclenet.errors import InfeasibleError, NoPlanError, SolverError
from recyclenet.solve.handover import Floats, Programme, to_highs
from recyclenet.solve.memory import memory_mb
from recyclenet.solve.search import Answer, Highs, Search, reported

MONEY_UNIT = 1e6
"""HiGHS sees costs in millions at most: its tolerances are meant for numbers near one."""

SEARCH = "search"
"""Phase in which the least cost is searched for; the phases before it have the names of their measures."""

REACHED = 1e-9
"""How far a gap may be above the one asked for and count as reached."""

AGREEMENT = 1e-6
"""Largest relative difference between the objective HiGHS reports and the cost recomputed from its plan."""


@dataclass(frozen=True)
class Progress:
    """How far a search has come: cost of the best plan and proven bound [currency] (None: not yet), gap, seconds, what it is doing.

    While an objective that goes before cost is searched for, incumbent and bound are that measure's, in `unit` ("" for currency) and made
    small: what more is better of has the other sign. `phase` names it. `memory_mb` is the memory of the process then (see
    recyclenet.solve.memory; None where the system does not tell).
    """

    incumbent: float | None
    bound: float | None
    gap: float | None
    seconds: float
    phase: str
    unit: str = ""
    memory_mb: float | None = field(default_factory=memory_mb)


@dataclass(frozen=True)
class Best:
    """The best plan of a search: values of all columns, the measure recomputed from them, and the proven bound."""

    values: Floats
    cost: float
    bound: float

    @property
    def gap(self) -> float:
        """Return the distance to the bound relative to the measure; infinite where nothing is proven."""
        return max((self.cost - self.bound) / max(abs(self.cost), 1e-9), 0.0)


@dataclass(frozen=True)
class Within:
    """Where a search begins and ends, beside the limits of the solve: a plan to begin with, seconds, nodes, a cost that is good enough."""

    start: Floats | None = None
    seconds: float | None = None
    nodes: int | None = None
    target: float | None = None


@dataclass(frozen=True)
class Stage:
    """What all searches of a solve share.

    The instance's name, their limits, who is told, when the solve began [perf_counter], and whether there was a wish to stop (Ctrl-C).
    """

    name: str
    gap: float
    time_limit: float | None
    threads: int | None
    seed: int
    progress: Callable[[Progress], None] | None
    start: float
    stop: threading.Event = field(default_factory=threading.Event)

    def run(
        self,
        programme: Programme,
        unit: float,
        phase: str,
        keep: Callable[[Best], object] | None = None,
        *,
        within: Within | None = None,
        quiet: bool = False,
    ) -> Best:
        """Return the best plan of a programme, its measure told to HiGHS in a unit that makes it moderate.

        `keep` is given better plans as they come; `within` says where to begin and end; `quiet`: nobody is told how it gets on. Raises
        InfeasibleError, NoPlanError or SolverError as `solve` does.
        """
        highs = Highs()  # type: ignore[no-untyped-call]  # HiGHS leaves it untyped
        set_options(highs, gap=self.gap, threads=self.threads, seed=self.seed)
        to_highs(programme, highs, money_unit=unit)
        within, left = within or Within(), self.left()
        if (seconds := self.left(within.seconds)) is not None:
            set_option(highs, "time_limit", seconds)
        if within.nodes is not None:
            set_option(highs, "mip_max_nodes", within.nodes)
        if within.target is not None:
            set_option(highs, "objective_target", within.target / unit)

        def keep_answer(answer: Answer) -> None:
            try:
                best = believed(programme, answer, unit)
            except SolverError:  # what does not bear recomputing is not kept
                return
            if keep is not None:
                keep(best)

        log = None if self.progress is None or quiet else _follower(self.progress, self.start, unit, phase)
        search = Search(highs, log=log, start=within.start)
        if search.run(highs, time_limit=left, keep=None if keep is None else keep_answer, stop=self.stop):
            _raise_without_plan(highs, self.name)
            return believed(programme, reported(highs, whole=bool(programme.integer.any())), unit)
        if search.best is None:
            raise NoPlanError("no plan was found before the search was stopped; allow more time")
        return believed(programme, Answer(search.best.values, search.best.objective, search.bound), unit)

    def left(self, seconds: float | None = None) -> float | None:
        """Return the seconds left, `seconds` at most; None where there is no limit."""
        left = None if self.time_limit is None else max(self.time_limit - (time.perf_counter() - self.start), 0.0)
        return left if seconds is None else (seconds if left is None else min(left, seconds))


def money_unit(costs: Floats) -> float:
    """Return the unit in which HiGHS sees costs: one in which the largest is near one, but no more than MONEY_UNIT.

    In millions, the costs of an instance that counts in millions itself would be below what HiGHS tells from nothing.
    """
    largest = float(np.abs(costs).max(initial=0.0))
    return float(min(MONEY_UNIT, 10.0 ** np.ceil(np.log10(largest)))) if largest > 0 else 1.0


def believed(programme: Programme, answer: Answer, unit: float) -> Best:
    """Return an answer with its measure recomputed from the plan; refuse one that contradicts itself."""
    cost = programme.total(answer.values)
    said, bound = answer.objective * unit, answer.bound * unit
    if not abs(cost - said) <= AGREEMENT * max(1.0, abs(cost), abs(said)):
        raise SolverError(f"HiGHS reports a cost of {said:.6g}, its plan costs {cost:.6g}: the answer is rejected")
    if not bound <= cost + AGREEMENT * max(1.0, abs(cost)):
        raise SolverError(f"HiGHS reports a bound of {bound:.6g} above the cost {cost:.6g} of its own plan: the answer is rejected")
    return Best(answer.values, cost, min(bound, cost))


def set_options(highs: highspy.Highs, *, gap: float, threads: int | None, seed: int) -> None:
    """Set the options of a search."""
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
        set_option(highs, name, option)


def set_option(highs: highspy.Highs, name: str, option: bool | float | str) -> None:
    """Set an option and see that it is taken: HiGHS takes some misspelt ones in silence."""
    if highs.setOptionValue(name, option) != highspy.HighsStatus.kOk:
        raise SolverError(f"HiGHS does not take the option {name} = {option}")


def _follower(progress: Callable[[Progress], None], start: float, unit: float, phase: str) -> Callable[[float, float], None]:
    """Return what reports every line of HiGHS's own log of a search."""

    def report(primal: float, dual: float) -> None:
        incumbent, bound = primal * unit, dual * unit
        known, proven = bool(np.isfinite(incumbent)), bool(np.isfinite(bound))
        relative = (incumbent - bound) / max(abs(incumbent), 1e-9) if known and proven else None
        seconds, said_in = time.perf_counter() - start, "" if phase == SEARCH else "t"
        progress(Progress(incumbent if known else None, bound if proven else None, relative, seconds, phase, said_in))

    return report


def infeasible(name: str) -> InfeasibleError:
    """Return what is raised where no plan can obey an instance."""
    return InfeasibleError(
        f"no plan can obey all the rules of {name}: relax a target, a limit or a capacity, or allow supply to stay uncollected"
    )


def _raise_without_plan(highs: highspy.Highs, name: str) -> None:
    """Raise what the outcome means where HiGHS came back without a plan."""
    status = highs.getModelStatus()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        raise infeasible(name)
    if status == highspy.HighsModelStatus.kUnbounded:
        raise SolverError("the cost can fall without end; check for a recipe that makes material from nothing, or a price that pays for it")
    if highs.getInfo().primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        raise NoPlanError(f"no plan was found before the search stopped ({highs.modelStatusToString(status)}); allow more time")
