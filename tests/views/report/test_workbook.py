"""The workbook, read as the XML it is: numbers are numbers, text is text whatever it looks like, units stand in the headings."""

import io
import re
import sys
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from recyclenet.errors import UsageError
from recyclenet.solution.report import report_of
from recyclenet.solution.sheets import sheets
from recyclenet.views.report.files import save_tables
from recyclenet.views.report.workbook import MOST_SIGNS, workbook_bytes
from tests.solution.solved import rich_plan, tutorial_plan

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LIVE = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "#REF!", "0001E5", '=HYPERLINK("x")')


class Book:
    """The raw XML of a workbook."""

    def __init__(self, content):
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        book = ET.fromstring(self.archive.read("xl/workbook.xml"))  # noqa: S314 - our own
        self.names = [sheet.get("name") for sheet in book.iter(f"{MAIN}sheet")]

    def cells(self, name):
        """Return the cells of a sheet by reference: kind and text."""
        page = ET.fromstring(self.archive.read(f"xl/worksheets/sheet{self.names.index(name) + 1}.xml"))  # noqa: S314 - our own
        assert not list(page.iter(f"{MAIN}f")), "no formula anywhere"
        shared = self.shared()
        found = {}
        for cell in page.iter(f"{MAIN}c"):
            text = "".join(part.text or "" for part in cell.iter() if part.tag in {f"{MAIN}v", f"{MAIN}t"})
            kind = cell.get("t", "n")
            found[cell.get("r")] = ("text", shared[int(text)]) if kind == "s" else ("text" if kind in {"str", "inlineStr"} else kind, text)
        return found

    def shared(self):
        if "xl/sharedStrings.xml" not in self.archive.namelist():
            return []
        table = ET.fromstring(self.archive.read("xl/sharedStrings.xml"))  # noqa: S314 - our own
        return ["".join(part.text or "" for part in item.iter(f"{MAIN}t")) for item in table.iter(f"{MAIN}si")]


@pytest.fixture(scope="module")
def book():
    return Book(workbook_bytes(report_of(tutorial_plan())))


def test_there_is_a_sheet_for_every_table_and_one_that_lists_them(book):
    expected = [sheet.name for sheet in sheets(report_of(tutorial_plan()))]
    assert book.names == ["contents", *expected]
    listed = book.cells("contents")
    assert listed["A2"] == ("text", "key_figures")
    assert listed[f"A{len(expected) + 1}"] == ("text", expected[-1])


def test_numbers_are_numbers_and_headings_have_units(book):
    flows = book.cells("plan_flows")
    assert [flows[f"{letter}1"][1] for letter in "ABCDEFG"] == [
        "origin", "destination", "material", "mode", "period", "distance_km [km]", "flow_t [t/yr]",
    ]  # fmt: skip
    assert flows["F2"] == ("n", "5")  # A to P
    assert flows["G2"][0] == "n"
    assert float(flows["G2"][1]) == pytest.approx(100)
    assert flows["E2"] == ("text", "2026")  # a period is a name


def test_costs_in_the_workbook_add_up_to_the_objective(book):
    cells = book.cells("costs")
    last = max(int(reference[1:]) for reference in cells if reference[0] == "A")
    parts = sum(float(cells[f"C{row}"][1]) for row in range(2, last))
    assert parts == pytest.approx(11_350)
    assert float(cells[f"C{last}"][1]) == pytest.approx(11_350)


@pytest.mark.parametrize("text", LIVE)
def test_text_that_looks_like_a_formula_stays_text(text):
    plan = tutorial_plan()
    named = plan.instance["sites"].assign(name=text)
    tables = {**plan.instance.tables, "sites": named}
    instance = replace(plan.instance, tables=tables, settings=replace(plan.instance.settings, title=text))
    book = Book(workbook_bytes(report_of(replace(plan, instance=instance))))
    for name, column in (("instance_sites", "B"), ("standing", "B")):
        assert book.cells(name)[f"{column}2"] == ("text", text)
    assert book.cells("contents")["B1"] == ("text", text)
    styles = book.archive.read("xl/styles.xml").decode()
    if text[0] in "=+-@":
        assert 'quotePrefix="1"' in styles  # a programme that edits the cell keeps it text, too


def test_what_is_missing_is_an_empty_cell():
    plan = rich_plan()
    cells = Book(workbook_bytes(report_of(plan))).cells("instance_candidates")
    assert not [text for _, text in cells.values() if re.search("nan|inf|None", text)]


def test_text_longer_than_a_cell_is_cut_off_and_shows_it():
    plan = tutorial_plan()
    settings = replace(plan.instance.settings, provenance={"supplies": "x" * 40_000})
    cells = Book(workbook_bytes(report_of(replace(plan, instance=replace(plan.instance, settings=settings))))).cells("assumptions")
    assert ("text", "x" * MOST_SIGNS + "…") in cells.values()


def test_it_is_written_into_a_folder_made_for_it(tmp_path):
    path = save_tables(tutorial_plan(), tmp_path / "made" / "tables.xlsx")
    assert Book(path.read_bytes()).names[0] == "contents"


def test_without_openpyxl_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(UsageError, match=r"pip install 'recyclenet\[excel\]'"):
        workbook_bytes(report_of(tutorial_plan()))
