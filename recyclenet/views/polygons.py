"""Polygons as a map ships them: rings of whole numbers, each the step from the point before, a third of the size of GeoJSON."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

UNITS_PER_DEG = 10_000
"""Fineness of the coordinates: 1e-4 degrees, 11 m."""

Rings = list[list[list[int]]]
"""Polygons, each a list of rings (the first is the outside), each a flat list: longitude, latitude, then steps in both, in units."""


def encode(geometry: Mapping[str, Any]) -> Rings:
    """Return the rings of a GeoJSON Polygon or MultiPolygon; points that fall together are dropped, and rings without an inside."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    encoded = [[ring for ring in map(_encode_ring, polygon) if ring] for polygon in polygons]
    return [polygon for polygon in encoded if polygon]


def encode_lines(lines: Iterable[Sequence[Sequence[float]]]) -> list[list[int]]:
    """Return lines as rings are written; one whose points all fall together is dropped."""
    return [line for line in (_encode_ring(line, least=1) for line in lines) if line]


def _encode_ring(ring: Sequence[Sequence[float]], least: int = 3) -> list[int]:
    points = np.round(np.asarray([point[:2] for point in ring]) * UNITS_PER_DEG).astype(np.int64)
    steps = np.diff(points, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    if len(steps) < least:
        return []
    flat: list[int] = np.concatenate([points[:1], steps]).ravel().tolist()
    return flat
