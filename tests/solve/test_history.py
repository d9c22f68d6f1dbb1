"""The history of a solve: what is new is noted, everything is passed on, the last row is the plan, and a run folder keeps it."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from recyclenet.instance.instance import Objective
from recyclenet.solution.files import read_solution, write_solution
from recyclenet.solution.solution import HISTORY_COLUMNS, Solution
from recyclenet.solve.highs import solve
from recyclenet.solve.history import History
from recyclenet.solve.stage import Progress
from tests.cases import formulate, starter, tutorial
from tests.plans import hand_made_plan
from tests.solution.solved import tutorial_plan


def told(*rows):
    """Return reports with memory of 100 MB."""
    return [Progress(incumbent, bound, None, seconds, phase, memory_mb=100.0) for seconds, phase, incumbent, bound in rows]


def test_what_is_new_is_noted_and_everything_is_passed_on():
    passed: list[Progress] = []
    history = History(passed.append)
    reports = told(
        (0.1, "search", None, None),
        (0.2, "search", None, 10.0),  # the first bound
        (0.5, "search", None, 11.0),  # a better bound too soon after
        (0.6, "search", 20.0, 11.0),  # a plan
        (1.5, "search", 20.0, 12.0),  # 0.9 s after the last note
        (1.6, "search", 20.0, 13.0),  # a second after it
        (9.0, "search", 20.0, 13.0),  # nothing new
        (9.1, "dive", 20.0, 13.0),  # another phase
    )
    for report in reports:
        history(report)
    assert passed == reports
    table = history.table(19.0, 13.0, 9.5)
    assert table["seconds"].tolist() == [0.1, 0.2, 0.6, 1.6, 9.1, 9.5]
    assert table["phase"].tolist() == ["search"] * 4 + ["dive", "plan"]
    assert table["incumbent"].tolist() == pytest.approx([math.nan, math.nan, 20, 20, 20, 19], nan_ok=True)


def test_what_is_not_proven_is_not_there():
    (row,) = History().table(950.0, -math.inf, 1.0).itertuples()
    assert (row.incumbent, row.seconds, row.phase) == (950.0, 1.0, "plan")
    assert math.isnan(row.bound)


def test_the_last_row_of_a_solve_is_its_plan_and_objectives_before_cost_have_their_unit():
    instance = starter()
    settings = replace(instance.settings, objectives=(Objective("uncollected"), Objective("cost")))
    plan = solve(formulate(replace(instance, settings=settings)))
    assert tuple(plan.history.columns) == HISTORY_COLUMNS
    last = plan.history.iloc[-1]
    assert (last["incumbent"], last["bound"], last["seconds"]) == (plan.cost, plan.bound, plan.seconds)
    assert set(plan.history.loc[plan.history["phase"] == "uncollected", "unit"]) == {"t"}
    assert (plan.history["seconds"].diff().iloc[1:] >= 0).all()


def test_better_plans_that_are_kept_have_the_history_up_to_them():
    kept: list[Solution] = []
    plan = solve(formulate(starter()), gap=0.0, keep=kept.append)
    for found in [*kept, plan]:
        assert (found.history["incumbent"].iloc[-1], found.history["phase"].iloc[-1]) == (found.cost, "plan")


def test_a_run_folder_keeps_it(tmp_path):
    plan = tutorial_plan()
    run = write_solution(plan, tmp_path)
    read = read_solution(run).history
    pd.testing.assert_frame_equal(read, plan.history, atol=0.06, check_dtype=False)  # seconds to the thousandth, memory to the tenth
    assert (run / "progress.csv").read_text(encoding="utf-8").startswith("seconds,phase,unit,incumbent,bound,memory_mb\n")


def test_a_run_folder_without_one_is_read(tmp_path):
    run = write_solution(hand_made_plan(tutorial()), tmp_path)
    assert not (run / "progress.csv").exists()
    assert read_solution(run).history.empty
