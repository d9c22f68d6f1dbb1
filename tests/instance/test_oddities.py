"""What is allowed and probably a slip is a warning that says where, what and what to do; the instance is used all the same."""

import shutil

import pytest

from recyclenet.instance.files import check_instance, read_instance, write_instance
from recyclenet.instance.importers.orlib import read_orlib
from recyclenet.instance.oddities import oddities
from tests.cases import STARTER, TUTORIAL, tutorial, with_rows, with_values


@pytest.mark.parametrize(
    ("source", "file", "old", "new", "said"),
    [
        (STARTER, "regions.csv", "Midtown,50.0,10.2", "Midtown,50.2,10.2",
         ("regions.csv line 3, lat_deg: 'midtown' at (50.2, 10.2) lies outside the polygon of 'midtown', in that of 'northtown'; "
         "correct lat_deg and lon_deg")),
        (STARTER, "sites.csv", "50.05,10.3,midtown", "50.05,10.9,midtown",
         ("sites.csv line 5, lat_deg: 'park' at (50.05, 10.9) lies outside the polygon of 'midtown', in that of no region; "
         "correct lat_deg and lon_deg or region")),
        # P and W are 0.17 degrees of longitude (12.15 km) and 0.1 of latitude (11.12 km) apart: 16.5 km
        (TUTORIAL, "distances.csv", "P,W,road,20", "P,W,road,16",
         ("distances.csv line 6, distance_km: 16 km from 'P' to 'W' is less than the great circle, 16.46 km; "
         "write the way travelled in km, or correct the coordinates of the two")),
        (TUTORIAL, "distances.csv", "P,W,road,20", "P,W,road,20000",
         ("distances.csv line 6, distance_km: 20000 km from 'P' to 'W' is more than 5 times the great circle, 16.46 km; "
         "write the way travelled in km, or correct the coordinates of the two")),
        # the others of battery, but the largest: 130, 200, 260, 380, 420
        (STARTER, "supplies.csv", "midtown,battery,2029-2031,800", "midtown,battery,2029-2031,800000",
         "supplies.csv line 6, supply_t: 800000 t/yr is 3,077 times the median of 'battery', 260; write it in t/yr"),
        # sizes of points: 400, 400, 400, 1500, 1500
        (STARTER, "candidates.csv", "south-yard,collection-point,large,1500", "south-yard,collection-point,large,1500000",
         "candidates.csv line 7, capacity_t: 1.5e+06 t/yr is 3,750 times the median of 'collection-point', 400; write it in t/yr"),
        # rates: 1.2, 0.5, 0.2 to 0.5, 0.2 and the wrong one: middle of 0.2 and 0.5
        (STARTER, "mode_rates.csv", "road,pickup,1.2", "road,pickup,1200",
         ("mode_rates.csv line 2, cost_per_tkm: 1200 currency/(t km) is 3,429 times the median of the column, 0.35; "
         "write it in currency/(t km)")),
    ],
)  # fmt: skip
def test_a_probable_slip_is_a_warning(tmp_path, source, file, old, new, said):
    folder = shutil.copytree(source, tmp_path / "mine")
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    instance, problems = check_instance(folder)
    assert instance is not None
    assert [str(problem) for problem in problems] == [said]
    assert problems[0].severity == "warning"


def test_a_point_a_little_outside_a_simplified_polygon_is_let_pass():
    instance = with_values(tutorial(), "regions", "lat_deg", 50.515, region="A")  # its polygon ends at 50.5
    assert not [problem for problem in oddities(instance.tables, instance.polygons) if problem.file == "regions.csv"]


def test_a_site_without_a_region_or_a_region_without_a_polygon_lies_nowhere_wrong():
    instance = with_rows(tutorial(), "sites", {"site": "far", "lat_deg": "51", "lon_deg": "12"})
    assert not list(oddities(instance.tables, instance.polygons))
    assert not list(oddities(instance.tables, {}))


def test_places_at_one_point_may_have_any_way_between_them(tmp_path):
    (tmp_path / "two.txt").write_text("2 1\n10 5\n10 5\n3\n4 90000\n", encoding="ascii")
    write_instance(read_orlib(tmp_path / "two.txt"), tmp_path / "two")
    assert not list(oddities(read_instance(tmp_path / "two").tables, {}))
