"""Distances on the globe, and which points are near which."""

from itertools import product

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth [km] (IUGG)."""

WGS84_EQUATOR_KM, WGS84_ECCENTRICITY2 = 6378.137, 0.0066943799901413165
"""Equatorial radius [km] and squared first eccentricity of the ellipsoid of WGS 84."""

SMALLEST_CUBE = 1e-4
"""Least width of a cube [Earth radii, 0.6 km] into which points are sorted: the number of cubes stays one that a computer counts."""


def great_circle_km(lat_deg: ArrayLike, lon_deg: ArrayLike, to_lat_deg: ArrayLike, to_lon_deg: ArrayLike) -> NDArray[np.float64]:
    """Return great-circle distances [km] between points in degrees (haversine formula); arrays broadcast."""
    lat, lon, to_lat, to_lon = (np.radians(np.asarray(angle, dtype=float)) for angle in (lat_deg, lon_deg, to_lat_deg, to_lon_deg))
    half_chord = np.sin((to_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2
    distance: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half_chord, 0.0, 1.0)))
    return distance


def chord_km(lat_deg: ArrayLike, lon_deg: ArrayLike, to_lat_deg: ArrayLike, to_lon_deg: ArrayLike) -> NDArray[np.float64]:
    """Return straight lines [km], through the Earth, between points in degrees on the ellipsoid of WGS 84; arrays broadcast."""
    ends = [_earth_centred(lat, lon) for lat, lon in ((lat_deg, lon_deg), (to_lat_deg, to_lon_deg))]
    distance: NDArray[np.float64] = np.linalg.norm(ends[0] - ends[1], axis=0)
    return distance


def pairs_within(
    lat_deg: ArrayLike, lon_deg: ArrayLike, to_lat_deg: ArrayLike, to_lon_deg: ArrayLike, reach_km: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the positions of all pairs of points, one of either list, whose great circle is at most `reach_km`, sorted by both.

    Points are sorted into cubes as wide as the reach (measured straight through the Earth), so that only those of neighbouring cubes are
    compared. The answer is exactly that of comparing all with all.
    """
    lat, lon, to_lat, to_lon = (np.atleast_1d(np.asarray(side, dtype=float)) for side in (lat_deg, lon_deg, to_lat_deg, to_lon_deg))
    chord = max(2 * np.sin(np.clip(reach_km / EARTH_RADIUS_KM, 0.0, np.pi) / 2) * (1 + 1e-9), SMALLEST_CUBE)
    here, there = on_unit_sphere(lat, lon), on_unit_sphere(to_lat, to_lon)
    start, end = _in_neighbouring_cubes(here, there, chord)
    near = np.sum((here[start] - there[end]) ** 2, axis=1) <= chord**2  # quick, and lets through a little too much
    start, end = start[near], end[near]
    near = great_circle_km(lat[start], lon[start], to_lat[end], to_lon[end]) <= reach_km
    both = np.sort(start[near] * max(len(there), 1) + end[near])
    return both // max(len(there), 1), both % max(len(there), 1)


def _in_neighbouring_cubes(
    here: NDArray[np.float64], there: NDArray[np.float64], width: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the positions of pairs of points on the unit sphere whose cubes of that width are the same or touch."""
    sizes = int(2 / width) + 4  # room for a further cube on every side
    keys, to_keys = (np.floor((side + 1) / width + 1).astype(np.int64) @ [sizes**2, sizes, 1] for side in (here, there))
    order = np.argsort(to_keys, kind="stable")
    found = []
    for shift in product((-1, 0, 1), repeat=2):
        row = keys + shift[0] * sizes**2 + shift[1] * sizes
        first, last = np.searchsorted(to_keys[order], row - 1, side="left"), np.searchsorted(to_keys[order], row + 1, side="right")
        found.append(runs(first, last))
    start, end = (np.concatenate(side) for side in zip(*found, strict=True))
    return start, order[end]


def on_unit_sphere(lat_deg: NDArray[np.float64], lon_deg: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the coordinates of points on a sphere of radius 1, a row each."""
    lat, lon = np.radians(lat_deg), np.radians(lon_deg)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def runs(first: NDArray[np.int64], last: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for every position in `first` that position with each number from first to below last."""
    lengths = last - first
    position = np.repeat(np.arange(first.size), lengths)
    return position, np.arange(position.size) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(first, lengths)


def _earth_centred(lat_deg: ArrayLike, lon_deg: ArrayLike) -> NDArray[np.float64]:
    """Return the coordinates [km] of points on the ellipsoid, from the Earth's centre."""
    lat, lon = np.radians(np.asarray(lat_deg, dtype=float)), np.radians(np.asarray(lon_deg, dtype=float))
    normal = WGS84_EQUATOR_KM / np.sqrt(1 - WGS84_ECCENTRICITY2 * np.sin(lat) ** 2)
    flat = normal * np.cos(lat)
    return np.stack([flat * np.cos(lon), flat * np.sin(lon), normal * (1 - WGS84_ECCENTRICITY2) * np.sin(lat)])
