"""The doctor: whether this installation can do its work, and what to do where it cannot."""

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from recyclenet.errors import RecyclenetError

LIBRARIES = ("folium", "geopandas", "highspy", "numpy", "pandas", "pyomo", "pyproj", "rich", "shapely", "typer")
"""What recyclenet stands on; the names of pyproject.toml."""

WRONG_HIGHS = frozenset({"1.14.0"})
"""HiGHS releases whose presolve returns wrong optima."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

LEAST_PYTHON = (3, 11)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: its state, whether the work can be done with it, and what to do if not."""

    what: str
    state: str
    well: bool = True
    remedy: str = ""


def findings(folder: Path) -> Iterator[Finding]:
    """Return all findings, the self-test last; `folder` is where runs would be written."""
    yield _python()
    yield from map(_library, LIBRARIES)
    yield Finding("threads", f"{len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()} usable")
    yield _writable(folder)
    yield _browser()
    yield _self_test()


def _python() -> Finding:
    least = ".".join(map(str, LEAST_PYTHON))
    state = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return Finding("Python", state, sys.version_info[:2] >= LEAST_PYTHON, f"install Python {least} or newer")


def _library(name: str) -> Finding:
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(name, "missing", well=False, remedy="install recyclenet anew: pip install recyclenet")
    wrong = name == "highspy" and version in WRONG_HIGHS
    return Finding(name, version, not wrong, "this release returns wrong optima: pip install 'highspy>=1.15'")


def _writable(folder: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return Finding("folder", f"{folder} can be written to")
    except OSError as error:
        return Finding("folder", f"{folder} cannot be written to: {error.strerror}", well=False, remedy="choose another with --out")


def _browser() -> Finding:
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    return Finding("Chromium", found or "not found: maps are drawn all the same, only the tests that look at them are skipped")


def _self_test() -> Finding:
    """Return whether the starter instance is solved to a plan that the checker believes."""
    from recyclenet import build_formulation, build_network, read_instance, solve, violations

    try:
        with resources.as_file(resources.files("recyclenet.instance") / "starter") as starter:
            instance = read_instance(starter)
        plan = solve(build_formulation(build_network(instance)))
        faults = len(violations(instance, plan))
    except RecyclenetError as error:
        return Finding("self-test", str(error), well=False, remedy="install recyclenet anew, in an environment of its own")
    state = f"starter instance solved in {plan.seconds:.1f} s, cost {plan.cost:,.0f}, gap {plan.gap:.2%}"
    return Finding("self-test", state, faults == 0, f"the checker finds {faults} rules broken: do not trust plans made here")
