"""Polygons as a map ships them."""

from itertools import accumulate

from recyclenet.views.polygons import UNITS_PER_DEG, encode

SQUARE = [[110.0, 25.0], [111.0, 25.0], [111.0, 26.0], [110.0, 26.0], [110.0, 25.0]]
HOLE = [[110.4, 25.4], [110.4, 25.6], [110.6, 25.6], [110.4, 25.4]]


def test_a_ring_is_its_first_point_and_the_steps_from_there():
    ((ring,),) = encode({"type": "Polygon", "coordinates": [SQUARE]})
    assert ring == [1_100_000, 250_000, 10_000, 0, 0, 10_000, -10_000, 0, 0, -10_000]


def test_the_steps_lead_back_to_the_points():
    ((outside, hole),) = encode({"type": "Polygon", "coordinates": [SQUARE, HOLE]})
    for ring, flat in ((SQUARE, outside), (HOLE, hole)):
        longitudes, latitudes = (list(accumulate(flat[start::2])) for start in (0, 1))
        assert [[x / UNITS_PER_DEG, y / UNITS_PER_DEG] for x, y in zip(longitudes, latitudes, strict=True)] == ring


def test_many_polygons_stay_apart():
    assert len(encode({"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [SQUARE]]})) == 2


def test_points_that_fall_together_are_dropped_and_with_them_what_has_no_inside():
    speck = [[110.0, 25.0], [110.00001, 25.0], [110.00001, 25.00001], [110.0, 25.0]]  # a metre across; the grid is 11 m wide
    twice = [SQUARE[0], SQUARE[0], *SQUARE[1:]]
    assert encode({"type": "MultiPolygon", "coordinates": [[speck]]}) == []
    assert encode({"type": "Polygon", "coordinates": [twice]}) == encode({"type": "Polygon", "coordinates": [SQUARE]})


def test_a_height_is_left_out():
    raised = [[*point, 12.0] for point in SQUARE]
    assert encode({"type": "Polygon", "coordinates": [raised]}) == encode({"type": "Polygon", "coordinates": [SQUARE]})
