"""Distances on the globe."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth [km] (IUGG)."""


def great_circle_km(lat_deg: ArrayLike, lon_deg: ArrayLike, to_lat_deg: ArrayLike, to_lon_deg: ArrayLike) -> NDArray[np.float64]:
    """Return great-circle distances [km] between points in degrees (haversine formula); arrays broadcast."""
    lat, lon, to_lat, to_lon = (np.radians(np.asarray(angle, dtype=float)) for angle in (lat_deg, lon_deg, to_lat_deg, to_lon_deg))
    half_chord = np.sin((to_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2
    distance: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.clip(half_chord, 0.0, 1.0)))
    return distance
