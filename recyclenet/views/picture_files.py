"""Pictures of a map as PNG or PDF files, taken by a Chromium or Chrome that is on the machine, with its network off."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from recyclenet.errors import RecyclenetError, UsageError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge", "microsoft-edge")
"""Names under which a browser is looked for, in this order."""

INSTALLED: Mapping[str, tuple[str, ...]] = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ),
}
"""Where a browser lies on systems that do not put it on the path."""

SWITCHES = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--virtual-time-budget=5000",  # the page's clock runs five seconds ahead first: taken at once, a busy machine's picture lacks a part
    "--run-all-compositor-stages-before-draw",
)

TAKING: Mapping[str, Sequence[str]] = {
    ".png": ("--hide-scrollbars", "--force-device-scale-factor=2", "--window-size=1400,900", "--screenshot={file}"),
    ".pdf": ("--window-size=1400,900", "--no-pdf-header-footer", "--print-to-pdf={file}"),
}
"""What a browser is told for each kind of picture: 1400 x 900 at twice the dots, or a sheet of A4 with lines and letters."""

FIRST_BYTES = {".png": b"\x89PNG", ".pdf": b"%PDF"}

LIMIT_S = 90.0
"""Longest time a picture is given; it takes a few seconds."""

TRIES = (1 / 3, 2 / 3)
"""Share of the time that each browser has: once in some seventy pictures on a busy machine Chromium's clock, run ahead, stands still."""


class PictureError(RecyclenetError):
    """A picture that could not be taken, for the browser did not do its work."""


def save_picture(page: str | Path, path: str | Path, *, period: str | None = None, limit_s: float = LIMIT_S) -> Path:
    """Write a picture of a saved map (`page`), PNG or PDF by the ending of `path`, and return its path.

    It shows the period named, else the first. The browser works in a temporary folder of its own, under names of our choosing, and is
    ended after `limit_s` seconds.
    """
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in TAKING:
        raise UsageError(f"{target.name!r} ends neither in .png nor in .pdf; give a name with one of these endings")
    browser = _browser()
    with tempfile.TemporaryDirectory(prefix="recyclenet-", ignore_cleanup_errors=True) as folder:
        room = Path(folder)
        shutil.copyfile(page, room / "map.html")
        taken = room / f"picture{kind}"
        switches = [*SWITCHES, *(switch.format(file=taken) for switch in TAKING[kind])]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            switches.append("--no-sandbox")  # without it Chromium refuses to be run by root
        said = _tried([browser, *switches], (room / "map.html").as_uri() + _asked(kind, period), room, limit_s)
        content = taken.read_bytes() if taken.exists() else b""
        if not content.startswith(FIRST_BYTES[kind]):
            raise PictureError(f"{Path(browser).name} made no {kind[1:].upper()} of the map; it said: {said or 'nothing'}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target


def _asked(kind: str, period: str | None) -> str:
    """Return what the page is asked for after its address; in print it lays itself out."""
    written = "" if period is None else "&period=" + "".join(f"%{byte:02X}" for byte in period.encode("utf-8", "replace"))
    return f"#{'picture' if kind == '.png' else ''}{written}"


def _browser() -> str:
    """Return the path of a browser; say what to do where there is none."""
    for name in BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    for place in INSTALLED.get(sys.platform, ()):
        if Path(place).exists():
            return place
    raise UsageError(
        "a PNG or PDF of a map is taken by Chromium, Chrome or Edge, and none was found; install one (Debian: apt install chromium), or "
        "open the map in any browser and press its print button"
    )


def _tried(command: Sequence[str], address: str, room: Path, limit_s: float) -> str:
    """Run a browser, at most as often as TRIES say and with a profile of its own, and return the end of what it said."""
    for number, share in enumerate(TRIES):
        with suppress(subprocess.TimeoutExpired):
            return _run([*command, f"--user-data-dir={room / f'profile-{number}'}", address], share * limit_s)
    raise PictureError(f"{Path(command[0]).name} took longer than {limit_s:g} s over the picture and was ended; try again")


def _run(command: Sequence[str], limit_s: float) -> str:
    """Run a browser and return the end of what it said; at the limit end it, with all it started, and raise TimeoutExpired."""
    process = subprocess.Popen(  # noqa: S603 (the browser found, with switches of our own)
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        output, _ = process.communicate(timeout=limit_s)
    finally:
        _end(process)
    return output.decode("utf-8", "replace").strip()[-500:]


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End a browser that still runs, and its helpers, which are in a session of their own."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()
