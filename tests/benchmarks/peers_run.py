"""What a user would pick instead, on the same programmes: CBC, SCIP and CP-SAT beside HiGHS, and recyclenet beside them all.

`python -m tests.benchmarks peers [--problems capa-8000 ...] [--seconds 60] [--routes recyclenet SCIP ...] [--output FILE]`
"""

import argparse
import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks import location
from tests.benchmarks.judged import TOLERANCE
from tests.benchmarks.peers_child import ROUTES

TABLE, COURSES = Path(__file__).with_name("RESULTS-PEERS.md"), Path(__file__).with_name("gap-over-time.csv")

PROBLEMS = (
    *(f"capa-{capacity}" for capacity in location.CAPACITIES),
    "two_echelon-50-20-10-5",
    "two_stage-20-5",
    "two_stage-50-5",
    "jiangxi",
)

MEANING = """\
recyclenet: `solve` as it comes, with its own formulation. All others get the textbook model (without the family tightening): HiGHS through
highspy, CBC as PuLP ships it, SCIP through PySCIPOpt, CP-SAT of OR-Tools, which makes whole numbers of it by scaling, through its
model_builder; the last three from an MPS file with costs in the instance's own money. One thread, default options, every measurement a
process of its own, stopped after SECONDS CPU seconds, recyclenet after as many by the clock where that is sooner: *CPU s* is from the
compiled programme, or its file, to the answer, *clock* the same by the clock beside other work on the machine. Cost is recomputed from
the answer's columns; where they break a row, a bound or wholeness by more than 1e-5 it is refused. Bound is what the solver reports; it is
refused where it lies above a plan that holds. x is the ratio to recyclenet on the same problem. Gap asked for: 0.01 % of capa (OR-Library,
100 sites and 1000 customers), else 0.1 %. two_echelon: regions, points, plants and periods of a made-up network
(tests/benchmarks/two_echelon.py). two_stage: plants and products of one made up as Mauri et al. (2021) made theirs
(tests/benchmarks/two_stage.py). gap-over-time.csv has what was known when, gap-over-time.svg shows it."""

HEAD = "| problem | solver | CPU s | x | clock s | cost | x | bound | gap |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n"


def main(words: list[str], machine: str) -> None:
    """Measure, print the table, write it and the courses."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks peers", description=__doc__)
    parser.add_argument("--problems", nargs="+", default=PROBLEMS, help="what is solved")
    parser.add_argument("--seconds", type=float, default=60, help="CPU seconds of a search")
    parser.add_argument("--routes", nargs="+", choices=ROUTES, default=ROUTES, help="what solves")
    parser.add_argument("--output", type=Path, default=TABLE, help="file the table is written to")
    parser.add_argument("--courses", type=Path, default=COURSES, help="file that what was known when is written to")
    given = parser.parse_args(words)
    lines, courses, versions = list[str](), list[list[object]](), dict[str, str]()
    for problem in given.problems:
        if problem.startswith("capa") and not location.CAPA.exists():
            print(f"{problem}: OR-Library's file is not there; left out")
            continue
        first: dict[str, Any] = {}
        for route in given.routes:
            found = measured(problem, route, given.seconds)
            first = first or found
            if "version" in found:
                versions[route] = found["version"]
            courses += [[problem, route, *moment] for moment in found.get("course", [])]
            lines.append(line(problem, route, found, first))
            print(lines[-1], end="", flush=True)
        named = ", ".join([machine, *dict.fromkeys(versions.values())])
        _write(given, named, lines, courses)
    print(f"written: {given.output}, {given.courses}")


def _write(given: argparse.Namespace, machine: str, lines: list[str], courses: list[list[object]]) -> None:
    """Write what is known so far: a run takes long, and may be ended."""
    meaning = MEANING.replace("SECONDS", f"{given.seconds:g}")
    given.output.write_text(f"# What a user would pick instead\n\n{machine}\n\n{meaning}\n\n{HEAD}{''.join(lines)}", encoding="utf-8")
    with given.courses.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["problem", "solver", "cpu_s", "cost", "bound"], *courses])


def measured(problem: str, route: str, seconds: float) -> dict[str, Any]:
    """Return what a process of its own finds; empty where the solver is not installed, with `failed` where it ended in an error."""
    command = [sys.executable, "-m", "tests.benchmarks.peers_child", problem, route, str(seconds)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    if answer.returncode:
        return {"failed": (answer.stderr.splitlines() or [f"exit code {answer.returncode}"])[-1].removeprefix("RuntimeError: ")}
    told: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return told


def line(problem: str, route: str, found: dict[str, Any], first: dict[str, Any]) -> str:
    """Return a line of the table."""
    if "cpu_s" not in found:
        return f"| {problem} | {route} | | | | {found.get('failed', 'not installed')} | | | |\n"
    cost, bound, breach = found["cost"], found["bound"], found["breach"]
    told = [_money(cost), _money(bound)]
    ratio, gap = "", ""
    if bound is not None and first.get("cost") and bound > first["cost"] + TOLERANCE * abs(first["cost"]):
        told[1], bound = "refused: above a plan's cost", None
    if breach is not None and breach > TOLERANCE:
        claimed = next((known for _, known, _ in reversed(found["course"]) if known is not None), None)
        told[0] = "refused: breaks its rows" + ("" if claimed is None else f" (told on the way: {_money(claimed)})")
    elif cost is not None:
        ratio = f"{cost / first['cost']:.4f}" if first.get("cost") else ""
        gap = f"{max(cost - bound, 0.0) / abs(cost):.3%}" if bound is not None else ""
    slower = f"{found['cpu_s'] / first['cpu_s']:.1f}" if "cpu_s" in first else ""
    times = f"{found['cpu_s']:.1f} | {slower} | {found['clock_s']:.0f}"
    return f"| {problem} | {route} | {times} | {told[0]} | {ratio} | {told[1]} | {gap} |\n"


def _money(amount: float | None) -> str:
    return "none" if amount is None else f"{amount:,.0f}".replace(",", " ")
