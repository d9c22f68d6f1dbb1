"""People nearby: the share of people, or of supply where no inhabitants are stated, with an open collection point within so many km."""

import numpy as np
import pandas as pd

from recyclenet.geo.distance import EARTH_RADIUS_KM
from recyclenet.solution.case import Case
from recyclenet.solution.solution import Solution

WITHIN_KM = (10.0, 25.0, 50.0)
"""How near [km]."""


def nearby(plan: Solution, *, kind: str = "collection") -> pd.DataFrame:
    """Return by period and distance: period, within_km, share, of ("people" or "supply"), mode.

    A region counts by its inhabitants where every region states them, else by what arises in it over all years. The way is that stated in
    `distances` for the mode of the instance's rules of service or access (else its first mode), or the great circle times the mode's
    detour, from the middle of the region to the nearest site where something of the kind stands.
    """
    case = Case(plan.instance, plan)
    mode, (of, weights) = _mode(plan), _weights(case)
    rows = []
    for period in plan.instance.periods:
        there = case.standing[(case.standing["kind"] == kind) & (case.standing["period"] == period)]
        nearest = _nearest_km(case, weights.index, pd.Index(there["site"].unique()), mode)
        for within in WITHIN_KM:
            inside = float(weights.to_numpy()[nearest <= within * (1 + 1e-9)].sum())
            whole = float(weights.sum())
            rows.append((period, within, inside / whole if whole > 0 else float("nan"), of, mode))
    return pd.DataFrame(rows, columns=["period", "within_km", "share", "of", "mode"])


def _mode(plan: Solution) -> str:
    stated = [*plan.instance["service"]["mode"], *plan.instance["access"]["mode"]]
    return str((stated or plan.instance["modes"]["mode"].tolist() or [""])[0])


def _weights(case: Case) -> tuple[str, pd.Series]:
    """Return what regions count by: inhabitants, or tonnes arising."""
    people = case.instance.keyed("regions")["population"].astype(float)
    if people.notna().all() and people.sum() > 0:
        return "people", people
    supply = case.instance["supplies"]
    tonnes = (supply["supply_t"] * supply["period"].map(case.periods["years"])).groupby(supply["region"]).sum()
    return "supply", tonnes.reindex(people.index).fillna(0.0)


def _nearest_km(case: Case, regions: pd.Index, sites: pd.Index, mode: str) -> np.ndarray:
    """Return the way from each region to the nearest of some sites [km]; infinite where there is none."""
    if not len(sites):
        return np.full(len(regions), np.inf)
    starts, ends = (_directions(case.points.reindex(places)) for places in (regions, sites))
    detour = case.instance.keyed("modes")["detour"].get(mode, 1.0)
    km = EARTH_RADIUS_KM * np.arccos(np.clip(starts @ ends.T, -1.0, 1.0)) * detour
    stated = case.instance["distances"]
    stated = stated[(stated["mode"] == mode) & stated["origin"].isin(regions) & stated["destination"].isin(sites)]
    km[regions.get_indexer(stated["origin"]), sites.get_indexer(stated["destination"])] = stated["distance_km"].to_numpy(dtype=float)
    nearest: np.ndarray = km.min(axis=1)
    return nearest


def _directions(points: pd.DataFrame) -> np.ndarray:
    lat, lon = np.radians(points.to_numpy(dtype=float)).T
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
