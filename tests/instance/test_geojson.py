"""GeoJSON of regions: any coordinate system in, and every feature that is no region named."""

import json

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import box, mapping, shape

from recyclenet.errors import Problem
from recyclenet.instance.files import check_instance, write_instance
from recyclenet.instance.geojson import COLLECTION, features_of
from tests.cases import starter

SQUARE = box(10, 50, 11, 51)
LABEL = "give the label of the region in regions.csv the name region"


def found(text):
    problems: list[Problem] = []
    return features_of(text, "regions.geojson", problems), [(str(problem), problem.severity) for problem in problems]


def collection(*properties, **more):
    features = [{"type": "Feature", "properties": each, "geometry": mapping(SQUARE)} for each in properties]
    return json.dumps({"type": "FeatureCollection", "features": features, **more})


@pytest.mark.parametrize("crs", ["EPSG:25832", "EPSG:3857", "EPSG:3035"])  # UTM, Web Mercator, Lambert for Europe (north first)
def test_any_coordinate_system_becomes_wgs_84_and_is_said(tmp_path, crs):
    gpd.GeoDataFrame({"region": ["A"]}, geometry=[SQUARE], crs="EPSG:4326").to_crs(crs).to_file(tmp_path / "regions.geojson")
    ((region, geometry),), ((said, severity),) = found((tmp_path / "regions.geojson").read_text(encoding="utf-8"))
    assert region == "A"
    assert shapely.hausdorff_distance(shape(geometry), SQUARE) < 1e-6
    assert "were brought to WGS 84" in said
    assert severity == "warning"


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"])
def test_degrees_stay_as_they_are(name):
    text = collection({"region": "A"}, crs={"type": "name", "properties": {"name": name}})
    assert found(text) == ((("A", json.loads(json.dumps(mapping(SQUARE)))),), [])


def test_features_without_a_region_are_named_with_what_they_have():
    assert found(collection({"region": "A"}, {"NAME_1": "Bayern", "ID": 7}, None))[1] == [
        (f"regions.geojson, feature 2: it has no property region; its properties are NAME_1, ID; {LABEL}", "error"),
        (f"regions.geojson, feature 3: it has no property region; {LABEL}", "error"),
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", f"regions.geojson: it is empty; {COLLECTION}"),
        ("[]", f"regions.geojson: it has no list of features; {COLLECTION}"),
        ("{", "regions.geojson: it cannot be read (Expecting property name"),
        (
            collection({"region": "A"}, crs={"type": "name", "properties": {"name": "EPSG:99999"}}),
            "regions.geojson, crs: the coordinate system 'EPSG:99999' is not known; write one such as EPSG:4326",
        ),
    ],
)
def test_what_is_no_collection_of_regions_is_refused(text, fault):
    ((said, severity),) = found(text)[1]
    assert said.startswith(fault)
    assert severity == "error"


def test_an_instance_with_polygons_in_metres_is_drawn_where_it_lies(tmp_path):
    write_instance(starter(), tmp_path / "mine")
    file = tmp_path / "mine" / "regions.geojson"
    gpd.read_file(file).to_crs("EPSG:25832").to_file(file)
    instance, problems = check_instance(tmp_path / "mine")
    assert instance is not None
    assert [(problem.file, problem.severity) for problem in problems] == [("regions.geojson", "warning")]
    for region, polygon in starter().polygons.items():
        assert shapely.hausdorff_distance(shape(instance.polygons[region]), shape(polygon)) < 1e-6
