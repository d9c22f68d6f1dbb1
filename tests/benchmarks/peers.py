"""Other solvers on a programme in an MPS file: what a user would pick instead, each as it comes, one thread, CPU seconds limited.

Only the benchmark knows them (extra `bench`); one that is not installed raises ImportError when it is asked.
"""

import re
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import numpy as np

from recyclenet.solve.handover import Floats
from tests.benchmarks.limited import stopped_after


@dataclass(frozen=True)
class Found:
    """What a solver came to: its values of the columns, the bound it reports, its version, and (CPU s, cost, bound) as it told them."""

    values: Floats | None
    bound: float | None
    version: str
    course: list[tuple[float, float | None, float | None]] = field(default_factory=list)


COURSE = re.compile(r"(\S+) best solution, best possible (\S+) \((\S+) seconds\)")
LIMITED = re.compile(r"Lower bound:\s+(\S+)")
REACHED = re.compile(r"Objective value:\s+(\S+)")
"""Lines of CBC's log."""


def by_cbc(file: Path, width: int, gap: float, seconds: float) -> Found:
    """Return what the CBC that PuLP brings along comes to."""
    import pulp

    programme = str(pulp.PULP_CBC_CMD.pulp_cbc_path)
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "answer.txt"
        words = ["-timeMode", "cpu", "-sec", str(seconds), "-ratioGap", str(gap), "-threads", "0", "-solve", "-solution", str(told)]
        log = subprocess.run([programme, str(file), *words], capture_output=True, text=True, check=True).stdout
        lines = told.read_text(encoding="ascii").splitlines() if told.exists() else []
    course = [(float(at), _known(best), _known(bound)) for best, bound, at in COURSE.findall(log)]
    named = re.findall(r"^Version: (\S+)", log, re.MULTILINE)
    costs = REACHED.findall(log)
    bounds = LIMITED.findall(log) or (costs if "Optimal solution found" in log else [])
    if costs and bounds:
        course.append((course[-1][0] if course else 0.0, _known(costs[-1]), _known(bounds[-1])))
    values = None
    if "No feasible solution found" not in log and len(lines) > 1:
        values = np.zeros(width)
        for line in lines[1:]:
            name, value = line.removeprefix("**").split()[1:3]  # ** marks what CBC itself finds infeasible
            values[int(name[1:])] = float(value)
    return Found(values, float(bounds[-1]) if bounds else None, f"CBC {named[0]}, PuLP {version('pulp')}", course)


def by_scip(file: Path, width: int, gap: float, seconds: float) -> Found:
    """Return what SCIP comes to through PySCIPOpt."""
    import pyscipopt

    course: list[tuple[float, float | None, float | None]] = []

    class Follower(pyscipopt.Eventhdlr):  # type: ignore[misc]  # ships no types
        events = (pyscipopt.SCIP_EVENTTYPE.BESTSOLFOUND, pyscipopt.SCIP_EVENTTYPE.NODESOLVED, pyscipopt.SCIP_EVENTTYPE.LPSOLVED)

        def eventinit(self) -> None:
            for event in self.events:
                self.model.catchEvent(event, self)

        def eventexec(self, _: object) -> None:
            known = (_known(self.model.getPrimalbound()), _known(self.model.getDualbound()))
            if not course or course[-1][1:] != known:
                course.append((self.model.getSolvingTime(), *known))

    model = pyscipopt.Model()
    model.hideOutput()
    model.readProblem(str(file))
    model.includeEventhdlr(Follower(), "follower", "tells how the search gets on")
    for name, value in {"limits/time": seconds, "limits/gap": gap, "timing/clocktype": 1}.items():  # 1: CPU seconds
        model.setParam(name, value)
    model.optimize()
    values = None
    if model.getNSols():
        best, values = model.getBestSol(), np.zeros(width)
        for variable in model.getVars(transformed=False):
            values[int(variable.name[1:])] = model.getSolVal(best, variable)
    return Found(values, _known(model.getDualbound()), f"SCIP {model.version()}, PySCIPOpt {version('pyscipopt')}", course)


def by_ortools(file: Path, width: int, gap: float, seconds: float) -> Found:
    """Return what CP-SAT of OR-Tools comes to, which makes a programme of whole numbers of it by scaling."""
    from ortools.linear_solver.python import model_builder

    model, solver = model_builder.Model(), model_builder.Solver("sat")
    assert model.import_from_mps_file(str(file))
    solver.set_solver_specific_parameters(f"num_workers:1 relative_gap_limit:{gap}")
    with stopped_after(seconds, solver.stop_search):
        status = solver.solve(model)
    values = None
    if status in {model_builder.SolveStatus.OPTIMAL, model_builder.SolveStatus.FEASIBLE}:
        values = np.zeros(width)
        for variable, value in solver.values(model.get_variables()).items():
            values[int(str(variable)[1:])] = value
    elif status != model_builder.SolveStatus.UNKNOWN_STATUS:
        raise RuntimeError(f"CP-SAT refuses the model: {status.name}")  # where rounding leaves an equation that nothing solves
    return Found(values, _known(solver.best_objective_bound), f"CP-SAT of OR-Tools {version('ortools')}")


PEERS: Mapping[str, Callable[[Path, int, float, float], Found]] = {"CBC": by_cbc, "SCIP": by_scip, "CP-SAT": by_ortools}
"""The solvers, each given file, number of columns, gap and CPU seconds."""


def _known(value: float | str) -> float | None:
    """Return a number that a solver tells; None where it is its infinity."""
    number = float(value)
    return number if np.isfinite(number) and abs(number) < 1e20 else None
