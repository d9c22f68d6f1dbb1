"""Files of road graphs: GraphML, as OSMnx writes it, or lines of any vector file."""

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import shapely

from recyclenet.errors import InstanceError, Problem
from recyclenet.geo.files import read_layer
from recyclenet.geo.nearest import GLOBE
from recyclenet.geo.roads import Roads
from recyclenet.geo.rules import Rule

SAME_DEG = 1e-7
"""Ends of lines nearer to each other than this [deg, 1 cm] are one crossing."""

SPACE = "{http://graphml.graphdrawing.org/xmlns}"


def read_roads(file: Path, layer: str = "") -> Roads:
    """Return the road graph in a file; raise InstanceError where it holds none.

    GraphML: nodes have x and y (or lon and lat) in degrees; edges a length in metres, else it is that of the straight line; an undirected
    graph goes both ways. A vector file: lines in any coordinate system that meet where they share a point; they go both ways.
    """
    roads = _graphml(file) if file.suffix.lower() == ".graphml" else _lines(file, layer)
    if not roads.km.size:
        raise _refusal(file, "it holds no roads", "give GraphML with edges, or a vector file with lines")
    return roads


def _lines(file: Path, layer: str) -> Roads:
    shapes = shapely.get_parts(read_layer(file.parent, Rule(file.name, "near", 0.0, file=file.name, layer=layer)).shapes)
    lines = shapes[shapely.get_dimensions(shapes) == 1]
    points, line = shapely.get_coordinates(lines, return_index=True)
    _, first, node = np.unique(np.round(points / SAME_DEG).astype(np.int64), axis=0, return_index=True, return_inverse=True)
    within = np.flatnonzero(line[1:] == line[:-1])
    start, end = node[within], node[within + 1]
    km = np.asarray(GLOBE.inv(points[within, 0], points[within, 1], points[within + 1, 0], points[within + 1, 1])[2]) / 1000
    both = np.concatenate([start, end]), np.concatenate([end, start])
    return Roads(points[first, 1], points[first, 0], *both, np.concatenate([km, km]))


def _graphml(file: Path) -> Roads:
    try:
        root = ET.fromstring(file.read_bytes())  # noqa: S314 - expat of today bounds what entities may grow to
    except ET.ParseError as error:
        raise _refusal(file, f"it is not XML ({error})", "give GraphML, as OSMnx writes it") from None
    keys = {key.get("id", ""): key.get("attr.name", "") for key in root.iter(f"{SPACE}key")}
    nodes: dict[str, int] = {}
    spots: list[tuple[float, float]] = []
    for node in root.iter(f"{SPACE}node"):
        data = _data(node, keys)
        nodes[node.get("id", "")] = len(spots)
        spots.append((_number(data.get("y", data.get("lat", "")), file), _number(data.get("x", data.get("lon", "")), file)))
    edges = [(edge.get("source", ""), edge.get("target", ""), _data(edge, keys).get("length", "")) for edge in root.iter(f"{SPACE}edge")]
    stray = next((end for one, other, _ in edges for end in (one, other) if end not in nodes), None)
    if stray is not None:
        raise _refusal(file, f"an edge leads to the node '{stray}', which is not there", "give the whole graph")
    lat, lon = np.array(spots, dtype=float).reshape(-1, 2).T
    if (np.abs(lat) > 90).any() or (np.abs(lon) > 180).any():
        raise _refusal(file, "its x and y are no degrees", "project the graph to EPSG:4326 before it is saved")
    start, end = (np.array([nodes[edge[side]] for edge in edges], dtype=np.int64) for side in (0, 1))
    straight = np.asarray(GLOBE.inv(lon[start], lat[start], lon[end], lat[end])[2]) / 1000
    km = np.array([_number(edge[2], file) / 1000 if edge[2] else np.nan for edge in edges], dtype=float)
    km = np.where(np.isnan(km), straight, km)
    if root.find(f"{SPACE}graph[@edgedefault='undirected']") is not None:
        return Roads(lat, lon, np.concatenate([start, end]), np.concatenate([end, start]), np.concatenate([km, km]))
    return Roads(lat, lon, start, end, km)


def _data(element: ET.Element, keys: dict[str, str]) -> dict[str, str]:
    return {keys.get(data.get("key", ""), ""): data.text or "" for data in element.iter(f"{SPACE}data")}


def _number(text: str, file: Path) -> float:
    try:
        value = float(text)
    except ValueError:
        value = np.nan
    if not np.isfinite(value):
        raise _refusal(
            file, f"found '{text}' where x, y or length should be", "write x and y of nodes in degrees, length of edges in metres"
        )
    return value


def _refusal(file: Path, found: str, remedy: str) -> InstanceError:
    return InstanceError([Problem(file.name, 0, "", found, remedy)])
