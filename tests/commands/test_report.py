"""recyclenet report: the page and the workbook of a saved plan, with what its run folder holds."""

import json
import zipfile
from pathlib import Path

import pytest

from recyclenet.solution.files import read_marginal_values
from tests.cases import TUTORIAL


@pytest.fixture
def run(call):
    """Return the run folder of the tutorial's plan."""
    return Path(json.loads(call("solve", TUTORIAL, "--no-map", "--format", "json")[1])["run"])


def test_the_report_lies_in_the_run_folder(call, run):
    code, out, err = call("report", run)
    assert (code, err) == (0, "")
    assert out == f"report: {run / 'report.html'}\n"
    page = (run / "report.html").read_text("utf-8")
    assert "believed: every rule and the cost hold" in page
    assert "Marginal values were not worked out" in page
    assert "<iframe" in page


def test_page_and_workbook_go_where_they_are_wanted(call, run):
    code, out, _ = call("report", run, "--output", "made/minister.html", "--excel", "made/all.XLSX", "--no-live-map")
    assert code == 0
    assert out == "report: made/minister.html\ntables: made/all.XLSX\n"
    assert "<iframe" not in Path("made/minister.html").read_text("utf-8")
    assert zipfile.is_zipfile("made/all.XLSX")
    assert not (run / "report.html").exists()


def test_marginal_values_are_worked_out_for_a_saved_plan(call, run):
    assert call("report", run, "--marginal-values")[0] == 0
    page = (run / "report.html").read_text("utf-8")
    # one more tonne from A costs 25 EUR (35 - 10 at the works), from B 45 (55 - 10)
    assert "<td>Packs at their owners</td>" in page
    assert '<td class="n">25</td><td class="n">35</td><td class="n">45</td>' in page


def test_saved_marginal_values_are_used(call):
    run = Path(json.loads(call("solve", TUTORIAL, "--no-map", "--marginal-values", "--format", "json")[1])["run"])
    values = read_marginal_values(run)
    assert values is not None
    assert sorted(round(value) for value in values["value_per_unit"]) == [25, 45]
    assert call("report", run)[0] == 0
    assert '<td class="n">25</td><td class="n">35</td><td class="n">45</td>' in (run / "report.html").read_text("utf-8")


def test_marginal_values_that_cannot_be_read_are_refused(call, run):
    (run / "marginal_values.csv").write_text("rule,what\n", encoding="utf-8")
    code, _, err = call("report", run)
    assert code == 3
    assert "marginal_values.csv cannot be read" in err
    assert "delete it" in err


def test_what_is_no_run_folder_is_refused(call, tmp_path):
    code, _, err = call("report", tmp_path / "nothing")
    assert code == 3
    assert "is not a run folder that recyclenet wrote" in err


def test_a_workbook_by_another_name_is_refused(call, run):
    code, _, err = call("report", run, "--excel", "tables.csv")
    assert code == 2
    assert "give a name that ends in .xlsx" in err
    assert not (run / "report.html").exists()
