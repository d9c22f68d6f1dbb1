"""Oddities: what is allowed and probably a slip. Each is a warning with its place and a remedy; the instance is used all the same."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import Point, shape

from recyclenet.errors import Problem
from recyclenet.geo.distance import great_circle_km
from recyclenet.instance.schema import PLACES, SCHEMA

Tables = Mapping[str, pd.DataFrame]
Polygons = Mapping[str, Mapping[str, Any]]

NEAR_DEG = 0.02
"""How far outside the polygon of its region a point may lie [deg, about 2 km]: polygons are simplified."""

ROUNDING_SHARE = 0.01
"""How far a stated way may be below the great circle, as a share of it: coordinates and ways are rounded."""

LONGEST_DETOUR = 5.0
"""No way is more than so many times the great circle; around a bay or a mountain it is two or three times as long."""

SHORT_KM = 1.0
"""Places nearer to each other than this [km] have no way that could be checked: they stand for areas."""

FACTOR = 1000.0
"""An amount so many times the median of its like was probably written in another unit: kg for t, yuan for thousands."""

LIKE: tuple[tuple[str, str, str], ...] = (
    ("supplies", "supply_t", "material"),
    ("candidates", "capacity_t", "technology"),
    ("mode_rates", "cost_per_tkm", ""),
)
"""Table, column, and the column that says which rows are alike (none: all of them)."""


def oddities(tables: Tables, polygons: Polygons) -> Iterator[Problem]:
    """Yield the warnings of an instance that has no errors."""
    yield from points_outside(tables, polygons)
    yield from odd_ways(tables)
    yield from other_units(tables)


def points_outside(tables: Tables, polygons: Polygons) -> Iterator[Problem]:
    """Yield regions and sites whose point lies outside the polygon of their region."""
    shapes = {region: shape(polygon) for region, polygon in polygons.items()}
    for table in ("regions", "sites"):
        key = SCHEMA[table].key[0]
        own = tables[table][tables[table]["region"].isin(shapes)]
        areas = np.array([shapes[region] for region in own["region"]], dtype=object)
        points = shapely.points(own["lon_deg"], own["lat_deg"])
        for line in own.index[shapely.distance(areas, points) > NEAR_DEG]:
            row = own.loc[line]
            other = next((region for region, polygon in shapes.items() if polygon.covers(Point(row["lon_deg"], row["lat_deg"]))), None)
            where = f"in that of '{other}'" if other else "in that of no region"
            found = f"'{row[key]}' at ({row['lat_deg']:g}, {row['lon_deg']:g}) lies outside the polygon of '{row['region']}', {where}"
            remedy = "correct lat_deg and lon_deg" + (" or region" if table == "sites" else "")
            if shapes[row["region"]].distance(Point(row["lat_deg"], row["lon_deg"])) <= NEAR_DEG:
                remedy = "latitude and longitude are probably exchanged, here or in the polygon"
            yield Problem(f"{table}.csv", int(str(line)), "lat_deg", found, remedy, "warning")


def odd_ways(tables: Tables) -> Iterator[Problem]:
    """Yield stated ways that are shorter than the great circle, or many times as long."""
    rows = tables["distances"]
    points = pd.concat([tables[table].set_index(SCHEMA[table].key[0])[["lat_deg", "lon_deg"]] for table in PLACES])
    ends = [points.reindex(rows[end]).to_numpy(dtype=float).T for end in ("origin", "destination")]
    crow = great_circle_km(*ends[0], *ends[1])
    stated = rows["distance_km"].to_numpy()
    shorter, longer = stated < crow * (1 - ROUNDING_SHARE), stated > crow * LONGEST_DETOUR
    for position in np.flatnonzero((crow >= SHORT_KM) & (shorter | longer)):
        row = rows.iloc[position]
        relation = "less than" if shorter[position] else f"more than {LONGEST_DETOUR:g} times"
        way = f"{stated[position]:g} km from '{row['origin']}' to '{row['destination']}'"
        found = f"{way} is {relation} the great circle, {crow[position]:.4g} km"
        remedy = "write the way travelled in km, or correct the coordinates of the two"
        yield Problem("distances.csv", int(rows.index[position]), "distance_km", found, remedy, "warning")


def other_units(tables: Tables) -> Iterator[Problem]:
    """Yield amounts far above the median of the others of their kind (of all but the largest: few rows have no other to stand for them)."""
    for table, column, kind in LIKE:
        rows, unit = tables[table], SCHEMA[table].column(column).unit
        for like, cells in rows.groupby(kind, sort=False)[column] if kind else [("", rows[column])]:
            rest = np.sort(cells.to_numpy())[:-1]
            middle = float(np.median(rest)) if rest.size else 0.0
            for line, value in cells[cells > FACTOR * middle].items() if middle > 0 else ():
                of = f"of '{like}'" if kind else "of the column"
                found = f"{value:g} {unit} is {value / middle:,.0f} times the median {of}, {middle:g}"
                yield Problem(f"{table}.csv", int(str(line)), column, found, f"write it in {unit}", "warning")
