"""Files that planners bring: layers of shapes, tables of points, the rules of a screening."""

import csv
import tomllib
from pathlib import Path

import geopandas as gpd
import pandas as pd

from recyclenet.errors import InstanceError, Problem, UsageError
from recyclenet.geo.layers import WGS84, Layer, layer_of
from recyclenet.geo.rules import SCREENING_FILE, Rule, Screening, screening_of

PLACE = ("lat_deg", "lon_deg")


def read_screening(folder: Path) -> Screening:
    """Return what the screening.toml of a folder says."""
    file = folder / SCREENING_FILE
    if not file.exists():
        raise UsageError(f"'{file}' is not there; write one (README, Candidate sites, has an example)")
    try:
        return screening_of(tomllib.loads(_text(file, SCREENING_FILE).replace("\r\n", "\n")))
    except tomllib.TOMLDecodeError as error:
        raise InstanceError([Problem(SCREENING_FILE, 0, "", f"it is not TOML ({error})", "mend the line")]) from None


def read_layer(folder: Path, rule: Rule) -> Layer:
    """Return the shapes a rule is about, in WGS 84: those of a vector file, of a CSV with lat_deg and lon_deg, or its point."""
    if not rule.file:
        return layer_of(gpd.GeoDataFrame(geometry=gpd.points_from_xy([rule.lon_deg], [rule.lat_deg], crs=WGS84)), rule.name)
    file = _existing(folder, rule.file)
    if file.suffix.lower() == ".csv":
        points = read_points(folder, rule.file, *([rule.column] if rule.column else []))
        frame = gpd.GeoDataFrame(points, geometry=gpd.points_from_xy(points["lon_deg"], points["lat_deg"], crs=WGS84))
    else:
        frame = _read_vector(file, rule)
    if rule.column:
        if rule.column not in frame:
            raise _refusal(rule.file, f"it has no column '{rule.column}'", f"its columns are {', '.join(map(str, frame.columns))}")
        frame = frame[frame[rule.column].astype("str").isin(rule.values)]
        if frame.empty:
            raise _refusal(rule.file, f"no feature has {rule.column} {' or '.join(rule.values)}", "write values that stand in the file")
    return layer_of(frame, rule.file)


def read_points(folder: Path, name: str, *numbers_or_texts: str) -> pd.DataFrame:
    """Return a CSV of points: lat_deg, lon_deg, and the other columns as text, indexed by line; further columns named must be there."""
    text = _text(_existing(folder, name), name)
    reader = csv.DictReader(text.splitlines(), strict=True)
    try:
        rows, lines = [], []
        for row in reader:
            rows.append({str(key): value or "" for key, value in row.items() if key})
            lines.append(reader.line_num)
    except csv.Error as error:
        raise _refusal(name, f"line {reader.line_num} cannot be read ({error})", "save it as CSV in UTF-8") from None
    missing = [column for column in (*PLACE, *numbers_or_texts) if column not in (reader.fieldnames or [])]
    if missing:
        raise _refusal(name, f"it has no column {' or '.join(missing)}", "write a header with lat_deg and lon_deg in degrees of WGS 84")
    frame = pd.DataFrame(rows, columns=list(reader.fieldnames or []), index=pd.Index(lines, name="line"))
    problems: list[Problem] = []
    for column, most in zip(PLACE, (90, 180), strict=True):
        frame[column] = numbers(frame, column, name, problems, least=-most, most=most)
    if problems:
        raise InstanceError(problems)
    return frame


def numbers(frame: pd.DataFrame, column: str, file: str, problems: list[Problem], *, least: float, most: float) -> pd.Series:
    """Return a column of text as numbers; cells that hold none, or one out of range, go to `problems`."""
    values = pd.to_numeric(frame[column].where(frame[column].str.fullmatch(r"[-+0-9.eE]+")), errors="coerce").astype(float)
    remedy = f"write a number from {least:g} to {most:g}"
    wrong = frame.index[~values.between(least, most)]
    problems += [Problem(file, int(line), column, f"found '{frame.at[line, column]}'", remedy) for line in wrong]
    return values


def _read_vector(file: Path, rule: Rule) -> gpd.GeoDataFrame:
    try:
        layers = [str(name) for name in gpd.list_layers(file)["name"]]
        if len(layers) > 1 and rule.layer not in layers:
            raise _refusal(rule.file, f"it has the layers {', '.join(layers)}", 'write layer = "..." with one of them')
        frame = gpd.read_file(file, **({"layer": rule.layer} if rule.layer else {}))
        if not isinstance(frame, gpd.GeoDataFrame):
            raise _refusal(rule.file, "it has no shapes", "give a file with points, lines or polygons")
        return frame.set_crs(rule.crs, allow_override=True) if rule.crs else frame
    except (RuntimeError, ValueError, OSError) as error:
        remedy = "give a vector file, such as GeoJSON, GeoPackage or a Shapefile, and its crs as EPSG:..."
        raise _refusal(rule.file, f"it cannot be read ({error})", remedy) from None


def _existing(folder: Path, name: str) -> Path:
    if not (folder / name).is_file():
        raise _refusal(name, "it is not there", f"put it into {folder}, or correct the name in {SCREENING_FILE}")
    return folder / name


def _text(file: Path, name: str) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal(name, f"it is not UTF-8 ({error.reason} at byte {error.start})", "save it in UTF-8") from None


def _refusal(file: str, found: str, remedy: str) -> InstanceError:
    return InstanceError([Problem(file, 0, "", found, remedy)])
