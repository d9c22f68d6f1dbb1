"""Files that planners bring: layers of shapes, tables of points, the rules of a screening."""

import tomllib
from pathlib import Path

import geopandas as gpd
import pandas as pd

from recyclenet.errors import InstanceError, Problem, UsageError
from recyclenet.geo.layers import WGS84, Layer, layer_of
from recyclenet.geo.rules import SCREENING_FILE, Rule, Screening, screening_of
from recyclenet.text_files import cells_of, text_of

PLACE = ("lat_deg", "lon_deg")


def read_screening(folder: Path) -> Screening:
    """Return what the screening.toml of a folder says."""
    file, problems = folder / SCREENING_FILE, list[Problem]()
    if not file.exists():
        raise UsageError(f"'{file}' is not there; write one (README, Candidate sites, has an example)")
    text = text_of(file, SCREENING_FILE, "TOML", problems)
    if text is None:
        raise InstanceError(problems)
    try:
        return screening_of(tomllib.loads(text.replace("\r\n", "\n")))
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


def read_points(folder: Path, name: str, *texts: str, **ranges: tuple[float, float]) -> pd.DataFrame:
    """Return a CSV of points, indexed by line: lat_deg and lon_deg, and the other columns as text.

    Columns named in `texts` must be there; those of `ranges` (least and most) are numbers where they are there.
    """
    problems: list[Problem] = []
    text = text_of(_existing(folder, name), name, "CSV", problems)
    cells = None if text is None else cells_of(text, name, problems)
    if cells is None:
        raise InstanceError(problems)
    missing = [column for column in (*PLACE, *texts) if column not in cells.header]
    if missing:
        raise _refusal(name, f"it has no column {' or '.join(missing)}", "write a header with lat_deg and lon_deg in degrees of WGS 84")
    rows, lines = [], []
    for row, line in zip(cells.rows, cells.lines, strict=True):
        found = f"{len(row)} cells" if len(row) != len(cells.header) else "" if all(map(str.isprintable, row)) else "a control character"
        if found:
            remedy = f"write {len(cells.header)} cells of plain text, one for each column; quotation marks about one that has a comma"
            problems.append(Problem(name, line, "", found, remedy))
        else:
            rows.append(row)
            lines.append(line)
    frame = pd.DataFrame(rows, columns=list(cells.header), index=pd.Index(lines, name="line"), dtype="str")
    limits = {"lat_deg": (-90.0, 90.0), "lon_deg": (-180.0, 180.0), **ranges}
    for column in (column for column in limits if column in frame):
        frame[column] = _numbers(frame[column], name, problems, *limits[column])
    if problems:
        raise InstanceError(sorted(problems, key=lambda problem: problem.line))
    return frame


def _numbers(cells: pd.Series, file: str, problems: list[Problem], least: float, most: float) -> pd.Series:
    """Return cells of text as numbers; what is none, or out of range, goes to `problems`."""
    values = pd.to_numeric(cells.where(cells.str.fullmatch(r"[-+0-9.eE]+")), errors="coerce").astype(float)
    hint = "; are latitude and longitude exchanged?" if cells.name == "lat_deg" else ""
    for line in cells.index[~values.between(least, most)]:
        found = f"found '{cells[line]}'" if cells[line] else "the cell is empty"
        remedy = f"write a number from {least:g} to {most:g}" + (hint if most < abs(values[line]) <= 180 else "")
        problems.append(Problem(file, int(line), str(cells.name), found, remedy))
    return values


def _read_vector(file: Path, rule: Rule) -> gpd.GeoDataFrame:
    if not file.stat().st_size:
        raise _refusal(rule.file, "it is empty", "save the layer anew")
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


def _refusal(file: str, found: str, remedy: str) -> InstanceError:
    return InstanceError([Problem(file, 0, "", found, remedy)])
