"""Layers: shapes of the world that a site must keep clear of, or be near to, in WGS 84."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from recyclenet.errors import InstanceError, Problem
from recyclenet.geo.mending import mend

WGS84 = "EPSG:4326"
MOST_NAMED = 3
"""So many mended or unusable shapes of a layer are told by their place; the rest are counted."""


@dataclass(frozen=True)
class Layer:
    """Shapes of one file: points, lines or polygons, longitude first, in degrees of WGS 84; `notes` says what had to be mended."""

    file: str
    shapes: NDArray[np.object_]
    notes: tuple[Problem, ...] = ()


def layer_of(frame: gpd.GeoDataFrame, file: str) -> Layer:
    """Return a file's shapes in WGS 84, mended; raise InstanceError where they cannot be placed on the globe, or none can be used."""
    if frame.empty:
        raise _refusal(file, "it has no features", "give a file with points, lines or polygons, or take its rule out")
    if frame.crs is None:
        raise _refusal(file, "it does not say in which coordinate system it is", 'add crs = "EPSG:..." to the rule, or the file\'s .prj')
    placed = frame.geometry.to_crs(WGS84)
    bounds = shapely.total_bounds(placed.array)
    if not np.isnan(bounds).any() and (np.abs(bounds) > [180.0001, 90.0001] * 2).any():
        found = f"its coordinates go to {np.abs(bounds).max():g}, which are no degrees"
        raise _refusal(file, found, 'add crs = "EPSG:..." to the rule: the coordinate system it is really in')
    shapes, faults = [], []
    for number, shape in enumerate(placed, start=1):
        mended, fault = (None, "it has no shape") if shape is None else mend(shape)
        if fault:
            faults.append((number, f"{fault}; {'left out' if mended is None else 'mended'}"))
        if mended is not None:
            shapes.append(mended)
    if not shapes:
        raise _refusal(file, f"none of its {len(frame)} shapes can be used" + (f" (the first: {faults[0][1]})" if faults else ""),
                       "give a file with points, lines or polygons")  # fmt: skip
    return Layer(file, np.array(shapes, dtype=object), tuple(_notes(file, faults)))


def _notes(file: str, faults: list[tuple[int, str]]) -> list[Problem]:
    remedy = "look at it on the map; better, mend the file"
    notes = [Problem(file, 0, f"feature {number}", fault, remedy, "warning") for number, fault in faults[:MOST_NAMED]]
    if len(faults) > MOST_NAMED:
        notes.append(Problem(file, 0, "", f"{len(faults) - MOST_NAMED} more features were mended or left out", remedy, "warning"))
    return notes


def _refusal(file: str, found: str, remedy: str) -> InstanceError:
    return InstanceError([Problem(file, 0, "", found, remedy)])
