"""Benchmarks: building a model and handing it over to HiGHS, by three routes in one run.

`python -m tests.benchmarks [--quick] [--repeats 5] [--sizes 20000 200000 1000000] [--output FILE]`
With a first word it measures something else (see there): `maps`, `location` (single-echelon location), `two_echelon`, `hard_peer`,
`instances` (the project's own), `changes`, `peers` (other solvers); `plot` draws what `peers` found.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import changes, hard_peer_run, instances_run, peers_run, plot, two_echelon_runs
from tests.benchmarks.agreement import assert_agreement
from tests.benchmarks.instances import made_up
from tests.benchmarks.location import main as measure_location

RULES = "rules + appsi_highs"
DIRECT = "direct highspy"
AS_SOLVED = "recyclenet, as solved"
STRENGTHENED = "recyclenet, strengthened"
ROUTES = (DIRECT, "recyclenet", AS_SOLVED, STRENGTHENED, RULES)
ALIKE = (DIRECT, "recyclenet", RULES)
"""Routes to one and the same model."""

TABLE = Path(__file__).with_name("RESULTS.md")

MEANING = """\
Timed: from the tables of a network (`build_network(instance)`, timed apart as *before*) to a HiGHS that holds the model; nothing is solved.
recyclenet: `build_formulation`, `compile_model`, `to_highs`. direct highspy: the same matrix written by hand with numpy and SciPy, one
`passModel`. rules + appsi_highs: an ordinary Pyomo model with a rule for each kind of row, from dictionaries (made *before*), and
`set_instance`. The three are shown to be one model, row by row, and to have one optimum, on a small instance first. recyclenet, as
solved: the model with the family tightening, as a large one goes to HiGHS: its lazy rows, which tie every flow to what stands where it
goes, are made only when a relaxation violates them. recyclenet, strengthened: with all of them made, as a small one goes.
Seconds are CPU seconds; every measurement is a process of its own; the routes take turns; medians are given. MB is the peak of resident
memory above what was there when the clock started. x is the ratio to direct highspy."""


def main() -> None:
    """Measure, print the table, write it."""
    if sys.argv[1:2] == ["hard_peer"]:
        hard_peer_run.main(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out the rule-built model, which takes minutes")
    parser.add_argument("--repeats", type=int, default=5, help="runs of each route (the rule-built one: once beyond 200 000 flows)")
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000, 1_000_000], help="numbers of flow variables")
    parser.add_argument("--output", type=Path, default=TABLE, help="file the table is written to")
    given = parser.parse_args()
    assert_agreement(made_up(2000))
    print("one model by all routes: shown on 2 000 flows")
    lines = ["| flows | route | before s | s | x | MB | x |\n|--:|---|--:|--:|--:|--:|--:|\n"]
    for size in given.sizes:
        runs: dict[str, list[dict[str, float]]] = {route: [] for route in ROUTES if route != RULES or not given.quick}
        for turn in range(given.repeats):
            for route, found in runs.items():
                if route != RULES or turn == 0 or size <= 200_000:
                    found.append(measured(route, size))
        assert (
            len({(run["columns"], run["rows"], run["nonzeros"]) for route, found in runs.items() if route in ALIKE for run in found}) == 1
        )
        lines += rows(size, runs)
    table = f"# Building and handing over\n\n{machine()}\n\n{MEANING}\n\n{''.join(lines)}"
    given.output.write_text(table, encoding="utf-8")
    print(f"written: {given.output}")


def measured(route: str, size: int) -> dict[str, float]:
    """Return what a process of its own finds of a route."""
    command = [sys.executable, "-m", "tests.benchmarks.child", route, str(size)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def rows(size: int, runs: dict[str, list[dict[str, float]]]) -> list[str]:
    """Return a line of the table for each route, printed as they come."""
    middle = {route: {key: statistics.median(run[key] for run in found) for key in found[0]} for route, found in runs.items()}
    lines = []
    for route, run in middle.items():
        ratios = [run[key] / middle[DIRECT][key] for key in ("run_s", "memory_mb")]
        size_text, memory_mb = f"{size:,}".replace(",", " "), run["memory_mb"]
        seconds = f"{run['prepare_s']:.2f} | {run['run_s']:.3g} | {ratios[0]:.1f}"
        lines.append(f"| {size_text} | {route} | {seconds} | {memory_mb:.0f} | {ratios[1]:.1f} |\n")
        print(lines[-1], end="", flush=True)
    return lines


def machine() -> str:
    """Return what was measured on, with what, when."""
    processor = platform.processor() or platform.machine()
    cpus = Path("/proc/cpuinfo")
    if cpus.exists():
        names = [line.split(":")[1].strip() for line in cpus.read_text(encoding="utf-8").splitlines() if line.startswith("model name")]
        processor = names[0] if names else processor
    packages = ", ".join(f"{name} {version(name)}" for name in ("highspy", "pyomo", "numpy", "pandas", "scipy"))
    day = datetime.now(tz=UTC).date().isoformat()
    return f"{day}; {processor}, {os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}, {packages}"


if __name__ == "__main__":
    words, more = sys.argv[1:2], sys.argv[2:]
    if words == ["maps"]:
        from tests.benchmarks.maps import main as measure_maps

        measure_maps(more)
    elif words == ["location"]:
        measure_location(more, machine())
    elif words == ["two_echelon"]:
        two_echelon_runs.main(more, machine())
    elif words == ["hard_peer"]:
        hard_peer_run.main(more)
    elif words == ["changes"]:
        changes.main(more, machine())
    elif words == ["instances"]:
        instances_run.main(more, machine())
    elif words == ["peers"]:
        peers_run.main(more, machine())
    elif words == ["plot"]:
        plot.main(more)
    else:
        main()
