"""Every family: its names are its own and stand in its docstring; a dropped constraint is missed, by cost and by the checker.

The test module of a family (tests/model/families) names in NOTICED, for each constraint, an instance whose answer changes without it.
"""

from importlib import import_module
from typing import ClassVar

import pytest

from recyclenet.instance.checks import problems_across
from recyclenet.instance.rules import METRICS
from recyclenet.model import build
from recyclenet.model.build import FAMILIES, STEPS, STRENGTHENING, family_name
from recyclenet.model.formulation import Formulation
from recyclenet.solution.verify import violations
from recyclenet.solve.highs import solve
from tests.cases import formulate

TESTS = {family_name(family): import_module(f"tests.model.families.test_{family_name(family)}") for family in FAMILIES}
NOTICED = {name: instance for module in TESTS.values() for name, instance in getattr(module, "NOTICED", {}).items()}


class Recorder(Formulation):
    """A formulation that keeps what its families declare, whether there is a row for it or not."""

    variable_families: ClassVar[dict[str, set[str]]] = {}
    constraint_families: ClassVar[dict[str, set[str]]] = {}

    def variable(self, name, *arguments, **options):
        """Note the family and declare."""
        self.variable_families.setdefault(name, set()).add(self.family)
        super().variable(name, *arguments, **options)

    def constraint(self, name, *arguments, **options):
        """Note the family and close the rows."""
        self.constraint_families.setdefault(name, set()).add(self.family)
        super().constraint(name, *arguments, **options)


@pytest.fixture(scope="module")
def formulations() -> dict[str, Formulation]:
    """Return the formulation of every one of those instances."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "Formulation", Recorder)
        return {name: formulate(instance) for name, instance in NOTICED.items()}


@pytest.fixture(scope="module")
def declared(formulations) -> type[Recorder]:  # noqa: ARG001 - what is declared is known once they are built
    """Return what all families declare over all those instances."""
    return Recorder


def test_every_constraint_but_the_strengthening_is_dropped_below(declared):
    assert {name for name, families in declared.constraint_families.items() if not families & STRENGTHENING} == set(NOTICED)


def test_every_metric_is_limited_from_both_sides(declared):
    assert {f"limit_{side}_{metric}" for side in ("least", "most") for metric in METRICS} <= set(declared.constraint_families)


def test_every_name_belongs_to_one_family(declared):
    assert not set(declared.variable_families) & set(declared.constraint_families)
    for families in (*declared.variable_families.values(), *declared.constraint_families.values()):
        assert len(families) == 1


def test_every_name_a_family_declares_stands_in_its_docstring(declared):
    text = {family_name(family): family.__doc__ or "" for family in FAMILIES}
    for name, (family,) in (*declared.variable_families.items(), *declared.constraint_families.items()):
        side = name.rpartition("_")[0]
        assert f"`{name}`" in text[family] or f"`{side}_<metric>`" in text[family], (family, name)


def test_every_family_does_something():
    for family in FAMILIES:
        assert any(hasattr(family, step) for step in STEPS)


@pytest.mark.parametrize("name", sorted(NOTICED))
def test_a_dropped_constraint_is_noticed(name, formulations):
    formulation = formulations[name]
    whole = solve(formulation, gap=1e-9)
    for dropped in (name, "supply_reach"):  # the latter adds strength only, and would stand in for what is dropped
        if dropped in formulation.constraints:
            formulation.constraints[dropped].deactivate()
    for variable in formulation.variables.values():  # without its balance a programme may run away: hold it
        variable.upper_bounds = variable.upper_bounds.clip(max=1e5)
    plan = solve(formulation, gap=1e-9)
    assert plan.cost < whole.cost - 1
    assert violations(NOTICED[name], whole).empty
    assert not violations(NOTICED[name], plan).empty


@pytest.mark.parametrize("name", sorted(NOTICED))
def test_those_instances_would_be_read(name):
    assert not [problem for problem in problems_across(NOTICED[name].tables) if problem.severity != "warning"]
