"""Branching: which candidate to decide next, judged by how much the bound rises both ways.

What a decision gains is tried by a short ascent until it was tried often enough; then it is foretold from its average gain for the share
of a candidate that was decided, as pseudo-costs do (Achterberg, Koch and Martin 2005).
"""

import numpy as np

from recyclenet.solve.location.ascent import Climb

WIDTH = 12
"""Most candidates that are compared."""

RELIABLE = 3
"""Times a decision is tried before its gain is foretold."""

UNCLEAR = 0.01
"""Share of a candidate below which it is as good as decided."""


class Branching:
    """What decisions have gained so far."""

    def __init__(self, candidates: int) -> None:
        """Know nothing."""
        self._gained = np.zeros((2, candidates))
        self._tried = np.zeros((2, candidates))

    def order(self, climb: Climb) -> list[int]:
        """Return the free candidates worth comparing, the least clear first."""
        free = np.flatnonzero(climb.choice.free)
        if not free.size:
            return []
        unclear = np.minimum(climb.likely, 1.0 - climb.likely)[free]
        order = free[np.argsort(-unclear, kind="stable")]
        worth = int(np.sum(unclear > UNCLEAR))
        return [int(candidate) for candidate in order[: min(max(worth, 1), WIDTH)]]

    def reliable(self, candidate: int) -> bool:
        """Return whether a decision was tried often enough to foretell its gain."""
        return bool(self._tried[:, candidate].min() >= RELIABLE)

    def foretold(self, candidate: int, likely: float) -> tuple[float, float]:
        """Return the gains to be expected when a candidate is left out and when it stands."""
        rate = self._gained[:, candidate] / np.maximum(self._tried[:, candidate], 1.0)
        return float(rate[0] * likely), float(rate[1] * (1.0 - likely))

    def learn(self, candidate: int, likely: float, gains: tuple[float, float]) -> None:
        """Remember what a decision gained when the candidate was left out and when it stood."""
        shares = np.maximum([likely, 1.0 - likely], UNCLEAR)
        self._gained[:, candidate] += np.maximum(gains, 0.0) / shares
        self._tried[:, candidate] += 1.0


def score(gains: tuple[float, float], least: float) -> float:
    """Return how good a decision is that gains so much both ways: the product, so that neither is neglected."""
    return max(gains[0], least) * max(gains[1], least)
