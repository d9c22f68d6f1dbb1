"""The course of a search: what is proven when, drawn where it belongs, and left out where nothing is known."""

import math
import re
from dataclasses import replace

import pandas as pd
import pytest

from recyclenet.solution.report import report_of
from recyclenet.solution.solution import HISTORY_COLUMNS
from recyclenet.views.report.course import course, gaps
from recyclenet.views.report.numbers import Scale
from recyclenet.views.report.page import report_page
from tests.solution.solved import tutorial_plan

EUR = Scale(1, "EUR", 0)

HISTORY = pd.DataFrame(
    [
        (1.0, "collected", "t", 5.0, 5.0, 100.0),  # of another objective
        (5.0, "search", "", math.nan, 80.0, 150.0),  # no plan yet
        (10.0, "search", "", 200.0, 100.0, 200.0),  # 50 %
        (20.0, "search", "", 200.0, 180.0, 300.0),  # 10 %
        (30.0, "ladder", "", 200.0, 150.0, 250.0),  # a weaker bound, told later: 180 still holds
        (40.0, "plan", "", 182.0, 180.18, 210.0),  # 1 %
    ],
    columns=list(HISTORY_COLUMNS),
)


def test_gaps_are_those_of_the_best_bound_so_far_once_a_plan_is_known():
    found = gaps(HISTORY)
    assert found["seconds"].tolist() == [10, 20, 30, 40]
    assert found["gap"].tolist() == pytest.approx([0.5, 0.1, 0.1, 0.01])


def test_a_tenth_of_the_gap_is_the_same_step_down():
    svg = course(gaps(HISTORY), EUR, label="x")
    # 40 s are 642 units from 64 on; two tenths, from 100 % to 1 %, are 144 units from 12 on; 50 % lies log10(2) = 0.301 of a tenth down
    (path,) = re.findall(r' d="([^"]*)"|d="([^"]*)"', svg)
    start, *steps = re.split(r"(?=[MH])", "".join(path))[1:]
    assert start == f"M{64 + 642 / 4:.1f} {12 + 72 * math.log10(2):.1f}"
    assert steps == [f"H{64 + 642 / 2:.1f}V84.0", f"H{64 + 642 * 3 / 4:.1f}V84.0", "H706.0V156.0"]
    assert [text for text in ("100 %", "10 %", "1 %", "40 s") if f">{text}</text>" not in svg] == []


def test_better_plans_are_marked_and_say_what_they_are():
    svg = course(gaps(HISTORY), EUR, label="x")
    hints = re.findall(r"<title>([^<]*)</title>", svg)
    assert hints == ["10.0 s: plan 200, bound 100 EUR, gap 50.00 %", "40.0 s: plan 182, bound 180 EUR, gap 1.00 %"]


def test_nothing_left_to_prove_stands_on_the_lowest_line():
    done = HISTORY.assign(bound=HISTORY["incumbent"].where(HISTORY["seconds"] == 40, HISTORY["bound"]))
    svg = course(gaps(done), EUR, label="x")
    assert ">0.0001 %</text>" in svg
    assert "V156.0" in svg  # 12 + 144


def test_the_report_shows_it_where_it_is_known():
    page = report_page(report_of(replace(tutorial_plan(), history=HISTORY)), live_map=False)
    assert "How the search went" in page
    assert "Memory of the process: up to 300 MB." in page
    untold = report_page(report_of(replace(tutorial_plan(), history=HISTORY.assign(memory_mb=math.nan))), live_map=False)
    assert "Memory of the process" not in untold


@pytest.mark.parametrize("known", [HISTORY[:0], HISTORY[:3]])
def test_the_report_shows_none_where_less_than_two_gaps_are_known(known):
    assert "How the search went" not in report_page(report_of(replace(tutorial_plan(), history=known)), live_map=False)
