"""Distances on the globe."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth [km] (IUGG)."""

WGS84_EQUATOR_KM, WGS84_ECCENTRICITY2 = 6378.137, 0.0066943799901413165
"""Equatorial radius [km] and squared first eccentricity of the ellipsoid of WGS 84."""


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


def _earth_centred(lat_deg: ArrayLike, lon_deg: ArrayLike) -> NDArray[np.float64]:
    """Return the coordinates [km] of points on the ellipsoid, from the Earth's centre."""
    lat, lon = np.radians(np.asarray(lat_deg, dtype=float)), np.radians(np.asarray(lon_deg, dtype=float))
    normal = WGS84_EQUATOR_KM / np.sqrt(1 - WGS84_ECCENTRICITY2 * np.sin(lat) ** 2)
    flat = normal * np.cos(lat)
    return np.stack([flat * np.cos(lon), flat * np.sin(lon), normal * (1 - WGS84_ECCENTRICITY2) * np.sin(lat)])
