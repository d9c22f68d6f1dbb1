"""An invalid shape is mended where there is one way to read it, else refused; either way what was wrong is said."""

import pytest
import shapely

from recyclenet.geo.mending import mend

SQUARE = "POLYGON ((0 0, 0 4, 4 4, 4 0, 0 0))"


def mended(text):
    return mend(shapely.from_wkt(text))


@pytest.mark.parametrize("text", [SQUARE, "LINESTRING (0 0, 1 1)", "POINT (3 4)"])
def test_what_is_valid_stays_as_it_is(text):
    assert mended(text) == (shapely.from_wkt(text), "")


def test_a_height_is_left_out():
    assert mended("POINT Z (3 4 5)") == (shapely.Point(3, 4), "")


def test_a_bow_tie_becomes_its_two_halves():
    # the sides cross in the middle of a square of 2 x 2: two triangles of area 1
    shape, fault = mended("POLYGON ((0 0, 2 2, 2 0, 0 2, 0 0))")
    assert shape is not None
    assert (shape.geom_type, shape.area, fault) == ("MultiPolygon", 2.0, "Self-intersection[1 1]")


def test_a_spike_is_cut_off():
    shape, fault = mended("POLYGON ((0 0, 0 4, 4 4, 4 8, 4 4, 4 0, 0 0))")
    assert shape is not None
    assert shape.equals(shapely.from_wkt(SQUARE))
    assert fault == "Ring Self-intersection[4 4]"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        # two squares of 16 that share 2 x 2: by lines the shared part is a hole (24), as areas it is inside (28); 4 / 28 = 14 %
        ("MULTIPOLYGON (((0 0, 0 4, 4 4, 4 0, 0 0)), ((2 2, 2 6, 6 6, 6 2, 2 2)))",
         "Self-intersection[4 2]; it can be read in two ways whose areas differ by 14%"),
        ("POLYGON ((0 0, 1 1, 0 0, 0 0))", "Too few points in geometry component[0 0]; nothing with an area is left of it"),
        ("POLYGON EMPTY", "it is empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_mended_is_refused(text, fault):
    assert mended(text) == (None, fault)


def test_a_coordinate_that_is_no_number_is_refused():
    assert mend(shapely.transform(shapely.LineString([(0, 0), (1, 1)]), lambda points: points + float("inf"))) == (
        None,
        "a coordinate is no number",
    )
