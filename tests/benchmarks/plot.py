"""The gap over time of the solvers compared, drawn from what they told: `python -m tests.benchmarks plot [--problems ...] [--output FILE]`.

The gap is between the best plan and the best bound told so far, by CPU seconds; each tenth of it is the same step.
"""

import argparse
import math
from pathlib import Path

import pandas as pd

COURSES = Path(__file__).with_name("gap-over-time.csv")
PICTURE = Path(__file__).with_name("gap-over-time.svg")
LEAST_GAP = 1e-5
"""Smaller gaps are drawn at this one."""

COLOURS = {"recyclenet": "#d55e00", "HiGHS": "#0072b2", "CBC": "#009e73", "SCIP": "#aa3377", "CP-SAT": "#66717a"}


def main(words: list[str]) -> None:
    """Draw."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks plot", description=__doc__)
    parser.add_argument("--courses", type=Path, default=COURSES, help="file with what was known when")
    parser.add_argument("--problems", nargs="+", default=["capa-8000", "two_echelon-50-20-10-5", "jiangxi"], help="one picture each")
    parser.add_argument("--output", type=Path, default=PICTURE, help="file of the picture: .svg or .png")
    given = parser.parse_args(words)
    courses = pd.read_csv(given.courses)
    draw(courses[courses["problem"].isin(given.problems)], given.output)
    print(f"written: {given.output}")


def gaps(course: pd.DataFrame) -> pd.DataFrame:
    """Return CPU seconds and gap of a solver, from the moment on that it knew a plan and a bound."""
    cost, bound = course["cost"].cummin().ffill(), course["bound"].cummax().ffill()
    gap = ((cost - bound) / cost.abs().clip(lower=1e-9)).clip(lower=LEAST_GAP, upper=1.0)
    return pd.DataFrame({"cpu_s": course["cpu_s"], "gap": gap}).dropna()


def draw(courses: pd.DataFrame, output: Path) -> None:
    """Draw a picture for each problem side by side, with a line for each solver."""
    import matplotlib as mpl

    mpl.use("Agg")
    mpl.rcParams |= {"svg.hashsalt": "recyclenet", "svg.fonttype": "none", "font.size": 8, "font.family": "sans-serif"}
    from matplotlib import pyplot as plt

    problems = list(dict.fromkeys(courses["problem"]))
    figure, places = plt.subplots(1, len(problems), figsize=(3.3 * len(problems), 2.8), sharey=True, squeeze=False)
    for place, problem in zip(places[0], problems, strict=True):
        for solver, course in courses[courses["problem"] == problem].groupby("solver", sort=False):
            if (steps := gaps(course)).empty:
                continue
            place.step(steps["cpu_s"], steps["gap"], where="post", label=solver, color=COLOURS[str(solver)], linewidth=1.4)
            place.plot(steps["cpu_s"].tail(1), steps["gap"].tail(1), "o", color=COLOURS[str(solver)], markersize=3)
        place.set(title=problem, xlabel="CPU seconds", yscale="log", ylim=(LEAST_GAP / 1.5, 1.5))
        place.set_xscale("log")
        place.xaxis.set_major_formatter("{x:g}")
        place.minorticks_off()
        place.grid(visible=True, color="#e3e6e9", linewidth=0.6)
    ticks = [10.0**-power for power in range(round(-math.log10(LEAST_GAP)) + 1)]
    places[0][0].set_yticks(ticks, [f"{100 * tick:g} %" for tick in ticks])
    places[0][0].set_ylabel("gap between plan and bound")
    handles = {name: line for place in places[0] for line, name in zip(*place.get_legend_handles_labels(), strict=True)}
    figure.legend(handles.values(), handles.keys(), loc="lower center", ncols=len(handles), frameon=False)
    figure.tight_layout(rect=(0, 0.07, 1, 1))
    figure.savefig(output, metadata={"Date": None} if output.suffix == ".svg" else None)
