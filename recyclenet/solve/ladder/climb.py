"""The climb: the steps of the ladder one after the other, until the plan is proven good enough or time is up."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace

import numpy as np

from recyclenet.errors import InfeasibleError, NoPlanError
from recyclenet.model.formulation import Formulation
from recyclenet.solve.handover import Floats, Programme, lazy_rows, with_lazy_rows
from recyclenet.solve.ladder.dive import dive
from recyclenet.solve.ladder.fixing import tightened
from recyclenet.solve.ladder.matrix import bounded
from recyclenet.solve.ladder.neighbours import Mask, Size, differing, near, site_of
from recyclenet.solve.ladder.root import Root, cheap, rounds
from recyclenet.solve.ladder.sizes import sizes_of
from recyclenet.solve.ladder.small import smaller
from recyclenet.solve.loaded import Loaded, Optimum
from recyclenet.solve.stage import REACHED, SEARCH, Best, Progress, Stage, Within, infeasible

STEPS = ("dive", "neighbours", "fixing")
"""Steps that may be left out by name."""

ENOUGH = 0.3
"""Share of the gap asked for that a round of the root must bring for another to follow."""

PATIENCE = 12
"""Neighbourhoods in a row without a better plan after which the search over all that is left begins."""

NODES = 20
"""Largest search of a neighbourhood; in nodes, not seconds, so that a run can be repeated."""

LONGEST_S = 60.0
"""Longest search of a neighbourhood [s], where NODES do not end it."""


@dataclass
class Climb:
    """A programme on its way: the best plan known and what is proven."""

    formulation: Formulation
    programme: Programme
    unit: float
    stage: Stage
    keep: Callable[[Best], object] | None = None
    without: Collection[str] = ()
    best: Best | None = None
    bound: float = -np.inf
    near: Programme = field(init=False)

    def run(self) -> Best:
        """Return the best plan, with its proven bound; raises as `Stage.run` does."""
        self.near = bounded(self.programme)
        try:
            root = self._root()
            if root is None:
                self._all(None)
                return self._answer()
            if "dive" not in self.without:
                self._dive(root)
            root.loaded.clear()
            if "neighbours" not in self.without:
                self._neighbours(root)
            if not self._done():
                self._all(root)
        except KeyboardInterrupt:
            self.stage.stop.set()
        return self._answer()

    def _root(self) -> Root | None:
        """Return the relaxation, known as well as the gap asked for needs it."""
        root, before = None, -np.inf
        for root in rounds(self.near, lazy_rows(self.formulation.model, self.programme), self._load, self._relaxed):
            self.bound = max(self.bound, root.proven.bound)
            self._tell("relaxation")
            value, enough = self.programme.total(root.values), ENOUGH * self.stage.gap * abs(self.bound)
            if abs(value - self.bound) <= enough and abs(value - before) <= enough:
                break
            before = value
        if root is not None:
            self.near = root.programme
        return root

    def _dive(self, root: Root) -> None:
        """Round the relaxation to a first plan, and make the best of its sites."""
        sizes = sizes_of(self.formulation, self.programme).part(root.columns)
        found = dive(root.loaded, root.values[root.columns], self._relaxed, sizes)
        if found is not None:
            values = np.zeros(self.programme.cost.size)
            values[root.columns] = found
            self._search(np.zeros(values.size, dtype=bool), np.ones(values.size, dtype=bool), values, "dive")

    def _neighbours(self, root: Root) -> None:
        """Look for better plans near the best one, and near the relaxation."""
        size, site, idle = Size(), site_of(self.formulation, self.programme), 0
        clusters = near(self.formulation, site, size, self.stage.seed)
        few = cheap(root.programme, root.values, root.proven.reduced)
        while self.best is not None and idle < PATIENCE and not self._done():
            free = differing(self.near, self.best.values, root.values) if idle == PATIENCE // 2 or idle == 0 else next(clusters)
            columns = few | (self.best.values > 0)
            before = self.best.cost
            size.learn(finished=self._search(free, columns, self.best.values, "neighbours"))
            idle = 0 if self.best.cost < before - 1e-7 * abs(before) else idle + 1

    def _search(self, free: Mask, columns: Mask, plan: Floats, phase: str) -> bool:
        """Search with the whole columns that are not free as they are in a plan, among some columns; a better plan becomes the best.

        Returns whether the search came to its end.
        """
        held = self.near.integer & ~free
        lower, upper = np.where(held, np.round(plan), self.near.lower), np.where(held, np.round(plan), self.near.upper)
        upper = np.where(columns, upper, np.minimum(self.near.lower, upper))
        close = bounded(replace(self.near, lower=lower, upper=upper), passes=2)
        part = smaller(close, close.lower, close.upper)
        if part is None:
            return True
        start = None if self.best is None else self.best.values[part.columns]
        within = Within(start, LONGEST_S, NODES, self._target())
        try:
            found = self.stage.run(part.programme, self.unit, phase, within=within, quiet=True)
        except InfeasibleError:
            return True
        except NoPlanError:
            return False
        self._take(part.whole(found.values))
        self._tell(phase)
        return found.gap <= self.stage.gap + REACHED

    def _all(self, root: Root | None) -> None:
        """Search over all that may be part of a better plan than the best one; what is proven holds for the whole programme."""
        near_ = self.near if root is not None else with_lazy_rows(self.formulation.model, self.near)
        if root is not None and self.best is not None and "fixing" not in self.without:
            lower, upper = tightened(near_, root.proven, self.best.cost)
            near_ = bounded(replace(near_, lower=lower, upper=upper), passes=3)
        part = smaller(near_, near_.lower, near_.upper)
        if part is None:
            if self.best is None:
                raise infeasible(self.stage.name)
            return
        start = None if self.best is None else self.best.values[part.columns]

        def keep_whole(found: Best) -> None:
            if self.keep is not None and (self.best is None or found.cost < self.best.cost):
                self.keep(replace(found, values=part.whole(found.values), bound=max(found.bound, self.bound)))

        try:
            found = self.stage.run(part.programme, self.unit, SEARCH, keep_whole, within=Within(start, target=self._target()))
        except (InfeasibleError, NoPlanError):
            if self.best is None:
                raise
            return
        self._take(part.whole(found.values))
        self.bound = max(self.bound, found.bound)

    def _answer(self) -> Best:
        if self.best is None:
            raise NoPlanError("no plan was found before the search was stopped; allow more time")
        return replace(self.best, bound=min(self.bound, self.best.cost))

    def _take(self, values: Floats) -> None:
        values = np.clip(np.where(self.programme.integer, np.round(values), values), self.programme.lower, self.programme.upper)
        cost = self.programme.total(values)
        if self.best is None or cost < self.best.cost:
            self.best = Best(values, cost, self.bound)
            if self.keep is not None:
                self.keep(self.best)

    def _load(self, part: Programme) -> Loaded:
        return Loaded(part, self.unit, solver="ipx", threads=self.stage.threads, seed=self.stage.seed)

    def _relaxed(self, part: Loaded) -> Optimum | None:
        return None if self._done() else part.solve(time_limit=self.stage.left(), stop=self.stage.stop)

    def _done(self) -> bool:
        """Return whether the plan is good enough, or time is up."""
        if self.best is not None and replace(self.best, bound=self.bound).gap <= self.stage.gap:
            return True
        return self.stage.stop.is_set() or self.stage.left() == 0.0

    def _target(self) -> float | None:
        """Return the cost of a plan that is good enough for what is proven."""
        if not np.isfinite(self.bound):
            return None
        return self.bound / (1 - self.stage.gap) if self.bound > 0 else self.bound / (1 + self.stage.gap)

    def _tell(self, phase: str) -> None:
        if self.stage.progress is not None:
            cost = None if self.best is None else self.best.cost
            gap = None if self.best is None else replace(self.best, bound=self.bound).gap
            bound = self.bound if np.isfinite(self.bound) else None
            self.stage.progress(Progress(cost, bound, gap, time.perf_counter() - self.stage.start, phase))
