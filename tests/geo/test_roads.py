"""Road graphs: shortest ways found by hand, and the same as all ways tried out."""

from itertools import pairwise, permutations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from recyclenet.errors import InstanceError
from recyclenet.geo.road_files import read_roads
from recyclenet.geo.roads import Roads, connected, join, shortest_km

GRAPHML = """<?xml version='1.0' encoding='utf-8'?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d4" for="node" attr.name="y" attr.type="string"/><key id="d5" for="node" attr.name="x" attr.type="string"/>
<key id="d9" for="edge" attr.name="length" attr.type="string"/>
<graph edgedefault="directed">
<node id="1"><data key="d4">0</data><data key="d5">0</data></node>
<node id="2"><data key="d4">0</data><data key="d5">1</data></node>
<node id="3"><data key="d4">1</data><data key="d5">1</data></node>
<edge source="1" target="2"><data key="d9">120000</data></edge>
<edge source="1" target="2"><data key="d9">130000</data></edge>
<edge source="2" target="3"/>
<edge source="3" target="1"><data key="d9">200000</data></edge>
</graph></graphml>"""


def ways(roads, starts, ends, within_km=float("inf"), snap_km=20.0):
    """Return the ways between points (lat, lon) as {(start, end): km}."""
    points = [np.array(side, dtype=float) for side in (starts, ends)]
    origins, destinations = (join(roads, side[:, 0], side[:, 1], snap_km) for side in points)
    portions = list(shortest_km(roads, origins, destinations, within_km))
    return {(int(a), int(b)): float(km) for portion in portions for a, b, km in zip(*portion, strict=True)}


def written(folder, text, name="roads.graphml"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_graphml_has_ways_in_the_direction_of_its_edges(tmp_path):
    roads = read_roads(written(tmp_path, GRAPHML))
    corners = [(0, 0), (0, 1), (1, 1)]
    found = ways(roads, corners, corners)
    # 1 to 2 by the shorter of two roads; 2 to 3 has no length stated: a degree of the meridian, 110.574 km
    assert found[0, 1] == pytest.approx(120)
    assert found[1, 2] == pytest.approx(110.574, abs=1e-3)
    assert found[0, 2] == pytest.approx(230.574, abs=1e-3)
    assert found[1, 0] == pytest.approx(310.574, abs=1e-3)  # by way of 3
    assert found[0, 0] == 0


def test_an_undirected_graph_goes_both_ways(tmp_path):
    roads = read_roads(written(tmp_path, GRAPHML.replace('"directed"', '"undirected"')))
    assert ways(roads, [(0, 1)], [(0, 0)])[0, 0] == pytest.approx(120)


def test_the_way_counts_the_legs_to_the_graph_and_ends_at_the_reach(tmp_path):
    roads = read_roads(written(tmp_path, GRAPHML))
    # 0.1 degrees of the globe are 11.1195 km
    assert ways(roads, [(-0.1, 0)], [(0, 1.1)]) == {(0, 0): pytest.approx(120 + 2 * 11.1195, abs=1e-3)}
    assert ways(roads, [(-0.1, 0)], [(0, 1.1)], within_km=142) == {}
    assert ways(roads, [(-0.1, 0)], [(0, 1.1)], snap_km=11) == {}


def test_lines_meet_where_they_share_a_point_in_any_coordinate_system(tmp_path):
    cross = [shapely.LineString([(0, 0), (1, 0), (2, 0)]), shapely.LineString([(1, 0), (1, 1)]), shapely.LineString([(1.5, -1), (1.5, 1)])]
    gpd.GeoDataFrame(geometry=cross, crs="EPSG:4326").to_crs("EPSG:3857").to_file(tmp_path / "roads.gpkg")
    roads = read_roads(tmp_path / "roads.gpkg")
    # 1 degree along the equator and 1 along the meridian; the third line crosses without a shared point, as a bridge does
    assert ways(roads, [(0, 0)], [(1, 1), (1, 1.5)]) == {(0, 0): pytest.approx(111.319 + 110.574, abs=2e-3)}


def test_fragments_are_left_out():
    # 0, 1 and 2 form a ring; 3 can be reached but not left; 4 and 5 lie apart
    start, end = np.array([0, 1, 2, 2, 4, 5]), np.array([1, 2, 0, 3, 5, 4])
    part = connected(Roads(np.arange(6.0), np.zeros(6), start, end, np.ones(6)))
    assert part.lat_deg.tolist() == [0, 1, 2]
    assert list(zip(part.start.tolist(), part.end.tolist(), strict=True)) == [(0, 1), (1, 2), (2, 0)]


def test_no_way_that_could_be_tried_out_is_shorter():
    random = np.random.default_rng(11)
    lat, lon = random.uniform(0, 1, (2, 6))
    start, end = random.integers(0, 6, (2, 18))
    km = random.uniform(5, 50, 18)
    found = ways(Roads(lat, lon, start, end, km), list(zip(lat, lon, strict=True)), list(zip(lat, lon, strict=True)))
    direct: dict[tuple[int, int], float] = {}
    for a, b, each in zip(start.tolist(), end.tolist(), km.tolist(), strict=True):
        direct[a, b] = min(each, direct.get((a, b), np.inf))
    for a in range(6):
        for b in range(6):
            between = [other for other in range(6) if other not in (a, b)]
            routes = [(a, *stops, b) for count in range(5) for stops in permutations(between, count)] if a != b else [(a,)]
            best = min(sum(direct.get(step, np.inf) for step in pairwise(route)) for route in routes)
            assert found.get((a, b), np.inf) == pytest.approx(best)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<graph ", "<grap ", "it is not XML"),
        (">120000<", ">far<", "found 'far' where x, y or length should be; write x and y of nodes in degrees, length of edges in metres"),
        ('key="d4">1<', 'key="d4">5000000<', "its x and y are no degrees; project the graph to EPSG:4326 before it is saved"),
        ('target="3"', 'target="9"', "an edge leads to the node '9', which is not there; give the whole graph"),
    ],
)
def test_a_fault_is_told_with_its_remedy(tmp_path, old, new, said):
    with pytest.raises(InstanceError) as error:
        read_roads(written(tmp_path, GRAPHML.replace(old, new, 1)))
    assert f"roads.graphml: {said}" in str(error.value)


def test_a_file_without_roads_is_refused(tmp_path):
    gpd.GeoDataFrame(geometry=[shapely.Point(1, 1)], crs="EPSG:4326").to_file(tmp_path / "roads.gpkg")
    with pytest.raises(InstanceError, match=r"roads.gpkg: it holds no roads; give GraphML with edges, or a vector file with lines"):
        read_roads(tmp_path / "roads.gpkg")
