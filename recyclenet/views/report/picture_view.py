"""Where places of the globe are in a drawing: points and outlines of regions."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

WIDTH, TALLEST, MARGIN = 720.0, 470.0, 10.0
FINENESS = 0.6
"""Points of a polygon nearer than this to the one before [units of the drawing] are dropped."""


@dataclass(frozen=True)
class View:
    """Where a place of the globe is in the drawing: degrees to units, with east-west shortened as in the middle of the map."""

    left: float
    west: float
    north: float
    per_lon: float
    per_lat: float
    width: float
    height: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """Return the place of a point."""
        return self.left + (lon - self.west) * self.per_lon, MARGIN + (self.north - lat) * self.per_lat


def view_of(points: pd.DataFrame, polygons: Mapping[str, Mapping[str, Any]]) -> View:
    """Return the view that holds all points and polygons, in the middle of a drawing of full width."""
    lons, lats = points["lon_deg"].tolist(), points["lat_deg"].tolist()
    for shape in polygons.values():
        for ring in rings(shape):
            lons += [point[0] for point in ring]
            lats += [point[1] for point in ring]
    west, east, south, north = min(lons), max(lons), min(lats), max(lats)
    squeeze = max(math.cos(math.radians((south + north) / 2)), 0.05)
    wide, high = max((east - west) * squeeze, 1e-3), max(north - south, 1e-3)
    per_lat = min((WIDTH - 2 * MARGIN) / wide, (TALLEST - 2 * MARGIN) / high)
    return View((WIDTH - wide * per_lat) / 2, west, north, per_lat * squeeze, per_lat, WIDTH, high * per_lat + 2 * MARGIN)


def rings(shape: Mapping[str, Any]) -> list[list[list[float]]]:
    """Return all rings of a GeoJSON Polygon or MultiPolygon."""
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


def outline(shape: Mapping[str, Any], view: View) -> str:
    """Return the rings of a polygon as a path of steps."""
    parts = []
    for ring in rings(shape):
        points = [view.at(point[1], point[0]) for point in ring]
        kept = [points[0]]
        for point in points[1:]:
            if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= FINENESS:
                kept.append(point)
        if len(kept) < 3:
            continue
        tenths = [(round(x * 10), round(y * 10)) for x, y in kept]
        steps = [f"{(b[0] - a[0]) / 10:g} {(b[1] - a[1]) / 10:g}" for a, b in pairwise(tenths)]
        parts.append(f"M{tenths[0][0] / 10:g} {tenths[0][1] / 10:g}l{' '.join(steps)}z")
    return "".join(parts)
