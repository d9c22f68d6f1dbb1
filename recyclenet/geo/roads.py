"""Shortest ways in a road graph (needs the extra `roads`, SciPy)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recyclenet.errors import UsageError
from recyclenet.geo.distance import great_circle_km, on_unit_sphere

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHORTEST_KM = 1e-6
"""Length of a road of no length [km]: in a sparse matrix 0 is no road."""

CELLS = 20_000_000
"""Distances held at a time: ways from so many nodes as fit are sought together."""


@dataclass(frozen=True)
class Roads:
    """A road graph: places of its nodes [deg], and its roads, each from one node to another (positions), with their length [km]."""

    lat_deg: Floats
    lon_deg: Floats
    start: Ints
    end: Ints
    km: Floats


@dataclass(frozen=True)
class Joined:
    """Points joined to a road graph: the node of each (-1 where none is near enough) and the leg to it [km]."""

    node: Ints
    leg_km: Floats


def connected(roads: Roads) -> Roads:
    """Return the largest part of a graph in which every node can be reached from every other: fragments lead nowhere."""
    components = _scipy().csgraph.connected_components(_matrix(roads), connection="strong")[1]
    kept = components == np.bincount(components).argmax()
    number = np.cumsum(kept) - 1
    inside = kept[roads.start] & kept[roads.end]
    start, end = number[roads.start[inside]], number[roads.end[inside]]
    return Roads(roads.lat_deg[kept], roads.lon_deg[kept], start, end, roads.km[inside])


def join(roads: Roads, lat_deg: Floats, lon_deg: Floats, within_km: float) -> Joined:
    """Return the node nearest to every point, where it is within a distance."""
    from scipy.spatial import KDTree  # noqa: PLC0415 - an extra, imported where it is needed

    node = KDTree(on_unit_sphere(roads.lat_deg, roads.lon_deg)).query(on_unit_sphere(lat_deg, lon_deg))[1].astype(np.int64)
    leg: Floats = great_circle_km(lat_deg, lon_deg, roads.lat_deg[node], roads.lon_deg[node])
    return Joined(np.where(leg <= within_km, node, -1), leg)


def shortest_km(roads: Roads, origins: Joined, destinations: Joined, within_km: float) -> Iterator[tuple[Ints, Ints, Floats]]:
    """Yield, in portions, pairs of an origin and a destination and the way between them [km], legs included, if it is within a distance."""
    graph, csgraph = _matrix(roads), _scipy().csgraph
    there = np.flatnonzero(destinations.node >= 0)
    starts = np.unique(origins.node[origins.node >= 0])
    portion = max(1, CELLS // max(1, len(roads.lat_deg)))
    for first in range(0, len(starts), portion):
        nodes = starts[first : first + portion]
        found = csgraph.dijkstra(graph, indices=nodes, limit=min(within_km, 1e9))[:, destinations.node[there]]
        here = np.flatnonzero(np.isin(origins.node, nodes))
        way = found[np.searchsorted(nodes, origins.node[here])] + origins.leg_km[here][:, None] + destinations.leg_km[there]
        origin, destination = np.nonzero(np.isfinite(way) & (way <= within_km))
        yield here[origin], there[destination], way[origin, destination]


def _matrix(roads: Roads) -> Any:
    """Return the graph as a sparse matrix; of several roads from one node to another the shortest counts."""
    order = np.lexsort((roads.km, roads.end, roads.start))
    start, end, km = roads.start[order], roads.end[order], np.maximum(roads.km[order], SHORTEST_KM)
    first = np.ones(len(km), dtype=bool)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    count = len(roads.lat_deg)
    return _scipy().csr_array((km[first], (start[first], end[first])), shape=(count, count))


def _scipy() -> Any:
    try:
        from scipy import sparse  # noqa: PLC0415 - an extra, imported where it is needed
    except ImportError:
        raise UsageError("ways in a road graph need SciPy: pip install 'recyclenet[roads]'") from None
    from scipy.sparse import csgraph  # noqa: F401, PLC0415 - makes it part of sparse

    return sparse
