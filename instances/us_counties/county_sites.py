"""Where something may stand: the largest cities that lie apart, and what may be opened there."""

import re
from typing import Any

import numpy as np
import pandas as pd

from instances.us_counties.county_choices import (
    CNY_PER_USD,
    EVERBATT,
    EVERBATT_T,
    FIXED_SHARE,
    LONG_LOOP_CNY_PER_T,
    LONG_LOOP_PROCESSING,
    LONG_LOOP_T,
    PACKS_PER_BLACK_MASS,
    PLANTS,
    PLANTS_APART_KM,
    POINT_SIZES,
    POINTS,
    POINTS_APART_KM,
    US_TO_CHINA,
)
from instances.us_counties.county_people import all_counties, given
from recyclenet.geo.distance import great_circle_km

Rows = list[dict[str, Any]]


def sites(counties: pd.DataFrame) -> Rows:
    """Return the points' and the plants' sites that lie in the counties; of the whole nation there are POINTS and PLANTS."""
    return [site for role, count, km in (("point", POINTS, POINTS_APART_KM), ("plant", PLANTS, PLANTS_APART_KM))
            for site in _apart(role, count, km) if site["region"] in counties.index]  # fmt: skip


def _apart(role: str, count: int, km: float) -> Rows:
    """Return so many cities, the largest first, each at least so far from those before it."""
    cities, states = pd.DataFrame(given("cities")), all_counties()["state"]
    lat, lon = cities["lat_deg"].astype(float).to_numpy(), cities["lon_deg"].astype(float).to_numpy()
    chosen: list[int] = []
    for city in range(len(cities)):
        if len(chosen) < count and not (great_circle_km(lat[chosen], lon[chosen], lat[city], lon[city]) < km).any():
            chosen.append(city)
    return [
        {"site": f"{role}-{re.sub(r'[^a-z]+', '-', city.lower()).strip('-')}-{county}", "name": f"{city}, {states[county]}",
         "lat_deg": float(lat[at]), "lon_deg": float(lon[at]), "region": county}
        for at, city, county in zip(chosen, cities["city"].to_numpy()[chosen], cities["county"].to_numpy()[chosen], strict=True)
    ]  # fmt: skip


def candidates(places: Rows) -> Rows:
    """Return what may be opened at the sites: a depot or a hub at a point; every kind of plant at a plant site, small, and may grow."""
    plants = [_everbatt("pretreatment", 1.0), _everbatt("hydromet", 1 / PACKS_PER_BLACK_MASS), _long_loop()]
    rows: Rows = []
    for place in places:
        site = place["site"]
        rows += [{"site": site, **row} for row in (_points() if site.startswith("point-") else plants)]
    return rows


def _points() -> Rows:
    return [_grown("collection-point", size, (least, most), (opening, fixed, variable), (more, more_fixed))
            for size, (least, most, opening, fixed, variable, more, more_fixed) in POINT_SIZES.items()]  # fmt: skip


def _everbatt(technology: str, per_pack: float) -> dict[str, Any]:
    """Return a plant whose costs run straight between those at 5 and at 50 kt of packs; it takes `per_pack` tonnes per tonne of packs."""
    (opening, most_opening), (fixed, most_fixed), variable = EVERBATT[technology]
    tonnes = np.array(EVERBATT_T) * per_pack
    added = float(tonnes[1] - tonnes[0])
    costs, growing = (opening, fixed, variable / per_pack), ((most_opening - opening) / added, (most_fixed - fixed) / added)
    return _grown(technology, "new", (float(tonnes[0]), float(tonnes[1])), costs, growing)


def _long_loop() -> dict[str, Any]:
    per_t = LONG_LOOP_CNY_PER_T / CNY_PER_USD * US_TO_CHINA
    opening = per_t * LONG_LOOP_T[0]
    costs = (opening, FIXED_SHARE * opening, LONG_LOOP_PROCESSING)
    return _grown("magnet-recycler", "new", LONG_LOOP_T, costs, (per_t, FIXED_SHARE * per_t))


def _grown(
    technology: str, size: str, tonnes: tuple[float, float], costs: tuple[float, float, float], growing: tuple[float, float]
) -> dict[str, Any]:
    """Return a candidate's row without its site; money rounded to four digits."""
    names = ("opening_cost", "fixed_cost_per_year", "variable_cost_per_t", "expansion_cost_per_t", "expansion_fixed_cost_per_t")
    money = {name: float(f"{cost:.4g}") for name, cost in zip(names, (*costs, *growing), strict=True)}
    return {"technology": technology, "size": size, "capacity_t": tonnes[0], "most_capacity_t": tonnes[1], **money}
