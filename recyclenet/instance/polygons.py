"""Polygons: the shapes of regions as GeoJSON, checked; an invalid one is mended where there is one way to read it."""

import json
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from recyclenet.errors import Problem
from recyclenet.geo.mending import mend
from recyclenet.instance.tables import meant

POLYGONS_FILE = "regions.geojson"

OVERLAP_SHARE = 0.01
"""Two regions may overlap by this share of the smaller one: borders that were simplified one by one do."""

MOST_NAMED = 10
"""So many regions without a polygon are named; the rest are counted."""

FARTHEST_DEG = 180.0001
"""No coordinate in degrees is larger."""

REMEDY = "give a valid Polygon or MultiPolygon, in degrees of WGS 84 or with the crs stated"

Polygons = dict[str, dict[str, object]]


def polygons_of(found: Sequence[tuple[str, object]], regions: list[str], problems: list[Problem]) -> Polygons:
    """Return the polygons by region as found in a file; what is wrong with them goes to `problems`."""
    polygons: Polygons = {}
    shapes: dict[str, BaseGeometry] = {}
    known, drawn = set(regions), {region for region, _ in found}
    for region, geometry in found:
        if region in polygons:
            problems.append(Problem(POLYGONS_FILE, 0, "region", f"'{region}' has two polygons", "keep one of them, or join the two"))
        if known and region not in known:  # a table that cannot be read says so itself
            problems.append(
                Problem(POLYGONS_FILE, 0, "region", f"'{region}' is not in regions.csv", meant(region, regions) or "add it there")
            )
        polygon, fault = _polygon(geometry)
        if polygon is None:
            problems.append(Problem(POLYGONS_FILE, 0, "geometry", f"that of '{region}': {fault}", REMEDY))
        elif isinstance(geometry, dict):
            polygons[region], shapes[region] = geometry, polygon
            if fault:
                polygons[region] = json.loads(json.dumps(mapping(polygon)))
                remedy = "look at it on the map; better, mend the file"
                problems.append(Problem(POLYGONS_FILE, 0, "geometry", f"that of '{region}' was mended: {fault}", remedy, "warning"))
    missing = [region for region in regions if region not in drawn]
    if found and missing:
        listed = ", ".join(f"'{region}'" for region in missing[:MOST_NAMED]) + ", ..." * (len(missing) > MOST_NAMED)
        what = f"{len(missing)} region{'s have' if len(missing) > 1 else ' has'} no polygon: {listed}"
        remedy = "add them: a region without one is not drawn, and no site is looked for in it"
        problems.append(Problem(POLYGONS_FILE, 0, "", what, remedy, "warning"))
    problems += _overlaps(shapes)
    return polygons


def features_text(polygons: Sequence[tuple[str, object]]) -> str:
    """Return polygons as the text of a GeoJSON file."""
    features = [{"type": "Feature", "properties": {"region": region}, "geometry": geometry} for region, geometry in polygons]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False, allow_nan=False) + "\n"


def _overlaps(shapes: Mapping[str, BaseGeometry]) -> Iterator[Problem]:
    """Yield a warning for each pair of regions whose polygons overlap by more than borders do."""
    labels, areas = list(shapes), np.array(list(shapes.values()), dtype=object)
    one, other = shapely.STRtree(areas).query(areas, predicate="intersects")
    one, other = one[one < other], other[one < other]
    common = shapely.intersection(areas[one], areas[other])
    share = shapely.area(common) / np.minimum(shapely.area(areas[one]), shapely.area(areas[other]))
    for pair in np.flatnonzero(share > OVERLAP_SHARE):
        spot, names = common[pair].representative_point(), f"'{labels[one[pair]]}' and '{labels[other[pair]]}'"
        found = f"those of {names} overlap by {share[pair]:.0%} of the smaller, at ({spot.y:.4g}, {spot.x:.4g})"
        yield Problem(POLYGONS_FILE, 0, "geometry", found, "cut one of them back to the border between the two", "warning")


def _polygon(geometry: object) -> tuple[BaseGeometry | None, str]:
    """Return a polygon, mended if need be (None where it cannot be used), and what was wrong with it."""
    if geometry is None:
        return None, "it has no shape"
    try:
        polygon = shape(geometry)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        return None, f"it cannot be read ({error!r})"
    if polygon.geom_type not in ("Polygon", "MultiPolygon"):
        return None, f"it is a {polygon.geom_type}"
    farthest = np.abs(polygon.bounds).max() if not polygon.is_empty else 0.0
    if farthest > FARTHEST_DEG:
        return None, f"its coordinates go to {farthest:g}, which are no degrees"
    mended, fault = mend(polygon)
    return mended, fault
