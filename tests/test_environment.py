"""environment.yml, pyproject.toml and requirements.lock say the same."""

import math
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from recyclenet.doctor import LIBRARIES

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()


def asked_for_by_conda():
    """Return what environment.yml asks for, together with what it leaves to pip."""
    return [line for entry in ENVIRONMENT["dependencies"] for line in (entry["pip"] if isinstance(entry, dict) else [entry])]


def split(requirement):
    """Return the name of a requirement, and its limits in one order."""
    parsed = Requirement(requirement)
    return parsed.name.lower().replace("_", "-"), tuple(sorted(str(limit) for limit in parsed.specifier))


def asked_for_by_pip():
    extras = [requirement for extra in PROJECT["optional-dependencies"].values() for requirement in extra]
    return {split(requirement) for requirement in [*PROJECT["dependencies"], *extras, "python" + PROJECT["requires-python"], "pip"]}


def test_conda_gets_the_same_names_and_ranges_as_pip():
    assert {split(requirement) for requirement in asked_for_by_conda()} == asked_for_by_pip()


def test_a_library_in_two_extras_has_one_range():
    names = [name for name, _ in asked_for_by_pip()]
    assert len(names) == len(set(names))


def test_conda_takes_everything_from_one_channel_by_its_name():
    assert ENVIRONMENT["channels"] == ["conda-forge"]


def test_every_requirement_has_a_lower_and_an_upper_limit():
    open_ended = {name for name, limits in asked_for_by_pip() - {split("pip"), split("python>=3.11")} if len(limits) < 2}
    assert not open_ended


def test_what_benchmarks_compare_with_is_installed_for_benchmarks_only():
    own = {split(requirement)[0] for requirement in PROJECT["optional-dependencies"]["bench"]} - {"scipy"}
    others = [requirement for extra, named in PROJECT["optional-dependencies"].items() if extra != "bench" for requirement in named]
    assert own == {"matplotlib", "ortools", "pulp", "pyscipopt"}
    assert not own & {split(requirement)[0] for requirement in [*PROJECT["dependencies"], *others]}
    installs = dict(re.findall(r"^\$\(VENV\)/(\w+)\.stamp:[^\n]*\n(?:\t[^\n]*\n)*?[^\n]*--editable ([^\n]+)$", MAKEFILE, re.MULTILINE))
    assert {extra for extra, said in installs.items() if "bench" in said} == {"bench"}
    assert re.findall(r"^(\w+): \$\(VENV\)/bench.stamp", MAKEFILE, re.MULTILINE) == ["bench"]


def test_highs_with_wrong_presolve_is_shut_out():
    (limits,) = [limits for name, limits in asked_for_by_pip() if name == "highspy"]
    assert ">=1.15" in limits  # 1.14.0 is the wrong one


def test_the_doctor_looks_at_every_library_recyclenet_stands_on():
    assert list(LIBRARIES) == [split(requirement)[0] for requirement in PROJECT["dependencies"]]


def test_the_lock_pins_every_requirement_and_holds_nothing_but_pins():
    pins = dict(line.split("==") for line in LOCK if not line.startswith("#"))
    locked = {name.lower().replace("_", "-") for name in pins}
    wanted = {name for name, _ in asked_for_by_pip()} - {"python", "pip"}
    assert wanted <= locked
    assert "recyclenet" not in locked
    assert all(re.fullmatch(r"[\w.]+", version) for version in pins.values())  # no addresses, no paths


@pytest.mark.parametrize("line", [line for line in LOCK if "==" in line])
def test_a_pin_lies_in_the_range_asked_for(line):
    name, version = line.split("==")
    assert SpecifierSet(",".join(dict(asked_for_by_pip()).get(name.lower().replace("_", "-"), ()))).contains(version)


def core_closure():
    """Return the libraries that an install without extras brings, found in this environment."""
    found, waiting = {}, [Requirement(requirement) for requirement in PROJECT["dependencies"]]
    while waiting:
        name = waiting.pop().name.lower().replace("_", "-")
        if name not in found:
            found[name] = metadata.distribution(name)
            wanted = [Requirement(requirement) for requirement in found[name].requires or ()]
            waiting += [requirement for requirement in wanted if requirement.marker is None or requirement.marker.evaluate({"extra": ""})]
    return found


def disk_mb(paths):
    return sum(math.ceil(path.stat().st_size / 4096) * 4096 for path in paths if path.is_file()) / 2**20


def test_an_install_without_extras_stays_under_450_mb():
    libraries = sum(disk_mb(map(Path, map(library.locate_file, library.files))) for library in core_closure().values())
    ours = disk_mb((ROOT / "recyclenet").rglob("*"))
    assert libraries > 250  # else something was not counted
    assert libraries + ours + 30 < 450  # 30: pip and setuptools, as a new environment holds them
