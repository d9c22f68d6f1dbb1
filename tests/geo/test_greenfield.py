"""Greenfield suggestions: medians found by hand, and no spot of a lattice that is better."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recyclenet.geo.distance import great_circle_km
from recyclenet.geo.greenfield import suggest


def suggested(points, count, seed=0):
    lat, lon, weight = np.array(points, dtype=float).T
    return suggest(lat, lon, weight, count, seed=seed)


def test_the_median_is_where_more_than_half_of_the_weight_is():
    found = suggested([(0, 0, 6), (0, 10, 2), (5, 5, 3)], 1)  # 6 of 11
    assert found[["lat_deg", "lon_deg", "weight"]].to_numpy() == pytest.approx(np.array([[0, 0, 11]]), abs=1e-9)


def test_the_median_of_four_corners_is_where_their_diagonals_cross():
    found = suggested([(0, 0, 1), (0, 2, 1), (2, 2, 1), (2, 0, 1), (1, 1, 0)], 1)
    # the diagonals are great circles; both halve at the meridian of 1 degree, a hair north of the parallel of 1 degree
    assert found[["lat_deg", "lon_deg"]].to_numpy() == pytest.approx(np.array([[1, 1]]), abs=1e-3)


def test_two_clusters_get_a_spot_each_the_heavier_first():
    # 1 degree is 111.195 km: the eastern three are 0, 0.1 and 0.1 degrees from their middle one
    found = suggested([(0, 0, 1), (0, 50, 5), (0, 50.1, 5), (0, 50.2, 5)], 2)
    assert found["lon_deg"].tolist() == pytest.approx([50.1, 0])
    assert found["weight"].tolist() == [15, 1]
    assert found["mean_km"].tolist() == pytest.approx([2 / 3 * 11.1195, 0], abs=1e-3)


def test_there_are_no_more_spots_than_places_with_weight():
    assert len(suggested([(0, 0, 1), (0, 0, 1), (3, 3, 1), (5, 5, 0)], 5)) == 2
    assert suggested([(0, 0, 0)], 3).empty


def test_the_same_seed_gives_the_same_spots():
    random = np.random.default_rng(3)
    points = np.column_stack([random.uniform(24, 30, 60), random.uniform(113, 118, 60), random.uniform(1, 9, 60)])
    assert suggested(points, 6, seed=4).equals(suggested(points, 6, seed=4))


def test_a_search_that_starts_on_a_point_does_not_stick_there():
    # On the southern point of weight 3 the others pull with 3 northward and 1 eastward, together sqrt(10) > 3; on the northern one with 3
    # southward and 1 to the south-east, more still. So the median is neither.
    found = suggested([(20, 178, 1), (20, 178, 1), (20, 178, 1), (20, 179, 1), (21, 178, 3)], 1)
    alternatives = [suggested([(20, 178, 3), (20, 179, 1), (21, 178, 3)], 1, seed=seed) for seed in range(5)]
    assert [other["mean_km"][0] for other in alternatives] == pytest.approx([found["mean_km"][0]] * 5, abs=1e-6)
    assert 20 < found["lat_deg"][0] < 21


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.floats(20, 22), st.floats(178, 182), st.floats(0.1, 9)), min_size=1, max_size=7))
def test_no_spot_of_a_lattice_is_better_than_the_median(points):
    lat, lon, weight = np.array(points).T
    found = suggest(lat, (lon + 180) % 360 - 180, weight, 1)
    lattice = np.stack(np.meshgrid(np.linspace(20, 22, 41), np.linspace(178, 182, 81)), axis=-1).reshape(-1, 2)
    best = (great_circle_km(lattice[:, :1], lattice[:, 1:], lat, lon) @ weight).min()
    assert found["mean_km"][0] * weight.sum() <= best + 1e-6
