"""The search: HiGHS in a thread of its own, watched, stopped politely, and left behind where it does not stop.

HiGHS looks for a wish to stop between two of its steps, and at large models these can be a minute apart. So the best plan and the proven
bound are taken down as HiGHS tells them, and when it is not back soon after it should be, they are the answer. The thread left behind
ends at HiGHS's next step; until then it uses a core and its memory, and another search must wait for it, for all searches of a process
share HiGHS's threads.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from recyclenet.errors import SolverError

Floats = NDArray[np.float64]
Event = highspy.highs.HighsCallbackEvent

PATIENCE_S = 0.1
"""How often the watching thread looks for Ctrl-C and for better plans [s]."""

GRACE_S = 1.0
"""How long HiGHS may take to come back after Ctrl-C [s]."""

GRACE_SHARE = 0.03
"""How far HiGHS may overrun a time limit, as a share of it, beyond half a second."""

KEEPING_SHARE = 0.1
"""Share of the time that may be spent on keeping better plans."""

_left_behind: list[threading.Event] = []
"""Set when a search that was left behind has ended."""


@dataclass
class Answer:
    """Values of a plan, the objective HiGHS reports for them and its proven bound, both in HiGHS's unit of money."""

    values: Floats
    objective: float
    bound: float


class Search:
    """One run of HiGHS and what is known of it while it works."""

    def __init__(self, highs: highspy.Highs, *, log: Callable[[float, float], None] | None = None, start: Floats | None = None) -> None:
        """Listen to HiGHS; `log` is told the objective of the best plan and the bound (infinite: none yet) as HiGHS logs them.

        `start` is a plan to begin with. It is handed over when HiGHS asks for one: given before the search, HiGHS 1.16 may report a wrong
        optimum.
        """
        self.best: Answer | None = None
        self.bound = -np.inf
        self.stopping = False
        self._log, self._start = log, start
        if start is not None:
            highs.cbMipUserSolution += self._asked_for_a_plan
        highs.cbMipImprovingSolution += self._improved
        highs.cbMipInterrupt += self._asked_in_search
        highs.cbSimplexInterrupt += self._asked
        highs.cbIpmInterrupt += self._asked
        if log is not None:
            highs.cbMipLogging += self._logged

    def run(
        self,
        highs: highspy.Highs,
        *,
        time_limit: float | None,
        keep: Callable[[Answer], object] | None = None,
        stop: threading.Event | None = None,
    ) -> bool:
        """Return whether HiGHS came back by itself or when asked to; `keep` is called with better plans in the caller's thread.

        `stop` is set at Ctrl-C, for searches that would follow. Asks it to stop at the time limit [s] and at Ctrl-C, and leaves it behind
        where it does not; at once at a second Ctrl-C.
        """
        begin, self.stopping = time.monotonic(), False
        limit = np.inf if time_limit is None else begin + time_limit
        end = np.inf if time_limit is None else limit + 0.5 + GRACE_SHARE * time_limit
        kept, again = None, begin
        back = threading.Event()  # not Thread.join, which takes a thread for ended once Ctrl-C came while it waited (Python 3.11)
        threading.Thread(target=_run, args=(highs, back), daemon=True).start()
        try:
            while not back.is_set() and (now := time.monotonic()) < end:
                try:
                    self.stopping = self.stopping or now > limit
                    back.wait(PATIENCE_S)
                    if keep is not None and self.best is not None and self.best is not kept and now >= again:
                        kept = self.best
                        keep(kept)
                        again = time.monotonic() + (time.monotonic() - now) / KEEPING_SHARE
                except KeyboardInterrupt:
                    if stop is not None:
                        stop.set()
                    end = now if self.stopping else min(end, now + GRACE_S)
                    self.stopping = True
        finally:  # also where a plan could not be kept
            self.stopping = True
            _left_behind.append(back)
        return back.is_set()

    def _asked_for_a_plan(self, event: Event) -> None:
        if self._start is not None and event.data_in is not None:
            event.data_in.setSolution(self._start)
            self._start = None

    def _improved(self, event: Event) -> None:
        data = event.data_out
        self._proven(data.mip_dual_bound)
        self.best = Answer(np.array(data.mip_solution, dtype=float), float(data.objective_function_value), self.bound)

    def _asked_in_search(self, event: Event) -> None:
        self._proven(event.data_out.mip_dual_bound)
        self._asked(event)

    def _asked(self, event: Event) -> None:
        if self.stopping:
            event.interrupt()

    def _logged(self, event: Event) -> None:
        self._proven(event.data_out.mip_dual_bound)
        if self._log is not None:
            self._log(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)

    def _proven(self, bound: float) -> None:
        if np.isfinite(bound):
            self.bound = max(self.bound, float(bound))


def reported(highs: highspy.Highs, *, whole: bool) -> Answer:
    """Return what HiGHS says after it came back; `whole`: there are variables that must be whole, else an optimum is its own bound."""
    info = highs.getInfo()
    objective = float(info.objective_function_value)
    proven = objective if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal else -np.inf
    values = np.array(highs.getSolution().col_value, dtype=float)
    return Answer(values, objective, float(info.mip_dual_bound) if whole else proven)


def run_until(highs: highspy.Highs, stopping: Callable[[], bool]) -> bool:
    """Run HiGHS; return whether it came back by itself, or soon after `stopping` said that it should.

    Where it did not, it is left behind and must not be touched any more; what it has told its callbacks is all there is.
    """
    end, back = np.inf, threading.Event()
    threading.Thread(target=_run, args=(highs, back), daemon=True).start()
    while not back.wait(PATIENCE_S) and time.monotonic() < end:
        if stopping():
            end = min(end, time.monotonic() + GRACE_S)
    if not back.is_set():
        _left_behind.append(back)
    return back.is_set()


def left_behind() -> bool:
    """Return whether a search that would not stop is still at work."""
    return not all(back.is_set() for back in _left_behind)


def await_left_behind() -> None:
    """Wait until no search is at work any more."""
    while _left_behind:
        _left_behind[0].wait()
        _left_behind.pop(0)


def _run(highs: highspy.Highs, back: threading.Event) -> None:
    try:
        highs.run()
    finally:
        back.set()


class Highs(highspy.Highs):
    """HiGHS without the greeting it prints to standard output, which belongs to the answer, when its callbacks are switched on."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the name is HiGHS's
        """Silence the console first."""
        if self.setOptionValue("log_to_console", False) != highspy.HighsStatus.kOk:
            raise SolverError("HiGHS does not take the option log_to_console = False")
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # HiGHS leaves it untyped
