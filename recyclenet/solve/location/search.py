"""The search: branch and bound on the prices' bound, with candidates settled on the way.

Parts of the search are looked into in the order of their bounds. What is proven at the end is the least bound of all that was left: of
parts that were closed, of candidates settled, of parts still open.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from recyclenet.solve.location.ascent import FIRST_STEP, NEXT_STEP, Climb, ascend
from recyclenet.solve.location.bound import Point, Relaxation, first_prices
from recyclenet.solve.location.branching import Branching, score
from recyclenet.solve.location.cover import ROUNDING
from recyclenet.solve.location.fixing import needed, settled
from recyclenet.solve.location.flows import Flows, Transport
from recyclenet.solve.location.incumbent import SERVED, Incumbent
from recyclenet.solve.location.problem import Choice, Floats, Location

STEPS = frozenset({"cover", "fixing", "local search", "dives"})
"""Steps that may be left out: they save time, and change no optimum."""

LEAST_GAP = 1e-9
"""Gap that is as good as none."""

ROOT_STEPS, NODE_STEPS, TRIAL_STEPS = 300, 60, 20
"""Steps of an ascent at the beginning, and in a part of the search."""

SURE, UNLIKELY = 0.9, 0.01
"""Shares of a candidate from and up to which a dive takes it for decided."""

DIVES = 20
"""Parts looked into from one dive to the next."""

ROUNDS = 10
"""Most ascents at the beginning, each with the best plan that is known by then."""

ATTEMPTS = 12
"""Choices tried near the best plan, one after the other, without one that is better: then the bound is the better use of time."""

LEAST_GAIN = 1e-6
"""Gain [share of the bound] below which a decision gains nothing."""

SMALL_GAIN = 0.01
"""Share of the gap that an ascent must close for another to follow at once."""


@dataclass(frozen=True, order=True)
class Part:
    """A part of the search: the plans that keep to a choice, and what is proven of them."""

    bound: float
    number: int
    choice: Choice = field(compare=False)
    prices: Floats = field(compare=False)


class Search:
    """A search at work."""

    def __init__(
        self,
        location: Location,
        *,
        gap: float,
        report: Callable[[float, float, str], object],
        stopping: Callable[[], bool],
        better: Callable[[], object] | None = None,
        without: frozenset[str] = frozenset(),
    ) -> None:
        """Begin with everything open; steps in `without` (see STEPS) are left out, which changes the time only."""
        self.location, self.gap, self.report, self.stopping = location, max(gap, LEAST_GAP), report, stopping
        self.without, self._better = without, better
        self.relaxation = Relaxation(location, least_t=0.0 if "cover" in without else None)
        self.transport = Transport(location, stopping)
        self.incumbent = Incumbent(location, self.relaxation, self.transport, self._improved)
        self.branching = Branching(location.capacity_t.size)
        self.closed = np.inf  # the least bound of what was left
        self.here = -np.inf  # the bound of the part that is looked into
        self.parts: list[Part] = []
        self.looked_into = self.made = 0
        self.phase = "bound"
        self.hopeless = False  # whether even with all that may stand some supply is not served

    @property
    def bound(self) -> float:
        """Return what is proven of all plans."""
        return min(self.closed, self.here, self.incumbent.cost)

    @property
    def cut(self) -> float:
        """Return the cost from which on a plan is not looked for."""
        cost = self.incumbent.cost
        return cost - self.gap * abs(cost) if np.isfinite(cost) else np.inf

    def run(self) -> None:
        """Search until the gap is reached, nothing is left or it is stopped."""
        everything = self._possible(Choice(self.location.required, self.location.allowed))
        flows = None if everything is None else self.transport.best(everything.may)
        if everything is None or flows is None or not self._served(flows):
            self.hopeless = everything is None or flows is not None
            return
        self._begin(everything)
        self.phase = "branching"
        while self.parts and not self.stopping():
            part = heapq.heappop(self.parts)
            self.here = part.bound
            if part.bound >= self.cut:
                break
            self._look_into(part)
            self._tell()
        else:
            self.here = self.parts[0].bound if self.parts else np.inf
        self._tell()

    def _begin(self, choice: Choice) -> None:
        """Look into the whole: ascents and plans by turns, then its two parts."""
        self.incumbent.attempt(choice.may)
        prices, step = first_prices(self.location, choice), FIRST_STEP
        for done in range(1, ROUNDS + 1):
            before = self.here
            climb = self._ascend(prices, choice, ROOT_STEPS, step)
            if climb is None:
                self.here = np.inf
                return
            self.here = max(self.here, climb.best.proven)
            choice, prices, step = climb.choice, climb.best.prices, climb.step
            self.incumbent.scope = choice
            self.incumbent.learn(climb.best)
            self._try_near(climb, always=True)
            self._dive(climb)
            self._tell()
            slow = self.here - before < SMALL_GAIN * (self.incumbent.cost - self.here)
            if self.stopping() or done == ROUNDS or slow or not choice.free.any():
                self._divide(climb, self.here)
                return

    def _look_into(self, part: Part) -> None:
        """Raise the bound of a part, try what it suggests, and part it in two."""
        self.looked_into += 1
        climb = self._ascend(part.prices, part.choice, NODE_STEPS, NEXT_STEP)
        if climb is None:
            return
        self._try_near(climb)
        if self.looked_into % DIVES == 0:
            self._dive(climb)
        self._divide(climb, max(part.bound, climb.best.proven))

    def _try_near(self, climb: Climb, *, always: bool = False) -> None:
        """Try the likeliest candidates, and what is near the best plan if that is new, or `always`."""
        better = self.incumbent.attempt(self.incumbent.rounded(climb.likely, climb.choice))
        if "local search" not in self.without and (better or always):
            self.incumbent.improve(ATTEMPTS)

    def _dive(self, climb: Climb) -> None:
        """Decide for what is likely, again and again, and try what comes of it."""
        while "dives" not in self.without and climb.choice.free.any() and not self.stopping():
            free, likely = climb.choice.free, climb.likely
            chosen = free & (likely >= min(SURE, float(likely[free].max())))
            possible = self._possible(climb.choice.with_open(chosen).with_closed(free & (likely <= UNLIKELY) & ~chosen))
            below = None if possible is None else self._ascend(climb.best.prices, possible, TRIAL_STEPS, NEXT_STEP)
            if below is None:
                return
            climb = below
            self._try_near(climb)

    def _ascend(self, prices: Floats, choice: Choice, steps: int, step: float) -> Climb | None:
        return ascend(
            self.relaxation,
            prices,
            choice,
            target=self.incumbent.cost,
            steps=steps,
            step=step,
            settle=self._settle,
            stopping=self.stopping,
        )

    def _settle(self, point: Point, choice: Choice) -> Choice | None:
        """Return what a point settles; None where it closes the part."""
        if point.proven >= self.cut:
            self.closed = min(self.closed, point.proven)
            return None
        if "fixing" in self.without:
            return choice
        found, relied = settled(point, choice, self.cut)
        self.closed = min(self.closed, relied)
        return choice if found is choice else self._possible(found)

    def _possible(self, choice: Choice) -> Choice | None:
        """Return the choice with what it needs; None where what may stand cannot take all."""
        if self.location.capacity_t[choice.may].sum() < self.location.least_t * (1 - ROUNDING):
            return None
        return needed(self.location, choice)

    def _divide(self, climb: Climb, bound: float) -> None:
        """Part in two by the candidate whose decision gains most; where nothing is free, the flows are the proof."""
        while climb.choice.free.any():
            found = self._compare(climb, bound)
            if not isinstance(found, Climb):
                for part in found:
                    heapq.heappush(self.parts, part)
                return
            climb, bound = found, max(bound, found.best.proven)  # one way is closed: the other is all there is
        self._finish(climb.choice, bound)

    def _compare(self, climb: Climb, bound: float) -> list[Part] | Climb:
        """Return the two parts of the best decision found, or the ascent that is left when one way of a decision is closed."""
        best, parts = -1.0, list[Part]()
        for candidate in self.branching.order(climb):
            likely = float(climb.likely[candidate])
            if self.branching.reliable(candidate):
                gains = self.branching.foretold(candidate, likely)
                new = [(way, climb) for way in self._ways(candidate, climb)]
            else:
                tried = [
                    None if way is None else self._ascend(climb.best.prices, way, TRIAL_STEPS, NEXT_STEP)
                    for way in self._ways(candidate, climb)
                ]
                left = [trial for trial in tried if trial is not None]
                if len(left) < len(tried):
                    return left[0] if left else []
                gains = (left[0].best.proven - climb.best.proven, left[1].best.proven - climb.best.proven)
                self.branching.learn(candidate, likely, gains)
                new = [(trial.choice, trial) for trial in left]
            if (found := score(gains, LEAST_GAIN * abs(climb.best.proven))) > best:
                best = found
                parts = [self._new(way, max(bound, trial.best.proven), trial.best.prices) for way, trial in new if way is not None]
        return parts

    def _ways(self, candidate: int, climb: Climb) -> list[Choice | None]:
        """Return the choices without and with a candidate; None where it is not possible."""
        return [self._possible(climb.choice.with_closed(candidate)), self._possible(climb.choice.with_open(candidate))]

    def _new(self, choice: Choice, bound: float, prices: Floats) -> Part:
        self.made += 1
        return Part(bound, self.made, choice, prices)

    def _finish(self, choice: Choice, bound: float) -> None:
        """Settle a part in which every candidate is settled: its best flows, and their prices as the proof."""
        flows = self.transport.best(choice.stands)
        if flows is None:  # stopped
            self.closed = min(self.closed, bound)
        elif self._served(flows):
            self.incumbent.attempt(choice.stands)
            self.closed = min(self.closed, max(bound, self.relaxation.at(flows.prices, choice).proven))

    def _served(self, flows: Flows) -> bool:
        return flows.unserved_t <= SERVED * float(self.location.supply_t.sum())

    def _improved(self) -> None:
        self._tell()
        if self._better is not None:
            self._better()

    def _tell(self) -> None:
        self.report(self.incumbent.cost, self.bound, self.phase)
