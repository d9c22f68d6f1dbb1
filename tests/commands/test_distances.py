"""`recyclenet distances`: ways worked out once and frozen into an instance with their source."""

import shutil
import tomllib
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from recyclenet.instance.files import read_instance
from recyclenet.network.network import build_network
from tests.cases import TUTORIAL


@pytest.fixture
def mine(call):  # noqa: ARG001 - works in the folder that `call` made
    """Return a copy of the tutorial, with a table of ways and a road beside it."""
    Path("ways.csv").write_text("origin,destination,distance_km\nA,P,7.5\nP,W,22\n", encoding="utf-8")
    return Path(shutil.copytree(TUTORIAL, "mine"))


def stated(folder):
    return {(row.origin, row.destination): row.distance_km for row in read_instance(folder)["distances"].itertuples()}


def test_a_table_takes_the_place_of_the_ways_of_its_mode(call, mine):
    code, out, err = call("distances", mine, "--table", "ways.csv", "--source", "haulier's list of 2025")
    assert (code, err) == (0, "")
    assert out == "froze 2 ways by road into mine/distances.csv, in the place of 8\n"
    assert stated(mine) == {("A", "P"): 7.5, ("P", "W"): 22.0}
    note = read_instance(mine).settings.provenance["distances road"]
    assert note.startswith("table ways.csv, SHA-256 ")
    assert note.endswith("; haulier's list of 2025")


def test_the_rest_of_the_settings_stays_as_it_was_written(call, mine):
    before = (mine / "instance.toml").read_text("utf-8")
    call("distances", mine, "--table", "ways.csv")
    once = (mine / "instance.toml").read_text("utf-8")
    call("distances", mine, "--table", "ways.csv")
    assert (mine / "instance.toml").read_text("utf-8") == once  # noted once
    added = [line for line in once.splitlines() if line not in before.splitlines()]
    assert len([line for line in added if "distances road" in line]) == 1
    assert set(added) <= {"[provenance]", "", *[line for line in added if line.startswith('"distances road"')]}
    assert [line for line in once.splitlines() if line in before.splitlines() and line] == [line for line in before.splitlines() if line]


def test_ways_of_other_modes_stay(call, mine):
    for file, row in (("modes.csv", "ship,Ship,1.1\n"), ("mode_rates.csv", "ship,general,1,0,60\n"), ("distances.csv", "A,P,ship,9\n")):
        with (mine / file).open("a", encoding="utf-8") as stream:
            stream.write(row)
    code, _, err = call("distances", mine, "--table", "ways.csv")
    assert code == 2
    assert "modes.csv has the modes road, ship; say --mode with one of them" in err
    assert call("distances", mine, "--table", "ways.csv", "--mode", "road")[0] == 0
    assert read_instance(mine)["distances"]["mode"].tolist() == ["ship", "road", "road"]


def places(folder):
    return {place: (row.lon_deg, row.lat_deg) for place, row in build_network(read_instance(folder))["places"].iterrows()}


def test_ways_by_road_are_those_of_the_graph(call, mine):
    spots = places(mine)
    # one road from A by P to W; Q, B and the outlets have none near
    road = shapely.LineString([spots["A"], spots["P"], spots["W"]])
    gpd.GeoDataFrame(geometry=[road], crs="EPSG:4326").to_file("roads.gpkg")
    code, _, err = call("distances", mine, "--roads", "roads.gpkg", "--snap", "0.5")
    assert code == 0, err
    assert "places are farther than 0.5 km from the roads, first '" in err
    found = stated(mine)
    assert {("A", "P"), ("P", "W"), ("A", "W"), ("W", "P")} <= set(found)
    assert found["A", "W"] == pytest.approx(found["A", "P"] + found["P", "W"], abs=2e-3)
    assert found["P", "W"] == pytest.approx(16.46, rel=3e-3)  # the great circle of tests/instance/test_oddities.py, on the ellipsoid
    assert "roads.gpkg, SHA-256" in tomllib.loads((mine / "instance.toml").read_text("utf-8"))["provenance"]["distances road"]
    assert call("validate", mine)[0] == 0


