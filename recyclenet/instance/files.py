"""Instance folders: reading one, with all its problems at once, writing one, and the hash of its content."""

import csv
import hashlib
import json
import tomllib
from pathlib import Path

import pandas as pd
from shapely.geometry import shape
from shapely.validation import explain_validity

from recyclenet.errors import InstanceError, Problem, UsageError
from recyclenet.instance.checks import problems_across
from recyclenet.instance.instance import Instance, Settings
from recyclenet.instance.objectives import objective_faults, objective_records, objectives_of
from recyclenet.instance.oddities import oddities
from recyclenet.instance.schema import SCHEMA, Column, Table
from recyclenet.instance.tables import frame_of, meant, read_table

SETTINGS_FILE, POLYGONS_FILE = "instance.toml", "regions.geojson"
SETTING_KINDS: dict[str, tuple[type, ...]] = {
    "name": (str,),
    "currency": (str,),
    "price_year": (int,),
    "discount_rate": (int, float),
    "title": (str,),
    "description": (str,),
    "objectives": (list,),
    "provenance": (dict,),
}
NEEDED_SETTINGS = ("name", "currency", "price_year", "discount_rate")


def read_instance(folder: Path | str) -> Instance:
    """Return the instance in a folder; raise InstanceError with every problem where there is one."""
    instance, problems = check_instance(folder)
    if instance is None:
        raise InstanceError([problem for problem in problems if problem.severity == "error"])
    return instance


def check_instance(folder: Path | str) -> tuple[Instance | None, list[Problem]]:
    """Return the instance in a folder (None where it is refused) and all problems found, errors and warnings."""
    folder = Path(folder)
    if not folder.is_dir():
        raise UsageError(f"'{folder}' is not a folder; give the folder of an instance")
    problems = _strangers(folder)
    settings = _read_settings(folder / SETTINGS_FILE, problems)
    tables = {name: read_table(f"{name}.csv", _text(folder / f"{name}.csv", problems), table, problems) for name, table in SCHEMA.items()}
    polygons = _read_polygons(folder / POLYGONS_FILE, list(tables["regions"]["region"]), problems)
    if not any(problem.severity == "error" for problem in problems):
        problems += problems_across(tables)
    if not any(problem.severity == "error" for problem in problems):
        problems += oddities(tables, polygons)
    if settings is None or any(problem.severity == "error" for problem in problems):
        return None, problems
    return Instance(settings, {name: frame.reset_index(drop=True) for name, frame in tables.items()}, polygons), problems


def write_instance(instance: Instance, folder: Path | str) -> None:
    """Write an instance as a folder; reading it gives an equal instance."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    contents = _contents(instance)
    for stale in {f"{name}.csv" for name in SCHEMA} | {POLYGONS_FILE}:
        if stale not in contents:
            (folder / stale).unlink(missing_ok=True)
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")


def instance_hash(instance: Instance) -> str:
    """Return the SHA-256 [hex] of the instance as it would be written: tables in row order, settings and polygons."""
    digest = hashlib.sha256()
    for name, content in sorted(_contents(instance).items()):
        digest.update(f"{name}\0{content}\0".encode())
    return digest.hexdigest()


def _text(file: Path, problems: list[Problem]) -> str | None:
    """Return a file's text, or None where there is no such file or it is no UTF-8."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        problems.append(Problem(file.name, 0, "", f"it is not UTF-8 ({error.reason} at byte {error.start})", "save it as CSV in UTF-8"))
        return None


def _strangers(folder: Path) -> list[Problem]:
    """Return files that would be overlooked, or that lie elsewhere."""
    known = [f"{name}.csv" for name in SCHEMA]
    problems = []
    for file in sorted(folder.iterdir()):
        if file.suffix.lower() == ".csv" and file.name not in known:
            problems.append(Problem(file.name, 0, "", "no table has this name", meant(file.name, known) or "move it elsewhere"))
        if file.is_symlink() and not file.resolve().is_relative_to(folder.resolve()):
            problems.append(Problem(file.name, 0, "", "it is a link out of the instance's folder", "put the file itself there"))
    return problems


