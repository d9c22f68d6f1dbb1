"""Candidate sites against rules: each keeps why it was kept or dropped."""

import numpy as np
import pandas as pd
import shapely

from recyclenet.geo.layers import Layer
from recyclenet.geo.proposals import proposals
from recyclenet.geo.rules import Rule
from recyclenet.geo.screening import screen

# A degree of the equator is 111.319 km, a degree of the meridian there 110.574 km.
LAKE = Layer("lake.geojson", np.array([shapely.box(0, 0, 1, 1)], dtype=object))
RAIL = Layer("rail.geojson", np.array([shapely.LineString([(2, -5), (2, 5)])], dtype=object))
LAYERS = {"lake": LAKE, "rail": RAIL}
NOTHING = pd.DataFrame({"site": [], "lat_deg": [], "lon_deg": []})


def spots(*places, region="R"):
    lat, lon = zip(*places, strict=True)
    return pd.DataFrame({"site": [f"s{at}" for at in range(len(lat))], "lat_deg": lat, "lon_deg": lon, "region": region})


def screened(found, *rules, slopes=None, apart_km=0.0, standing=NOTHING):
    table = screen(found, rules, LAYERS, slopes or {}, apart_km=apart_km, standing=standing)
    return list(zip(table["kept"], table["dropped_by"], table["reason"], strict=True))


def test_a_buffer_keeps_sites_away_from_a_layer():
    rule = Rule("lake", "exclude", 60)
    assert screened(spots((0.5, 0.5), (0.5, 1.5), (0.5, 1.6), (0.5, 3)), rule) == [
        (False, "lake", "in lake"),
        (False, "lake", "56 km from lake, asked 60"),  # half a degree: 55.66
        (True, "", "67 km from lake"),
        (True, "", "223 km from lake"),
    ]


def test_without_a_buffer_only_the_inside_and_the_edge_are_excluded():
    assert [kept for kept, *_ in screened(spots((0.5, 0.5), (0.5, 1.0), (0.5, 1.0001)), Rule("lake", "exclude", 0))] == [False, False, True]


def test_a_site_must_be_near_a_layer():
    assert screened(spots((0, 1.9), (0, 1.5)), Rule("rail", "near", 20)) == [
        (True, "", "11.13 km from rail"),
        (False, "rail", "56 km from rail, allowed 20"),
    ]


def test_a_reason_tells_every_rule_that_drops_a_site_and_the_first_counts():
    rules = Rule("rail", "near", 20), Rule("lake", "exclude", 0)
    assert screened(spots((0.5, 0.5)), *rules) == [(False, "rail", "167 km from rail, allowed 20; in lake")]
    assert screened(spots((0.5, 0.5)), *rules[::-1])[0][1] == "lake"


def test_a_spot_outside_of_all_regions_is_no_site():
    assert screened(spots((0, 3), region=""), Rule("lake", "exclude", 0)) == [(False, "in a region", "in no region")]


def test_the_slope_measured_nearest_counts_and_an_unknown_one_is_said():
    # 0.01 degrees are 1.1 km; the third spot is 11 km from what was measured
    slopes = {"slope": pd.DataFrame({"lat_deg": [0.0, 0.03], "lon_deg": [3.0, 3.0], "slope_deg": [4.0, 21.0]})}
    assert screened(spots((0.01, 3), (0.02, 3), (0.13, 3)), Rule("slope", "slope", 15), slopes=slopes) == [
        (True, "", "slope 4 degrees"),
        (False, "slope", "slope 21 degrees, allowed 15"),
        (True, "", "slope not known within 5 km"),
    ]


def test_sites_lie_apart_and_the_earlier_one_stays():
    # along the equator at 0, 0.1, 0.2 degrees: neighbours 11.13 km apart; the second falls to the first and so spares the third
    found = screened(spots((0, 3.0), (0, 3.1), (0, 3.2)), apart_km=12)
    assert found == [(True, "", ""), (False, "apart", "11.13 km from s0, asked 12"), (True, "", "")]


def test_a_site_that_another_rule_drops_drives_none_away():
    found = screened(spots((0.5, 0.99), (0.5, 1.01)), Rule("lake", "exclude", 0), apart_km=12)
    assert [dropped_by for _, dropped_by, _ in found] == ["lake", ""]


def test_sites_that_stand_already_come_first():
    standing = pd.DataFrame({"site": ["yard", "works"], "lat_deg": [0.0, 0.05], "lon_deg": [3.0, 3.0]})  # too near to each other, but there
    assert screened(spots((0, 3.05), (0, 3.5)), apart_km=12, standing=standing) == [
        (False, "apart", "5.57 km from yard, asked 12"),
        (True, "", ""),
    ]


def test_no_spots_are_no_sites():
    assert screened(spots((0, 0)).iloc[:0], Rule("lake", "exclude", 1), apart_km=5) == []


def test_proposals_come_in_order_of_preference_with_labels_and_regions():
    squares = {"A": shapely.box(0, 0, 1, 1), "B": shapely.box(1, 0, 2, 1)}
    towns = pd.DataFrame({"name": ["small", "large", "far"], "lat_deg": [0.5, 0.5, 9], "lon_deg": [0.5, 1.5, 9], "weight": [1.0, 2.0, 0.5]})
    ideal = pd.DataFrame({"name": ["ideal"], "lat_deg": [0.2], "lon_deg": [0.2], "weight": [7.0]})
    found = proposals(squares, 100, towns, ideal)
    assert found[["site", "name", "region", "origin"]].to_numpy().tolist() == [
        ["suggestion-A-1", "ideal", "A", "suggestion"],
        ["settlement-B-1", "large", "B", "settlement"],
        ["settlement-A-1", "small", "A", "settlement"],
        ["settlement-1", "far", "", "settlement"],
        ["grid-A-1", "", "A", "grid"],
        ["grid-B-1", "", "B", "grid"],
    ]
