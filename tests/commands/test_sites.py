"""`recyclenet sites`: where a site may stand, why not, and how the answer gets into the instance."""

import csv
import json
from pathlib import Path

import pytest

from recyclenet.instance.files import read_instance

# northtown is 9.7 to 10.5 E and 50.15 to 50.45 N, midtown lies south of it
RULES = """
spacing_km = 8
settlements = "layers/towns.csv"
apart_km = 2
[greenfield]
suggestions = 1
[[rules]]
name = "lake"
kind = "exclude"
file = "layers/lake.geojson"
buffer_km = 1
source = "Lakes of the survey"
[[rules]]
name = "port"
kind = "near"
lat_deg = 50.2
lon_deg = 10.2
within_km = 30
[[rules]]
name = "slope"
kind = "slope"
file = "layers/slope.csv"
most_slope_deg = 15
"""
TOWNS = "name,lat_deg,lon_deg,population\nLakeside,50.2,10.1,900\nHilltop,50.3,10.3,800\nAbroad,59.0,10.3,700\nOldham,50.15,10.3,600\n"


@pytest.fixture
def mine(call):
    """Return a starter instance with layers and a screening.toml."""
    assert call("new", "mine")[0] == 0
    folder = Path("mine")
    (folder / "layers").mkdir()
    (folder / "screening.toml").write_text(RULES, encoding="utf-8")
    (folder / "layers" / "towns.csv").write_text(TOWNS, encoding="utf-8")
    (folder / "layers" / "slope.csv").write_text("lat_deg,lon_deg,slope_deg\n50.3,10.3,21\n", encoding="utf-8")
    lake = {"type": "Polygon", "coordinates": [[[10.09, 50.19], [10.11, 50.19], [10.11, 50.21], [10.09, 50.21], [10.09, 50.19]]]}
    features = [{"type": "Feature", "properties": {}, "geometry": lake}]
    (folder / "layers" / "lake.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return folder


def rows(file):
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_candidate_site_keeps_why_it_was_kept_or_dropped(call, mine):
    code, out, err = call("sites", mine)
    assert (code, err) == (0, "")
    table = {row["name"]: row for row in rows(mine / "screening" / "candidate_sites.csv")}
    assert (table["Lakeside"]["kept"], table["Lakeside"]["dropped_by"], table["Lakeside"]["reason"]) == ("no", "lake", "in lake")
    assert (table["Hilltop"]["dropped_by"], table["Hilltop"]["reason"]) == ("slope", "slope 21 degrees, allowed 15")
    assert table["Abroad"]["dropped_by"] == "in a region"
    assert table["Abroad"]["reason"].startswith("in no region; ")  # every rule that drops it is told
    assert table["Oldham"]["kept"] == "yes"
    assert table["Oldham"]["reason"].split("; ")[1] == "9.05 km from port"  # 0.05 degrees north, 0.1 x cos 50.2 east: 5.56 and 7.14 km
    assert {row["origin"] for row in table.values()} == {"suggestion", "settlement", "grid"}
    counts = dict(line.rsplit(maxsplit=1) for line in out.splitlines()[:-1])
    assert int(counts["looked at"]) == len(table) == int(counts["kept"]) - sum(int(n) for n in counts.values() if n.startswith("-"))
    assert int(counts["slope"]) == -sum(row["dropped_by"] == "slope" for row in table.values())


def test_the_kept_sites_are_rows_that_sites_csv_takes(call, mine):
    call("sites", mine)
    kept = [row["site"] for row in rows(mine / "screening" / "candidate_sites.csv") if row["kept"] == "yes"]
    assert [row["site"] for row in rows(mine / "screening" / "sites.csv")] == kept
    assert (mine / "sites.csv").read_text("utf-8").count("\n") == 5  # as it was: four sites
    assert call("validate", mine)[0] == 0  # what the screening left behind is no part of the instance


def test_they_are_handed_to_the_model_as_candidates(call, mine):
    before = read_instance(mine)
    code, out, _ = call("sites", mine, "--add", "--like", "park")
    assert code == 0
    after, kept = read_instance(mine), rows(mine / "screening" / "sites.csv")
    assert f"added {len(kept)} sites to" in out
    added = after["candidates"][~after["candidates"]["site"].isin(before["sites"]["site"])]
    at_park = before["candidates"][before["candidates"]["site"] == "park"]
    assert set(added["site"]) == {row["site"] for row in kept}
    assert len(added) == len(kept) * len(at_park)
    assert set(added["opening_cost"]) == set(at_park["opening_cost"])
    assert set(added["status"]) == {"candidate"}
    assert after["sites"].iloc[:4].equals(before["sites"])


def test_sites_are_added_once(call, mine):
    assert call("sites", mine, "--add")[0] == 0
    text = (mine / "screening.toml").read_text("utf-8")
    assert "kept" in call("sites", mine)[1]
    (mine / "screening.toml").write_text(text.replace("apart_km = 2\n", ""), encoding="utf-8")
    code, _, err = call("sites", mine, "--add")
    assert code == 2
    assert "already; take out what an earlier screening added, or set apart_km in screening.toml" in err


def test_the_same_screening_gives_the_same_files(call, mine):
    call("sites", mine)
    first = {file.name: file.read_bytes() for file in (mine / "screening").iterdir()}
    call("sites", mine)
    assert {file.name: file.read_bytes() for file in (mine / "screening").iterdir()} == first
    assert set(first) == {"candidate_sites.csv", "sites.csv", "map.html"}


def test_the_map_says_whose_polygons_and_layers_it_shows(call, mine):
    text = (mine / "instance.toml").read_text("utf-8")
    (mine / "instance.toml").write_text(text + 'polygons = "Borders of the survey"\n', encoding="utf-8")  # [provenance] is the last part
    call("sites", mine)
    assert '"credit":["Borders of the survey","Lakes of the survey"]' in (mine / "screening" / "map.html").read_text("utf-8")


def test_an_instance_that_is_not_whole_can_be_screened(call, mine):
    for file in mine.glob("*.csv"):
        if file.name not in ("regions.csv", "supplies.csv"):
            file.unlink()
    (mine / "instance.toml").unlink()
    assert call("sites", mine)[0] == 0


def test_json_for_programs(call, mine):
    answer = json.loads(call("sites", mine, "--format", "json")[1])
    assert set(answer) == {"looked_at", "kept", "dropped", "added", "files", "warnings"}
    assert answer["looked_at"] == answer["kept"] + sum(answer["dropped"].values())


def test_what_is_odd_is_a_warning(call, mine):
    features = json.loads((mine / "regions.geojson").read_text("utf-8"))
    features["features"] = features["features"][:1]
    (mine / "regions.geojson").write_text(json.dumps(features), encoding="utf-8")
    text = (mine / "screening.toml").read_text("utf-8").replace("lat_deg = 50.2\nlon_deg = 10.2", "lat_deg = 10.2\nlon_deg = 50.2")
    (mine / "screening.toml").write_text(text, encoding="utf-8")
    _, _, err = call("sites", mine)
    assert "regions have no polygon: " in err
    assert "warning: port: nothing of it lies near the regions, which are at 50.1 to 50.5 N, 9.7 to 10.5 E" in err
    assert "look at its coordinate system: crs in the rule" in err


@pytest.mark.parametrize(
    ("change", "arguments", "code", "said"),
    [
        (lambda folder: (folder / "regions.geojson").unlink(), (), 2, "'mine' has no polygons; put regions.geojson there"),
        (lambda folder: (folder / "screening.toml").unlink(), (), 2, "screening.toml' is not there; write one"),
        (lambda folder: (folder / "supplies.csv").unlink(), (), 2, "greenfield suggestions need supply_t in supplies.csv; fill it in"),
        (lambda _: None, ("--like", "park"), 2, "--like goes with --add"),
        (lambda _: None, ("--add", "--like", "parc"), 2, "no candidate stands at 'parc'; give --like a site that has rows"),
        (lambda folder: (folder / "regions.csv").write_text("region,lat_deg,lon_deg\nA,1000,2\n"), (), 3, "regions.csv line 2, lat_deg"),
        (lambda folder: (folder / "layers" / "towns.csv").write_text(TOWNS.replace("900", "many")), (), 3,
         "layers/towns.csv line 2, population: found 'many'; write a number from 0 to 1e+10"),
        (lambda folder: (folder / "layers" / "slope.csv").write_text("lat_deg,lon_deg,slope_deg\n1,1,91\n"), (), 3,
         "layers/slope.csv line 2, slope_deg: found '91'; write a number from 0 to 90"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place_and_remedy(call, mine, change, arguments, code, said):
    change(mine)
    got, _, err = call("sites", mine, *arguments)
    assert (got, said in err) == (code, True), err


def test_a_workbook_is_no_folder(call):
    assert "'mine.xlsx' is no folder; give that of an instance" in call("sites", "mine.xlsx")[2]


def test_every_file_of_a_screening_is_looked_at_before_it_is_refused(call, mine):
    (mine / "layers" / "towns.csv").write_text(TOWNS.replace("50.3,10.3,800", ",10.3,800"), encoding="utf-8")
    (mine / "layers" / "slope.csv").write_text("lat_deg,lon_deg,slope_deg\n50.3,10.3,steep\n", encoding="utf-8")
    (mine / "layers" / "lake.geojson").write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    regions = (mine / "regions.csv").read_text(encoding="utf-8")
    (mine / "regions.csv").write_text(regions.replace("60000", "-1"), encoding="utf-8")
    code, _, err = call("sites", "mine")
    assert code == 3
    assert [line.split(":")[0] for line in err.splitlines()] == [
        "4 problems in the instance",
        "regions.csv line 2, population",
        "layers/towns.csv line 3, lat_deg",
        "layers/lake.geojson",
        "layers/slope.csv line 2, slope_deg",
    ]


def test_a_town_and_a_polygon_whose_latitude_and_longitude_are_exchanged_are_told(call, mine):
    (mine / "layers" / "towns.csv").write_text(TOWNS + "Turned,10.0,50.3,50\n", encoding="utf-8")
    text = json.loads((mine / "regions.geojson").read_text(encoding="utf-8"))
    shape = text["features"][2]["geometry"]  # southtown's
    shape["coordinates"] = [[[lat, lon] for lon, lat in ring] for ring in shape["coordinates"]]
    (mine / "regions.geojson").write_text(json.dumps(text), encoding="utf-8")
    code, _, err = call("sites", "mine")
    assert code == 0
    assert (
        "warning: layers/towns.csv line 6, lat_deg: 'Turned' at (10, 50.3) lies in no region; latitude and longitude are probably exchanged"
    ) in err
    assert (
        "warning: regions.csv line 4, lat_deg: 'southtown' at (49.7, 10.1) lies outside the polygon of 'southtown', "
        "in that of no region; latitude and longitude are probably exchanged, here or in the polygon"
    ) in err
