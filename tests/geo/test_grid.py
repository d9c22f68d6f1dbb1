"""The grid of points over regions."""

import numpy as np
import pytest
from shapely.geometry import box

from recyclenet.errors import UsageError
from recyclenet.geo.distance import great_circle_km
from recyclenet.geo.grid import grid_points

WEST, EAST, SPECK = box(10, 50, 11, 51), box(11, 50, 12, 51), box(13.001, 50.001, 13.002, 50.002)


def test_every_point_is_as_far_from_its_nearest_neighbour_as_asked_for():
    points = grid_points({"west": WEST, "east": EAST}, 10)
    apart = great_circle_km(points[["lat_deg"]], points[["lon_deg"]], points["lat_deg"], points["lon_deg"])
    np.fill_diagonal(apart, np.inf)
    nearest = apart.min(axis=1)
    assert nearest.max() <= 10.0001
    assert nearest.min() >= 9.2  # the next row is moved by half a step against this one, and its steps are a little shorter or longer


def test_there_are_as_many_as_the_area_holds():
    # 111.2 x 70.7 km at 50.5 degrees, each point stands for 10 x 10 x sqrt(3) / 2 = 86.6 km2: 90.8 in each
    counts = grid_points({"west": WEST, "east": EAST}, 10)["region"].value_counts()
    assert counts["west"] == pytest.approx(90.8, rel=0.06)
    assert counts["east"] == pytest.approx(90.8, rel=0.06)


def test_a_region_too_small_for_the_grid_gets_its_middle():
    points = grid_points({"speck": SPECK, "west": WEST}, 30)
    assert points[points["region"] == "speck"].to_dict("records") == [
        {"lat_deg": 50.0015, "lon_deg": 13.0015, "region": "speck", "origin": "centre"}
    ]
    assert set(points["origin"][points["region"] == "west"]) == {"grid"}


def test_a_point_in_two_polygons_belongs_to_the_first():
    assert set(grid_points({"one": WEST, "two": WEST}, 20)["origin"][lambda origin: origin == "grid"].index) == set(
        grid_points({"one": WEST}, 20).index
    )


def test_a_grid_of_too_many_points_is_refused():
    with pytest.raises(UsageError, match=r"a grid of 0\.1 km has .* points over the regions; write a larger spacing_km"):
        grid_points({"west": WEST}, 0.1)


def test_what_lies_between_regions_costs_no_points():
    # each point stands for 4 x 4 x sqrt(3) / 2 = 13.86 km2: 111.2 x 70.7 km in Germany hold 567, 111.2 x 87.0 in the Azores 698;
    # the box about both, 39 x 13 degrees, would hold some 300 000, more than a grid may have
    far = {"west": WEST, "azores": box(-28, 38, -27, 39)}
    assert len(grid_points(far, 4)) == pytest.approx(567 + 698, rel=0.03)


def test_a_region_far_away_moves_no_point():
    alone, beside = grid_points({"west": WEST}, 20), grid_points({"west": WEST, "north": box(10, 51, 11, 52)}, 20)
    own = beside[beside["region"] == "west"]
    assert len(own) == len(alone)
    assert np.abs(own[["lat_deg", "lon_deg"]].to_numpy() - alone[["lat_deg", "lon_deg"]].to_numpy()).max() < 1e-9
