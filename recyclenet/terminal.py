"""The terminal: where answers and complaints are printed, and what is seen while a solve works."""

import math
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.live import Live
from rich.text import Text

from recyclenet.errors import RecyclenetError
from recyclenet.views.plain import plain

WIDTH_IN_FILES = 140
"""Width [characters] of tables that do not go to a terminal, which would have a width of its own."""

INTERNAL = 70
"""Exit code where neither the call nor the data are to blame."""


class Incumbent(Protocol):
    """What a solve tells about itself as it works: best cost, proven bound (either may be infinite or None), gap and phase."""

    @property
    def incumbent(self) -> float | None:
        """Cost of the best plan so far."""

    @property
    def bound(self) -> float | None:
        """Cost no plan is below."""

    @property
    def gap(self) -> float | None:
        """Distance between the two, as a share."""

    @property
    def phase(self) -> str:
        """What the solver is doing."""


class SolveView:
    """The line that follows a solve; the time in it runs on between two reports of the solver."""

    def __init__(self, currency: str) -> None:
        """Start the clock."""
        self.currency = plain(currency)
        self.latest: Incumbent | None = None
        self.start_s = time.monotonic()

    def update(self, latest: Incumbent) -> None:
        """Take a report of the solver."""
        self.latest = latest

    def __rich__(self) -> Text:
        """Return the line as it is now."""
        seconds = f"{time.monotonic() - self.start_s:6.1f} s"
        if self.latest is None:
            return Text(f"solving {seconds}")
        gap = self.latest.gap
        shown_gap = f"{gap:.3%}" if gap is not None and math.isfinite(gap) else "-"
        best, bound = self._money(self.latest.incumbent), self._money(self.latest.bound)
        return Text(f"{plain(self.latest.phase)} {seconds}   best plan {best}   proven bound {bound}   gap {shown_gap}")

    def _money(self, amount: float | None) -> str:
        return f"{amount:,.0f} {self.currency}" if amount is not None and math.isfinite(amount) else "-"


def out() -> Console:
    """Return where answers go; a file or a pipe gets plain text of a fixed width."""
    return _console(stderr=False)


def complaints() -> Console:
    """Return where errors, warnings and progress go."""
    return _console(stderr=True)


def complain(message: str) -> None:
    """Print an error or a warning as plain text, line by line."""
    for line in message.splitlines():
        complaints().print(plain(line), markup=False, highlight=False, emoji=False, soft_wrap=True)


def report(error: Exception, *, debug: bool) -> int:
    """Print an error as the user needs it, and return the exit code that belongs to it."""
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, RecyclenetError):
        complain(str(error))
        return error.exit_code
    if isinstance(error, OSError):
        place = f" {error.filename}" if error.filename else ""
        complain(f"the system refused{place}: {error.strerror or error}")
        return INTERNAL
    hint = "" if debug else "; `recyclenet --debug ...` shows where"
    complain(f"internal error, a fault of recyclenet and not of the instance: {type(error).__name__}: {plain(error)}{hint}")
    return INTERNAL


@contextmanager
def follow(currency: str) -> Iterator[SolveView | None]:
    """Show a solve while it works, and wipe the line at the end; None where nobody is watching."""
    console = complaints()
    if not console.is_terminal:
        yield None
        return
    view = SolveView(currency)
    with Live(view, console=console, refresh_per_second=4, transient=True):
        yield view


def _console(*, stderr: bool) -> Console:
    console = Console(stderr=stderr)
    if not console.is_terminal:
        console.width = WIDTH_IN_FILES
    return console
