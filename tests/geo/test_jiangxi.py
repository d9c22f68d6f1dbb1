"""Real layers: lakes and rivers of Natural Earth, counties of Jiangxi, towns of GeoNames."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from recyclenet.errors import Problem
from recyclenet.geo.files import read_layer, read_points
from recyclenet.geo.nearest import nearest_km
from recyclenet.geo.rules import Rule
from recyclenet.instance.polygons import polygons_of

DATA = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture(autouse=True)
def _needs_the_data():
    if not DATA.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{DATA} is not there")
        pytest.skip(f"{DATA} is not there: it is no part of the project")


def km_to(name, lat, lon, **rule):
    layer = read_layer(DATA / "geo", Rule("layer", "near", 0.0, file=name, **rule))
    assert layer.notes == ()
    return nearest_km(np.array(lat, dtype=float), np.array(lon, dtype=float), layer.shapes)


def test_poyang_and_the_gan_are_where_maps_have_them():
    # the middle of Poyang Hu; Nanchang, which lies on the Gan; Jiujiang on the Yangtze; Shangrao, far from both
    lat, lon = [29.1, 28.684, 29.705, 28.452], [116.3, 115.853, 116.002, 117.943]
    lakes = km_to("ne_lakes_east_china.geojson", lat, lon)
    assert lakes[0] == 0
    assert (lakes[1:] > 5).all()
    rivers = km_to("ne_rivers_east_china.geojson", lat, lon)
    assert rivers[1] < 5
    assert rivers[2] < 8
    assert rivers[3] > 60


def test_a_layer_can_be_cut_to_one_river():
    gan = km_to("ne_rivers_east_china.geojson", [28.684, 29.705], [115.853, 116.002], column="name", values=("Gan",))
    assert gan[0] < 5
    assert gan[1] > 10  # the Yangtze does not count


def test_the_counties_are_sound_and_the_towns_lie_in_them():
    features = json.loads((DATA / "geo" / "cn_jiangxi_counties.geojson").read_text("utf-8"))["features"]
    found = [(feature["properties"]["adcode"], feature["geometry"]) for feature in features]
    problems: list[Problem] = []
    polygons = polygons_of(found, [region for region, _ in found], problems)
    assert (len(polygons), problems) == (100, [])
    towns = read_points(DATA / "tables", "jiangxi_geonames_cities.csv")
    km = km_to("cn_jiangxi_counties.geojson", towns["lat_deg"], towns["lon_deg"])
    assert (km == 0).mean() > 0.95
