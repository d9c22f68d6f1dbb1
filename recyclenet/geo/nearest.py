"""The distance from points to the nearest shape of a layer: geodesic, on the ellipsoid of WGS 84."""

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod, Proj

from recyclenet.geo.distance import EARTH_RADIUS_KM, great_circle_km

Floats = NDArray[np.float64]

LONGEST_SEGMENT_DEG = 0.05
"""Lines are cut into pieces no longer than this [deg, about 5 km], so that each is straight in any projection."""

FARTHEST_RAD = 2.9
"""Beyond this angle from the middle of the points the projection stretches without bounds."""

GLOBE = Geod(ellps="WGS84")


def nearest_km(lat_deg: Floats, lon_deg: Floats, shapes: NDArray[np.object_]) -> Floats:
    """Return the distance [km] from every point to the nearest of the shapes (longitude first, in degrees); 0 inside a polygon.

    Shapes are searched in a plane that keeps distances from the middle of the points and stretches others by no more than c / sin c at
    angle c from it. What is nearest in the plane gives a distance on the ellipsoid, and with it a circle in which the truly nearest must
    lie; all in it are measured on the ellipsoid.
    """
    segments = _segments(shapes)
    middle = _middle(lat_deg, lon_deg)
    plane = Proj(proj="aeqd", lat_0=middle[0], lon_0=middle[1], ellps="WGS84")
    flat = np.stack(plane(segments[..., 0], segments[..., 1]), axis=-1)
    spots = np.stack(plane(lon_deg, lat_deg), axis=-1)
    points, tree = shapely.points(spots), shapely.STRtree(shapely.linestrings(flat))
    nearest = tree.query_nearest(points, all_matches=False)[1]
    everyone = np.arange(len(spots))
    least = _measured_km(everyone, nearest, spots, flat, lat_deg, lon_deg, segments)
    angle = great_circle_km(*middle, lat_deg, lon_deg) / EARTH_RADIUS_KM + least / EARTH_RADIUS_KM
    angle = np.clip(angle, 1e-9, FARTHEST_RAD)
    circle_m = least * 1000 * angle / np.sin(angle) * 1.01 + 1.0
    point, segment = tree.query(points, predicate="dwithin", distance=circle_m)
    np.minimum.at(least, point, _measured_km(point, segment, spots, flat, lat_deg, lon_deg, segments))
    areas = shapes[shapely.get_dimensions(shapes) == 2]
    inside = shapely.STRtree(areas).query(shapely.points(lon_deg, lat_deg), predicate="intersects")[0] if areas.size else []
    least[inside] = 0.0
    return least


def _measured_km(
    point: NDArray[np.int64], segment: NDArray[np.int64], spots: Floats, flat: Floats, lat_deg: Floats, lon_deg: Floats, segments: Floats
) -> Floats:
    """Return the distance [km] on the ellipsoid from points to the spot of a segment that is nearest in the plane."""
    start, along = flat[segment, 0], flat[segment, 1] - flat[segment, 0]
    square = np.sum(along**2, axis=1)
    share = np.divide(np.sum((spots[point] - start) * along, axis=1), square, out=np.zeros_like(square), where=square > 0)
    foot = segments[segment, 0] + np.clip(share, 0, 1)[:, None] * (segments[segment, 1] - segments[segment, 0])
    distance: Floats = np.asarray(GLOBE.inv(lon_deg[point], lat_deg[point], foot[:, 0], foot[:, 1])[2]) / 1000
    return distance


def _segments(shapes: NDArray[np.object_]) -> Floats:
    """Return the borders, lines and points of shapes as straight pieces: piece, end, (lon, lat); a point is a piece of no length."""
    simple = shapely.get_parts(shapely.get_parts(shapes))
    dimension = shapely.get_dimensions(simple)
    borders = shapely.get_parts(shapely.boundary(simple[dimension == 2]))
    lines = shapely.segmentize(np.concatenate([borders, simple[dimension == 1]]), LONGEST_SEGMENT_DEG)
    coordinates, line = shapely.get_coordinates(lines, return_index=True)
    within = line[1:] == line[:-1]
    pieces = np.stack([coordinates[:-1][within], coordinates[1:][within]], axis=1)
    spots = shapely.get_coordinates(simple[dimension == 0])
    return np.concatenate([pieces, np.stack([spots, spots], axis=1)])


def _middle(lat_deg: Floats, lon_deg: Floats) -> tuple[float, float]:
    """Return the latitude and longitude [deg] of the middle of points, also where they lie on both sides of the date line."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    x, y, z = (np.cos(lat) * np.cos(lon)).sum(), (np.cos(lat) * np.sin(lon)).sum(), np.sin(lat).sum()
    return float(np.degrees(np.arctan2(z, np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x)))
