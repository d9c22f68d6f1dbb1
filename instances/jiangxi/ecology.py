"""Ecology first: plants that may be opened keep clear of rivers and lakes; what stands already stays, and its name says so.

The rules are those of screening.toml beside this file, the layers those in layers/, which this module cuts out of the facts. A plant that a
rule drops moves to the nearest point of the screening's grid, in the same county, that all rules keep; without one it is left out.
"""

import csv
import io
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from facts import Facts, Rows
from shapely.geometry import mapping, shape

from recyclenet.geo.distance import great_circle_km
from recyclenet.geo.files import read_screening
from recyclenet.geo.proposals import SPOTS, proposals
from recyclenet.geo.rules import SCREENING_FILE, Screening
from recyclenet.geo.screening import screen
from recyclenet.instance.folder_files import put
from recyclenet.instance.screened import layers_and_slopes

HERE = Path(__file__).resolve().parent
LAYERS = {"layers/rivers.geojson": "ne_rivers_east_china", "layers/lakes.geojson": "ne_lakes_east_china"}
PLANT_SITES = "layers/plant_sites.csv"
VERDICT = ("site", "name", "lat_deg", "lon_deg", "region", "existing", "kept", "dropped_by", "reason", "to_lat_deg", "to_lon_deg",
           "moved_km")  # fmt: skip
MARGIN_DEG = 0.3  # about Jiangxi a layer is kept
DIGITS, GRID_DIGITS = 4, 3  # of coordinates: of layers, of places on the grid


def write_layers(facts: Facts, folder: Path) -> None:
    """Write the layers, cut to Jiangxi and what is about it, into a folder, and screening.toml where it has none of its own."""
    (folder / "layers").mkdir(parents=True, exist_ok=True)
    west, south, east, north = shapely.total_bounds([shape(county["geometry"]) for county in facts.counties()])
    area = shapely.box(west - MARGIN_DEG, south - MARGIN_DEG, east + MARGIN_DEG, north + MARGIN_DEG)
    for file, name in LAYERS.items():
        features = json.loads((facts.folder / "geo" / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
        cut = [(each["properties"], shape(each["geometry"]).intersection(area)) for each in features]
        kept = [{"type": "Feature", "properties": {"name": properties["name"] or ""}, "geometry": _rounded(part)}
                for properties, part in cut if not part.is_empty]  # fmt: skip
        put(folder / file, json.dumps({"type": "FeatureCollection", "features": kept}, ensure_ascii=False) + "\n")
    if not (folder / SCREENING_FILE).exists():
        shutil.copyfile(HERE / SCREENING_FILE, folder / SCREENING_FILE)


def _rounded(part: Any) -> Any:
    """Return a shape as GeoJSON with so many digits."""
    return json.loads(json.dumps(mapping(shapely.set_precision(part, 10.0**-DIGITS))), parse_float=lambda text: round(float(text), DIGITS))


def screened_sites(facts: Facts, folder: Path, sites: Rows, existing: set[str]) -> tuple[Rows, pd.DataFrame]:
    """Return plants' sites where they may stand, without those for which no place is left, and the verdict on each.

    A verdict is `existing`, `kept`, `dropped_by`, `reason`, and where it moved: `to_lat_deg`, `to_lon_deg`, `moved_km`.
    """
    screening, areas = read_screening(folder), {str(each["properties"]["adcode"]): shape(each["geometry"]) for each in facts.counties()}
    thought = pd.DataFrame(sites).assign(weight=0.0)
    spots = proposals(areas, 0.0, thought[list(SPOTS)], thought[list(SPOTS)].iloc[:0]).assign(site=thought["site"])
    verdict = _screened(screening, folder, spots).assign(existing=thought["site"].isin(existing))
    verdict["to_lat_deg"], verdict["to_lon_deg"], verdict["moved_km"] = np.nan, np.nan, np.nan
    for at in verdict.index[~verdict["kept"] & ~verdict["existing"]]:
        verdict.loc[at, ["to_lat_deg", "to_lon_deg", "moved_km"]] = _nearest(screening, folder, areas, verdict.loc[at])
    moved = verdict["moved_km"].notna()
    within = [f" (within {rule} buffer)" if rule and stands else ""
              for rule, stands in zip(verdict["dropped_by"], verdict["existing"], strict=True)]  # fmt: skip
    return [
        {**site, "name": site["name"] + note, **({"lat_deg": row.to_lat_deg, "lon_deg": row.to_lon_deg} if there else {})}
        for site, note, row, there in zip(sites, within, verdict.itertuples(), moved, strict=True)
        if row.kept or row.existing or there
    ], verdict


def _screened(screening: Screening, folder: Path, spots: pd.DataFrame) -> pd.DataFrame:
    layers, slopes = layers_and_slopes(folder, screening.rules)
    return screen(spots, screening.rules, layers, slopes, apart_km=0.0, standing=spots.iloc[:0])


def _nearest(screening: Screening, folder: Path, areas: Mapping[str, Any], plant: pd.Series) -> tuple[float, float, float]:
    """Return latitude, longitude and distance [km] of the point of the county's grid nearest to a plant that all rules keep (nan: none)."""
    nothing = pd.DataFrame(columns=list(SPOTS)).astype({"lat_deg": float, "lon_deg": float, "weight": float})
    grid = proposals({plant["region"]: areas[plant["region"]]}, screening.spacing_km, nothing, nothing)
    grid = _screened(screening, folder, grid.round({"lat_deg": GRID_DIGITS, "lon_deg": GRID_DIGITS})).query("kept")
    if grid.empty:
        return np.nan, np.nan, np.nan
    km = great_circle_km(plant["lat_deg"], plant["lon_deg"], grid["lat_deg"], grid["lon_deg"])
    best = grid.iloc[int(np.argmin(km))]
    return float(best["lat_deg"]), float(best["lon_deg"]), round(float(km.min()), 1)


def verdict_text(verdict: pd.DataFrame) -> str:
    """Return the verdicts as CSV, in the form that screening.toml takes as settlements."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(VERDICT)
    for row in verdict[list(VERDICT)].to_dict("records"):
        cells = ("" if pd.isna(cell) else {True: "yes", False: "no"}[cell] if isinstance(cell, bool) else cell for cell in row.values())
        writer.writerow(list(cells))
    return stream.getvalue()
