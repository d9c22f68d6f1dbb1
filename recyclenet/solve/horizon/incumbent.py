"""The incumbent: the best openings known, and moves from them to better ones."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from recyclenet.solve.horizon.ascent import Proof
from recyclenet.solve.horizon.case import Case, Columns
from recyclenet.solve.horizon.transport import Transport


class Incumbent:
    """The best openings of all sites found so far, what they cost, and who is told of better ones."""

    def __init__(self, case: Case, transport: Transport, told: Callable[[float], object]) -> None:
        """Begin with none."""
        self.case, self.transport, self.told = case, transport, told
        self.cost = np.inf
        self.opened: Columns | None = None
        self._seen: set[bytes] = set()

    def offer(self, opened: Columns) -> float:
        """Take openings if they are better; return the cost of the best."""
        key = opened.tobytes()
        if key in self._seen:
            return self.cost
        self._seen.add(key)
        cost = self.priced(opened)
        if cost < self.cost:
            self.cost, self.opened = cost, opened.copy()
            self.told(cost)
        return self.cost

    def priced(self, opened: Columns) -> float:
        """Return what openings and the cheapest hauling with them cost; infinite where they cannot take all."""
        opening = self.case.opening(opened)
        return opening + self.transport.cost(opened) if np.isfinite(opening) else np.inf

    def earliest(self) -> bool:
        """Offer to open all sites as early as they may: no plan takes more. Return whether that takes all."""
        may = np.isfinite(self.case.path)
        opened = np.where(may.any(axis=0), may.argmax(axis=0), self.case.periods)
        return bool(np.isfinite(self.offer(opened)))

    def improve(self, proof: Proof, sites: Columns, stopping: Callable[[], bool]) -> None:
        """Try to open another site instead, a site later, earlier, never, or one more, while that helps.

        Moves that cannot help by what `proof` knows of `sites` are left out.
        """
        constant, price = proof.modular(self.case if sites.size == self.case.sites else self._part(sites))
        wide = np.full((self.case.periods + 1, self.case.sites), np.inf)
        wide[:-1, sites] = price
        wide[-1] = np.where(self.case.idle, 0.0, np.inf)
        better = self.opened is not None
        while better and not stopping():
            better = self._moved(constant, wide, stopping)

    def _part(self, sites: Columns) -> Case:
        return replace(self.case, path=self.case.path[:, sites])

    def _moved(self, constant: float, price: np.ndarray, stopping: Callable[[], bool]) -> bool:
        """Return whether some move from the incumbent was better; it is then the incumbent."""
        here, before = self.opened, self.cost
        if here is None:
            return False
        every = np.arange(self.case.sites)
        now = price[here, every]
        base = constant + float(now.sum())
        moves = [
            (base + price[when, site] - now[site], (site, when)) for when, site in np.argwhere(np.isfinite(price)) if when != here[site]
        ]
        singles = [(bound, [move]) for bound, move in moves]
        swaps = []
        for out in np.flatnonzero((here < self.case.periods) & self.case.idle):
            saved = base - now[out]
            into = np.flatnonzero(here == self.case.periods)
            gain = saved + price[here[out], into] - now[into]
            swaps += [(float(bound), [(out, self.case.periods), (site, here[out])]) for bound, site in zip(gain, into, strict=True)]
        for bound, changes in sorted(singles + swaps, key=lambda entry: float(entry[0])):
            if bound >= before or stopping():
                break
            there = here.copy()
            for site, when in changes:
                there[site] = when
            if self.offer(there) < before:
                return True
        return False
