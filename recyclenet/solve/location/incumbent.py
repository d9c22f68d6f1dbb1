r"""The incumbent: the best plan found, and a search of what lies one change away from it.

The prices of every transport problem that was solved bound the cost of any other choice of candidates from below, $a + \sum_j g_j y_j$:
with a few dozen of them the changes that cannot pay are left out without being tried, and the others are tried in the order of what they
promise.
"""

from collections.abc import Callable

import numpy as np

from recyclenet.solve.location.bound import Point, Relaxation
from recyclenet.solve.location.flows import Flows, Transport
from recyclenet.solve.location.problem import Bools, Choice, Floats, Location

SERVED = 1e-9
"""Share of all supply that may be lacking in a plan that serves all: rounding."""

REMEMBERED = 40
"""Bounds that are kept to judge changes by."""


class Incumbent:
    """The best plan found so far, and what was learnt on the way; `found` is called when there is a better one."""

    def __init__(self, location: Location, relaxation: Relaxation, transport: Transport, found: Callable[[], object]) -> None:
        """Begin without a plan."""
        self.location, self.relaxation, self.transport = location, relaxation, transport
        self.best: Flows | None = None
        self.stands: Bools = np.zeros(location.capacity_t.size, dtype=bool)
        self.scope = Choice(location.required, location.allowed)  # what holds everywhere
        self._found = found
        self._tried: set[bytes] = set()
        self._bases, self._worths = np.empty(0), np.empty((0, location.capacity_t.size))

    @property
    def cost(self) -> float:
        """Return the cost of the best plan, infinite where there is none."""
        return np.inf if self.best is None else self.best.cost

    def learn(self, point: Point) -> None:
        """Remember a bound on the cost of any candidates: what the prices give without them, and what each adds."""
        base = point.proven - point.taken.value
        self._bases = np.append(self._bases, base)[-REMEMBERED:]
        self._worths = np.vstack([self._worths, point.worth])[-REMEMBERED:]

    def promise(self, stands: Bools) -> float:
        """Return the best of the bounds known on the cost of some candidates."""
        return float((self._bases + self._worths @ stands).max(initial=-np.inf))

    def attempt(self, stands: Bools) -> bool:
        """Return whether the flows of some candidates make a better plan; those tried before, or that cannot pay, are not tried."""
        if stands.tobytes() in self._tried or self.promise(stands) >= self.cost:
            return False
        self._tried.add(stands.tobytes())
        flows = self.transport.best(stands)
        if flows is None:
            return False
        self.learn(self.relaxation.at(flows.prices, self.scope))
        if flows.unserved_t > SERVED * self.location.supply_t.sum() or flows.cost >= self.cost:
            return False
        self.best, self.stands = flows, stands.copy()
        self._found()
        return True

    def rounded(self, likely: Floats, choice: Choice) -> Bools:
        """Return the likeliest candidates that together can take what must be taken."""
        order = np.argsort(-np.where(choice.stands, 2.0, np.where(choice.may, likely, -1.0)), kind="stable")
        number = 1 + int(np.searchsorted(np.cumsum(self.location.capacity_t[order]), self.location.least_t * (1 - SERVED)))
        stands: Bools = choice.stands.copy()
        stands[order[:number]] = True
        return (stands | (likely > 0.5)) & choice.may

    def improve(self, attempts: int) -> None:
        """Try candidates in, out and exchanged, the most promising first, until none promises anything or so many in a row fail."""
        left = attempts
        while left > 0 and self.best is not None and not self.transport.stopping():
            change = self._most_promising()
            if change is None:
                return
            left = attempts if self.attempt(change) else left - 1

    def _most_promising(self) -> Bools | None:
        """Return the choice one change away that promises most and was not tried, or None where none promises to be better."""
        location, stands, choice = self.location, self.stands, self.scope
        out, into = np.flatnonzero(stands & choice.free), np.flatnonzero(~stands & choice.may)
        now = self._bases + self._worths @ stands
        leaving = np.hstack([self._worths[:, out], np.zeros((now.size, 1))])  # the last: none leaves, none comes
        coming = np.hstack([self._worths[:, into], np.zeros((now.size, 1))])
        promised = np.full((out.size + 1, into.size + 1), -np.inf)
        for base, less, more in zip(now, leaving, coming, strict=True):
            np.maximum(promised, base - less[:, None] + more, out=promised)
        capacity = float(location.capacity_t[stands].sum()) - np.append(location.capacity_t[out], 0.0)[:, None]
        lacking = capacity + np.append(location.capacity_t[into], 0.0) < location.least_t * (1 - SERVED)
        promised[lacking] = np.inf
        for place in np.argsort(promised, axis=None):
            leaves, comes = np.unravel_index(place, promised.shape)
            if promised[leaves, comes] >= self.cost:
                return None
            change = stands.copy()
            change[out[leaves : leaves + 1]] = False
            change[into[comes : comes + 1]] = True
            if change.tobytes() not in self._tried:
                return change
        return None
