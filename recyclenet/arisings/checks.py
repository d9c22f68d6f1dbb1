"""Checks: what is wrong with a case, in the order in which later checks rely on earlier ones."""

from collections.abc import Collection

from recyclenet.arisings.case import SETTINGS_FILE, Case
from recyclenet.arisings.content_checks import CONTENT_CHECKS
from recyclenet.arisings.lifetime_checks import LIFETIME_CHECKS, stocks_can_be_explained
from recyclenet.arisings.schema import SCHEMA
from recyclenet.arisings.series import DRIVERS
from recyclenet.arisings.series_checks import KEY_CHECKS, SERIES_CHECKS
from recyclenet.errors import Problem
from recyclenet.instance.sound import SoundTables, found_by, unsound_tables
from recyclenet.instance.tables import meant


def problems_of(case: Case, read: Collection[Problem] = ()) -> list[Problem]:
    """Return the problems, errors and warnings, of a case across its tables; `read` are those of its cells, which may hide others."""
    unsound = unsound_tables(read, SCHEMA)
    unkeyed = unsound_tables((one for one in read if one.column in _key_of(one.file)), SCHEMA)
    tables, keyed = (SoundTables(case.tables, {*names, *(DRIVERS if "products" in names else ())}) for names in (unsound, unkeyed))
    found = [problem for check in KEY_CHECKS for problem in found_by(check, keyed)]
    found += [problem for check in (*SERIES_CHECKS, *CONTENT_CHECKS, *LIFETIME_CHECKS) for problem in found_by(check, tables)]
    if "contents" not in unsound:
        found += names_of_materials_are_known(case)
    if not has_errors([*read, *found]):
        found += stocks_can_be_explained(case.tables, case.years, case.settings.timing)
    return found


def _key_of(file: str) -> set[str]:
    """Return the columns without which a row of a file is not known to stand; "" is the whole row."""
    table = SCHEMA.get(file.removesuffix(".csv"))
    return {"", *(table.key if table else ())}


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
