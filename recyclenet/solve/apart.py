"""Work in a thread of its own, so that Ctrl-C is heard while it goes on."""

import threading
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

PATIENCE_S = 0.1
"""How often Ctrl-C is looked for [s]."""


def apart(work: Callable[[], Found], stop: threading.Event) -> Found:
    """Return what some work gives, or raise what it raises; Ctrl-C sets `stop`, at which the work is to end by itself."""
    found: list[Found] = []
    failed: list[BaseException] = []
    back = threading.Event()

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            failed.append(error)
        finally:
            back.set()

    threading.Thread(target=run, daemon=True).start()
    while not back.is_set():
        try:
            back.wait(PATIENCE_S)
        except KeyboardInterrupt:
            if stop.is_set():  # a second Ctrl-C waits for nothing
                raise
            stop.set()
    if failed:
        raise failed[0]
    return found[0]
