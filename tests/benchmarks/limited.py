"""CPU seconds: how many were used, and an end to work that uses more."""

import _thread
import resource
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE_S = 0.1
"""How often the CPU seconds of this process are looked at [s]."""


@contextmanager
def stopped_after(seconds: float, stop: Callable[[], object]) -> Iterator[None]:
    """Call `stop` once this process has used so many more CPU seconds."""
    over, limit = threading.Event(), time.process_time() + seconds

    def watch() -> None:
        while not over.wait(PATIENCE_S):
            if time.process_time() > limit:
                stop()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


@contextmanager
def interrupted_after(seconds: float) -> Iterator[None]:
    """End a search as Ctrl-C does once this process has used so many more CPU seconds."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
    with stopped_after(seconds, _thread.interrupt_main):
        yield


def cpu_s() -> float:
    """Return the CPU seconds of this process and of those it started and saw end."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
