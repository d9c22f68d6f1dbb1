"""The picture of gaps over time: what it draws is what was known."""

import pandas as pd
import pytest

from tests.benchmarks.plot import COLOURS, COURSES, draw, gaps


def test_the_gap_is_between_the_best_plan_and_the_best_bound_so_far():
    course = pd.DataFrame(
        {"cpu_s": [1.0, 2.0, 3.0, 4.0, 5.0], "cost": [None, 200.0, 220.0, None, 100.0], "bound": [50.0, None, 100.0, 90.0, 100.0]}
    )
    found = gaps(course)
    assert found["cpu_s"].tolist() == [2, 3, 4, 5]
    assert found["gap"].tolist() == pytest.approx([0.75, 0.5, 0.5, 1e-5])  # 150 / 200, then 100 / 200; nothing is drawn as 0.001 %


def test_the_committed_courses_are_of_solvers_that_have_a_colour():
    courses = pd.read_csv(COURSES)
    assert set(courses["solver"]) <= COLOURS.keys()
    assert {"capa-8000", "jiangxi"} < set(courses["problem"])
    assert all(gap.between(1e-5, 1).all() for _, course in courses.groupby(["problem", "solver"]) if len(gap := gaps(course)["gap"]))


def test_a_picture_is_drawn(tmp_path):
    pytest.importorskip("matplotlib", reason="make bench installs it")
    courses = pd.DataFrame(
        [
            ("a", "recyclenet", 1.0, 10.0, 5.0),
            ("a", "recyclenet", 2.0, 10.0, 10.0),
            ("b", "SCIP", 1.0, 9.0, 5.0),
            ("b", "CBC", 1.0, None, 5.0),
        ],
        columns=["problem", "solver", "cpu_s", "cost", "bound"],
    )
    draw(courses, tmp_path / "picture.svg")
    text = (tmp_path / "picture.svg").read_text(encoding="utf-8")
    assert [word for word in ("recyclenet", "SCIP", "CPU seconds", "0.001 %") if word not in text] == []
    assert "CBC" not in text  # had no plan
