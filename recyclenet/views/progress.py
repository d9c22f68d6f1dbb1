"""How far a solve has come, as a line of text and as a bar in a notebook."""

import math
import time
from html import escape
from typing import TYPE_CHECKING, Protocol

from recyclenet.cards import plain

if TYPE_CHECKING:
    from IPython.display import DisplayHandle

EVERY_S = 0.25
"""A bar in a notebook is drawn anew no more often than this [s]."""


class Incumbent(Protocol):
    """What a solve tells about itself as it works: best cost, proven bound (either may be infinite or None), gap, phase and memory."""

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

    @property
    def unit(self) -> str:
        """Unit of the best plan and the bound; empty for currency."""

    @property
    def memory_mb(self) -> float | None:
        """Memory of the process [MB]; None where it is not known."""


def progress_line(latest: Incumbent | None, seconds: float, currency: str) -> str:
    """Return phase, time, best plan, proven bound, gap and memory in words; what is not known yet is a hyphen."""
    phase, gap = ("start", None) if latest is None else (plain(latest.phase), latest.gap)
    shown_gap = f"{gap:.3%}" if gap is not None and math.isfinite(gap) else "-"
    best, bound = (None, None) if latest is None else (latest.incumbent, latest.bound)
    unit = (latest.unit if latest else "") or plain(currency)
    memory = _amount(None if latest is None else latest.memory_mb, "MB")
    amounts = f"best plan {_amount(best, unit)}   proven bound {_amount(bound, unit)}"
    return f"{phase} {seconds:6.1f} s   {amounts}   gap {shown_gap}   memory {memory}"


class NotebookProgress:
    """A bar in a notebook that follows a solve: `solve(formulation, gap=1e-3, progress=NotebookProgress(gap=1e-3, currency="EUR"))`.

    It fills from a gap of 100 % to the gap asked for, each tenth of the gap by the same step. It needs nothing that a notebook does not
    have; elsewhere it stays silent.
    """

    def __init__(self, *, gap: float = 1e-3, currency: str = "") -> None:
        """Show an empty bar where a notebook is running, and start the clock."""
        self.asked, self.currency = gap, currency
        self.start_s = time.monotonic()
        self._drawn_s, self._latest = -math.inf, None
        self._handle = _handle(self.html())

    def __call__(self, latest: Incumbent) -> None:
        """Take a report of the solver."""
        now = time.monotonic()
        reached = latest.gap is not None and latest.gap <= self.asked
        if self._handle is not None and (reached or now - self._drawn_s >= EVERY_S):
            self._drawn_s = now
            self._handle.update(_raw(self.html(latest)), raw=True)  # type: ignore[no-untyped-call]  # IPython leaves it untyped

    def html(self, latest: Incumbent | None = None) -> str:
        """Return the bar with its line."""
        share = self.share(None if latest is None else latest.gap)
        value = "" if share is None else f' value="{share:.3f}"'
        line = escape(progress_line(latest, time.monotonic() - self.start_s, self.currency))
        return f'<div><progress max="1"{value}></progress> <code>{line}</code></div>'

    def share(self, gap: float | None) -> float | None:
        """Return how full the bar is (0 to 1) at a gap; None where there is none yet."""
        if gap is None or not math.isfinite(gap):
            return None
        asked = min(max(self.asked, 1e-6), 0.5)
        return min(max(math.log(max(gap, asked)) / math.log(asked), 0.0), 1.0)


def _amount(amount: float | None, unit: str) -> str:
    return f"{amount:,.0f} {unit}".rstrip() if amount is not None and math.isfinite(amount) else "-"


def _raw(html: str) -> dict[str, str]:
    return {"text/html": html}


def _handle(html: str) -> "DisplayHandle | None":
    """Return what is shown in a running notebook, so that it can be changed; None elsewhere."""
    try:
        from IPython import get_ipython  # noqa: PLC0415 - there only in a notebook
        from IPython.display import DisplayHandle  # noqa: PLC0415
    except ImportError:
        return None
    shell = get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        return None
    handle = DisplayHandle()  # type: ignore[no-untyped-call]
    handle.display(_raw(html), raw=True)  # type: ignore[no-untyped-call]
    return handle
