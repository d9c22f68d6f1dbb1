"""Layers and tables that planners bring: any coordinate system in, every fault told with its place and remedy."""

import geopandas as gpd
import pytest
import shapely

from recyclenet.errors import InstanceError, UsageError
from recyclenet.geo.files import read_layer, read_points, read_screening
from recyclenet.geo.rules import Rule

SQUARE = shapely.box(115, 28, 116, 29)


def rule(file, **more):
    return Rule("lakes", "exclude", 1.0, file=file, **more)


def written(path, *shapes, crs="EPSG:4326", **columns):
    gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs).to_file(path)
    return path.name


def said(call, *arguments):
    with pytest.raises(InstanceError) as error:
        call(*arguments)
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:32650", "EPSG:4490", "EPSG:3857"])  # degrees, UTM 50N, CGCS2000, Web Mercator
@pytest.mark.parametrize("name", ["lakes.gpkg", "lakes.shp"])
def test_any_coordinate_system_becomes_wgs_84(tmp_path, crs, name):
    frame = gpd.GeoDataFrame(geometry=[SQUARE], crs="EPSG:4326").to_crs(crs)
    frame.to_file(tmp_path / name)
    layer = read_layer(tmp_path, rule(name))
    assert shapely.hausdorff_distance(layer.shapes[0], SQUARE) < 1e-6
    assert layer.notes == ()


def test_a_file_without_a_coordinate_system_is_refused_unless_the_rule_states_it(tmp_path):
    frame = gpd.GeoDataFrame(geometry=[SQUARE], crs="EPSG:4326").to_crs("EPSG:32650")
    frame.to_file(tmp_path / "lakes.shp")
    (tmp_path / "lakes.prj").unlink()
    assert said(read_layer, tmp_path, rule("lakes.shp")) == [
        'lakes.shp: it does not say in which coordinate system it is; add crs = "EPSG:..." to the rule, or the file\'s .prj'
    ]
    assert shapely.hausdorff_distance(read_layer(tmp_path, rule("lakes.shp", crs="EPSG:32650")).shapes[0], SQUARE) < 1e-6


def test_metres_that_pose_as_degrees_are_refused(tmp_path):
    name = written(tmp_path / "lakes.gpkg", shapely.Point(3_214_567, 500_000))
    assert said(read_layer, tmp_path, rule(name)) == [
        ('lakes.gpkg: its coordinates go to 3.21457e+06, which are no degrees; '
        'add crs = "EPSG:..." to the rule: the coordinate system it is really in')
    ]  # fmt: skip


def test_an_invalid_shape_is_mended_and_one_without_an_area_left_out_and_both_are_said(tmp_path):
    bow_tie, line = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]), shapely.Polygon([(0, 0), (1, 1), (0, 0)])
    name = written(tmp_path / "lakes.gpkg", SQUARE, bow_tie, line, None)
    layer = read_layer(tmp_path, rule(name))
    assert [shape.area for shape in layer.shapes] == pytest.approx([1, 2])
    assert [str(note) for note in layer.notes] == [
        "lakes.gpkg, feature 2: Self-intersection[1 1]; mended; look at it on the map; better, mend the file",
        (
            "lakes.gpkg, feature 3: Too few points in geometry component[0 0]; nothing with an area is left of it; left out; "
            "look at it on the map; better, mend the file"
        ),
        "lakes.gpkg, feature 4: it has no shape; left out; look at it on the map; better, mend the file",
    ]


def test_only_features_with_a_value_count(tmp_path):
    name = written(tmp_path / "rivers.geojson", shapely.Point(1, 1), shapely.Point(2, 2), river=["Gan", "Fu"])
    assert [shape.x for shape in read_layer(tmp_path, rule(name, column="river", values=("Fu",))).shapes] == [2]
    assert said(read_layer, tmp_path, rule(name, column="river", values=("Xin",))) == [
        "rivers.geojson: no feature has river Xin; write values that stand in the file"
    ]
    assert said(read_layer, tmp_path, rule(name, column="name", values=("Fu",))) == [
        "rivers.geojson: it has no column 'name'; its columns are river, geometry"
    ]


def test_one_of_several_layers_of_a_file_is_named(tmp_path):
    for name, x in (("roads", 1), ("ports", 2)):
        gpd.GeoDataFrame(geometry=[shapely.Point(x, 0)], crs="EPSG:4326").to_file(tmp_path / "all.gpkg", layer=name)
    assert read_layer(tmp_path, rule("all.gpkg", layer="ports")).shapes[0].x == 2
    assert said(read_layer, tmp_path, rule("all.gpkg")) == [
        'all.gpkg: it has the layers roads, ports; write layer = "..." with one of them'
    ]


def test_a_layer_may_be_a_table_of_points_or_one_point(tmp_path):
    (tmp_path / "ports.csv").write_text("port,lat_deg,lon_deg\nJiujiang,29.7,116.0\n", encoding="utf-8")
    assert read_layer(tmp_path, rule("ports.csv")).shapes[0] == shapely.Point(116.0, 29.7)
    assert read_layer(tmp_path, Rule("port", "near", 5.0, lat_deg=29.7, lon_deg=116.0)).shapes[0] == shapely.Point(116.0, 29.7)