def _read_settings(file: Path, problems: list[Problem]) -> Settings | None:
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        problems.append(Problem(file.name, 0, "", "the file is missing", f"add it with {', '.join(NEEDED_SETTINGS)}"))
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problems.append(Problem(file.name, 0, "", f"it is not TOML ({error})", "mend the line"))
        return None
    before = len(problems)
    for key in found:
        if key not in SETTING_KINDS:
            remedy = meant(key, list(SETTING_KINDS)) or f"the keys are {', '.join(SETTING_KINDS)}"
            problems.append(Problem(file.name, 0, key, "the key is unknown", remedy))
        elif not isinstance(found[key], SETTING_KINDS[key]) or isinstance(found[key], bool):
            problems.append(Problem(file.name, 0, key, f"found {found[key]!r}", f"write a {SETTING_KINDS[key][-1].__name__}"))
    missing = [key for key in NEEDED_SETTINGS if key not in found]
    problems += [Problem(file.name, 0, key, "the key is missing", f"add {key} = ...") for key in missing]
    if len(problems) == before:
        problems += [*_setting_faults(file.name, found), *objective_faults(file.name, found.get("objectives", []))]
    if len(problems) > before:
        return None
    return Settings(**{**found, "objectives": objectives_of(found.get("objectives", []))})


def _setting_faults(file: str, found: dict[str, object]) -> list[Problem]:
    faults = []
    name, rate, provenance = str(found["name"]), float(str(found["discount_rate"])), found.get("provenance", {})
    if not name or not name.isascii() or not all(letter.isalnum() or letter in "-_" for letter in name):
        faults.append(Problem(file, 0, "name", f"found '{name}'", "write letters, digits, - and _ only: it names folders"))
    if not 0 <= rate < 1:
        faults.append(Problem(file, 0, "discount_rate", f"found {rate:g}", "write a share per year from 0 to below 1, such as 0.05"))
    if isinstance(provenance, dict) and not all(isinstance(text, str) for text in provenance.values()):
        faults.append(Problem(file, 0, "provenance", "it holds something other than text", 'write key = "text" lines'))
    return faults


def _read_polygons(file: Path, regions: list[str], problems: list[Problem]) -> dict[str, dict[str, object]]:
    if not file.exists():
        return {}
    try:
        features = json.loads(file.read_text(encoding="utf-8-sig"))["features"]
        polygons = {str(feature["properties"]["region"]): feature["geometry"] for feature in features}
        shapes = {region: shape(geometry) for region, geometry in polygons.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        problems.append(
            Problem(
                file.name,
                0,
                "",
                f"it cannot be read ({error!r})",
                "give a GeoJSON FeatureCollection whose features have the property region",
            )
        )
        return {}
    for region, polygon in shapes.items():
        if region not in regions:
            problems.append(Problem(file.name, 0, "region", f"'{region}' is not in regions.csv", meant(region, regions) or "add it there"))
        if polygon.geom_type not in ("Polygon", "MultiPolygon") or not polygon.is_valid:
            problems.append(
                Problem(
                    file.name, 0, "geometry", f"that of '{region}': {explain_validity(polygon)}", "give a valid Polygon or MultiPolygon"
                )
            )
    missing = [region for region in regions if region not in polygons]
    if missing:
        problems.append(
            Problem(
                file.name,
                0,
                "",
                f"{len(missing)} regions have no polygon, first '{missing[0]}'",
                "add them to see them on the map",
                "warning",
            )
        )
    return polygons


def _contents(instance: Instance) -> dict[str, str]:
    """Return the files of an instance by name."""
    files = {
        f"{name}.csv": _csv_text(frame, SCHEMA[name]) for name, frame in instance.tables.items() if len(frame) or not SCHEMA[name].optional
    }
    settings = instance.settings
    plain = [key for key in SETTING_KINDS if key not in ("provenance", "objectives") and getattr(settings, key) != ""]
    lines = [f"{key} = {json.dumps(getattr(settings, key), ensure_ascii=False)}" for key in plain]
    for objective in objective_records(settings.objectives):
        lines += ["", "[[objectives]]", *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in objective.items())]
    lines += [
        "",
        "[provenance]",
        *(f"{json.dumps(key)} = {json.dumps(text, ensure_ascii=False)}" for key, text in settings.provenance.items()),
    ]
    files[SETTINGS_FILE] = "\n".join(lines) + "\n"
    if instance.polygons:
        features = [
            {"type": "Feature", "properties": {"region": region}, "geometry": geometry} for region, geometry in instance.polygons.items()
        ]
        files[POLYGONS_FILE] = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False) + "\n"
    return files


def _csv_text(frame: pd.DataFrame, table: Table) -> str:
    """Return a frame as CSV: a number as short as it reads back the same, a missing value as an empty cell.

    Optional columns that say nothing but their default are left out.
    """
    whole = {column.name: "Int64" for column in table.columns if column.kind == "whole"}
    silent = [column.name for column in table.columns if column.optional and _says_nothing(frame[column.name], column)]
    return str(frame.astype(whole).drop(columns=silent).to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL))


def _says_nothing(cells: pd.Series, column: Column) -> bool:
    default = None if column.default is None else frame_of([{}], [0], Table("", "", (), (column,)))[column.name].iloc[0]
    return bool((cells.isna() if default is None else cells == default).all())
