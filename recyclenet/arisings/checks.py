"""Checks: what is wrong with a case, in the order in which later checks rely on earlier ones."""

from recyclenet.arisings.case import SETTINGS_FILE, Case
from recyclenet.arisings.content_checks import CONTENT_CHECKS
from recyclenet.arisings.lifetime_checks import LIFETIME_CHECKS, stocks_can_be_explained
from recyclenet.arisings.series_checks import SERIES_CHECKS
from recyclenet.errors import Problem
from recyclenet.instance.tables import meant


def problems_of(case: Case) -> list[Problem]:
    """Return the problems, errors and warnings, of a case whose cells are right one by one."""
    found = [problem for check in (*SERIES_CHECKS, *CONTENT_CHECKS) for problem in check(case.tables)]
    found += names_of_materials_are_known(case)
    if not has_errors(found):
        found += [problem for check in LIFETIME_CHECKS for problem in check(case.tables)]
    if not has_errors(found):
        found += stocks_can_be_explained(case.tables, case.years, case.settings.timing)
    return found


def has_errors(problems: list[Problem]) -> bool:
    """Return whether any of the problems is more than a warning."""
    return any(problem.severity == "error" for problem in problems)


def names_of_materials_are_known(case: Case) -> list[Problem]:
    """Return the materials that arisings.toml gives another name to, and that no product holds."""
    known = sorted(case.tables["contents"]["material"].unique())
    return [
        Problem(
            SETTINGS_FILE, 0, "materials", f"no row of contents.csv has the material '{name}'", meant(name, known) or "leave the line out"
        )
        for name in case.settings.materials
        if name not in known
    ]
