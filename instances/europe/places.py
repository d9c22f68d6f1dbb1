"""The regions: the largest cities of every country, each with the part of it that lies nearest to it."""

import math
from dataclasses import dataclass
from typing import Any

import shapely
from facts import Facts
from shapely.geometry import MultiPoint, Point, mapping, shape
from shapely.ops import nearest_points

from instances.europe.assumptions import APART_KM, CAPITALS, CITY_WEIGHT, DISTRICTS, SMALLEST_ISLAND_KM2
from recyclenet.geo.distance import great_circle_km

KM_PER_DEG = 111.2
INSIDE_DEG = 0.02  # a city on a coast that the polygon cuts off is set so far inside


@dataclass(frozen=True)
class Place:
    """A region: its label, city, country (code and name), middle, people, area [km2] and polygon."""

    label: str
    city: str
    iso3: str
    country: str
    lat: float
    lon: float
    people: float
    area_km2: float
    polygon: Any


def places(facts: Facts) -> list[Place]:
    """Return the regions of all countries, in the order of their labels."""
    shapes = {iso3: _mainland(polygon) for iso3, polygon in country_shapes(facts).items()}
    found: list[Place] = []
    for row in facts.table("eu_countries").itertuples():
        found += _of_country(facts, str(row.iso3), str(row.name), float(str(row.population_persons)), shapes[str(row.iso3)])
    return sorted(found, key=lambda place: place.label)


def country_shapes(facts: Facts) -> dict[str, Any]:
    """Return the polygon of every country."""
    return {feature["properties"]["iso3"]: shape(feature["geometry"]) for feature in facts.features("eu_countries_ne50m")}


def area_km2(polygon: Any) -> float:
    """Return the area of a polygon in degrees: each degree of longitude shrinks with the cosine of the latitude of its middle."""
    return float(polygon.area) * KM_PER_DEG**2 * math.cos(math.radians(polygon.centroid.y))


def _mainland(polygon: Any) -> Any:
    parts = list(getattr(polygon, "geoms", [polygon]))
    kept = [part for part in parts if area_km2(part) >= SMALLEST_ISLAND_KM2] or [max(parts, key=area_km2)]
    return shapely.union_all(kept)


def _cities(facts: Facts, iso3: str, country: Any) -> list[tuple[str, float, float, float]]:
    """Return the cities of a country, the largest first: name, latitude, longitude, people."""
    rows = facts.table("eu_candidate_cities")
    rows = rows[(rows["iso3"] == iso3) & ~rows["name"].isin(DISTRICTS)]
    found = [(str(row.name), float(str(row.lat_deg)), float(str(row.lon_deg)), float(str(row.population_persons)))
             for row in rows.itertuples(index=False)]  # fmt: skip
    if iso3 in CAPITALS:
        capital = facts.table("eu_countries").set_index("iso3").at[iso3, "capital"]
        found.append((capital, *CAPITALS[iso3], 1.0))
    near = [city for city in found if country.distance(Point(city[2], city[1])) < 1]  # not the Canaries
    return sorted(near, key=lambda city: -city[3])


def _of_country(facts: Facts, iso3: str, name: str, people: float, country: Any) -> list[Place]:
    cities = _cities(facts, iso3, country)
    chosen: list[tuple[str, float, float, float]] = []
    for city in cities:
        if all(_km(city, other) >= APART_KM for other in chosen):
            chosen.append(city)
    cells = _cells(chosen, country)
    urban = [0.0] * len(chosen)
    for city in cities:
        urban[min(range(len(chosen)), key=lambda number: _km(city, chosen[number]))] += city[3]
    areas = [area_km2(cell) for cell in cells]
    found = []
    for (city_name, lat, lon, _), cell, in_cities, area in zip(chosen, cells, urban, areas, strict=True):
        share = CITY_WEIGHT * in_cities / sum(urban) + (1 - CITY_WEIGHT) * area / sum(areas)
        at = _inside(Point(lon, lat), cell)
        label = f"{iso3}-{city_name.lower().replace(' ', '-').replace(chr(39), '')}"
        found.append(Place(label, city_name, iso3, name, round(at.y, 4), round(at.x, 4), round(people * share, -2), area, mapping(cell)))
    return found


def _km(one: tuple[str, float, float, float], other: tuple[str, float, float, float]) -> float:
    return float(great_circle_km(one[1], one[2], other[1], other[2]))


def _cells(cities: list[tuple[str, float, float, float]], country: Any) -> list[Any]:
    """Return the part of a country nearest to each city; degrees of longitude are shrunk to the scale of those of latitude."""
    if len(cities) == 1:
        return [_rounded(country)]
    narrow = math.cos(math.radians(country.centroid.y))
    points = [Point(lon * narrow, lat) for _, lat, lon, _ in cities]
    squeezed = shapely.transform(country, lambda xy: xy * (narrow, 1.0))
    cells = shapely.voronoi_polygons(MultiPoint(points), extend_to=squeezed.envelope.buffer(5)).geoms
    own = [next(cell for cell in cells if cell.covers(point)) for point in points]
    return [_rounded(shapely.transform(cell.intersection(squeezed), lambda xy: xy / (narrow, 1.0))) for cell in own]


def _rounded(polygon: Any) -> Any:
    """Return a polygon with coordinates of two decimals [deg, a kilometre], without the slivers that leaves."""
    return shapely.make_valid(shapely.set_precision(polygon, 0.01))


def _inside(point: Point, cell: Any) -> Point:
    """Return a point that lies in its cell, or the nearest one a little inside."""
    if cell.covers(point):
        return point
    inner = cell.buffer(-INSIDE_DEG)
    return nearest_points(cell if inner.is_empty else inner, point)[0]
