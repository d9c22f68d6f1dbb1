"""One search by recyclenet, HiGHS or another solver in a process of its own: prints what it came to as a line of JSON.

`python -m tests.benchmarks.peers_child PROBLEM SOLVER CPU_SECONDS`; prints {} where the solver is not installed.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import highspy

from recyclenet.errors import NoPlanError
from recyclenet.instance.files import read_instance
from recyclenet.instance.instance import Instance
from recyclenet.model.build import build_formulation
from recyclenet.model.formulation import Formulation
from recyclenet.network.network import build_network
from recyclenet.solve.handover import Programme, compile_model, to_highs
from recyclenet.solve.method import least_cost
from recyclenet.solve.stage import SEARCH, Progress, Stage, money_unit
from tests.benchmarks import location
from tests.benchmarks.judged import TOLERANCE, judged
from tests.benchmarks.limited import cpu_s, interrupted_after
from tests.benchmarks.peers import PEERS, Found
from tests.benchmarks.two_echelon import two_echelon
from tests.benchmarks.two_stage import two_stage

ROOT = Path(__file__).parents[2]

OURS, HIGHS = "recyclenet", "HiGHS"
ROUTES = (OURS, HIGHS, *PEERS)
GAPS = {"capa": 1e-4, "two_echelon": 1e-3, "two_stage": 1e-3, "jiangxi": 1e-3}


def problem_of(name: str) -> Instance:
    """Return a problem by its name."""
    kind, *numbers = name.split("-")
    if kind == "two_echelon":
        return two_echelon(*map(int, numbers))
    if kind == "two_stage":
        return two_stage(*map(int, numbers))
    return location.problem_of(name) if kind == "capa" else read_instance(ROOT / "instances" / name)


def solved(name: str, route: str, seconds: float) -> dict[str, Any]:
    """Return what a route finds of a problem, here and now."""
    formulation = build_formulation(build_network(problem_of(name)), set() if route == OURS else {"tightening"})
    programme, gap = compile_model(formulation.model), GAPS[name.partition("-")[0]]
    with tempfile.TemporaryDirectory() as folder:
        search = _by_highs(formulation, programme, route, gap, seconds)
        if route in PEERS:
            file = _written(programme, Path(folder))
            search = lambda: PEERS[route](file, programme.cost.size, gap, seconds)  # noqa: E731 - one of two ways to search
        cpu, clock = cpu_s(), time.perf_counter()
        found = search()
        spent, passed = cpu_s() - cpu, time.perf_counter() - clock
    cost, breach = (None, None) if found.values is None else judged(programme, found.values)
    believed = cost if breach is not None and breach <= TOLERANCE else None
    told = [*found.course, (spent, believed, found.bound)]
    course = [(round(at, 2), *(None if amount is None else round(amount, 2) for amount in known)) for at, *known in told]
    return {
        "cpu_s": spent, "clock_s": passed, "cost": cost, "bound": found.bound, "breach": breach, "version": found.version, "course": course,
    }  # fmt: skip


def _by_highs(formulation: Formulation, programme: Programme, route: str, gap: float, seconds: float) -> Callable[[], Found]:
    """Return the search by recyclenet, or by HiGHS alone; at its end it is interrupted as by Ctrl-C."""
    course: list[tuple[float, float | None, float | None]] = []

    def search() -> Found:
        begin = cpu_s()

        def follow(latest: Progress) -> None:
            if not course or course[-1][1:] != (latest.incumbent, latest.bound):
                course.append((cpu_s() - begin, latest.incumbent, latest.bound))

        limit = seconds if route == OURS else None  # by the clock: a search within a search does not always heed Ctrl-C
        stage = Stage(formulation.network.instance.settings.name, gap, limit, 1, 0, follow, time.perf_counter())
        named = f"highspy {version('highspy')}"
        try:
            with interrupted_after(seconds):
                if route == OURS:
                    best, _ = least_cost(formulation, programme, stage, "auto")
                else:
                    best = stage.run(programme, money_unit(programme.cost), SEARCH)
        except NoPlanError:
            return Found(None, course[-1][2] if course else None, named, course)
        return Found(best.values, best.bound, named, course)

    return search


def _written(programme: Programme, folder: Path) -> Path:
    """Return a file with a programme whose columns are called c0, c1 and so on; costs are in the instance's own money."""
    assert programme.offset == 0  # solvers read it with either sign
    highs, file = highspy.Highs(), folder / "programme.mps"
    highs.setOptionValue("output_flag", False)
    to_highs(programme, highs)
    assert highs.writeModel(str(file)) != highspy.HighsStatus.kError
    return file


if __name__ == "__main__":
    try:
        print(json.dumps(solved(sys.argv[1], sys.argv[2], float(sys.argv[3]))), flush=True)
    except ImportError:
        print("{}", flush=True)
    os._exit(0)  # HiGHS may be left behind at work
