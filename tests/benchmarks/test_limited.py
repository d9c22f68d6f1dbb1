"""Work that uses too many CPU seconds is ended, once, also where a shell had Ctrl-C ignored."""

import signal
import time

import pytest

from tests.benchmarks.limited import cpu_s, interrupted_after, stopped_after


def work(seconds):
    begin = cpu_s()
    while cpu_s() - begin < seconds:
        pass


def test_what_takes_too_long_is_stopped_once():
    stops: list[float] = []
    begin = time.process_time()
    with stopped_after(0.2, lambda: stops.append(time.process_time() - begin)):
        work(0.6)
    assert len(stops) == 1
    assert stops[0] >= 0.2
    with stopped_after(60.0, lambda: stops.append(0.0)):
        pass
    assert len(stops) == 1


def test_a_search_is_interrupted_as_by_ctrl_c_though_it_was_ignored():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with pytest.raises(KeyboardInterrupt), interrupted_after(0.2):
            work(10.0)
    finally:
        signal.signal(signal.SIGINT, before)
