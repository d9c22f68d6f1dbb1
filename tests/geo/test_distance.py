"""Which points are near which: exactly those that comparing all with all would find, in the same order."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recyclenet.geo.distance import great_circle_km, pairs_within

POINTS = st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), max_size=12)


def dense(*ends):
    """Return the pairs by comparing all with all."""
    lat, lon, to_lat, to_lon, reach_km = ends
    near = great_circle_km(np.asarray(lat)[:, None], np.asarray(lon)[:, None], to_lat, to_lon) <= reach_km
    return tuple(side.tolist() for side in np.nonzero(near))


def found(*ends):
    return tuple(side.tolist() for side in pairs_within(*ends))


def test_a_point_on_the_reach_belongs_to_it_and_one_beyond_does_not():
    # a degree of a great circle is 6371.0088 x pi / 180 = 111.195 km
    ends = ([0.0], [0.0], [0.0, 0.0, 1.0, -2.0], [1.0, 2.0, 0.0, 0.0])
    assert found(*ends, 111.2) == ([0, 0], [0, 2])
    assert found(*ends, 111.1) == ([], [])
    assert found(*ends, 222.4) == ([0, 0, 0, 0], [0, 1, 2, 3])


def test_neighbours_over_the_date_line_and_the_pole_are_found():
    # 0.2 degrees apart over the date line; 1 degree from the pole on opposite sides, so 2 degrees apart
    assert found([10.0, 89.0], [179.9, 0.0], [10.0, 89.0], [-179.9, 180.0], 223.0) == ([0, 1], [0, 1])


def test_nothing_is_nearer_than_no_distance():
    assert found([0.0], [0.0], [0.0], [0.0], -1.0) == ([], [])
    assert found([0.0], [0.0], [0.0], [0.0], 0.0) == ([0], [0])


@settings(max_examples=200, deadline=None)
@given(POINTS, POINTS, st.one_of(st.floats(0, 500), st.floats(0, 25_000), st.just(0.0), st.just(20015.2)))
def test_the_pairs_are_those_of_comparing_all_with_all(here, there, reach_km):
    ends = [np.array([point[part] for point in side], dtype=float) for side in (here, there) for part in (0, 1)]
    assert found(*ends, reach_km) == dense(*ends, reach_km)


def test_many_points_of_one_province():
    random = np.random.default_rng(7)
    lat, lon = random.uniform(24, 31, (2, 400)), random.uniform(113, 119, (2, 400))
    for reach_km in (0.5, 20.0, 80.0, 400.0, 2000.0):
        assert found(lat[0], lon[0], lat[1], lon[1], reach_km) == dense(lat[0], lon[0], lat[1], lon[1], reach_km)
