"""What a notebook shows: every object a short card whose names are text, and a bar that follows a solve."""

import math
import re
from dataclasses import dataclass, replace

import nbformat
import pytest
from nbclient import NotebookClient

from recyclenet.cards import card, listed
from recyclenet.network.network import build_network
from recyclenet.views import progress as module
from recyclenet.views.progress import NotebookProgress, progress_line
from tests.cases import ROOT, formulate, starter, tutorial
from tests.solution.solved import tutorial_plan
from tests.views.report.hostile import TRAPS, hostile_plan

MARKUP = ("<script", "<img", "<svg", "</style")


def shown():
    """Return every object that shows itself, with what it must say."""
    return {
        "Instance": (tutorial(), "2 regions, 3 sites, 3 candidates"),
        "Network": (build_network(tutorial()), "7 places, 3 candidates"),
        "Formulation": (formulate(tutorial()), "of them whole"),
        "Solution": (tutorial_plan(), "11,350 EUR of 2026, discounted"),
    }


@pytest.mark.parametrize("name", shown())
def test_an_object_has_a_card_and_a_line(name):
    thing, said = shown()[name]
    assert said in thing._repr_html_()
    assert repr(thing).startswith(f"{name}(tutorial: ")
    assert len(repr(thing)) < 200
    assert len(thing._repr_html_()) < 5_000


def test_the_card_of_a_plan_says_its_key_figures():
    html = tutorial_plan()._repr_html_()
    assert "Plan: Tutorial: two regions, two collection points, one plant" in html
    assert "150 t (100.0% of what arises)" in html
    assert "Co 14.25 t" in html
    assert "2 collection, 1 recycling" in html
    assert "haulage 5,500" in html
    assert "none proven" in replace(tutorial_plan(), bound=-math.inf, gap=math.inf)._repr_html_()


def test_the_card_of_a_formulation_counts_its_columns_and_rows():
    formulation = formulate(tutorial())
    whole = sum(len(variable) for variable in formulation.variables.values())
    assert f"{whole} columns" in formulation._repr_html_()
    assert f"{len(formulation.variables['open'])} open" in formulation._repr_html_()


@pytest.mark.parametrize("trap", TRAPS)
def test_names_are_text(trap):
    plan = hostile_plan(trap)
    for thing in (plan, plan.instance, build_network(plan.instance), formulate(plan.instance)):
        html = thing._repr_html_()
        assert not [sign for sign in MARKUP if sign in html]


def test_a_card_leaves_out_what_says_nothing_and_writes_out_signs_of_power():
    assert card("a\u202e<b>", {"x": "", "y": 1}).count("<tr>") == 1
    assert "a\\u202e&lt;b&gt;" in card("a\u202e<b>", {})
    assert listed({"regions": 2000, "sites": 0, "outlets": 1}) == "2,000 regions, 1 outlets"
    assert listed(dict.fromkeys("abc", 1), most=2) == "1 a, 1 b, ..."


@dataclass
class Report:
    """What a solve tells."""

    incumbent: float | None = None
    bound: float | None = None
    gap: float | None = None
    phase: str = "search"
    unit: str = ""
    memory_mb: float | None = None


def test_the_line_says_what_is_known():
    assert progress_line(None, 0.0, "EUR") == "start    0.0 s   best plan -   proven bound -   gap -   memory -"
    line = progress_line(Report(120.0, 90.0, 0.25, memory_mb=1234.4), 12.34, "EUR")
    assert line == "search   12.3 s   best plan 120 EUR   proven bound 90 EUR   gap 25.000%   memory 1,234 MB"
    assert progress_line(Report(120.0, 90.0, 0.25), 12.34, "EUR").endswith("gap 25.000%   memory -")
    assert "best plan 5 t" in progress_line(Report(5.0, unit="t"), 1.0, "EUR")


@pytest.mark.parametrize(
    ("gap", "share"), [(None, None), (math.inf, None), (2.0, 0), (1.0, 0), (0.1, 1 / 3), (0.01, 2 / 3), (0.001, 1), (0.0, 1)]
)
def test_the_bar_fills_by_a_third_for_every_tenth_of_the_gap(gap, share):
    found = NotebookProgress(gap=1e-3).share(gap)
    assert found is None if share is None else found == pytest.approx(share)


def test_the_bar_is_silent_where_there_is_no_notebook(capsys):
    follower = NotebookProgress(currency="<b>")
    follower(Report(1.0, 1.0, 0.0))
    assert capsys.readouterr() == ("", "")
    assert "<b>" not in follower.html(Report(1.0))


def test_the_bar_is_not_drawn_too_often_but_at_the_end(monkeypatch):
    drawn = []

    class Handle:
        def update(self, bundle, *, raw):
            assert raw
            drawn.append(bundle["text/html"])

    monkeypatch.setattr(module, "_handle", lambda _html: Handle())
    follower = NotebookProgress(gap=0.01)
    for gap in (1.0, 0.9, 0.5, 0.01):
        follower(Report(10.0, 10.0, gap))
    assert len(drawn) == 2
    assert 'value="1.000"' in drawn[-1]


CODE = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from recyclenet import NotebookProgress, build_formulation, build_network, read_instance, solve
from recyclenet.views.maps import PlanMap
instance = read_instance({str(ROOT / "recyclenet" / "instance" / "starter")!r})
plan = solve(build_formulation(build_network(instance)), progress=NotebookProgress(currency="EUR"))
"""


@pytest.mark.slow
def test_a_real_notebook_shows_them(tmp_path):
    cells = [nbformat.v4.new_code_cell(code) for code in (CODE, "instance", "plan", "PlanMap(plan)")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    followed, instance, plan, plan_map = (cell.outputs for cell in notebook.cells)
    (bar,) = followed  # one bar, changed in place, and no warning beside it
    assert "proven bound" in bar.data["text/html"]
    assert " EUR   gap" in bar.data["text/html"]
    assert re.search(r"memory [\d,]+ MB", bar.data["text/html"])
    assert starter().settings.title in instance[0].data["text/html"]
    assert "Plan: " in plan[0].data["text/html"]
    assert plan[0].data["text/plain"].startswith("Solution(")
    assert "<iframe" in plan_map[0].data["text/html"]
