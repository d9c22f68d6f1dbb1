"""Polygons of regions: each fault is told with its place and remedy, and what can be mended is."""

import pytest
from shapely.geometry import box, mapping, shape

from recyclenet.errors import Problem
from recyclenet.instance.polygons import REMEDY, polygons_of

A, B = mapping(box(0, 0, 1, 1)), mapping(box(1, 0, 2, 1))


def checked(*found, regions=("A", "B")):
    problems: list[Problem] = []
    polygons = polygons_of(found, list(regions), problems)
    return polygons, [(str(problem), problem.severity) for problem in problems]


def test_neighbours_that_share_a_border_are_sound():
    assert checked(("A", A), ("B", B)) == ({"A": A, "B": B}, [])


def test_regions_without_a_polygon_are_named():
    _, said = checked(("A", A), regions=["A", *"BCDEFGHIJKLM"])
    named = ", ".join(f"'{region}'" for region in "BCDEFGHIJK")
    remedy = "add them: a region without one is not drawn, and no site is looked for in it"
    assert said == [(f"regions.geojson: 12 regions have no polygon: {named}, ...; {remedy}", "warning")]
    assert checked(("A", A))[1] == [(f"regions.geojson: 1 region has no polygon: 'B'; {remedy}", "warning")]


def test_metres_are_no_degrees_and_nothing_is_no_shape():
    assert checked(("A", mapping(box(0, 0, 550_010, 1))), ("B", None))[1] == [
        (f"regions.geojson, geometry: that of 'A': its coordinates go to 550010, which are no degrees; {REMEDY}", "error"),
        (f"regions.geojson, geometry: that of 'B': it has no shape; {REMEDY}", "error"),
    ]


def test_polygons_that_overlap_are_named_with_the_spot():
    # B reaches 0.2 into A, a fifth of it and of A; the middle of the overlap is at latitude 0.5, longitude 0.9
    polygons, said = checked(("A", A), ("B", mapping(box(0.8, 0, 1.8, 1))))
    assert set(polygons) == {"A", "B"}
    assert said == [
        (("regions.geojson, geometry: those of 'A' and 'B' overlap by 20% of the smaller, at (0.5, 0.9); "
         "cut one of them back to the border between the two"), "warning")
    ]  # fmt: skip


@pytest.mark.parametrize(("west", "count"), [(0.992, 0), (0.985, 1)])  # 0.8 % and 1.5 %
def test_a_border_that_was_simplified_is_no_overlap(west, count):
    assert len(checked(("A", A), ("B", mapping(box(west, 0, west + 1, 1))))[1]) == count


def test_a_region_inside_another_overlaps_it_whole():
    _, said = checked(("A", A), ("B", mapping(box(0.4, 0.4, 0.6, 0.6))))
    assert "overlap by 100% of the smaller" in said[0][0]


def test_a_bow_tie_is_mended_and_said():
    bow_tie = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}
    polygons, said = checked(("A", bow_tie), regions=["A"])
    assert (polygons["A"]["type"], shape(polygons["A"]).area) == ("MultiPolygon", 2)
    assert isinstance(polygons["A"]["coordinates"], list)  # as from a file
    assert said == [
        (
            "regions.geojson, geometry: that of 'A' was mended: Self-intersection[1 1]; look at it on the map; better, mend the file",
            "warning",
        )
    ]


@pytest.mark.parametrize(
    ("geometry", "fault"),
    [
        ({"type": "Point", "coordinates": [0, 0]}, "it is a Point"),
        ({"type": "Polygon", "coordinates": []}, "it is empty"),
        ({"type": "MultiPolygon", "coordinates": [mapping(box(0, 0, 4, 4))["coordinates"], mapping(box(2, 2, 6, 6))["coordinates"]]},
         "Self-intersection[2 4]; it can be read in two ways whose areas differ by 14%"),
    ],
)  # fmt: skip
def test_what_cannot_be_mended_is_refused(geometry, fault):
    polygons, said = checked(("A", geometry), regions=["A"])
    assert polygons == {}
    assert said == [(f"regions.geojson, geometry: that of 'A': {fault}; {REMEDY}", "error")]
