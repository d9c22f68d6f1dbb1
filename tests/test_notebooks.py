"""The notebooks: each runs from its own folder without error or warning, writes nothing beside itself, and says what is true.

Expected numbers are those of the tutorial, worked out by hand in instances/tutorial/README.md, or worked out here.
"""

import ast
import json
import math

import nbformat
import pytest
from nbclient import NotebookClient

from tests.cases import ROOT

FILES = sorted((ROOT / "notebooks").glob("*.ipynb"))
NAMES = [file.stem for file in FILES]
LONGEST_LINE, MOST_LINES = 100, 20

BEFORE = f"""
import sys, tempfile, warnings
sys.path.insert(0, {str(ROOT)!r})
warnings.simplefilter("error")
tempfile.tempdir = "{{folder}}"
"""
"""What is done before a notebook: warnings are errors as in all tests, and its temporary folder is the test's."""


def read(name):
    return nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=nbformat.NO_CONVERT)


def code_of(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.fixture
def told(tmp_path):
    """Run a notebook in a project that has nothing but instances, and return what an expression in its names is afterwards."""
    project, temporary = tmp_path / "project", tmp_path / "temporary"
    (project / "notebooks").mkdir(parents=True)
    (project / "instances").symlink_to(ROOT / "instances")
    temporary.mkdir()

    def run(name, expression):
        notebook = read(name)
        before = nbformat.v4.new_code_cell(BEFORE.format(folder=temporary))
        after = nbformat.v4.new_code_cell(f"import json\nprint(json.dumps({expression}))")
        notebook.cells = [before, *notebook.cells, after]
        NotebookClient(notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(project / "notebooks")}}).execute()
        outputs = [output for cell in code_of(notebook) for output in cell.outputs]
        assert not [output.text for output in outputs if output.output_type == "stream" and output.name == "stderr"]
        assert sorted(path.name for path in project.rglob("*")) == ["instances", "notebooks"]
        return json.loads(after.outputs[0].text)

    return run


@pytest.mark.slow
def test_the_first_plan_is_that_of_the_hand_working(told):
    cost, bound, opened, parts = told(
        "01_first_plan", "[plan.cost, plan.bound, sorted(plan['openings']['site']), plan.costs('component').to_dict()]"
    )
    assert (cost, bound) == (pytest.approx(11_350), pytest.approx(11_350))
    assert opened == ["P", "Q", "W"]
    assert sum(parts.values()) == pytest.approx(11_350)
    assert parts["opening"] == pytest.approx(6_600)


@pytest.mark.slow
def test_what_if_gives_the_costs_and_values_worked_out_by_hand(told):
    costs, values, of_target, reasons = told(
        "02_what_if",
        "[comparison['cost, EUR'].astype(float).tolist(), values['value_per_unit'].tolist(),"
        " values_of_target.set_index('rule')['value_per_unit'].drop('supply').to_dict(), reasons]",
    )
    # Net of the 10 EUR/t the works earns a tonne costs 25 from A by P, 45 from B by Q. P, Q, W cost 6 600, a tonne left behind 200.
    # Twice: 6 600 + 200 x 25 + 100 x 45; three times: the works is full at 300 t, P at 200, so 150 t more stay; four times: 300 t stay,
    # and 60 % of 600 is missed by 60 t at 5 000. At 20 EUR/t left behind: all 150 t stay; W, P and 90 t of A (25 > 20); all collected.
    expected = [11_350, 16_100, 46_100, 16_100 + 300 * 200 + 60 * 5_000, 150 * 20, 6_000 + 90 * 25 + 60 * 20, 11_350]
    assert costs == pytest.approx(expected)
    assert values == pytest.approx([35 - 10, 55 - 10])
    assert of_target == pytest.approx({"collection": 25 - 20})
    assert ["60.00 t/yr" in reason for reason in reasons] == [True]


