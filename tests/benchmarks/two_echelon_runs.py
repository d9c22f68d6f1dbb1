"""Searches of two-echelon networks, by paths and by HiGHS alone, with the same CPU time: what is proven of the best plan, and when.

`python -m tests.benchmarks two_echelon [--sizes 50,20,10,5 ...] [--seconds 300] [--output FILE]`
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from tests.benchmarks.two_echelon_child import HIGHS, PATHS

TABLE = Path(__file__).with_name("RESULTS-TWO-ECHELON.md")
LOOKS_S = (10, 30, 60, 120, 300)

SIZES, GAP = ("50,20,10,5", "200,80,30,1", "1000,200,50,1"), 1e-3
"""Regions, collection points, plants and periods; and the gap at which a search ends."""

MEANING = """\
Made-up networks with economies of scale (tests/benchmarks/two_echelon.py): four materials, three sizes of every candidate, plants of two
technologies. Both methods get the same programme, without rows of the family tightening, one thread, and the same CPU seconds; the clock
starts when the programme is built. Given is the gap between the best plan found and the proven bound after so many CPU seconds; the cost
of every plan is that of the whole programme. *paths* is `recyclenet.solve.paths`. *end* is when the gap asked for (0.1 %) was reached, or
time was over. Wall seconds depend on who else uses the machine."""


def main(arguments: list[str], machine: str) -> None:
    """Search, print the table, write it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks two_echelon", description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=SIZES, help="regions,points,plants,periods")
    parser.add_argument("--seconds", type=float, default=300, help="CPU seconds of a search")
    parser.add_argument("--methods", nargs="+", default=[PATHS, HIGHS], help="what searches")
    parser.add_argument("--output", type=Path, default=TABLE, help="file the table is written to")
    given = parser.parse_args(arguments)
    looks = [look for look in LOOKS_S if look <= given.seconds]
    heads = "".join(f" {look} s |" for look in looks)
    lines = [f"| regions, points, plants, periods | method |{heads} end: gap | CPU s | wall s | cost | bound |\n"]
    lines.append("|---|---|" + "--:|" * (len(looks) + 5) + "\n")
    for size in given.sizes:
        numbers = tuple(int(number) for number in size.split(","))
        for method in given.methods:
            lines.append(row(numbers, method, told(numbers, method, GAP, given.seconds), looks))
            print(lines[-1], end="", flush=True)
    given.output.write_text(f"# Two-echelon networks\n\n{machine}\n\n{MEANING}\n\n{''.join(lines)}", encoding="utf-8")
    print(f"written: {given.output}")


def told(size: tuple[int, ...], method: str, gap: float, seconds: float) -> list[dict[str, float]]:
    """Return what a search in a process of its own told."""
    command = [sys.executable, "-m", "tests.benchmarks.two_echelon_child", method, *map(str, size), str(gap), str(seconds)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in answer.stdout.splitlines() if line.startswith("{")]


def row(size: tuple[int, ...], method: str, told: list[dict[str, float]], looks: list[int]) -> str:
    """Return a line of the table."""
    gaps = [_gap(([known for known in told if known["cpu_s"] <= look] or [{}])[-1]) for look in looks]
    end = told[-1]
    money = " | ".join("none" if end[side] is None else f"{end[side]:,.0f}".replace(",", " ") for side in ("cost", "bound"))
    cells = "".join(f" {gap} |" for gap in gaps)
    return f"| {', '.join(map(str, size))} | {method} |{cells} {_gap(end)} | {end['cpu_s']:.0f} | {end['wall_s']:.0f} | {money} |\n"


def _gap(known: dict[str, float]) -> str:
    cost, bound = known.get("cost"), known.get("bound")
    return "-" if cost is None or bound is None else f"{max(cost - bound, 0.0) / abs(cost):.2%}".replace("%", " %")
