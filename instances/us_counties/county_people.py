"""Who lives where: states' people shared out over counties by the places in them, the planner's own figures first."""

import csv
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from pyproj import Geod
from shapely.geometry import shape

from instances.us_counties.county_choices import MIDDLE, RURAL_SHARE
from recyclenet.geo.distance import great_circle_km
from recyclenet.instance.strict_json import read_json, valued

HERE = Path(__file__).resolve().parent
M2_PER_KM2 = 1e6


def given(name: str) -> list[dict[str, str]]:
    """Return the rows of a table in given/."""
    with (HERE / "given" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@cache
def polygons() -> dict[str, Any]:
    """Return the counties' polygons by code."""
    content: Any = valued(read_json((HERE / "regions.geojson").read_text(encoding="utf-8")))
    return {str(feature["properties"]["region"]): feature["geometry"] for feature in content["features"]}


def counties(regions: int) -> pd.DataFrame:
    """Return so many counties nearest to the middle, in order of their codes: name, state, lat_deg, lon_deg, area_km2, population."""
    frame = all_counties()
    near = np.argsort(great_circle_km(frame["lat_deg"], frame["lon_deg"], *MIDDLE), kind="stable")[:regions]
    return frame.iloc[np.sort(near)]


@cache
def all_counties() -> pd.DataFrame:
    """Return all counties."""
    states = pd.DataFrame(given("states")).set_index("state")
    frame = pd.DataFrame(given("places")).set_index("county")
    shapes = [shape(polygons()[county]) for county in frame.index]
    inner, globe = [area.representative_point() for area in shapes], Geod(ellps="WGS84")
    frame["lat_deg"], frame["lon_deg"] = [round(point.y, 4) for point in inner], [round(point.x, 4) for point in inner]
    frame["area_km2"] = [abs(globe.geometry_area_perimeter(area)[0]) / M2_PER_KM2 for area in shapes]
    frame["state"] = frame.index.str[:2].map(states["name"])
    frame["population"] = _people(frame, states["population"].astype(float))
    return frame.drop(columns="place_population")


def _people(frame: pd.DataFrame, by_state: pd.Series) -> pd.Series:
    """Return whole persons by county, which add up to those of the state.

    Figures of given/counties.csv stand; of those left in a state the people known in places live in their county, and the rest, RURAL_SHARE
    or more, by area.
    """
    stated = {row["county"]: float(row["population"]) for row in given("counties")}
    known = pd.Series(stated, dtype=float).reindex(frame.index)
    state, open_ = frame.index.str[:2], known.isna()
    left = by_state.reindex(state).to_numpy() - known.fillna(0.0).groupby(state).transform("sum").to_numpy()
    places, area = frame["place_population"].astype(float).where(open_, 0.0), frame["area_km2"].where(open_, 0.0)
    in_places = places.groupby(state).transform("sum")
    townsfolk = np.minimum(in_places, (1 - RURAL_SHARE) * left).where(in_places > 0, 0.0)
    by_places = (places / in_places.clip(lower=1.0)) * townsfolk
    by_area = area / area.groupby(state).transform("sum").clip(lower=1e-9) * (left - townsfolk)
    return known.fillna(by_places + by_area).round().astype(int)
