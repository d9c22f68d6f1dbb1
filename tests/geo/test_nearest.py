"""Distances to the nearest shape, on the ellipsoid."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from recyclenet.geo.nearest import nearest_km


def measured(lat, lon, *texts):
    return nearest_km(np.array(lat, dtype=float), np.array(lon, dtype=float), np.array([shapely.from_wkt(text) for text in texts]))


def test_inside_is_no_distance_and_outside_counts_to_the_border():
    # a degree of longitude on the equator is 2 pi x 6378.137 / 360 = 111.319 km; holes are outside
    ring = "POLYGON ((0 -3, 0 3, 6 3, 6 -3, 0 -3), (2 -1, 4 -1, 4 1, 2 1, 2 -1))"
    found = measured([0, 0, 0], [1, -1, 2.5], ring)
    assert found == pytest.approx([0, 111.319, 0.5 * 111.319], abs=2e-3)


def test_a_line_is_nearest_at_a_spot_between_its_ends():
    # a quarter of a meridian is 10 001.966 km: from 0 to 1 degree 110.574 km, to the line along the equator
    assert measured([1], [10.03], "LINESTRING (0 0, 20 0)") == pytest.approx([110.574], abs=1e-3)


def test_the_nearest_of_points_lines_and_polygons_counts():
    point, line, area = "MULTIPOINT (0 5, 9 9)", "LINESTRING (3 -9, 3 9)", "MULTIPOLYGON (((20 0, 20 1, 21 1, 21 0, 20 0)))"
    found = measured([5, 0, 0], [0, 2, 19], point, line, area)
    assert found == pytest.approx([0, 111.319, 111.319], abs=2e-3)


def test_the_date_line_is_no_border():
    assert measured([0], [179.5], "POLYGON ((-180 -1, -180 1, -170 1, -170 -1, -180 -1))") == pytest.approx([0.5 * 111.319], abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-80, 80), st.floats(-179, 179)), min_size=1, max_size=8),
    st.lists(st.tuples(st.floats(-80, 80), st.floats(-179, 179)), min_size=1, max_size=8),
)
def test_among_points_it_is_the_least_of_all_distances(here, there):
    globe = Geod(ellps="WGS84")
    least = [min(globe.inv(lon, lat, to_lon, to_lat)[2] for to_lat, to_lon in there) / 1000 for lat, lon in here]
    found = measured([lat for lat, _ in here], [lon for _, lon in here], *(f"POINT ({lon} {lat})" for lat, lon in there))
    assert found == pytest.approx(least, abs=1e-6)
