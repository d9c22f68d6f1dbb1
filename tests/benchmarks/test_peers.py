"""Other solvers are asked as they should be: the optimum of a small model by each that is installed; what is absent or wrong is said."""

import importlib
from dataclasses import replace

import pytest

from tests.benchmarks import peers_child
from tests.benchmarks.judged import judged
from tests.benchmarks.peers import PEERS
from tests.benchmarks.peers_run import line, measured
from tests.benchmarks.test_judged import two_rows
from tests.cases import tutorial

LIBRARIES = {"CBC": "pulp", "SCIP": "pyscipopt", "CP-SAT": "ortools"}


@pytest.mark.parametrize("name", PEERS)
def test_a_solver_finds_an_optimum_worked_out_by_hand(name, tmp_path):
    if importlib.util.find_spec(LIBRARIES[name]) is None:
        pytest.skip(f"{LIBRARIES[name]} is not installed; make bench does it")
    programme = replace(two_rows(), offset=0.0)
    found = PEERS[name](peers_child._written(programme, tmp_path), 2, 1e-6, 20.0)
    assert found.values is not None
    assert judged(programme, found.values) == pytest.approx((16.0, 0.0), abs=1e-6)  # y = 1 at 10, and x = 2 at 3 each
    assert found.bound == pytest.approx(16.0)


@pytest.mark.parametrize("route", [peers_child.OURS, peers_child.HIGHS])
def test_recyclenet_and_highs_are_measured_the_same_way(route, monkeypatch):
    monkeypatch.setattr(peers_child, "problem_of", lambda _: tutorial())
    found = peers_child.solved("jiangxi", route, 20.0)
    assert found["cost"] == pytest.approx(11350)
    assert found["bound"] == pytest.approx(11350, rel=2e-3)
    assert found["course"][-1][1:] == pytest.approx((found["cost"], found["bound"]))


def test_a_solver_that_is_not_installed_or_fails_leaves_a_line_that_says_so(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    assert line("jiangxi", "SCIP", {}, {}) == "| jiangxi | SCIP | | | | not installed | | | |\n"
    assert "invalid choice" in line("no such problem", "SCIP", {"failed": "invalid choice"}, {})
    assert "nothing-here" in measured("nothing-here", "HiGHS", 1.0)["failed"]


def test_a_plan_that_breaks_its_rows_is_refused():
    ours = {"cpu_s": 2.0, "clock_s": 3.0, "cost": 100.0, "bound": 99.0, "breach": 1e-9, "course": []}
    assert line("p", "recyclenet", ours, ours) == "| p | recyclenet | 2.0 | 1.0 | 3 | 100 | 1.0000 | 99 | 1.000% |\n"
    wrong = {**ours, "cpu_s": 6.0, "cost": 1.0, "breach": 0.5, "course": [(1.0, 110.0, 90.0), (6.0, None, 99.0)]}
    assert line("p", "CBC", wrong, ours) == "| p | CBC | 6.0 | 3.0 | 3 | refused: breaks its rows (told on the way: 110) |  | 99 |  |\n"
    assert line("p", "CBC", ours, {"failed": "no"}) == "| p | CBC | 2.0 |  | 3 | 100 |  | 99 | 1.000% |\n"
    high = {**ours, "bound": 120.0}
    assert line("p", "CBC", high, ours) == "| p | CBC | 2.0 | 1.0 | 3 | 100 | 1.0000 | refused: above a plan's cost |  |\n"
