"""Candidate sites of an instance: proposed from its regions and screened by the rules in its screening.toml."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from recyclenet.errors import Problem, UsageError, gathered
from recyclenet.geo.files import read_layer, read_points, read_screening
from recyclenet.geo.greenfield import suggest
from recyclenet.geo.grid import KM_PER_DEG
from recyclenet.geo.layers import Layer
from recyclenet.geo.proposals import SPOTS, proposals
from recyclenet.geo.rules import Rule, Screening
from recyclenet.geo.screening import APART, NO_REGION, screen
from recyclenet.instance.files import read_parts
from recyclenet.instance.oddities import points_outside

FAR_KM = 100.0
"""A layer that ends farther than this from the regions, and than its rule reaches, is probably misplaced."""


@dataclass(frozen=True)
class Screened:
    """What a screening looked at and found.

    `spots` has the columns of recyclenet.geo.proposals, `kept`, `dropped_by` and `reason`; `layers` maps rules to their shapes; `standing`
    are the sites the instance has already; `polygons` are those of its regions;
    `credit` says whose polygons and layers these are.
    """

    name: str
    spots: pd.DataFrame
    rules: tuple[Rule, ...]
    apart_km: float
    layers: Mapping[str, Layer]
    standing: pd.DataFrame
    regions: pd.DataFrame
    polygons: Mapping[str, BaseGeometry]
    credit: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def kept(self) -> pd.DataFrame:
        """The spots that passed."""
        return self.spots[self.spots["kept"]]

    @property
    def dropped(self) -> dict[str, int]:
        """How many spots each rule was the first to drop, in the order of the rules."""
        counts = self.spots["dropped_by"].value_counts()
        return {name: int(counts.get(name, 0)) for name in (NO_REGION, *(rule.name for rule in self.rules), APART)}


def screened(folder: Path) -> Screened:
    """Return the candidate sites of the instance in a folder, which need not be whole: regions and their polygons are enough."""
    screening = read_screening(folder)
    parts, settlements, (layers, slopes) = gathered(
        partial(read_parts, folder, ("regions", "sites", "supplies")),
        partial(_settlements, folder, screening),
        partial(layers_and_slopes, folder, screening.rules),
    )
    tables, polygons = parts.tables, {region: shape(polygon) for region, polygon in parts.polygons.items()}
    if not polygons:
        raise UsageError(f"'{folder}' has no polygons; put regions.geojson there, a feature with the property region for each region")
    spots = proposals(polygons, screening.spacing_km, settlements, _suggestions(screening, tables))
    spots["name"] = _names(spots, tables["regions"])
    standing = tables["sites"][["site", "name", "lat_deg", "lon_deg"]].reset_index(drop=True)
    result = screen(spots, screening.rules, layers, slopes, apart_km=screening.apart_km, standing=standing)
    notes = [note for layer in layers.values() for note in layer.notes]
    exchanged = _exchanged(settlements, screening.settlements, polygons)
    outside = points_outside(tables, parts.polygons)
    problems = (*parts.warnings, *outside, *notes, *exchanged, *_misplaced(screening.rules, layers, polygons))
    credit = tuple(dict.fromkeys(filter(None, (parts.provenance.get("polygons", ""), *(rule.source for rule in screening.rules)))))
    name, regions = folder.resolve().name, tables["regions"]
    return Screened(name, result, screening.rules, screening.apart_km, layers, standing, regions, polygons, credit, problems)


def layers_and_slopes(folder: Path, rules: Sequence[Rule]) -> tuple[dict[str, Layer], dict[str, pd.DataFrame]]:
    """Return what rules are about, by their name, from the files in a folder: shapes, and slopes at points."""
    found = dict(zip((rule.name for rule in rules), gathered(*(partial(_layer_or_slopes, folder, rule) for rule in rules)), strict=True))
    slopes = {rule.name for rule in rules if rule.kind == "slope"}
    return {name: of for name, of in found.items() if name not in slopes}, {name: found[name] for name in found if name in slopes}


def candidates_like(candidates: pd.DataFrame, site: str, sites: Sequence[str]) -> pd.DataFrame:
    """Return rows of candidates for each of `sites`, as a site has them; what stands there already may be opened at the others."""
    model = candidates[candidates["site"] == site]
    if model.empty:
        raise UsageError(f"no candidate stands at '{site}'; give --like a site that has rows in candidates.csv")
    model = model.assign(status="candidate")
    return pd.concat([model.assign(site=other) for other in sites] or [model.iloc[:0]], ignore_index=True)


def _settlements(folder: Path, screening: Screening) -> pd.DataFrame:
    """Return the places of the settlements file; their population, where it is told, says which are preferred."""
    if not screening.settlements:
        return pd.DataFrame(columns=list(SPOTS)).astype({"lat_deg": float, "lon_deg": float, "weight": float})
    frame = read_points(folder, screening.settlements, population=(0, 1e10))
    weight = frame["population"] if "population" in frame else pd.Series(0.0, frame.index)
    name = frame["name"].str.strip() if "name" in frame else pd.Series("", frame.index)
    return frame[["lat_deg", "lon_deg"]].assign(name=name, weight=weight)


def _exchanged(settlements: pd.DataFrame, file: str, polygons: Mapping[str, BaseGeometry]) -> Iterator[Problem]:
    """Yield a warning for each settlement in no region that would lie in one with latitude and longitude exchanged."""
    area = shapely.unary_union(list(polygons.values()))
    shapely.prepare(area)
    lat, lon = settlements["lat_deg"].to_numpy(dtype=float), settlements["lon_deg"].to_numpy(dtype=float)
    for line in settlements.index[~shapely.intersects_xy(area, lon, lat) & shapely.intersects_xy(area, lat, lon)]:
        row = settlements.loc[line]
        found = f"'{row['name']}' at ({row['lat_deg']:g}, {row['lon_deg']:g}) lies in no region"
        yield Problem(file, int(line), "lat_deg", found, "latitude and longitude are probably exchanged", "warning")


def _suggestions(screening: Screening, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the greenfield suggestions: medians of the regions' points by what arises there, or by their inhabitants."""
    regions = tables["regions"].set_index("region")
    supply = tables["supplies"].groupby("region")["supply_t"].sum()
    weight = (supply if screening.weight == "supply" else regions["population"]).reindex(regions.index).fillna(0.0).to_numpy(dtype=float)
    if screening.suggestions and not weight.any():
        column = "supply_t in supplies.csv" if screening.weight == "supply" else "population in regions.csv"
        raise UsageError(f"greenfield suggestions need {column}; fill it in, or choose another weight in screening.toml")
    found = suggest(
        regions["lat_deg"].to_numpy(), regions["lon_deg"].to_numpy(), weight, screening.suggestions, seed=screening.seed
    )  # fmt: skip
    return found.assign(name=[f"suggestion {number}" for number in range(1, len(found) + 1)])


