"""Ways frozen into an instance: worked out once from roads, sea lanes or a table, and kept in distances.csv with their source."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recyclenet.errors import InstanceError, Problem, UsageError
from recyclenet.geo.distance import great_circle_km
from recyclenet.geo.roads import Roads, connected, join, shortest_km
from recyclenet.geo.sea import sea_km
from recyclenet.instance.change_files import add_rows, drop_rows, read_table_file, set_provenance
from recyclenet.instance.files import read_parts
from recyclenet.instance.schema import SCHEMA, Column, Table
from recyclenet.instance.sheets import number_text
from recyclenet.instance.tables import meant

MOST_ROWS = 1_000_000
"""More ways than this are no table to keep in a folder of CSV files."""

FARTHEST = 4.0
"""Ways are sought up to so many times the reach: a row tells that a way is too long, where the great circle x detour would not."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
NONE: Any = np.empty(0, dtype=np.int64)

KEY = ["origin", "destination"]

TABLE = Table(
    "ways",
    "",
    ("origin", "destination"),
    (
        Column("origin", "name", "a region or site"),
        Column("destination", "name", "a site or outlet"),
        Column("distance_km", "number", "the way travelled", "km", least=0),
    ),
)
"""The table of a user: what distances.csv holds, for one mode."""


@dataclass(frozen=True)
class Places:
    """The places of an instance that may be joined by ways of one mode: from regions and sites to sites and outlets, within its reach."""

    mode: str
    reach_km: float
    detour: float
    origins: pd.DataFrame
    destinations: pd.DataFrame


@dataclass(frozen=True)
class Ways:
    """Ways worked out: origin, destination and distance_km; and the places that could not be joined to anything."""

    rows: pd.DataFrame
    left_out: Sequence[str] = field(default_factory=tuple)


def places_of(folder: Path, mode: str | None, within_km: float | None) -> Places:
    """Return the places of an instance, which need not be whole, and the reach of a mode (of the only one if none is named)."""
    tables = read_parts(folder, ("regions", "sites", "outlets", "modes", "mode_rates")).tables
    modes = list(tables["modes"]["mode"])
    if mode is None and len(modes) != 1:
        raise UsageError(f"modes.csv has the modes {', '.join(modes)}; say --mode with one of them" if modes else "modes.csv has no mode")
    chosen = modes[0] if mode is None else mode
    if chosen not in modes:
        raise UsageError(f"'{chosen}' is not in modes.csv; {meant(chosen, modes) or 'the modes are ' + ', '.join(modes)}")
    reaches = tables["mode_rates"].loc[tables["mode_rates"]["mode"] == chosen, "reach_km"]
    reach = np.inf if reaches.isna().any() or reaches.empty else float(reaches.max())
    point = ["place", "lat_deg", "lon_deg"]
    regions, sites, outlets = (
        tables[name].rename(columns={SCHEMA[name].key[0]: "place"})[point] for name in ("regions", "sites", "outlets")
    )
    detour = float(tables["modes"].set_index("mode").at[chosen, "detour"])
    origins, destinations = pd.concat([regions, sites], ignore_index=True), pd.concat([sites, outlets], ignore_index=True)
    return Places(chosen, min(reach, within_km or np.inf), detour, origins, destinations)


def ways_by_road(roads: Roads, places: Places, snap_km: float) -> Ways:
    """Return the shortest ways on a road graph; a place farther than `snap_km` from the connected part of it has none."""
    whole = connected(roads)
    joined = [
        join(whole, side["lat_deg"].to_numpy(), side["lon_deg"].to_numpy(), snap_km) for side in (places.origins, places.destinations)
    ]
    far = [
        place for side, found in zip((places.origins, places.destinations), joined, strict=True) for place in side["place"][found.node < 0]
    ]
    parts, count = [_rows(NONE, NONE, NONE, places)], 0
    for origin, destination, km in shortest_km(whole, joined[0], joined[1], places.reach_km * FARTHEST):
        parts.append(_rows(origin, destination, km, places))
        count += len(parts[-1])
        if count > MOST_ROWS:
            raise UsageError(f"there are more than {MOST_ROWS:,} ways; say --within with the largest way to keep, in km")
    return Ways(pd.concat(parts, ignore_index=True), tuple(dict.fromkeys(far)))


def ways_by_sea(places: Places, snap_km: float) -> Ways:
    """Return the ways by sea between places that lie within `snap_km` of a sea lane."""
    found, near = [], dict.fromkeys([*places.origins["place"], *places.destinations["place"]], False)
    for at, start in enumerate(places.origins.itertuples()):
        for to, end in enumerate(places.destinations.itertuples()):
            way, leg, last_leg = sea_km(start.lat_deg, start.lon_deg, end.lat_deg, end.lon_deg)
            near[start.place] |= leg <= snap_km
            near[end.place] |= last_leg <= snap_km
            if leg > snap_km:
                break  # no destination brings it nearer to the sea
            if last_leg <= snap_km and np.isfinite(way):
                found.append((at, to, leg + way + last_leg))
    origin, destination, km = np.array(found, dtype=float).reshape(-1, 3).T
    rows = _rows(origin.astype(np.int64), destination.astype(np.int64), km, places)
    return Ways(rows.reset_index(drop=True), tuple(place for place, is_near in near.items() if not is_near))


def ways_of_table(file: Path, places: Places) -> Ways:
    """Return the ways in a table of origin, destination and distance_km; raise InstanceError where it names no place of the instance."""
    frame, problems = read_table_file(file, TABLE)
    known = [*places.origins["place"], *places.destinations["place"]]
    for end in KEY:
        for line, label in frame[end][~frame[end].isin(known)].items():
            found = f"'{label}' is no region, site or outlet of the instance"
            problems.append(Problem(file.name, int(str(line)), end, found, meant(label, known) or "take the row out"))
    if problems:
        raise InstanceError(problems)
    return Ways(frame.reset_index(drop=True))


def freeze(folder: Path, mode: str, ways: Ways, source: str) -> int:
    """Put ways into distances.csv in the place of those of the same mode, and their source into instance.toml; return how many went."""
    set_provenance(folder, f"distances {mode}", source)  # first: where it cannot be noted, nothing is changed
    gone = drop_rows(folder, "distances", "mode", mode)
    rows = [
        {"origin": row.origin, "destination": row.destination, "mode": mode, "distance_km": number_text(round(row.distance_km, 3))}
        for row in ways.rows.itertuples()
    ]
    add_rows(folder, "distances", rows)
    return gone


def _rows(origin: Ints, destination: Ints, km: Floats, places: Places) -> pd.DataFrame:
    """Return ways between different places by their labels: those within reach, and those that only the estimate would put within it."""
    start, end = places.origins.iloc[origin], places.destinations.iloc[destination]
    ends = [frame[column].to_numpy() for frame in (start, end) for column in ("lat_deg", "lon_deg")]
    estimate = great_circle_km(ends[0], ends[1], ends[2], ends[3]) * places.detour
    rows = pd.DataFrame({"origin": start["place"].to_numpy(), "destination": end["place"].to_numpy(), "distance_km": km})
    return rows[(np.minimum(km, estimate) <= places.reach_km) & (rows["origin"] != rows["destination"])]
