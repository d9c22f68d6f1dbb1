"""The tree: parts of all plans, each with its bound, the least first, until what is left cannot be better by more than is asked.

A part is closed when its bound, proven by prices, comes within the tolerance of the best plan; else its openings that cannot be in a
better plan are taken out, and it is split by whether one site stands in one period.
"""

import heapq
from collections.abc import Callable

import numpy as np

from recyclenet.solve.horizon.ascent import NARROWED, NODE, ROOT, Effort, Proof, climb, first_prices
from recyclenet.solve.horizon.case import Case, Floats
from recyclenet.solve.horizon.cover import deadlines, least_standing
from recyclenet.solve.horizon.incumbent import Incumbent
from recyclenet.solve.horizon.narrow import Part

STEPS = frozenset({"cover", "fixing", "moves"})
"""What a search may leave out without another optimum: the least number that stands, taking out openings, moves from plan to plan."""

EXACT = 1e-10
"""Smallest tolerance [relative]: what a cost is known to."""


class Tree:
    """A search over all plans of a case."""

    def __init__(
        self, case: Case, incumbent: Incumbent, *, gap: float, steps: frozenset[str], stopping: Callable[[], bool],
        report: Callable[[float, str], object],
    ) -> None:  # fmt: skip
        """Make ready; `report` is told the bound and what is being done."""
        self.case, self.incumbent, self.gap, self.steps = case, incumbent, max(gap, EXACT), steps
        self.stopping, self.report = stopping, report
        least = least_standing(case) if "cover" in steps else np.zeros(case.periods, dtype=np.int64)
        self.deadline = deadlines(least)
        self.closed = np.inf
        self.heap: list[tuple[float, int, Part, Floats]] = []
        self.count = 0

    @property
    def bound(self) -> float:
        """Return what no plan costs less than."""
        return float(min([self.incumbent.cost, self.closed, *(entry[0] for entry in self.heap[:1])]))

    def run(self) -> None:
        """Search until the gap is closed, or until it is time to stop."""
        whole = Part(self.case.path, self.case.idle, np.arange(self.case.sites))
        prices = first_prices(self.case)
        self.heap = [(-np.inf, 0, whole, prices)]
        self._work(ROOT, "bound")
        if self.heap:
            self._work(NARROWED, "bound")
        while self.heap and not self.stopping():
            self._work(NODE, "tree")

    def _limit(self) -> float:
        """Return the bound at which a part is closed; a little less than the gap, so that the whole is within it."""
        best = self.incumbent.cost
        return best - 0.98 * self.gap * abs(best + self.case.constant) if np.isfinite(best) else np.inf

    def _work(self, effort: Effort, phase: str) -> None:
        """Take the part of least bound; close it, or put what is left of it back: narrowed at first, then split."""
        before, _, part, prices = heapq.heappop(self.heap)
        if before >= self._limit():
            self.closed = min(self.closed, before)
            return
        case = part.case(self.case)
        proof = climb(case, prices, self.deadline, effort, offer=lambda opened: self.incumbent.offer(part.widened(opened, self.case)),
                      enough=lambda bound: bound >= self._limit() or self.stopping())  # fmt: skip
        bound = max(before, proof.bound)
        if effort is not NODE and np.isfinite(bound):
            self._look_around(proof, part)
        if bound >= self._limit():
            self.closed = min(self.closed, bound)
            return
        left = self._fixed(part, proof)
        if left is not None:
            for child in self._children(left, part, proof, effort):
                self.count += 1
                heapq.heappush(self.heap, (bound, self.count, child, proof.prices))
        self.report(self.bound, phase)

    def _look_around(self, proof: Proof, part: Part) -> None:
        """See that there is a plan, and move from it to better ones."""
        if self.incumbent.opened is None:
            self.incumbent.earliest()
        if "moves" in self.steps and self.incumbent.opened is not None:
            self.incumbent.improve(proof, part.sites, self.stopping)

    def _fixed(self, part: Part, proof: Proof) -> Part | None:
        """Return a part without openings whose bound closes them."""
        limit = self._limit()
        if "fixing" not in self.steps or not np.isfinite(limit):
            return part
        allowed = proof.bound + proof.choice.extra < limit
        if not allowed.all():
            self.closed = min(self.closed, limit)
        return part.kept(allowed)

    def _children(self, left: Part, part: Part, proof: Proof, effort: Effort) -> list[Part]:
        """Return the parts that a part is split into; only itself, narrowed, at the root."""
        if effort is ROOT:
            return [left]
        own = np.searchsorted(part.sites, left.sites)
        parts = left.split(proof.stood[:, own])
        if parts is None:
            self._settle(left)
            return []
        return list(parts)

    def _settle(self, left: Part) -> None:
        """Close a part that holds one plan."""
        may = np.isfinite(left.path)
        opened = left.widened(np.where(may.any(axis=0), may.argmax(axis=0), self.case.periods), self.case)
        self.incumbent.offer(opened)
        self.closed = min(self.closed, self.incumbent.priced(opened))
