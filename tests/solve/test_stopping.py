"""A search can be ended at any time, by Ctrl-C, a time limit or kill -9, and the best plan found so far is not lost."""

import json
import math
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from recyclenet.cli import main
from recyclenet.commands.plans import _keeper
from recyclenet.solution.files import read_solution, write_solution
from recyclenet.solution.verify import violations
from recyclenet.solve import search
from tests.cases import ROOT, tutorial
from tests.hard import write_hard
from tests.plans import hand_made_plan

DEAF = """
import sys
from recyclenet.cli import main
from recyclenet.solve import stage
from recyclenet.solve.search import Search
option = stage.set_option
stage.set_option = lambda solver, name, value: None if name == "time_limit" else option(solver, name, value)
Search._asked = lambda *_: None
main(sys.argv[1:])
"""
"""The command line with a HiGHS that hears of no time limit and no wish to stop, as it is for up to a minute with large models."""

MUTE = DEAF.replace("main(sys", "Search._improved = lambda *_: None\nmain(sys")
"""The same, with a HiGHS that finds no plan either."""

PATIENT = DEAF.replace("main(sys", "from recyclenet.solve import search\nsearch.GRACE_S = 600\nmain(sys")
"""The same, with ten minutes to stop after Ctrl-C."""


@pytest.fixture(scope="module")
def hard(tmp_path_factory):
    """Return the folder of an instance that takes more than a minute to solve."""
    return write_hard(tmp_path_factory.mktemp("hard"))


@pytest.fixture
def start(hard, tmp_path):
    """Start to solve the hard instance in a process of its own."""
    processes = []

    def run(*options, code=None):
        programme = ["-m", "recyclenet"] if code is None else ["-c", code]
        call = [
            sys.executable,
            *programme,
            "solve",
            str(hard),
            "--gap",
            "0",
            "--method",
            "mip",
            "--no-map",
            "--format",
            "json",
            "--out",
            str(tmp_path),
            *options,
        ]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        processes.append(subprocess.Popen(call, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return processes[-1]

    yield run
    for process in processes:
        process.kill()
        process.communicate()  # closes its pipes, too


def incumbent_of(runs: Path, seconds: float = 90) -> Path:
    """Wait for a plan to be kept and return its folder."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := list(runs.glob("hard-*.incumbent")):
            return found[0]
        time.sleep(0.05)
    raise AssertionError(f"no plan was kept in {seconds} s")


def slowness() -> float:
    """Return how many times slower than alone a process is on this machine just now."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


@pytest.mark.slow
@pytest.mark.parametrize("code", [None, DEAF], ids=["HiGHS stops", "HiGHS does not stop"])
def test_ctrl_c_ends_a_search_within_five_seconds_with_its_best_plan(start, tmp_path, code):
    process = start(code=code)
    incumbent_of(tmp_path)
    process.send_signal(signal.SIGINT)
    begin = time.monotonic()
    out, err = process.communicate(timeout=60)
    assert time.monotonic() - begin < 5 * slowness()
    assert process.returncode == 0, err
    answer = json.loads(out)
    assert (answer["status"], answer["checked"]) == ("feasible", True)
    plan = read_solution(answer["run"])
    assert plan.cost == pytest.approx(answer["cost"])
    assert [folder.name for folder in tmp_path.iterdir()] == [Path(answer["run"]).name]  # what was kept meanwhile is gone


@pytest.mark.slow
def test_a_second_ctrl_c_waits_for_nothing(start, tmp_path):
    process = start(code=PATIENT)
    incumbent_of(tmp_path)
    process.send_signal(signal.SIGINT)
    time.sleep(2)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert json.loads(out)["status"] == "feasible"


@pytest.mark.slow
def test_kill_9_leaves_the_best_plan_so_far_readable_and_the_next_run_says_so(start, tmp_path, hard, capsys):
    process = start()
    folder = incumbent_of(tmp_path)
    process.kill()
    process.wait()
    plan = read_solution(folder)
    assert plan.status == "feasible"
    assert violations(plan.instance, plan).empty
    with pytest.raises(SystemExit) as end:
        main(["solve", str(hard), "--out", str(tmp_path), "--time-limit", "0"])
    assert end.value.code == 5
    assert f"its best plan is in {folder}: recyclenet map {folder} draws it" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("code", [None, DEAF], ids=["HiGHS stops", "HiGHS does not stop"])
def test_a_time_limit_is_held(start, code):
    process = start("--time-limit", "8", code=code)
    out, err = process.communicate(timeout=90)
    assert process.returncode == 0, err
    answer = json.loads(out)
    assert answer["status"] == "feasible"
    assert 7 < answer["seconds"] < 8 * 1.05 + slowness()


@pytest.mark.slow
def test_a_search_that_neither_stops_nor_finds_anything_is_left_without_a_plan(start):
    process = start("--time-limit", "2", code=MUTE)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (5, "")
    assert "no plan was found before the search was stopped; allow more time" in err


def test_a_new_search_waits_for_one_left_behind(monkeypatch):
    back = threading.Event()
    monkeypatch.setattr(search, "_left_behind", [back])
    assert search.left_behind()
    begin = time.monotonic()
    threading.Timer(0.3, back.set).start()
    search.await_left_behind()
    assert time.monotonic() - begin > 0.25
    assert not search.left_behind()


def test_a_plan_of_which_nothing_is_proven_is_saved_and_read(tmp_path):
    plan = read_solution(write_solution(hand_made_plan(tutorial(), bound=-math.inf, gap=math.inf), tmp_path))
    assert (plan.bound, plan.gap) == (-math.inf, math.inf)


def test_a_saved_plan_puts_an_end_to_the_incumbent(tmp_path):
    kept = write_solution(hand_made_plan(tutorial()), tmp_path, incumbent=True)
    assert read_solution(kept).cost == 950
    run = write_solution(hand_made_plan(tutorial()), tmp_path)
    assert list(tmp_path.iterdir()) == [run]


def test_a_plan_that_cannot_be_kept_is_said_once_and_ends_no_search(tmp_path, monkeypatch, capsys):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("recyclenet.solution.files.write_solution", full)
    keep = _keeper(tmp_path)
    keep(hand_made_plan(tutorial()))
    keep(hand_made_plan(tutorial()))
    said = f"warning: the best plan so far cannot be kept in {tmp_path} (No space left on device); the search goes on\n"
    assert capsys.readouterr().err == said