def test_a_way_too_long_is_told_so_that_the_estimate_does_not_stand_in_for_it(call, mine):
    spots = places(mine)
    (west, south), (east, north) = spots["P"], spots["W"]
    # P to W by a point 0.5 degrees farther north than both: more than 2 x 50 km, and the reach is 60 km; straight it is 16.5 km x 1.2
    road = shapely.LineString([(west, south), ((west + east) / 2, max(south, north) + 0.5), (east, north)])
    gpd.GeoDataFrame(geometry=[road], crs="EPSG:4326").to_file("roads.gpkg")
    assert call("distances", mine, "--roads", "roads.gpkg", "--snap", "0.5")[0] == 0
    assert stated(mine)["P", "W"] > 100
    arcs = build_network(read_instance(mine))["arcs"].reset_index()
    assert arcs[(arcs["origin"] == "P") & (arcs["destination"] == "W")].empty


def test_ways_by_sea_join_what_lies_at_the_coast(call, mine):
    def moved(file, label, lat, lon):
        rows = (mine / file).read_text("utf-8").splitlines()
        names = rows[0].split(",")
        cells = next(row for row in rows if row.startswith(f"{label},")).split(",")
        cells[names.index("lat_deg")], cells[names.index("lon_deg")] = lat, lon
        text = "\n".join(",".join(cells) if row.startswith(f"{label},") else row for row in rows) + "\n"
        (mine / file).write_text(text, encoding="utf-8")

    moved("sites.csv", "W", "31.23", "121.90")  # Shanghai
    moved("outlets.csv", "buyer", "51.95", "4.05")  # Rotterdam
    for file, row in (("modes.csv", "ship,Ship,1.1\n"), ("mode_rates.csv", "ship,general,1,0,25000\n")):
        with (mine / file).open("a", encoding="utf-8") as stream:
            stream.write(row)
    (mine / "regions.geojson").unlink(missing_ok=True)
    code, _, err = call("distances", mine, "--sea", "--mode", "ship", "--snap", "60")
    assert code == 0, err
    ships = read_instance(mine)["distances"].query("mode == 'ship'")
    assert ships[["origin", "destination"]].to_numpy().tolist() == [["W", "buyer"]]
    assert ships["distance_km"].iloc[0] == pytest.approx(19_400, rel=0.05)  # 10 500 nautical miles by Suez
    assert read_instance(mine).settings.provenance["distances ship"].startswith("searoute 1.")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "say where the ways come from: one of --roads FILE, --table FILE and --sea"),
        (("--table", "ways.csv", "--sea"), 2, "say where the ways come from: one of"),
        (("--table", "way.csv"), 2, "'way.csv' is not there; give the file with the table"),
        (("--table", "ways.csv", "--mode", "rod"), 2, "'rod' is not in modes.csv; did you mean 'road'?"),
        (("--sea",), 2, "no way was found; look at the places' coordinates, --snap and --within"),
        (("--table", "wrong.csv"), 3, "wrong.csv line 2, origin: 'Aa' is no region, site or outlet of the instance; did you mean 'A'?"),
        (("--table", "wrong.csv"), 3, "wrong.csv line 3, distance_km: found '-1'; write at least 0 km: the way travelled"),
    ],
)
def test_a_fault_is_told_with_its_place_and_remedy(call, mine, arguments, code, said):
    Path("wrong.csv").write_text("origin,destination,distance_km\nAa,P,7.5\nP,W,-1\n", encoding="utf-8")
    before = {file.name: file.read_bytes() for file in mine.iterdir()}
    got, _, err = call("distances", mine, *arguments)
    assert (got, said in err) == (code, True), err
    assert {file.name: file.read_bytes() for file in mine.iterdir()} == before


def test_a_provenance_in_one_line_is_not_broken(call, mine):
    text = (mine / "instance.toml").read_text("utf-8").split("[provenance]")[0]
    (mine / "instance.toml").write_text(f'provenance = {{ numbers = "made up" }}\n{text}', encoding="utf-8")
    before = (mine / "distances.csv").read_bytes()
    code, _, err = call("distances", mine, "--table", "ways.csv")
    assert (code, (mine / "distances.csv").read_bytes()) == (3, before)
    assert "instance.toml, provenance: it is written in a way that nothing can be added to; begin it with a line [provenance]" in err