def _layer_or_slopes(folder: Path, rule: Rule) -> Layer | pd.DataFrame:
    return read_points(folder, rule.file, "slope_deg", slope_deg=(0, 90)) if rule.kind == "slope" else read_layer(folder, rule)


def _names(spots: pd.DataFrame, regions: pd.DataFrame) -> list[str]:
    """Return a name for every spot: its own, else that of its region with a number."""
    names = dict(zip(regions["region"], regions["name"].where(regions["name"].notna(), regions["region"]), strict=True))
    number = spots.groupby("region", sort=False).cumcount() + 1
    return [
        name or f"{names.get(region, region)} {count}" for name, region, count in zip(spots["name"], spots["region"], number, strict=True)
    ]


def _misplaced(rules: Sequence[Rule], layers: Mapping[str, Layer], polygons: Mapping[str, BaseGeometry]) -> list[Problem]:
    """Return a warning for each layer that lies nowhere near the regions."""
    west, south, east, north = shapely.total_bounds(np.array(list(polygons.values()), dtype=object))
    problems = []
    for rule in rules:
        if rule.name not in layers or not layers[rule.name].shapes.size:
            continue
        margin = max(rule.limit, FAR_KM) / KM_PER_DEG
        area = shapely.box(west - 2 * margin, south - margin, east + 2 * margin, north + margin)
        if not shapely.intersects(layers[rule.name].shapes, area).any():
            found = f"nothing of it lies near the regions, which are at {south:.1f} to {north:.1f} N, {west:.1f} to {east:.1f} E"
            problems.append(Problem(layers[rule.name].file, 0, "", found, "look at its coordinate system: crs in the rule", "warning"))
    return problems
