"""Runs of HiGHS within limits end when they are asked to, whether HiGHS hears of it or not."""

import threading
import time

import numpy as np

from recyclenet.solve import search
from recyclenet.solve.paths.limits import Limits, Listener, run_matrix
from recyclenet.solve.paths.matrix import Matrix
from recyclenet.solve.search import Highs


def at_least_two() -> Matrix:
    """Return a programme: the least of 3 x with x at least 2."""
    matrix = Matrix()
    column, row = matrix.columns(np.array([3.0])), matrix.rows(2.0, np.inf, 1)
    matrix.add(row, column, 1.0)
    return matrix


def test_a_run_that_nobody_stops_comes_to_its_end():
    found = run_matrix(at_least_two(), Limits(np.inf, lambda: False, 1, 0), gap=0.0)
    assert found.ended
    assert found.values is not None
    assert found.values.tolist() == [2.0]
    assert found.bound == 6.0


def test_a_highs_that_does_not_hear_that_it_should_stop_is_left_behind(monkeypatch):
    hears = threading.Event()
    told: list[np.ndarray] = []
    monkeypatch.setattr(search, "_left_behind", [])
    monkeypatch.setattr(search, "GRACE_S", 0.2)
    monkeypatch.setattr(Highs, "run", lambda _: hears.wait(60))
    begin = time.monotonic()
    found = run_matrix(at_least_two(), Limits(np.inf, lambda: True, 1, 0), gap=0.0, listener=Listener(told.append))
    assert time.monotonic() - begin < 30
    assert (found.values, found.ended, told) == (None, False, [])
    assert search.left_behind()
    hears.set()
    search.await_left_behind()
    assert not search.left_behind()
