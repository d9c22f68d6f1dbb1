"""A grid of points over regions: every point as far from its six neighbours as asked for."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from recyclenet.errors import UsageError
from recyclenet.geo.distance import EARTH_RADIUS_KM, runs

KM_PER_DEG = EARTH_RADIUS_KM * np.pi / 180
MOST_POINTS = 200_000
"""A grid of more points than this is a slip."""


def grid_points(polygons: Mapping[str, BaseGeometry], spacing_km: float) -> pd.DataFrame:
    """Return points of a grid, `lat_deg`, `lon_deg`, `region` and `origin`, sorted by region in the order of the polygons.

    Rows run along parallels, each moved by half the spacing against the next. A region too small to hold a point of the grid gets one
    point inside of it: its origin is "centre", that of the others "grid". In polygons that overlap a point belongs to the first.
    """
    labels, shapes = list(polygons), np.array(list(polygons.values()), dtype=object)
    west, south, _, north = shapely.total_bounds(shapes)
    height_deg = spacing_km * np.sqrt(3) / 2 / KM_PER_DEG
    lats = np.arange(south + height_deg / 2, north, height_deg)
    steps = spacing_km / KM_PER_DEG / np.cos(np.radians(lats))
    starts = west + steps * np.where(np.arange(lats.size) % 2, 0.5, 1.0)
    row, number = _about(shapes, lats, starts, steps, spacing_km)
    lat, lon = lats[row], starts[row] + number * steps[row]
    point, region = shapely.STRtree(shapes).query(shapely.points(lon, lat), predicate="within")
    inside = pd.DataFrame({"point": point, "region": region}).sort_values("region").drop_duplicates("point")
    frame = pd.DataFrame({"lat_deg": lat[inside["point"]], "lon_deg": lon[inside["point"]], "region": inside["region"].to_numpy()})
    frame["origin"] = "grid"
    bare = sorted(set(range(len(labels))) - set(frame["region"]))
    middles = shapely.get_coordinates(shapely.point_on_surface(shapes[bare]))
    centres = pd.DataFrame({"lat_deg": middles[:, 1], "lon_deg": middles[:, 0], "region": bare, "origin": "centre"})
    both = pd.concat([frame, centres]) if bare else frame
    both = both.sort_values(["region", "lat_deg", "lon_deg"], kind="stable", ignore_index=True)
    return both.assign(region=np.array(labels, dtype=object)[both["region"]]).astype({"region": "str"})


def _about(
    shapes: NDArray[np.object_], lats: NDArray[np.float64], starts: NDArray[np.float64], steps: NDArray[np.float64], spacing_km: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return row and number in it of the grid points in the bounding boxes of shapes, each once; what lies between them is left out."""
    boxes = shapely.bounds(shapes)
    first, last = np.searchsorted(lats, boxes[:, 1]), np.searchsorted(lats, boxes[:, 3], side="right")
    box, row = runs(first, last)
    left, right = (boxes[box, 0] - starts[row]) / steps[row], (boxes[box, 2] - starts[row]) / steps[row]
    least, most = np.maximum(np.ceil(left), 0).astype(np.int64), np.maximum(np.floor(right) + 1, 0).astype(np.int64)
    count = float(np.maximum(most - least, 0).sum())
    if count > MOST_POINTS:
        raise UsageError(f"a grid of {spacing_km:g} km has {count:,.0f} points over the regions; write a larger spacing_km")
    line, number = runs(least, np.maximum(most, least))
    both = np.unique(np.stack([row[line], number], axis=1), axis=0)
    return both[:, 0], both[:, 1]
