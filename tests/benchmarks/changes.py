"""Benchmark of changes: a site is closed and the flows are worked out again, in a loaded programme and in one built anew.

`python -m tests.benchmarks changes [--sizes 20000 60000 200000] [--sites 5]`
"""

import argparse
import statistics
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recyclenet.model.build import build_formulation
from recyclenet.model.formulation import Formulation
from recyclenet.network.network import build_network
from recyclenet.solve.handover import Floats, Ints, Programme, compile_model
from recyclenet.solve.loaded import Loaded
from recyclenet.solve.stage import money_unit
from tests.benchmarks.instances import made_up

TABLE = Path(__file__).with_name("RESULTS-CHANGES.md")

MEANING = """\
Every site stands in its largest size in every period; one site after the other is closed in all of them, and what is best of all flows is
worked out again: *changed*, in a programme that HiGHS holds (`Loaded.bound`, `Loaded.solve`); *anew*, from the same formulation
(`compile_model`, `Loaded`, `solve`). Both come to one cost, which is checked. CPU seconds, medians over the sites, one thread.
"""


def main(arguments: list[str], machine: str) -> None:
    """Measure, print the table, write it."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks changes", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000, 60_000, 200_000], help="numbers of flow variables")
    parser.add_argument("--sites", type=int, default=5, help="sites that are closed, one at a time")
    given = parser.parse_args(arguments)
    lines = ["| flows | first solve s | changed s | anew s | x |\n|--:|--:|--:|--:|--:|\n"]
    for size in given.sizes:
        lines.append(line(size, given.sites))
        print(lines[-1], end="", flush=True)
    TABLE.write_text(f"# Changing and solving again\n\n{machine}\n\n{MEANING}\n{''.join(lines)}", encoding="utf-8")


def line(size: int, count: int) -> str:
    """Return the line of an instance with about so many flows."""
    formulation = build_formulation(build_network(made_up(size)))
    site, columns, stands = design(formulation, compile_model(formulation.model, lazy=False))
    begun = time.process_time()
    loaded = anew(formulation, columns, stands)
    loaded.solve()
    first, changed, rebuilt = time.process_time() - begun, [], []
    for closed in np.random.default_rng(0).permutation(np.unique(site))[:count]:
        without = np.where(site == closed, 0.0, stands)
        begun = time.process_time()
        loaded.bound(columns, without, without)
        found = loaded.solve()
        changed.append(time.process_time() - begun)
        begun = time.process_time()
        other = anew(formulation, columns, without)
        expected = other.solve()
        rebuilt.append(time.process_time() - begun)
        assert found is not None
        assert expected is not None
        assert loaded.programme.total(found.values) == pytest.approx(other.programme.total(expected.values), rel=1e-7)
    middle, other_middle = statistics.median(changed), statistics.median(rebuilt)
    size_text = f"{size:,}".replace(",", " ")
    return f"| {size_text} | {first:.2f} | {middle:.3f} | {other_middle:.2f} | {other_middle / middle:.0f} |\n"


def design(formulation: Formulation, programme: Programme) -> tuple[Ints, Ints, Floats]:
    """Return the site, the column and whether it stands (1 or 0), of every candidate in every period."""
    opened = formulation.variables["open"]
    where = next(where for variable, where in programme.columns if variable is opened)
    rows = opened.labels.pandas.to_frame(index=False)
    rows["capacity_t"] = formulation.network["candidates"]["capacity_t"].reindex(opened.labels.pandas.droplevel("period")).to_numpy()
    largest = rows.groupby(["site", "technology", "period"])["capacity_t"].transform("max") == rows["capacity_t"]
    return (
        rows["site"].astype("category").cat.codes.to_numpy(dtype=np.int64),
        np.arange(where.start, where.stop),
        largest.to_numpy(dtype=float),
    )


def anew(formulation: Formulation, columns: Ints, stands: Floats) -> Loaded:
    """Return the programme of a design, compiled and passed to HiGHS."""
    programme = compile_model(formulation.model, lazy=False)
    lower, upper = programme.lower.copy(), programme.upper.copy()
    lower[columns], upper[columns] = stands, stands
    return Loaded(replace(programme, lower=lower, upper=upper), money_unit(programme.cost), threads=1)
