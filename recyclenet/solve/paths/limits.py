"""Limits of a search and one run of HiGHS within them."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from recyclenet.solve.handover import Floats
from recyclenet.solve.paths.matrix import Matrix
from recyclenet.solve.search import Event, Highs, run_until
from recyclenet.solve.stage import money_unit, set_option, set_options


@dataclass(frozen=True)
class Limits:
    """When a search must end [perf_counter; infinite: never] or is asked to, with how many threads and which seed it works."""

    deadline: float
    stopping: Callable[[], bool]
    threads: int | None
    seed: int

    @property
    def left(self) -> float:
        """Return the seconds left."""
        return self.deadline - time.perf_counter()

    def over(self) -> bool:
        """Return whether the search must end now."""
        return self.left <= 0 or self.stopping()

    def within(self, seconds: float) -> "Limits":
        """Return limits that end so many seconds from now, if not earlier."""
        return Limits(min(self.deadline, time.perf_counter() + seconds), self.stopping, self.threads, self.seed)


@dataclass(frozen=True)
class Outcome:
    """What a run of HiGHS found: values (None: nothing), what it says is proven, and whether it came to its end."""

    values: Floats | None
    bound: float
    ended: bool


@dataclass(frozen=True)
class Listener:
    """Who is told of a run while it works: of plans (`better`, their values) and of rising bounds (`proven`, in money)."""

    better: Callable[[Floats], object] = lambda _: None
    proven: Callable[[float], object] = lambda _: None


NOBODY = Listener()


def run_matrix(matrix: Matrix, limits: Limits, *, gap: float, start: Floats | None = None, listener: Listener = NOBODY) -> Outcome:
    """Return what HiGHS finds of a matrix within limits; `start` is a plan it is given on the way (never before: see tests of belief)."""
    unit = money_unit(np.concatenate(matrix.cost))
    highs = prepared(limits, gap)
    matrix.hand_over(highs, unit)
    return run_highs(highs, limits, unit, start=start, listener=listener)


def prepared(limits: Limits, gap: float) -> Highs:
    """Return a HiGHS with its options set."""
    highs = Highs()  # type: ignore[no-untyped-call]  # HiGHS leaves it untyped
    set_options(highs, gap=gap, threads=limits.threads, seed=limits.seed)
    set_option(highs, "output_flag", False)
    return highs


def run_highs(highs: Highs, limits: Limits, unit: float, *, start: Floats | None = None, listener: Listener = NOBODY) -> Outcome:
    """Return what a HiGHS that holds a model finds within limits; asks it to stop when they are over."""
    given, told = [] if start is None else [start], [-np.inf]

    def asked(event: Event) -> None:
        if limits.over():
            event.interrupt()

    def asked_in_search(event: Event) -> None:
        bound = float(event.data_out.mip_dual_bound) * unit
        if np.isfinite(bound) and bound > told[-1]:
            told.append(bound)
            listener.proven(bound)
        asked(event)

    def offered(event: Event) -> None:
        if given and event.data_in is not None:
            event.data_in.setSolution(given.pop())

    def improved(event: Event) -> None:
        listener.better(np.array(event.data_out.mip_solution, dtype=float))

    highs.cbMipInterrupt += asked_in_search
    highs.cbSimplexInterrupt += asked
    highs.cbIpmInterrupt += asked
    highs.cbMipUserSolution += offered
    highs.cbMipImprovingSolution += improved
    if np.isfinite(limits.left):
        set_option(highs, "time_limit", max(limits.left, 0.0))
    if not run_until(highs, limits.stopping):
        return Outcome(None, told[-1], ended=False)
    return _outcome(highs, unit)


def _outcome(highs: Highs, unit: float) -> Outcome:
    """Return what a HiGHS that came back has found."""
    info, status = highs.getInfo(), highs.getModelStatus()
    ended = status in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible)
    found = info.primal_solution_status == int(highspy.SolutionStatus.kSolutionStatusFeasible)
    values = np.array(highs.getSolution().col_value, dtype=float) if found else None
    optimal = status == highspy.HighsModelStatus.kOptimal
    whole = np.isfinite(info.mip_dual_bound) and info.mip_node_count >= 0
    bound = info.mip_dual_bound if whole else (info.objective_function_value if optimal else -np.inf)
    if status == highspy.HighsModelStatus.kInfeasible:
        bound = np.inf
    return Outcome(values, float(bound) * unit, ended)
