"""The search by paths: bound, plans and proof in turns, until they meet or time is over.

Prices of links are raised until they prove nearly the best bound there is; what they use often is opened; neighbourhoods are chosen anew;
what no better plan can hold is left out; and what remains is searched as a path programme, at last as the programme itself.
"""

import itertools
import time
from collections.abc import Callable

import numpy as np

from recyclenet.errors import NoPlanError
from recyclenet.model.formulation import Formulation
from recyclenet.solve.handover import Floats, Programme
from recyclenet.solve.paths.ascent import Ascent
from recyclenet.solve.paths.bound import Relaxation
from recyclenet.solve.paths.case import Case
from recyclenet.solve.paths.fixing import all_choices, fixed
from recyclenet.solve.paths.judge import Judge
from recyclenet.solve.paths.limits import Limits, Listener, run_matrix
from recyclenet.solve.paths.model import path_model
from recyclenet.solve.paths.neighbourhood import Neighbourhoods
from recyclenet.solve.paths.plan import Plan, best_flow, solution_of, values_of
from recyclenet.solve.paths.rounding import SHARES, rounded
from recyclenet.solve.stage import Best, infeasible

STEPS = ("ascent", "rounding", "neighbourhoods", "fixing", "path programme")
"""Steps that may be left out: the others find the same optimum, later."""

LOOK, WORTHWHILE = 100, 1e-4
"""Steps of the ascent between two looks at what they brought, and the relative rise of the bound for which it goes on."""

RESUMED = 0.05
"""Length of steps at which an ascent goes on once a plan is known."""

CLIMB_SHARE = 0.2
"""Share of the time left that one ascent may take."""

SMALL, LARGE = 70_000, 150_000
"""Numbers of columns up to which a path programme is searched as a whole at once, and beyond which only its neighbourhoods are."""

EXPLORE_SHARE = 0.2
"""Share of the time left for neighbourhoods of what lies between."""

HALFWAY = 0.4
"""Share of the time left for the path programme where rules it does not know decide, so that the programme itself is searched too."""

TRY_S = 30.0
"""Most time one plan may take the judge, where more than flows must be decided [s]."""

Report = Callable[[float | None, float | None, str], object]


def search_paths(  # noqa: PLR0913 - what a search is told: the case, its limits and who listens
    case: Case,
    formulation: Formulation,
    programme: Programme,
    *,
    gap: float,
    deadline: float = np.inf,
    seed: int = 0,
    threads: int | None = None,
    report: Report = lambda _incumbent, _bound, _phase: None,
    stopping: Callable[[], bool] = lambda: False,
    keep: Callable[[Best], object] = lambda _better: None,
    without: frozenset[str] = frozenset(),
) -> Best:
    """Return the best plan of a programme found until a relative `gap`, a `deadline` [perf_counter] or the wish for `stopping`.

    `report` is told the cost of the best plan, the proven bound (None: not yet) and the phase; `keep` is given every better plan. Raises
    InfeasibleError where there is no plan, NoPlanError where none was found in time.
    """
    search = _Search(case, Judge(case, formulation, programme), Limits(deadline, stopping, threads, seed), gap, report, without, keep)
    for phase in (search.climb, search.round, search.climb, search.explore, search.close, search.prove):
        if not search.done():
            phase()
    return search.best()


