"""Folder, workbook and JSON hold the same: what goes round through all three comes back byte by byte."""

import json
import string
import sys
import tomllib

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from recyclenet.errors import InstanceError, UsageError
from recyclenet.instance.document import checked
from recyclenet.instance.files import convert, instance_hash, read_instance, write_document, write_instance, write_template
from recyclenet.instance.folder_files import csv_text
from recyclenet.instance.grammar import folded, guarded, unguarded
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.sheets import sheet_of
from recyclenet.solution.verify import violations
from recyclenet.solve.highs import solve
from tests.cases import STARTER, TUTORIAL, formulate, starter
from tests.instance.made_up import ROLES, TABLES, made_up

NASTY = (
    "=1+1", '=HYPERLINK("x","y")', "+49", "-5", "@depot", "'=x", "''=x", "'s-Hertogenbosch",
    '"quoted"', "a,b;c", "\\", "ﬁ", "①", "中文", "赣州",
    "${HOME}", "{{7*7}}", "</script>", "%s", "#N/A", "TRUE", "0001E5", "1E400", "2026-01", "007", "NaN", "null", "_x0041_", "_x0041_x0042_",
    "x005F_", "_x005F_", "regions.csv", "line 3", "😀", "a  b", "yes", "ß", "#REF!",
)  # fmt: skip
PRINTABLE = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=9).map(str.strip).filter(str.isprintable)
NAMES = st.lists(
    st.sampled_from(NASTY) | PRINTABLE.filter(lambda text: text not in ("", "*")),
    min_size=len(ROLES),
    max_size=len(ROLES),
    unique_by=folded,
)
ODD_PRICES = (
    "+3",
    "-0",
    "-0.0",
    "007.50",
    ".5",
    "5.",
    "1e5",
    "1E-3",
    "0.10",
    "100.000",
    "900719925474099.3",
    "0.1000000000000000055511151231257827",
)
PRICES = st.sampled_from(ODD_PRICES) | st.floats(-1e14, 1e14).map(repr) | st.decimals(-1000, 1000, places=3).map(str)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
PLAIN = {"name": "made-up", "currency": "EUR", "price_year": 2026, "discount_rate": 0.05}


def files_of(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.name != "README.md"}


def go_round(folder, work):
    """Convert a folder to a workbook, that to JSON, and that to a folder again, and return the last."""
    convert(folder, work / "a.xlsx")
    convert(work / "a.xlsx", work / "b.json")
    convert(work / "b.json", work / "back")
    return work / "back"


@pytest.mark.parametrize("source", [STARTER, TUTORIAL], ids=["starter", "tutorial"])
def test_the_projects_instances_come_back_byte_by_byte(source, tmp_path):
    assert files_of(go_round(source, tmp_path)) == files_of(source)


def test_the_made_up_document_uses_every_table_and_column():
    document = made_up(ROLES, "text", "-1", PLAIN)
    assert set(TABLES) == set(SCHEMA)
    for name, sheet in document.sheets.items():
        assert sheet is not None
        assert sheet.header == tuple(column.name for column in SCHEMA[name].columns)
        assert all(map(any, zip(*sheet.rows, strict=True))), name


@settings(max_examples=12, deadline=None, phases=set(Phase) - {Phase.shrink, Phase.explain})  # shrinking would take many minutes
@given(NAMES, PRINTABLE, PRICES, TEXTS, st.dictionaries(TEXTS.filter(bool), TEXTS, max_size=3), st.floats(0, 0.99))
def test_every_table_and_column_with_any_names_comes_back_byte_by_byte(tmp_path_factory, names, text, price, title, provenance, rate):
    work = tmp_path_factory.mktemp("round")
    objectives = [{"measure": "emissions", "of": names[ROLES.index("CO2e")], "slack": 0.1, "slack_share": rate}]
    stated = {**PLAIN, "discount_rate": rate, "title": title, "provenance": provenance, "objectives": objectives}
    document = made_up(names, text, price, stated)
    instance, problems = checked(document)
    assert instance is not None, problems
    write_document(document, instance, work / "folder")
    back = go_round(work / "folder", work)
    assert files_of(back) == files_of(work / "folder")
    again = read_instance(back)
    assert again.settings == instance.settings
    assert again.settings.title == title
    assert dict(again.settings.provenance) == provenance
    assert again["sales"].loc[1, "price_per_t"] == float(price)
    assert list(again["regions"]["region"]) == [names[ROLES.index("north")], names[ROLES.index("south")]]
    assert all(again[name].equals(instance[name]) for name in SCHEMA)
    assert again.polygons == instance.polygons
    assert instance_hash(again) == instance_hash(instance)


@pytest.mark.parametrize("price", ODD_PRICES)
def test_a_number_written_in_an_odd_way_comes_back_as_written(price, tmp_path):
    document = made_up(ROLES, "text", price, PLAIN)
    instance, _ = checked(document)
    assert instance is not None
    write_document(document, instance, tmp_path / "a.xlsx")
    convert(tmp_path / "a.xlsx", tmp_path / "back")
    assert f"landfill,residue,*,{price},\n" in (tmp_path / "back" / "sales.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", ["a.xlsx", "a.json", "folder"])
