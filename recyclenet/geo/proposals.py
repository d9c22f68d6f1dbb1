"""Proposals: all the spots at which a site is thought of, before any is screened."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from recyclenet.geo.grid import grid_points

COLUMNS = ("site", "name", "lat_deg", "lon_deg", "region", "origin", "weight")

SPOTS = ("name", "lat_deg", "lon_deg", "weight")


def proposals(
    polygons: Mapping[str, BaseGeometry], spacing_km: float, settlements: pd.DataFrame, suggestions: pd.DataFrame
) -> pd.DataFrame:
    """Return suggestions, settlements and grid points with the columns COLUMNS; what comes first is preferred to what comes later.

    `settlements` and `suggestions` have the columns SPOTS, and are sorted by weight, the largest first. The region is the one whose
    polygon a spot lies in, "" where it lies in none. `site` is a label made of origin, region and a number; `name` is that of a
    settlement, else "".
    """
    parts = [
        spots[list(SPOTS)].sort_values("weight", ascending=False, kind="stable").assign(origin=origin)
        for spots, origin in ((suggestions, "suggestion"), (settlements, "settlement"))
    ]
    named = pd.concat(parts, ignore_index=True)
    named["region"] = _regions(named, polygons)
    grid = grid_points(polygons, spacing_km) if spacing_km and polygons else named.iloc[:0]
    both = pd.concat([part for part in (named, grid.assign(name="", weight=0.0)) if len(part)] or [named], ignore_index=True)
    number = both.groupby(["origin", "region"], sort=False).cumcount() + 1
    both["site"] = [
        "-".join(filter(None, (origin, region, str(count))))
        for origin, region, count in zip(both["origin"], both["region"], number, strict=True)
    ]
    return both[list(COLUMNS)]


def _regions(spots: pd.DataFrame, polygons: Mapping[str, BaseGeometry]) -> list[str]:
    """Return for every spot the first region whose polygon it lies in or on, "" where there is none."""
    found = [""] * len(spots)
    labels, shapes = list(polygons), np.array(list(polygons.values()), dtype=object)
    points = shapely.points(spots["lon_deg"].to_numpy(dtype=float), spots["lat_deg"].to_numpy(dtype=float))
    point, region = shapely.STRtree(shapes).query(points, predicate="intersects")
    for at, number in sorted(zip(point.tolist(), region.tolist(), strict=True), reverse=True):
        found[at] = labels[number]
    return found
