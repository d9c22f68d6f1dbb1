"""GeoJSON of regions: its features as region and geometry in WGS 84, and every feature that cannot be one named."""

from collections.abc import Mapping
from typing import Any

import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from shapely.geometry import mapping, shape

from recyclenet.errors import Problem
from recyclenet.instance.strict_json import read_json, valued

WGS84 = "EPSG:4326"
LONGITUDE_FIRST = (WGS84, "OGC:CRS84")
"""Coordinate systems of GeoJSON in which nothing has to be worked out."""

COLLECTION = "give a GeoJSON FeatureCollection whose features have the property region"


def features_of(text: str, file: str, problems: list[Problem]) -> tuple[tuple[str, object], ...]:
    """Return region and geometry of every feature of a GeoJSON text; what is wrong goes to `problems`."""
    if not text.strip():
        problems.append(Problem(file, 0, "", "it is empty", COLLECTION))
        return ()
    try:
        content: Any = valued(read_json(text))
    except ValueError as error:
        problems.append(Problem(file, 0, "", f"it cannot be read ({error})", COLLECTION))
        return ()
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        problems.append(Problem(file, 0, "", "it has no list of features", COLLECTION))
        return ()
    to_wgs84 = _transformer(content.get("crs"), file, problems)
    found = []
    for number, feature in enumerate(features, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict) or properties.get("region") in (None, ""):
            named = ", ".join(map(str, properties)) if isinstance(properties, dict) else ""
            what = f"it has no property region{f'; its properties are {named}' if named else ''}"
            remedy = "give the label of the region in regions.csv the name region"
            problems.append(Problem(file, 0, f"feature {number}", what, remedy))
        else:
            geometry = feature.get("geometry")
            found.append((str(properties["region"]), _placed(geometry, to_wgs84) if to_wgs84 else geometry))
    return tuple(found)


def _transformer(stated: object, file: str, problems: list[Problem]) -> Transformer | None:
    """Return what brings coordinates to WGS 84; None where they are so already, or the coordinate system is not known."""
    name = str(stated["properties"].get("name")) if isinstance(stated, Mapping) and isinstance(stated.get("properties"), Mapping) else ""
    try:
        system = CRS.from_user_input(name) if name else None
    except CRSError:
        problems.append(Problem(file, 0, "crs", f"the coordinate system '{name}' is not known", "write one such as EPSG:4326"))
        return None
    if system is None or any(system.equals(CRS(same), ignore_axis_order=True) for same in LONGITUDE_FIRST):
        return None
    found = f"its coordinates in {system.name} were brought to WGS 84"
    problems.append(Problem(file, 0, "crs", found, "nothing, if the regions lie right on the map", "warning"))
    return Transformer.from_crs(system, WGS84, always_xy=True)


def _placed(geometry: object, to_wgs84: Transformer) -> object:
    """Return a geometry in WGS 84; one that cannot be read stays as it is, and is refused where shapes are looked at."""
    try:
        flat = shapely.force_2d(shape(geometry))
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return geometry
    return dict(mapping(shapely.transform(flat, to_wgs84.transform, interleaved=False)))
