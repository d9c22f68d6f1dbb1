"""The project's own instances solved as a planner solves them: how far each is proven after so much time.

`python -m tests.benchmarks instances [--limit 600] [--gap 0.01] [--counties 250 1000 3107] [--periods 1 5] [--output FILE]`
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from instances.us_counties.build import us_counties
from recyclenet import build_formulation, build_network, read_instance, solve, violations
from recyclenet.errors import NoPlanError
from recyclenet.instance.files import write_instance

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("RESULTS-INSTANCES.md")

MEANING = """\
`recyclenet solve` with two threads and no other option than gap and limit; every solve a process of its own. *before* is reading, network
and formulation in CPU seconds, *s* the search by the clock, MB the peak of resident memory of the process. A plan counts only if the
checker believes it."""

HEAD = "| instance | columns | rows | before s | s | way | cost | bound | gap | MB |\n|---|--:|--:|--:|--:|---|--:|--:|--:|--:|\n"


def main(words: list[str], machine: str) -> None:
    """Solve, print the table, write it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks instances", description=__doc__)
    parser.add_argument("--limit", type=float, default=600.0, help="seconds for each")
    parser.add_argument("--gap", type=float, default=0.01, help="gap asked for")
    parser.add_argument("--counties", type=int, nargs="*", default=[250, 500, 1000, 2000, 3107], help="how many counties")
    parser.add_argument("--periods", type=int, nargs="*", default=[1, 5], help="how many periods")
    parser.add_argument("--output", type=Path, default=TABLE, help="file the table is written to")
    given = parser.parse_args(words)
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        cases = [(name, ROOT / "instances" / name) for name in ("jiangxi", "europe")]
        for periods in given.periods:
            for counties in given.counties:
                target = Path(folder) / f"us_counties-{counties}-{periods}"
                write_instance(us_counties(counties, periods), target)
                cases.append((f"us_counties, {counties} counties, {periods} periods", target))
        for name, source in cases:
            command = [sys.executable, "-m", "tests.benchmarks.instances_run", str(source), str(given.limit), str(given.gap)]
            answer = subprocess.run(command, capture_output=True, text=True, check=True)
            lines.append(f"| {name} | {answer.stdout.splitlines()[-1]} |\n")
            print(lines[-1], end="", flush=True)
    limits = f"Limit: {given.limit:g} s by the clock; gap asked for: {given.gap:.2%}."
    given.output.write_text(f"# The project's instances\n\n{machine}\n\n{MEANING} {limits}\n\n{HEAD}{''.join(lines)}", encoding="utf-8")
    print(f"written: {given.output}")


def solved(source: Path, limit: float, gap: float) -> str:
    """Return the cells of a solve's line."""
    begin = time.process_time()
    instance = read_instance(source)
    formulation = build_formulation(build_network(instance))
    before, start = time.process_time() - begin, time.perf_counter()
    try:
        plan = solve(formulation, gap=gap, time_limit=limit, threads=2)
    except NoPlanError:
        return f"| | {before:.1f} | {time.perf_counter() - start:.0f} | | no plan | | | {memory_mb():.0f}"
    seconds = time.perf_counter() - start
    assert violations(instance, plan).empty
    sizes = f"{plan.run['columns']} | {plan.run['rows']}"
    money = f"{plan.cost / 1e6:,.1f} M | {plan.bound / 1e6:,.1f} M".replace(",", " ")
    return f"{sizes} | {before:.1f} | {seconds:.0f} | {plan.run['method']} | {money} | {plan.gap:.2%} | {memory_mb():.0f}"


def memory_mb() -> float:
    """Return the peak of resident memory of this process."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(solved(Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])))
