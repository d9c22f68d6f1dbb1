"""The rules of the house: layers, start-up, packaging, files. Every import contract is broken once on purpose to see it bite."""

import ast
import importlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import recyclenet

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "recyclenet"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract for contract in PYPROJECT["tool"]["importlinter"]["contracts"]}
PARTS = {
    path.stem for path in PACKAGE.iterdir() if path.name != "__init__.py" and (path.suffix == ".py" or (path / "__init__.py").exists())
}

BREACHES = [
    ("layers", "geo/distance.py", "import recyclenet.instance.schema"),
    ("layers", "errors.py", "import recyclenet.geo.distance"),
    ("layers", "instance/schema.py", "from recyclenet.solution import solution"),
    ("layers", "arisings/stocks.py", "import recyclenet.network.labels"),
    ("layers", "solve/breach.py", "import recyclenet.views.plain"),
    ("layers", "breach.py", ""),
    ("families", "model/families/uncollected.py", "import recyclenet.model.families.haulage"),
    ("views", "views/plain.py", "import recyclenet.model.formulation"),
    ("views", "views/plain.py", "from recyclenet.solve import highs"),
    ("solver", "network/labels.py", "import highspy"),
    ("solver", "cli.py", "def breach():\n    from pyomo.environ import Var\n    return Var"),
    ("folium", "solution/figures.py", "import folium"),
    ("checker", "solution/verify.py", "import recyclenet.network.labels"),
    ("checker", "solution/case.py", "from recyclenet.network import nearness"),
    ("checker", "solution/checks/costs.py", "import recyclenet.model.accounts"),
    ("checker", "solution/checks/breach.py", "from recyclenet.solve import extract"),
    ("offline", "instance/schema.py", "import urllib.request"),
    ("offline", "views/plain.py", "from requests import get"),
]


def run(*command, cwd=ROOT, **variables):
    return subprocess.run(command, cwd=cwd, env={**os.environ, **variables}, capture_output=True, text=True, check=False)


def lint(folder, *contracts):
    """Run the import linter on the package that lies in a folder."""
    code = f"import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(None, {contracts!r}, no_cache=True))"
    return run(sys.executable, "-c", code, cwd=folder, PYTHONPATH=str(folder), COLUMNS="200")


def copy_of_the_package(folder):
    shutil.copytree(PACKAGE, folder / "recyclenet", ignore=shutil.ignore_patterns("__pycache__", "assets"))
    shutil.copy(ROOT / "pyproject.toml", folder)


def test_the_package_keeps_every_import_contract():
    report = lint(ROOT)
    assert report.returncode == 0, report.stdout + report.stderr


@pytest.mark.parametrize(("contract", "module", "line"), BREACHES)
def test_a_contract_bites_when_it_is_broken(tmp_path, contract, module, line):
    copy_of_the_package(tmp_path)
    with (tmp_path / "recyclenet" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    report = lint(tmp_path, contract)
    assert report.returncode == 1
    assert f"{CONTRACTS[contract]['name']} BROKEN" in report.stdout, report.stdout + report.stderr


def test_every_contract_is_broken_once_on_purpose():
    assert {contract for contract, _, _ in BREACHES} == set(CONTRACTS)


@pytest.mark.parametrize(("contract", "allowed"), [("solver", {"model", "solve"}), ("folium", {"views"})])
def test_every_part_of_the_package_stands_in_the_contract(contract, allowed):
    named = {module.removeprefix("recyclenet.") for module in CONTRACTS[contract]["source_modules"]}
    assert named | allowed | {"__main__"} == PARTS


def test_files_are_touched_only_where_files_are_the_business():
    """Reading and writing stays in files.py, importers, documents made of a plan, and the edges of the programme."""
    keepers = re.compile(r"(files|maps|inline|briefing|doctor|document|solve/memory)\.py$|/commands/|/importers/|/assets/")
    touching = {
        "open",
        "read_text",
        "write_text",
        "read_bytes",
        "write_bytes",
        "read_csv",
        "to_csv",
        "read_excel",
        "to_excel",
        "read_file",
        "unlink",
    }
    found = [
        f"{path.relative_to(PACKAGE)}:{node.lineno} {name}"
        for path in PACKAGE.rglob("*.py")
        if not keepers.search(path.as_posix())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and (name := getattr(node.func, "attr", getattr(node.func, "id", ""))) in touching
    ]
    assert not found


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_is_no_longer_than_300_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_help_imports_no_pandas_pyomo_or_geopandas():
    code = (
        "import sys\nfrom recyclenet.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "seen = {'pandas', 'numpy', 'pyomo', 'geopandas', 'shapely', 'folium', 'highspy', 'scipy'} & set(sys.modules)\n"
        "assert not seen, seen"
    )
    report = run(sys.executable, "-c", code)
    assert report.returncode == 0, report.stderr
    assert "solve" in report.stdout


def test_importing_the_package_imports_none_of_its_parts():
    code = "import sys, recyclenet\nparts = [name for name in sys.modules if name.startswith('recyclenet.')]\nassert not parts, parts"
    report = run(sys.executable, "-c", code)
    assert report.returncode == 0, report.stderr


@pytest.mark.parametrize("name", recyclenet.__all__)
def test_a_public_name_is_the_thing_its_module_defines(name):
    home = importlib.import_module(recyclenet._HOMES[name])
    assert getattr(recyclenet, name) is getattr(home, name)
    assert name in dir(recyclenet)


def test_solve_is_the_function_even_after_its_folder_was_imported():
    code = (
        "from recyclenet.solve.highs import solve as function\nfrom recyclenet import solve\nimport recyclenet\n"
        "assert solve is function and recyclenet.solve is function"
    )
    report = run(sys.executable, "-c", code)
    assert report.returncode == 0, report.stderr


def test_a_name_the_package_does_not_have_is_refused():
    with pytest.raises(AttributeError, match="'recyclenet' has no attribute 'solv'"):
        recyclenet.solv  # noqa: B018


@pytest.mark.slow
def test_a_wheel_carries_assets_starter_and_type_marker(tmp_path):
    """Everything in the package that git would keep is in the wheel, and nothing else is."""
    source = tmp_path / "source"
    shutil.copytree(PACKAGE, source / "recyclenet", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    report = run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(tmp_path), str(source))
    assert report.returncode == 0, report.stderr
    (wheel,) = tmp_path.glob("recyclenet-*.whl")
    assert wheel.name.startswith(f"recyclenet-{recyclenet.__version__}-py3-none-any")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if not name.split("/")[0].endswith(".dist-info")}
    kept = {
        path.relative_to(source).as_posix() for path in (source / "recyclenet").rglob("*") if path.is_file() and "build" not in path.parts
    }
    assert packed == kept
    assert {"recyclenet/py.typed", "recyclenet/instance/starter/instance.toml"} <= packed


def test_no_project_file_names_a_machine_path_or_a_package_index():
    told_by_git = run("git", "ls-files", "--cached", "--others", "--exclude-standard").stdout.splitlines()
    words = re.compile(r"(?<![\w.])/(?:tmp|root|home|work|opt)/\w|files\.pythonhosted|pypi\.org|file:///", flags=re.IGNORECASE)
    texts = {".py", ".toml", ".yml", ".md", ".lock", ".csv", ".cfg", ".txt", ".sh", ""}
    found = [
        name
        for name in told_by_git
        if Path(name).suffix in texts and (ROOT / name).is_file() and words.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert not [name for name in found if name != "tests/test_house.py"]
