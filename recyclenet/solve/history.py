"""The history of a solve: what was told of it, and when."""

from collections.abc import Callable

import pandas as pd

from recyclenet.solution.solution import HISTORY_COLUMNS
from recyclenet.solve.stage import Progress

EVERY_S = 1.0
"""A bound that rises, and nothing else, is noted no more often than this [s]."""

PLAN = "plan"
"""Phase of the last row: the plan that the history is of."""


class History:
    """Notes of what a solve tells, made as it is passed on to whoever watches."""

    def __init__(self, watcher: Callable[[Progress], None] | None = None) -> None:
        """Begin without a note."""
        self._watcher = watcher
        self._told: list[Progress] = []

    def __call__(self, latest: Progress) -> None:
        """Note a report that tells something new, and pass it on."""
        if not self._told or _is_news(latest, self._told[-1]):
            self._told.append(latest)
        if self._watcher is not None:
            self._watcher(latest)

    def table(self, cost: float, bound: float, seconds: float) -> pd.DataFrame:
        """Return the notes as a table (see HISTORY_COLUMNS), ended by a plan, its bound and the second it was there."""
        told = [*self._told, Progress(cost, bound, None, seconds, PLAN)]
        table = pd.DataFrame([[getattr(row, name) for name in HISTORY_COLUMNS] for row in told], columns=list(HISTORY_COLUMNS))
        numbers = ["seconds", "incumbent", "bound", "memory_mb"]
        return table.astype(dict.fromkeys(numbers, float)).replace([float("inf"), float("-inf")], float("nan"))


def _is_news(latest: Progress, last: Progress) -> bool:
    """Return whether a report says more than that the bound rose a moment after the last note."""
    if (latest.phase, latest.unit, latest.incumbent) != (last.phase, last.unit, last.incumbent):
        return True
    return latest.bound != last.bound and (last.bound is None or latest.seconds >= last.seconds + EVERY_S)
