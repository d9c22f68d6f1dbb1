"""Greenfield suggestions: where sites would stand if they could stand anywhere, a weighted k-median on the globe."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recyclenet.geo.distance import EARTH_RADIUS_KM, great_circle_km

Floats = NDArray[np.float64]

STARTS, MOST_ROUNDS = 10, 100
"""Searches from different starts; rounds of assigning and moving in each."""

FEW_STEPS, MOST_STEPS = 10, 500
"""Steps of one move in a round, which the next round takes up again; and in the last."""

STILL_KM = 1e-6
"""A spot that moves less than this [km] is still, and one nearer than this to a point is on it."""


def suggest(lat_deg: Floats, lon_deg: Floats, weight: Floats, count: int, *, seed: int = 0) -> pd.DataFrame:
    """Return `count` spots that nearly make the sum of weight x great circle to the nearest spot least.

    Columns `lat_deg`, `lon_deg`, `weight` (of the points nearest to it) and `mean_km` (their mean distance), largest weight first. Each
    of several starts (k-means++ by weight) alternates between assigning points to the nearest spot and moving each spot to the median of
    its points (Weiszfeld). The best is no proven optimum; the same seed gives the same spots.
    """
    heavy = weight > 0
    points, weights = np.stack([lat_deg[heavy], lon_deg[heavy]], axis=1), weight[heavy]
    count = min(count, len(np.unique(points, axis=0)))
    random = np.random.default_rng(seed)
    found = [_search(points, weights, _start(points, weights, count, random)) for _ in range(STARTS)] if count else []
    if not found:
        return pd.DataFrame(columns=["lat_deg", "lon_deg", "weight", "mean_km"], dtype=float)
    spots = min(found, key=lambda spots: float(weights @ _apart(points, spots).min(axis=1)))
    spots = _moved_to_medians(points, weights, spots, MOST_STEPS)
    apart = _apart(points, spots)
    own = np.bincount(apart.argmin(axis=1), weights, minlength=count)
    work = np.bincount(apart.argmin(axis=1), weights * apart.min(axis=1), minlength=count)
    frame = pd.DataFrame({"lat_deg": spots[:, 0], "lon_deg": spots[:, 1], "weight": own, "mean_km": work / np.where(own > 0, own, 1)})
    return frame.sort_values("weight", ascending=False, kind="stable", ignore_index=True)


def _search(points: Floats, weights: Floats, spots: Floats) -> Floats:
    """Return spots that no further round of assigning and moving improves."""
    nearest = np.full(len(points), -1)
    for _ in range(MOST_ROUNDS):
        assigned = _apart(points, spots).argmin(axis=1)
        if (assigned == nearest).all():
            break
        nearest = assigned
        spots = _moved_to_medians(points, weights, spots, FEW_STEPS)
    return spots


def _moved_to_medians(points: Floats, weights: Floats, spots: Floats, steps: int) -> Floats:
    """Return each spot moved to, or towards, the median of the points nearest to it."""
    nearest = _apart(points, spots).argmin(axis=1)
    return np.array([_median(points[nearest == at], weights[nearest == at], spot, steps) for at, spot in enumerate(spots)])


def _median(points: Floats, weights: Floats, spot: Floats, steps: int) -> Floats:
    """Return the spot whose weighted sum of distances to points is least, by Weiszfeld's steps in the plane that touches the globe.

    On a point a step is shortened by that point's own weight (Y. Vardi and C.-H. Zhang, 2000), so that no search sticks there wrongly.
    """
    if not len(points):
        return spot
    for _ in range(steps):
        east, north = _towards(spot, points)
        away = np.hypot(east, north)
        pull = np.where(away > STILL_KM, weights / np.maximum(away, STILL_KM), 0.0)
        drawn = np.array([pull @ east, pull @ north])
        held = weights[away <= STILL_KM].sum() / max(float(np.hypot(*drawn)), 1e-300)
        step = drawn / max(pull.sum(), 1e-300) * max(0.0, 1 - held)
        spot = _moved(spot, step)
        if np.hypot(*step) < STILL_KM:
            break
    apart = _apart(points, spot[None])[:, 0]
    beside = points[apart.argmin()]  # steps towards a point that is the median itself are slow
    return beside if float(weights @ _apart(points, beside[None])[:, 0]) <= float(weights @ apart) else spot


def _start(points: Floats, weights: Floats, count: int, random: np.random.Generator) -> Floats:
    """Return different points as first spots, the next always drawn by its weight x distance to those drawn before."""
    chosen = [int(random.choice(len(points), p=weights / weights.sum()))]
    while len(chosen) < count:
        chance = weights * _apart(points, points[chosen]).min(axis=1)
        chosen.append(int(random.choice(len(points), p=chance / chance.sum())))
    return points[chosen]


def _apart(points: Floats, spots: Floats) -> Floats:
    return great_circle_km(points[:, :1], points[:, 1:], spots[:, 0], spots[:, 1])


def _towards(spot: Floats, points: Floats) -> tuple[Floats, Floats]:
    """Return how far east and north [km] points lie of a spot: along the great circle that leads to each."""
    lat, lon = np.radians(points).T
    own_lat, own_lon = np.radians(spot)
    east = np.cos(lat) * np.sin(lon - own_lon)
    north = np.cos(own_lat) * np.sin(lat) - np.sin(own_lat) * np.cos(lat) * np.cos(lon - own_lon)
    length = np.maximum(np.hypot(east, north), 1e-300)
    km = _apart(points, spot[None])[:, 0]
    return km * east / length, km * north / length


def _moved(spot: Floats, step_km: Floats) -> Floats:
    """Return the spot one arrives at by going so far east and north [km] along a great circle."""
    from_km = float(np.hypot(*step_km))
    angle, (east, north) = from_km / EARTH_RADIUS_KM, step_km / max(from_km, 1e-300)
    lat, lon = np.radians(spot)
    sine = np.sin(lat) * np.cos(angle) + np.cos(lat) * np.sin(angle) * north
    turned = np.arctan2(east * np.sin(angle), np.cos(lat) * np.cos(angle) - np.sin(lat) * np.sin(angle) * north)
    return np.array([np.degrees(np.arcsin(np.clip(sine, -1, 1))), (np.degrees(lon + turned) + 180) % 360 - 180])