@pytest.mark.slow
def test_a_briefing_is_files_that_need_nothing_else(told):
    sizes, first, again, costs = told(
        "03_briefing",
        "[{file.name: file.stat().st_size for file in map_file.parent.iterdir()}, plan.cost, again.cost, plan['costs']['cost'].sum()]",
    )
    assert set(sizes) == {"map.html", "report.html", "tables.xlsx"}
    assert min(sizes.values()) > 10_000
    assert (again, costs) == (first, pytest.approx(first))


@pytest.mark.slow
def test_a_region_of_ones_own_keeps_the_mass_of_its_statistics_and_its_own_rules(told):
    put_in, out_of_balance, supplied, arising, spots, added, way = told(
        "04_your_own_region",
        "[found.balance.set_index('material')['put_in_t']['battery'], found.balance['difference_t'].abs().max(),"
        " float(instance['supplies']['supply_t'].sum()), found.totals['base_t'].astype(float).sum(),"
        " looked_at.kept[['lat_deg', 'lon_deg']].values.tolist(), added, instance['distances']['distance_km'].tolist()]",
    )
    # 2016 to 2025: 400 to 1 300, 900 to 1 800, 300 to 1 200 cars are 8 500 + 13 500 + 7 500 = 29 500; the 4 300 of 2025 grow by 5 % for
    # six years; a pack weighs 0.3 t
    assert put_in == pytest.approx(0.3 * (29_500 + 4_300 * sum(1.05**year for year in range(1, 7))), rel=1e-9)
    assert out_of_balance < 1e-6
    assert supplied == pytest.approx(arising)
    assert added == len(spots) > 0
    assert way == [52]
    for lat_deg, lon_deg in spots:
        assert math.dist((lat_deg * 111.2, lon_deg * 111.2 * math.cos(math.radians(50))), (50 * 111.2, 10.1 * 71.48)) < 30.5  # the junction
        assert not (10.0 < lon_deg < 10.2 and 50.05 < lat_deg < 50.15)  # the lake


@pytest.mark.slow
def test_rules_of_ones_own_cost_what_the_hand_working_says(told):
    plain, one_point, shared, taken = told("05_the_mathematics", "[plan.cost, one_point.cost, shared_plan.cost, taken.to_dict()]")
    assert plain == pytest.approx(11_350)
    assert one_point == pytest.approx(12_000)  # W, P in the tutorial's README
    # At most 60 % of 150 t by P: 10 t of A go by Q at 100 instead of 35. To leave 25 t of A behind would save 25 x 35, earn nothing and
    # cost 25 x 200.
    assert shared == pytest.approx(11_350 + 10 * (100 - 35))
    assert taken == pytest.approx({"P": 90, "Q": 60})


def test_every_notebook_has_a_test_and_stands_in_the_readme():
    own, readme = (path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "test_notebooks.py", ROOT / "README.md"))
    assert NAMES
    assert [name for name in NAMES if f'"{name}"' not in own] == []
    assert [name for name in NAMES if f"notebooks/{name}.ipynb" not in readme] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_kept_without_output(name):
    notebook = read(name)
    assert all(not cell.outputs and cell.execution_count is None for cell in code_of(notebook))
    assert {key for cell in notebook.cells for key in cell.metadata} == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_one_that_any_jupyter_opens(name):
    notebook = read(name)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_reads_as_a_document(name):
    notebook = read(name)
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert first.source.startswith(f"# {int(name[:2])}. ")
    assert all(cell.source.strip() for cell in notebook.cells)
    for cell in code_of(notebook):
        lines = cell.source.splitlines()
        assert len(lines) <= MOST_LINES, cell.id
        assert max(map(len, lines)) <= LONGEST_LINE, cell.id


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_uses_every_name_it_imports(name):
    tree = ast.parse("\n".join(cell.source for cell in code_of(read(name))))
    imported = {
        alias.asname or alias.name for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names
    }
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert imported - {"pandas"} <= used
