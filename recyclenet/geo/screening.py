"""Screening: which candidate sites the rules let stand, and why each was kept or dropped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recyclenet.geo.distance import great_circle_km, pairs_within
from recyclenet.geo.layers import Layer
from recyclenet.geo.nearest import GLOBE, nearest_km
from recyclenet.geo.rules import Rule

NO_REGION, APART = "in a region", "apart"
"""Names of the rules that go without saying: a site lies in a region; sites lie apart from each other."""

SLOPE_REACH_KM = 5.0
"""A slope measured farther from a spot than this [km] says nothing about it."""

NEAR_ALL_KM = 50.0
"""Distances up to this are told to 10 m, larger ones to the km."""


@dataclass(frozen=True)
class Finding:
    """What one rule finds at every spot: does it pass, and in which words."""

    rule: str
    passes: NDArray[np.bool_]
    words: Sequence[str]


def screen(
    spots: pd.DataFrame, rules: Sequence[Rule], layers: Mapping[str, Layer], slopes: Mapping[str, pd.DataFrame],
    *, apart_km: float, standing: pd.DataFrame,
) -> pd.DataFrame:  # fmt: skip
    """Return the spots with `kept`, `dropped_by` (the first rule that drops it, else "") and `reason`.

    `layers` and `slopes` hold what rules are about, by their name. Spots come in order of preference: one nearer than `apart_km` to one
    kept before it, or to one of the sites `standing`, is dropped. The reason names every rule that drops a spot; of one that is kept it
    tells how it stands to all of them.
    """
    found = [_in_region(spots), *(_finding(spots, rule, layers, slopes) for rule in rules)]
    passes = np.logical_and.reduce([finding.passes for finding in found])
    found.append(_apart(spots, passes, apart_km, standing))
    passes &= found[-1].passes
    dropped_by = np.select([~finding.passes for finding in found], [finding.rule for finding in found], "")
    reasons = [
        "; ".join(finding.words[at] for finding in found if finding.words[at] and finding.passes[at] == kept)
        for at, kept in enumerate(passes)
    ]
    return spots.assign(kept=passes, dropped_by=dropped_by, reason=reasons)


def _in_region(spots: pd.DataFrame) -> Finding:
    inside = (spots["region"] != "").to_numpy()
    return Finding(NO_REGION, inside, ["" if kept else "in no region" for kept in inside])


def _finding(spots: pd.DataFrame, rule: Rule, layers: Mapping[str, Layer], slopes: Mapping[str, pd.DataFrame]) -> Finding:
    lat, lon = spots["lat_deg"].to_numpy(dtype=float), spots["lon_deg"].to_numpy(dtype=float)
    if rule.kind == "slope":
        return _slope(lat, lon, rule, slopes[rule.name])
    km = nearest_km(lat, lon, layers[rule.name].shapes) if len(spots) else np.empty(0)
    if rule.kind == "near":
        passes = km <= rule.limit
        return Finding(rule.name, passes, [_near(each, rule.name) + ("" if kept else f", allowed {rule.limit:g}") for each, kept in
                                           zip(km, passes, strict=True)])  # fmt: skip
    passes = (km > 0) & (km >= rule.limit)
    words = [
        f"in {rule.name}" if each == 0 else _near(each, rule.name) + ("" if kept else f", asked {rule.limit:g}")
        for each, kept in zip(km, passes, strict=True)
    ]
    return Finding(rule.name, passes, words)


def _slope(lat: NDArray[np.float64], lon: NDArray[np.float64], rule: Rule, slopes: pd.DataFrame) -> Finding:
    """Return what the slope measured nearest to each spot says; a spot without one passes."""
    spot, measured = pairs_within(lat, lon, slopes["lat_deg"], slopes["lon_deg"], SLOPE_REACH_KM)
    km = great_circle_km(lat[spot], lon[spot], *(slopes[end].to_numpy(dtype=float)[measured] for end in ("lat_deg", "lon_deg")))
    nearest = pd.DataFrame({"spot": spot, "measured": measured, "km": km}).sort_values("km", kind="stable").drop_duplicates("spot")
    degrees = np.full(lat.size, np.nan)
    degrees[nearest["spot"]] = slopes["slope_deg"].to_numpy(dtype=float)[nearest["measured"]]
    passes = ~(degrees > rule.limit)
    words = [
        f"{rule.name} not known within {SLOPE_REACH_KM:g} km" if np.isnan(each)
        else f"{rule.name} {each:g} degrees" + ("" if kept else f", allowed {rule.limit:g}")
        for each, kept in zip(degrees, passes, strict=True)
    ]  # fmt: skip
    return Finding(rule.name, passes, words)


def _apart(spots: pd.DataFrame, passes: NDArray[np.bool_], apart_km: float, standing: pd.DataFrame) -> Finding:
    """Return which spots that pass all else are far enough from the sites that stand and from spots kept before them."""
    both = pd.concat([frame[["site", "lat_deg", "lon_deg"]] for frame in (standing, spots[passes]) if len(frame)] or [spots[:0]])
    lat, lon = (both[end].to_numpy(dtype=float) for end in ("lat_deg", "lon_deg"))
    one, other = pairs_within(lat, lon, lat, lon, apart_km * 1.01) if apart_km else (np.empty(0, dtype=int), np.empty(0, dtype=int))
    one, other = one[one > other], other[one > other]
    km = np.asarray(GLOBE.inv(lon[one], lat[one], lon[other], lat[other])[2]) / 1000
    stays, words = np.ones(len(both), dtype=bool), [""] * len(both)
    order = np.lexsort((km, one))
    for at, earlier, distance in zip(one[order].tolist(), other[order].tolist(), km[order].tolist(), strict=True):
        if distance < apart_km and stays[at] and stays[earlier] and at >= len(standing):
            stays[at] = False
            words[at] = f"{_near(distance, both['site'].iloc[earlier])}, asked {apart_km:g}"
    result, told = np.ones(len(spots), dtype=bool), np.full(len(spots), "", dtype=object)
    result[passes], told[passes] = stays[len(standing) :], np.array(words[len(standing) :], dtype=object)
    return Finding(APART, result, told.tolist())


def _near(km: float, what: str) -> str:
    return f"at {what}" if km < 0.005 else f"{km:.0f} km from {what}" if km >= NEAR_ALL_KM else f"{km:.2f} km from {what}"