class _Search:
    """A search at work: what is proven, the best plan of the programme and of the case, and what may still be chosen."""

    def __init__(
        self, case: Case, judge: Judge, limits: Limits, gap: float, report: Report, without: frozenset[str], keep: Callable[[Best], object]
    ) -> None:
        """Begin with nothing known."""
        self._keep, self._name = keep, judge.name
        self.case, self.judge, self.limits, self.gap, self._report, self._without = case, judge, limits, gap, report, without
        self.relaxation = Relaxation(case)
        self.proven, self.cost = -np.inf, np.inf
        self.values: Floats | None = None
        self.plan: Plan | None = None
        self.ascent = Ascent(self.relaxation)
        self.choices = all_choices(case)
        self.impossible = False
        self._judging_s = 0.5

    def done(self) -> bool:
        """Return whether the gap is reached or time is over."""
        reached = np.isfinite(self.cost) and self.cost - self.proven <= self.gap * max(abs(self.cost), 1e-9)
        return bool(reached or self.impossible or self.limits.over())

    def best(self) -> Best:
        """Return the best plan."""
        if self.values is None:
            if self.impossible:
                raise infeasible(self._name)
            raise NoPlanError("no plan was found before the search stopped; allow more time")
        return Best(self.values, self.cost, min(self.proven, self.cost))

    # ------------------------------------------------------------------------------------------------------------- phases

    def climb(self) -> None:
        """Raise prices while that is worth its time."""
        if "ascent" in self._without:
            return
        limits = self.limits.within(CLIMB_SHARE * self.limits.left)
        self.ascent.resume(RESUMED)
        reached = self.ascent.bound.value
        for step in itertools.count(1):
            if self.ascent.arrived or limits.over() or self.done():
                break
            self.ascent.step(self.cost)
            if step % LOOK == 0:
                self._learn(self.ascent.bound.value, "bound")
                if self.proven - reached < WORTHWHILE * abs(self.proven):
                    break
                reached = self.ascent.bound.value
        self._learn(self.ascent.bound.value, "bound")
        self._fix()

    def round(self) -> None:
        """Open what the ascent used often."""
        if "rounding" in self._without:
            return
        tried: set[bytes] = set()
        for share in SHARES:
            choice = rounded(self.case, self.ascent.weights, share)
            if choice.tobytes() not in tried and not self.done():
                tried.add(choice.tobytes())
                plan = best_flow(self.case, choice, self._but_judging())
                if plan is not None:
                    self._try(plan, "rounding")

    def explore(self) -> None:
        """Choose neighbourhoods anew: not at all if what remains is small, for a while if it is not, to the end if it is large."""
        if "neighbourhoods" in self._without or not self._agrees() or (size := self._columns()) <= SMALL:
            return
        limits = self.limits if size > LARGE else self.limits.within(EXPLORE_SHARE * self.limits.left)
        hoods = Neighbourhoods(self.case, self.limits.seed)
        while self.plan is not None and not self.done() and not limits.over() and (size > LARGE or not hoods.stale()):
            better = hoods.next(self.plan, self.ascent, self.choices, self._but_judging(limits), self.gap)
            if better is not None:
                self._try(better, "neighbourhoods")
                self._fix()
            if size > LARGE and hoods.stale():
                self.climb()
                hoods.widen()

    def close(self) -> None:
        """Search what remains as a path programme."""
        if "path programme" in self._without:
            return
        found: list[Plan] = []
        model = path_model(self.case, self.choices.plans, ~self.choices.closed)
        start = None if self.plan is None else values_of(model, self.plan)

        def better(values: Floats) -> None:
            found.append(solution_of(model, values))

        cost = self.cost
        limits = self.limits if self._agrees() else self.limits.within(HALFWAY * self.limits.left)
        listener = Listener(better, lambda bound: self._learn(min(bound + self.case.constant, cost), "path programme"))
        outcome = run_matrix(model.matrix, self._but_judging(limits), gap=0.9 * self.gap, start=start, listener=listener)
        if outcome.values is not None:
            found.append(solution_of(model, outcome.values))
        for plan in sorted(found, key=lambda plan: plan.cost)[:1]:
            self._try(plan, "path programme")
        self.impossible = outcome.bound == np.inf and cost == np.inf
        if not self.impossible:
            self._learn(min(outcome.bound + self.case.constant, cost), "path programme")

    def prove(self) -> None:
        """Search what remains as the programme itself: all rules and their price are known there."""
        cost = self.cost

        def better(values: Floats) -> None:
            self._take(values, self.judge.programme.total(values), "programme")

        listener = Listener(better, lambda bound: self._learn(min(bound, cost), "programme"))
        found = self.judge.among(
            self.choices.plans, self.choices.closed, self.limits, self.gap, start=self.values, listener=listener
        )  # fmt: skip
        self.impossible = self.values is None and found.values is None and found.bound == np.inf
        if found.values is not None:
            self._take(found.values, found.cost, "programme")
        if not self.impossible:
            self._learn(min(found.bound, cost), "programme")

    # --------------------------------------------------------------------------------------------------------- what is known

    def _learn(self, bound: float, phase: str) -> None:
        if bound > self.proven:
            self.proven = bound
            self._tell(phase)

    def _try(self, plan: Plan, phase: str) -> None:
        """Keep a plan of the case if it is better, and have it judged."""
        if self.plan is not None and plan.cost >= self.plan.cost:
            return
        begin = time.perf_counter()
        verdict = self.judge.of(plan.choice, self.limits.within(TRY_S))
        self._judging_s = max(self._judging_s, 1.5 * (time.perf_counter() - begin))
        self.plan = plan
        if verdict.values is not None:
            self._take(verdict.values, verdict.cost, phase)

    def _take(self, values: Floats, cost: float, phase: str) -> None:
        if cost < self.cost:
            self.values, self.cost = values, cost
            self._tell(phase)
            self._keep(self.best())

    def _agrees(self) -> bool:
        """Return whether the best plan costs in the programme what it costs in the case: no rule stands between them."""
        if self.plan is None or not np.isfinite(self.cost):
            return False
        return self.cost - self.plan.cost <= self.gap * max(abs(self.cost), 1e-9)

    def _fix(self) -> None:
        if "fixing" not in self._without and np.isfinite(self.cost):
            self.choices = fixed(self.choices, self.ascent.bound, self.cost)

    def _tell(self, phase: str) -> None:
        self._report(self.cost if np.isfinite(self.cost) else None, self.proven if np.isfinite(self.proven) else None, phase)

    def _but_judging(self, limits: Limits | None = None) -> Limits:
        """Return limits less the time that judging what is found will take."""
        limits = limits or self.limits
        return limits.within(max(limits.left - self._judging_s, 0.0))

    def _columns(self) -> int:
        """Return about how many columns the path programme has."""
        case = self.case
        sizes = np.bincount(case.plans.facility[self.choices.plans], minlength=case.facilities) / case.periods
        return int(case.paths.cost.size + sizes[case.links.facility].sum())