def test_what_is_no_layer_is_refused(tmp_path):
    (tmp_path / "lakes.geojson").write_text("no json", encoding="utf-8")
    (found,) = said(read_layer, tmp_path, rule("lakes.geojson"))
    assert found.startswith("lakes.geojson: it cannot be read (")
    assert found.endswith("give a vector file, such as GeoJSON, GeoPackage or a Shapefile, and its crs as EPSG:...")
    assert said(read_layer, tmp_path, rule("lake.geojson")) == [
        f"lake.geojson: it is not there; put it into {tmp_path}, or correct the name in screening.toml"
    ]
    (tmp_path / "bare.dbf").write_bytes(b"\0")
    assert "it cannot be read" in said(read_layer, tmp_path, rule("bare.dbf"))[0]


POINTS = {
    "an empty cell, and one out of range": (
        "name,lat_deg,lon_deg\nA,28,115\nB,,115\nC,28,1155\n",
        [" line 3, lat_deg: the cell is empty; write a number from -90 to 90",
         " line 4, lon_deg: found '1155'; write a number from -180 to 180"],
    ),
    "exchanged": (
        "name,lat_deg,lon_deg\nA,115,28\n",
        [" line 2, lat_deg: found '115'; write a number from -90 to 90; are latitude and longitude exchanged?"],
    ),
    "other names of columns": (
        "name,lat,lon\nA,28,115\n",
        [": it has no column lat_deg or lon_deg; write a header with lat_deg and lon_deg in degrees of WGS 84"],
    ),
    "an unquoted comma, and a line break in a name": (
        'name,lat_deg,lon_deg\nA, upper,28,115\n"B\nb",28,115\n',
        [f" line {line}: {found}; write 3 cells of plain text, one for each column; quotation marks about one that has a comma"
         for line, found in ((2, "4 cells"), (3, "a control character"))],
    ),
    "nothing": ("", [": it is empty; write a header and rows, or take the file away"]),
    "semicolons": (
        "name;lat_deg;lon_deg\nA;28;115\n",
        [" line 1: its cells are divided by semicolons; save it with commas between the cells, and decimal points in numbers"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", POINTS)
def test_faults_in_a_table_of_points_are_told_by_line(tmp_path, case):
    text, faults = POINTS[case]
    (tmp_path / "towns.csv").write_text(text, encoding="utf-8", newline="")
    assert said(read_points, tmp_path, "towns.csv") == [f"towns.csv{fault}" for fault in faults]


def test_a_table_of_points_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "towns.csv").write_bytes(b"name,lat_deg,lon_deg\n\xff,28,115\n")
    remedy = "save it as CSV in UTF-8"
    assert said(read_points, tmp_path, "towns.csv") == [f"towns.csv line 2: it is not UTF-8 (invalid start byte at byte 21); {remedy}"]


def test_what_a_spreadsheet_leaves_around_a_table_of_points_is_nothing(tmp_path):
    (tmp_path / "towns.csv").write_text("name,lat_deg,lon_deg,,\nA,28,115,,\n,,,,\n  ,,,,\n", encoding="utf-8")
    assert read_points(tmp_path, "towns.csv").to_dict("index") == {2: {"name": "A", "lat_deg": 28.0, "lon_deg": 115.0}}


def test_a_column_of_numbers_holds_numbers(tmp_path):
    (tmp_path / "slope.csv").write_text("lat_deg,lon_deg,slope_deg\n28,115,12.5\n28,115,nan\n28,115,steep\n", encoding="utf-8")
    with pytest.raises(InstanceError) as error:
        read_points(tmp_path, "slope.csv", "slope_deg", slope_deg=(0, 90))
    assert [problem.line for problem in error.value.problems] == [3, 4]


def test_a_layer_without_features_or_without_a_byte_is_refused(tmp_path):
    (tmp_path / "none.geojson").write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    (tmp_path / "bare.geojson").write_bytes(b"")
    assert said(read_layer, tmp_path, rule("none.geojson")) == [
        "none.geojson: it has no features; give a file with points, lines or polygons, or take its rule out"
    ]
    assert said(read_layer, tmp_path, rule("bare.geojson")) == ["bare.geojson: it is empty; save the layer anew"]


def test_a_screening_is_read_from_its_folder(tmp_path):
    with pytest.raises(UsageError, match=r"screening.toml' is not there; write one \(README"):
        read_screening(tmp_path)
    (tmp_path / "screening.toml").write_text("spacing_km = ", encoding="utf-8")
    (found,) = said(read_screening, tmp_path)
    assert found.startswith("screening.toml: it is not TOML (")
    (tmp_path / "screening.toml").write_text("spacing_km = 10\r\n", encoding="utf-8", newline="")
    assert read_screening(tmp_path).spacing_km == 10
