"""Single-echelon location: recyclenet's own method against HiGHS on the textbook model, plain and strong.

`python -m tests.benchmarks location [--limit 300] [--sizes 300 500 1000] [--ratios 5 10] [--highs capa-8000 ...] [--output FILE]`
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from recyclenet.errors import NoPlanError
from recyclenet.instance.importers.orlib import read_orlib
from recyclenet.instance.instance import Instance
from recyclenet.model.build import build_formulation
from recyclenet.network.network import build_network
from recyclenet.solve.handover import compile_model
from recyclenet.solve.location.method import best_location
from recyclenet.solve.stage import SEARCH, Stage, money_unit
from tests.benchmarks.cornuejols import cornuejols
from tests.benchmarks.limited import interrupted_after

GAP = 1e-4
OURS, PLAIN, STRONG = "recyclenet", "HiGHS, textbook", "HiGHS, strong"
CAPACITIES = (8000, 10000, 12000, 14000)
TABLE = Path(__file__).with_name("RESULTS-LOCATION.md")
CAPA = Path(__file__).parents[3] / "shared" / "benchmarks" / "orlib" / "capa.txt"

MEANING = """\
Solved to a gap of 1e-4, one thread; CPU seconds from the compiled programme to the answer, every measurement a process of its own; gap is
what is proven at the end, or at the limit. capa: OR-Library, 100 sites and 1000 customers. cst: as many sites as customers, made up after
Cornuejols, Sridharan and Thizy (1991), with capacity in all so many times the demand. HiGHS, textbook: rows for demands and capacities.
HiGHS, strong: besides, a row for every pair of site and customer."""


def main(words: list[str], machine: str) -> None:
    """Measure, print the table, write it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks location", description=__doc__)
    parser.add_argument("--limit", type=float, default=300, help="CPU seconds a solve may take")
    parser.add_argument("--sizes", type=int, nargs="*", default=[300, 500, 1000], help="sites, and customers, of problems made up")
    parser.add_argument("--ratios", type=float, nargs="*", default=[5, 10], help="capacity in all over demand")
    parser.add_argument("--highs", nargs="*", default=None, help="problems that HiGHS is given too (default: all)")
    parser.add_argument("--output", type=Path, default=TABLE, help="file the table is written to")
    given = parser.parse_args(words)
    problems = [f"capa-{capacity}" for capacity in CAPACITIES if CAPA.exists()]
    problems += [f"cst-{size}-{ratio:g}" for size in given.sizes for ratio in given.ratios]
    lines = ["| problem | method | CPU s | cost | gap |\n|---|---|--:|--:|--:|\n"]
    for problem in problems:
        for method in (OURS, PLAIN, STRONG):
            if method == OURS or given.highs is None or problem in given.highs:
                lines.append(measured(problem, method, given.limit))
                print(lines[-1], end="", flush=True)
    given.output.write_text(
        f"# Single-echelon location\n\n{machine}\n\n{MEANING} Limit: {given.limit:g} CPU seconds.\n\n{''.join(lines)}", encoding="utf-8"
    )
    print(f"written: {given.output}")


def measured(problem: str, method: str, limit: float) -> str:
    """Return the line of the table that a process of its own finds."""
    command = [sys.executable, "-m", "tests.benchmarks.location", problem, method, str(limit)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1] + "\n"


def problem_of(name: str) -> Instance:
    """Return a problem by its name."""
    kind, *numbers = name.split("-")
    if kind == "capa":
        return read_orlib(CAPA, capacity=float(numbers[0]))
    with tempfile.TemporaryDirectory() as folder:
        return cornuejols(Path(folder), size=int(numbers[0]), ratio=float(numbers[1]))


def line(name: str, method: str, limit: float) -> str:
    """Return the line of the table for one problem and method, solved here and now."""
    leave = {"tightening"} if method == PLAIN else set[str]()
    programme = compile_model(build_formulation(build_network(problem_of(name)), without=leave).model)
    begin = time.process_time()
    try:
        with interrupted_after(limit):
            if method == OURS:
                best = best_location(programme, name, gap=GAP)
            else:
                best = Stage(name, GAP, None, 1, 0, None, time.perf_counter()).run(programme, money_unit(programme.cost), SEARCH)
    except NoPlanError:
        return f"| {name} | {method} | {time.process_time() - begin:.1f} | no plan | |"
    assert best is not None, f"{name} is not recognised"
    return f"| {name} | {method} | {time.process_time() - begin:.1f} | {best.cost:.2f} | {100 * best.gap:.3f} % |"


if __name__ == "__main__":
    print(line(sys.argv[1], sys.argv[2], float(sys.argv[3])), flush=True)
    os._exit(0)  # HiGHS may be left behind at work
