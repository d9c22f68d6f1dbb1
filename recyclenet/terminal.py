"""The terminal: where answers and complaints are printed, and what is seen while a solve works."""

import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.live import Live
from rich.text import Text

from recyclenet.errors import InstanceError, Problem, RecyclenetError
from recyclenet.views.plain import plain
from recyclenet.views.progress import Incumbent, progress_line

WIDTH_IN_FILES = 140
"""Width [characters] of tables that do not go to a terminal, which would have a width of its own."""

MOST_WARNINGS = 10
"""Longest list of warnings that is printed."""

INTERNAL = 70
"""Exit code where neither the call nor the data are to blame."""


class SolveView:
    """The line that follows a solve; the time in it runs on between two reports of the solver."""

    def __init__(self, currency: str) -> None:
        """Start the clock."""
        self.currency = currency
        self.latest: Incumbent | None = None
        self.start_s = time.monotonic()

    def update(self, latest: Incumbent) -> None:
        """Take a report of the solver."""
        self.latest = latest

    def __rich__(self) -> Text:
        """Return the line as it is now."""
        return Text(progress_line(self.latest, time.monotonic() - self.start_s, self.currency))


def out() -> Console:
    """Return where answers go; a file or a pipe gets plain text of a fixed width."""
    return _console(stderr=False)


def complaints() -> Console:
    """Return where errors, warnings and progress go."""
    return _console(stderr=True)


def complain(*lines: object) -> None:
    """Print lines of an error or a warning as plain text; what stands in a line cannot start another."""
    for line in lines:
        complaints().print(plain(line), markup=False, highlight=False, emoji=False, soft_wrap=True)


def warn(problems: Sequence[Problem]) -> None:
    """Print what is odd in an instance that is used all the same; the first of many stand for the rest."""
    complain(*(f"warning: {problem}" for problem in problems[:MOST_WARNINGS]))
    if len(problems) > MOST_WARNINGS:
        complain(f"warning: and {len(problems) - MOST_WARNINGS} more; recyclenet validate --format json lists them all")


def report(error: Exception, *, debug: bool) -> int:
    """Print an error as the user needs it, and return the exit code that belongs to it."""
    if debug:
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, RecyclenetError):
        lines = str(error).splitlines()
        complain(*(lines[:1] + list(error.problems) if isinstance(error, InstanceError) else lines))
        return error.exit_code
    if isinstance(error, OSError):
        place = f" {error.filename}" if error.filename else ""
        complain(f"the system refused{place}: {error.strerror or error}")
        return INTERNAL
    hint = "" if debug else "; `recyclenet --debug ...` shows where"
    complain(f"internal error, a fault of recyclenet and not of the instance: {type(error).__name__}: {error}{hint}")
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
