"""Polygons: the shapes of regions as GeoJSON, checked."""

import json
from collections.abc import Sequence

from shapely.geometry import shape
from shapely.validation import explain_validity

from recyclenet.errors import Problem
from recyclenet.instance.tables import meant

POLYGONS_FILE = "regions.geojson"

Polygons = dict[str, dict[str, object]]


def polygons_of(found: Sequence[tuple[str, object]], regions: list[str], problems: list[Problem]) -> Polygons:
    """Return the polygons by region as found in a file; what is wrong with them goes to `problems`."""
    polygons: Polygons = {}
    for region, geometry in found:
        if region in polygons:
            problems.append(Problem(POLYGONS_FILE, 0, "region", f"'{region}' has two polygons", "keep one of them, or join the two"))
        if region not in regions:
            problems.append(
                Problem(POLYGONS_FILE, 0, "region", f"'{region}' is not in regions.csv", meant(region, regions) or "add it there")
            )
        fault = _fault(geometry)
        if fault:
            problems.append(Problem(POLYGONS_FILE, 0, "geometry", f"that of '{region}': {fault}", "give a valid Polygon or MultiPolygon"))
        elif isinstance(geometry, dict):
            polygons[region] = geometry
    missing = [region for region in regions if region not in dict(found)]
    if found and missing:
        problems.append(
            Problem(
                POLYGONS_FILE,
                0,
                "",
                f"{len(missing)} regions have no polygon, first '{missing[0]}'",
                "add them to see them on the map",
                "warning",
            )
        )
    return polygons


def features_text(polygons: Sequence[tuple[str, object]]) -> str:
    """Return polygons as the text of a GeoJSON file."""
    features = [{"type": "Feature", "properties": {"region": region}, "geometry": geometry} for region, geometry in polygons]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, allow_nan=False) + "\n"


def _fault(geometry: object) -> str | None:
    try:
        polygon = shape(geometry)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        return f"it cannot be read ({error!r})"
    if polygon.geom_type not in ("Polygon", "MultiPolygon"):
        return f"it is a {polygon.geom_type}"
    return None if polygon.is_valid and not polygon.is_empty else str(explain_validity(polygon) if not polygon.is_valid else "it is empty")
