"""Mending shapes: an invalid shape becomes a valid one where there is one way to read it."""

import shapely
from shapely.geometry.base import BaseGeometry

AMBIGUOUS_SHARE = 0.01
"""Two readings of an invalid polygon whose areas differ by more than this share are two different places."""


def mend(shape: BaseGeometry) -> tuple[BaseGeometry | None, str]:
    """Return a shape made valid (None where it cannot be), and what was wrong with it ("" where nothing was).

    Heights are left out. An invalid polygon is read in both ways that GEOS knows: rings by their crossing lines, and rings as areas to be
    merged. Where the two agree, that is what was meant.
    """
    flat: BaseGeometry = shapely.force_2d(shape)
    if flat.is_empty:
        return None, "it is empty"
    if flat.is_valid:
        return flat, ""
    fault = str(shapely.is_valid_reason(flat))
    if "Invalid Coordinate" in fault:
        return None, "a coordinate is no number"
    by_lines = shapely.make_valid(flat)
    if shapely.get_dimensions(flat) < 2:
        return by_lines, fault
    by_lines = _areas(by_lines)
    by_areas = _areas(shapely.make_valid(flat, method="structure", keep_collapsed=False))
    small, large = sorted((by_lines.area, by_areas.area))
    if small <= 0:
        return None, f"{fault}; nothing with an area is left of it"
    if large - small > AMBIGUOUS_SHARE * large:
        return None, f"{fault}; it can be read in two ways whose areas differ by {(large - small) / large:.0%}"
    return by_lines, fault


def _areas(shape: BaseGeometry) -> BaseGeometry:
    """Return the parts of a shape that have an area, as a Polygon or MultiPolygon."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type in ("Polygon", "MultiPolygon")]
    return parts[0] if len(parts) == 1 else shapely.multipolygons(shapely.get_parts(parts))
