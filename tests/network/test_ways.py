"""The ways: what is near by a mode is found without measuring what is far."""

import numpy as np
import pandas as pd
import pytest

from recyclenet.geo.distance import great_circle_km
from recyclenet.network.ways import Ways
from tests.cases import tutorial, with_values


def spread(count):
    """Return the points of so many regions, then sites, at random over 10 x 10 degrees."""
    draw = np.random.default_rng(7)
    names = [f"{role}{k}" for role in ("region", "site") for k in range(count)]
    return pd.DataFrame({"lat_deg": draw.uniform(25, 35, 2 * count), "lon_deg": draw.uniform(105, 115, 2 * count)}, index=names)


def road():
    return with_values(tutorial(), "modes", "detour", 1.25, mode="road")


def test_what_is_near_is_what_measuring_all_pairs_finds():
    places = spread(60)
    found = Ways(road(), places).within(places.index[:60], places.index[60:], places.index, "road", 200)
    lat, lon = places["lat_deg"].to_numpy(), places["lon_deg"].to_numpy()
    km = great_circle_km(lat[:60, None], lon[:60, None], lat[60:], lon[60:]) * 1.25
    expected = {(places.index[one], places.index[60 + other]) for one, other in zip(*np.nonzero(km <= 200), strict=True)}
    assert 50 < len(expected) < 3600 / 4
    assert sorted(zip(found["origin"], found["destination"], strict=True)) == sorted(expected)


def test_only_pairs_in_reach_are_measured(monkeypatch):
    places = spread(1000)
    measured = []

    def counting(*ends):
        measured.append(np.broadcast(*ends).size)
        return great_circle_km(*ends)

    monkeypatch.setattr("recyclenet.network.ways.great_circle_km", counting)
    found = Ways(road(), places).within(places.index[:1000], places.index[1000:], places.index, "road", 50)
    # 40 km as the crow flies: 0.5 % of 1 070 000 km2, of a million pairs 5 000
    assert len(found) == pytest.approx(5000, rel=0.15)
    assert sum(measured) == len(found)


def test_a_stated_way_brings_near_what_is_far_and_takes_away_what_is_near():
    places = spread(3)
    lat, lon = places["lat_deg"], places["lon_deg"]
    far = max(places.index[3:], key=lambda site: float(great_circle_km(lat["region0"], lon["region0"], lat[site], lon[site])))
    near = min(places.index[3:], key=lambda site: float(great_circle_km(lat["region0"], lon["region0"], lat[site], lon[site])))
    km = float(great_circle_km(lat["region0"], lon["region0"], lat[near], lon[near])) * 1.25 + 1
    stated = pd.DataFrame({"origin": "region0", "destination": [far, near], "mode": "road", "distance_km": [1.0, km + 1]})
    ways = Ways(_with_distances(road(), stated), places)
    found = ways.within(places.index[:1], places.index[3:], places.index, "road", km)
    assert set(found["destination"]) == {far}


def test_a_place_is_near_itself():
    places = spread(3)
    found = Ways(road(), places).within(places.index[:2], places.index[1:3], places.index, "road", 0.001)
    assert found.to_numpy().tolist() == [["region1", "region1"]]


def _with_distances(instance, frame):
    tables = {**instance.tables, "distances": frame}
    return type(instance)(instance.settings, tables, instance.polygons)