def test_an_instance_made_in_python_is_read_again_equal(target, tmp_path):
    instance = starter()
    write_instance(instance, tmp_path / target)
    again = read_instance(tmp_path / target)
    assert all(again[name].equals(instance[name]) for name in SCHEMA)
    assert again.settings == instance.settings
    assert again.polygons == instance.polygons


def test_json_keeps_numbers_as_they_are_written(tmp_path):
    convert(STARTER, tmp_path / "a.json")
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert '["battery", "Ni", 0.10]' in text  # as in compositions.csv
    assert json.loads(text)["settings"] == tomllib.loads((STARTER / "instance.toml").read_text(encoding="utf-8"))


def test_a_folder_of_fewer_tables_replaces_one_of_more(tmp_path):
    convert(STARTER, tmp_path / "mine")
    convert(TUTORIAL, tmp_path / "mine")
    assert files_of(tmp_path / "mine") == files_of(TUTORIAL)  # targets, compositions and the like of the starter are gone


def test_no_link_is_followed_when_a_folder_is_written(tmp_path):
    (tmp_path / "precious.csv").write_text("mine\n", encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "periods.csv").symlink_to(tmp_path / "precious.csv")
    convert(STARTER, tmp_path / "mine")
    assert (tmp_path / "precious.csv").read_text(encoding="utf-8") == "mine\n"
    assert (tmp_path / "mine" / "periods.csv").read_bytes() == (STARTER / "periods.csv").read_bytes()


def test_a_csv_guards_what_a_spreadsheet_would_obey_and_leaves_numbers_alone():
    text = csv_text(
        sheet_of(["outlet", "material", "period", "price_per_t"], [["=1+1", "@x", "*", "-30"], ["'=y", "'z", "*", "+5"]]), SCHEMA["sales"]
    )
    assert text == "outlet,material,period,price_per_t\n'=1+1,'@x,*,-30\n''=y,'z,*,+5\n"


@given(st.text(string.printable, max_size=6))
def test_guarding_can_be_undone_and_leaves_nothing_live(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@"))


def test_the_template_is_sound_has_every_column_and_solves(tmp_path):
    write_template(tmp_path / "new.xlsx")
    instance = read_instance(tmp_path / "new.xlsx")
    assert all(instance[name].equals(starter()[name]) for name in SCHEMA)
    convert(tmp_path / "new.xlsx", tmp_path / "folder")
    for name, table in SCHEMA.items():
        header = (tmp_path / "folder" / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
        assert header == ",".join(column.name for column in table.columns)
    plan = solve(formulate(instance), gap=1e-3)
    assert violations(instance, plan).empty
    assert plan.cost == pytest.approx(solve(formulate(starter()), gap=1e-3).cost, rel=1e-3)


def test_writing_a_workbook_without_openpyxl_names_the_extra_and_reading_needs_none(tmp_path, monkeypatch):
    convert(STARTER, tmp_path / "a.xlsx")
    monkeypatch.setitem(sys.modules, "openpyxl", None)  # as if it were not installed
    assert read_instance(tmp_path / "a.xlsx").settings.name == "starter"
    with pytest.raises(UsageError, match=r"openpyxl, which is not installed: pip install 'recyclenet\[excel\]'"):
        convert(STARTER, tmp_path / "b.xlsx")


def test_an_instance_with_faults_is_not_converted(tmp_path):
    convert(STARTER, tmp_path / "mine")
    (tmp_path / "mine" / "modes.csv").unlink()
    with pytest.raises(InstanceError, match=r"modes.csv: it is missing"):
        convert(tmp_path / "mine", tmp_path / "b.json")
    assert not (tmp_path / "b.json").exists()


def test_a_name_too_long_for_a_workbook_is_refused_with_its_place(tmp_path):
    convert(STARTER, tmp_path / "mine")
    with (tmp_path / "mine" / "technologies.csv").open("a", encoding="utf-8") as file:
        file.write(f"long,{'x' * 32_768},reuse\n")
    with (tmp_path / "mine" / "conversions.csv").open("a", encoding="utf-8") as file:
        file.write("long,r,battery,*,-1\n")
    with pytest.raises(InstanceError, match=r"technologies.csv line 5, name: 32768 signs; a cell of a workbook holds 32767; shorten it"):
        convert(tmp_path / "mine", tmp_path / "b.xlsx")


@pytest.mark.parametrize("name", ["a.csv", "a.XLS", "a.ods", "a.yaml"])
def test_a_target_of_another_format_is_refused(name, tmp_path):
    with pytest.raises(UsageError, match=r"give a name that ends in .xlsx or .json, or that of a folder"):
        convert(STARTER, tmp_path / name)


def test_a_source_of_another_format_is_refused(tmp_path):
    (tmp_path / "a.csv").write_text("x\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"is neither a folder nor an .xlsx or .json"):
        convert(tmp_path / "a.csv", tmp_path / "b")
    with pytest.raises(UsageError, match=r"is not there; give the folder of an instance, an .xlsx or a .json"):
        convert(tmp_path / "c.xlsx", tmp_path / "b")
