"""The hard peer shape, solved: `python -m tests.benchmarks hard_peer [--kinds plain outputs] [--limit 300]` writes RESULTS-HARD-PEER.md."""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.hard_peer import Kind, hard_peer

TABLE = Path(__file__).with_name("RESULTS-HARD-PEER.md")
GOALS = {"plain": 1e-4, "outputs": 1e-3}
OURS, HIGHS = "recyclenet, horizon", "HiGHS, peer's rows"

MEANING = """\
134 sources, 268 sites, 26 periods (tests/benchmarks/hard_peer.py); one run each, a process of its own, one thread. CPU s counts the search
alone, clock s besides what others did on the machine; MB is the peak of resident memory of the whole process. HiGHS is given the model
without the family tightening, which is the peer's formulation, the same gap, and LIMIT s by the clock; its plan is its own best."""


def main(given_arguments: list[str]) -> None:
    """Run each kind by both routes, write the table."""
    from tests.benchmarks.__main__ import machine

    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks hard_peer", description=__doc__)
    parser.add_argument("--kinds", nargs="+", choices=list(GOALS), default=list(GOALS))
    parser.add_argument("--limit", type=float, default=300.0, help="time limit of HiGHS [s]")
    parser.add_argument("--output", type=Path, default=TABLE)
    given = parser.parse_args(given_arguments)
    lines, courses = [], []
    for kind in given.kinds:
        for route in (OURS, HIGHS):
            command = [sys.executable, "-m", "tests.benchmarks.hard_peer_run", route, kind, str(given.limit)]
            found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
            lines.append(_line(kind, route, found))
            print(lines[-1], end="", flush=True)
            if route == OURS:
                steps = "".join(f"| {second:.0f} | {cost / 1e6:.3f} | {bound / 1e6:.3f} |\n" for second, cost, bound in found["course"])
                courses.append(f"\n## {kind}, over time\n\n| CPU s | plan, M | bound, M |\n|--:|--:|--:|\n{steps}")
    names = "| kind | route | columns | gap asked | CPU s | clock s | plan, M | bound, M | gap | MB |"
    head = f"{names}\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n"
    meaning = MEANING.replace("LIMIT", f"{given.limit:.0f}")
    given.output.write_text(f"# Hard peer\n\n{machine()}\n\n{meaning}\n\n{head}{''.join(lines)}{''.join(courses)}", encoding="utf-8")
    print(f"written: {given.output}")


def _line(kind: str, route: str, found: dict[str, float | None]) -> str:
    def told(name: str, unit: float = 1e6) -> str:
        value = found[name]
        return "none" if value is None else f"{value / unit:.3f}"

    gap = "none" if found["gap"] is None else f"{found['gap']:.3%}"
    seconds = f"{told('cpu_s', 1)} | {told('clock_s', 1)}"
    return (
        f"| {kind} | {route} | {found['columns']:.0f} | {GOALS[kind]:.2%} | {seconds} "
        f"| {told('cost')} | {told('bound')} | {gap} | {found['memory_mb']:.0f} |\n"
    )


def measure(route: str, kind: Kind, limit: float) -> dict[str, object]:
    """Solve a kind by a route in this process; return what it took and came to."""
    from recyclenet.errors import NoPlanError
    from recyclenet.model.build import build_formulation
    from recyclenet.network.network import build_network
    from recyclenet.solve.handover import compile_model
    from recyclenet.solve.highs import solve
    from recyclenet.solve.horizon import recognise, search_horizon

    formulation = build_formulation(build_network(hard_peer(kind)), set() if route == OURS else {"tightening"})
    programme = compile_model(formulation.model)
    clock, cpu = time.perf_counter(), time.process_time()
    course: list[tuple[float, float, float]] = []
    found: dict[str, object] = {"columns": int(programme.cost.size), "cost": None, "bound": None, "gap": None}

    def follow(cost: float | None, bound: float | None, _: str) -> None:
        now = time.process_time() - cpu
        if cost is not None and bound is not None and (not course or now >= course[-1][0] + 5):
            course.append((now, cost, bound))

    if route == OURS:
        case = recognise(formulation, programme)
        assert case is not None
        best = search_horizon(case, formulation, programme, gap=GOALS[kind], report=follow)
        course.append((time.process_time() - cpu, best.cost, best.bound))
        found |= {"cost": best.cost, "bound": best.bound, "gap": best.gap}
    else:
        try:
            plan = solve(formulation, gap=GOALS[kind], time_limit=limit, threads=1)
            found |= {"cost": plan.cost, "bound": plan.bound, "gap": plan.gap}
        except NoPlanError:
            pass
    found |= {"cpu_s": time.process_time() - cpu, "clock_s": time.perf_counter() - clock, "course": course}
    return found | {"memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


if __name__ == "__main__":
    wanted: dict[str, Kind] = {"plain": "plain", "outputs": "outputs"}
    print(json.dumps(measure(sys.argv[1], wanted[sys.argv[2]], float(sys.argv[3]))), flush=True)
    os._exit(0)  # HiGHS may be left behind at work
