"""The tables of this instance, worked out from the project's collected facts.

    python instances/jiangxi/build.py [../shared/data [FOLDER]]

writes every table and layer beside this file, or into another folder; the same facts give the same bytes. Modules beside this one: choices
and placeholders, facts, arising, recipes, money, plants, ecology, sources. SOURCE.md says for every number where it is from.
"""

import math
import sys
from pathlib import Path
from typing import Any

import pandas as pd
from arising import county_table, supplies
from choices import (
    COLLECTED_REACH_KM,
    DISCOUNT_RATE,
    EU_RECOVERY,
    EV_COLLECTION,
    LEAST_COUNTY_SHARE,
    LMT_COLLECTION,
    LORRIES,
    LORRY_TRIP_T,
    MAGNET_RECOVERY,
    MATERIALS,
    OBTAINABLE,
    OUTLETS,
    PERIODS,
    PICKUP_REACH_KM,
    PICKUP_TRIP_T,
    PROCESS_IMPACTS,
    TECHNOLOGIES,
)
from ecology import PLANT_SITES, screened_sites, verdict_text, write_layers
from facts import Facts, Recipes, Rows
from money import market_prices, owner_prices
from plants import collection_points, named_plants, new_plants, per_pack, seat
from recipes import compositions, conversions, recipes
from sources import SOURCES

from recyclenet.instance.files import write_instance
from recyclenet.instance.folder_files import put
from recyclenet.instance.instance import Instance, Settings
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.tables import frame_of

HERE = Path(__file__).resolve().parent


def haulage(facts: Facts) -> Rows:
    """Return rates: long hauls as known for China; picking up costs as much more as a medium lorry does against a heavy one (EverBatt)."""

    def rate(region: str, mode: str, goods: str, source: str = "") -> float:
        rows = facts.table("transport_costs")
        found = (rows["region"] == region) & (rows["mode"] == mode) & (rows["goods"] == goods) & rows["source"].str.startswith(source)
        return float(rows.loc[found, "cost"].iloc[0])

    everbatt_2023, trip_cny = "EverBatt 2023", 550.0  # middle of 300-800 yuan loading per trip
    rows = []
    for name, known, goods in (("general", rate("China", "truck 10-30 t", "general cargo"), "non-hazardous"),
                               ("dangerous", rate("China", "truck, dangerous goods carrier", "Class 9"), "hazardous")):  # fmt: skip
        dearer = rate("USA", "truck medium", goods, everbatt_2023) / rate("USA", "truck heavy", goods, everbatt_2023)
        loading = trip_cny if name == "dangerous" else trip_cny / 2
        for prefix, dearness, trip_t, reach_km in (("", 1.0, LORRY_TRIP_T, ""), ("collected-", 1.0, LORRY_TRIP_T, COLLECTED_REACH_KM),
                                                   ("pickup-", dearer, PICKUP_TRIP_T, PICKUP_REACH_KM)):  # fmt: skip
            rows.append({"mode": "road", "goods_class": prefix + name, "cost_per_tkm": round(known * dearness, 2),
                         "handling_cost_per_t": round(loading / trip_t), "reach_km": reach_km})  # fmt: skip
    return rows


def own_distances(counties: pd.DataFrame, detour: float) -> Rows:
    """Return the way to a county's own point: mean distance from the middle of a disc of its area, 2/3 sqrt(A/pi), x detour."""
    ways = {county: 2 / 3 * math.sqrt(area / math.pi) * detour for county, area in counties["area_km2"].items()}
    return [
        {"origin": county, "destination": f"point-{county}", "mode": "road", "distance_km": round(way, 1)} for county, way in ways.items()
    ]


def targets(facts: Facts) -> Rows:
    """Return the least shares: collection of packs, and recovery of elements over the whole chain.

    A recovery share of the regulation holds in the periods that begin after its date.
    """
    rows: Rows = [{"target": "collect EV packs", "period": "*", "metric": "collection", "stream": "EV battery", "share": EV_COLLECTION}]
    for period, share, obtainable in zip(PERIODS, LMT_COLLECTION, OBTAINABLE["e-bike pack"], strict=True):
        if share:
            rows.append({"target": "collect e-bike packs", "period": period, "metric": "collection", "stream": "e-bike battery",
                         "share": round(share / obtainable, 3)})  # fmt: skip
    regulation = facts.table("regulation_targets")
    regulation = regulation[(regulation["instrument"] == "Reg. 2023/1542 Annex XII B")].sort_values("from_date")
    for e in EU_RECOVERY:
        for period, years in PERIODS.items():
            known = regulation.loc[(regulation["material_or_stream"] == e) & (regulation["from_date"] < str(years[0])), "value"]
            if len(known):
                rows.append(recovery(e, period, float(known.iloc[-1]) / 100))
    return rows + [recovery(e, "*", share) for e, share in MAGNET_RECOVERY.items()]


def recovery(element: str, period: str, share: float) -> dict[str, Any]:
    """Return the row of a recovery target."""
    return {"target": f"recover {element}", "period": period, "metric": "recovery", "stream": "*", "element": element, "share": share}


def uncollected() -> Rows:
    """Return what may stay behind: of EV packs only a part in any county; motors and magnets go to the shredder, as today."""
    most = {"nmc_pack_owner": 1 - LEAST_COUNTY_SHARE, "lfp_pack_owner": 1 - LEAST_COUNTY_SHARE}
    owned = [material for material in MATERIALS if material.endswith("_owner")]
    return [{"material": m, "period": "*", "cost_per_t": 0, "limit_share": round(most[m], 6) if m in most else ""} for m in owned]


def haulage_emissions(facts: Facts) -> Rows:
    """Return CO2e per t km: a light lorry picks up, a heavy one does the rest."""
    factor = {size: facts.value("transport_emission_factors", "kgCO2e_per_t_km", mode=lorry) for size, lorry in LORRIES.items()}
    classes = dict.fromkeys(goods for _, goods, _ in MATERIALS.values())
    return [
        {"mode": "road", "goods_class": goods, "gas": "CO2e", "period": "*", "t_per_tkm": factor[goods.startswith("pickup")] / 1000}
        for goods in classes
    ]


def processing_emissions(facts: Facts, made: Recipes) -> Rows:
    """Return CO2e per tonne of throughput; the facts give that of battery works per tonne of packs, of magnets per kg."""
    rows: Rows = []
    for technology, (stream, names) in PROCESS_IMPACTS.items():
        known = [facts.value("process_impacts", "value", stream=stream, technology=name, metric="GWP100a") for name in names]
        per_t = sum(known) / len(known) / (1000 * per_pack(made, technology) if stream == "battery" else 1)
        rows.append({"technology": technology, "gas": "CO2e", "period": "*", "t_per_t": per_t})
    return rows


def regions(counties: pd.DataFrame) -> Rows:
    """Return the counties, each with its prefecture as group."""
    return [{"region": code, "name": row["name"], "lat_deg": row["rep_lat"], "lon_deg": row["rep_lon"], "population": row["population"],
             "group": row["city"]} for code, row in counties.iterrows()]  # fmt: skip


def points(counties: pd.DataFrame) -> Rows:
    """Return the site of every county's collection point, in its middle."""
    return [{"site": f"point-{code}", "name": row["name"], "lat_deg": row["rep_lat"], "lon_deg": row["rep_lon"], "region": code}
            for code, row in counties.iterrows()]  # fmt: skip


def seats(cities: pd.DataFrame) -> Rows:
    """Return the sites at the seats of prefectures."""
    return [{"site": seat(row["name_en"]), "name": f"{row['name_en'].removesuffix(' (Jiangxi)')} park", "lat_deg": row["seat_lat_deg"],
             "lon_deg": row["seat_lon_deg"]} for _, row in cities.iterrows()]  # fmt: skip


def tables(facts: Facts, layers: Path) -> tuple[dict[str, Rows], pd.DataFrame]:
    """Return the rows of every table, and the verdict of the screening, by the layers in a folder, on every plant's site."""
    counties = county_table(facts)
    cities = facts.table("jiangxi_cities")
    shares = compositions(facts)
    made = recipes(facts, shares)
    prices = market_prices(facts, shares)
    sites, named = named_plants(facts, made)
    existing = {row["site"] for row in named if row.get("status") == "existing"}
    plants, verdict = screened_sites(facts, layers, [*seats(cities), *sites], existing)
    stand = {row["site"] for row in plants}
    detour = 1.23  # README of the facts: road to great circle between the 11 cities
    return {
        "periods": [{"period": period, "years": len(years)} for period, years in PERIODS.items()],
        "regions": regions(counties),
        "sites": [*points(counties), *plants],
        "materials": [{"material": m, "name": name, "goods_class": goods, "stream": stream}
                      for m, (name, goods, stream) in MATERIALS.items()],
        "compositions": [{"material": m, "element": e, "share": share} for m in MATERIALS for e, share in shares.get(m, {}).items()],
        "supplies": supplies(facts, counties, owner_prices(facts, shares, prices)),
        "uncollected": uncollected(),
        "technologies": [{"technology": t, "name": name, "kind": kind} for t, (name, kind) in TECHNOLOGIES.items()],
        "conversions": conversions(made),
        "candidates": [*collection_points(facts, counties),
                       *(row for row in (*named, *new_plants(facts, cities, made)) if row["site"] in stand)],
        "modes": [{"mode": "road", "name": "Road", "detour": detour}],
        "mode_rates": haulage(facts),
        "distances": own_distances(counties, detour),
        "outlets": [{"outlet": o, "name": name, "kind": kind, "lat_deg": lat, "lon_deg": lon}
                    for o, (name, kind, lat, lon, _) in OUTLETS.items()],
        "sales": [{"outlet": o, "material": m, "period": "*", "price_per_t": prices[m]}
                  for o, (*_, takes) in OUTLETS.items() for m in takes],
        "targets": targets(facts),
        "gases": [{"gas": "CO2e", "period": "*"}],
        "haulage_emissions": haulage_emissions(facts),
        "processing_emissions": processing_emissions(facts, made),
    }, verdict  # fmt: skip


def as_text(value: Any) -> str:
    """Return a cell as a file holds it: numbers to six digits."""
    return f"{value:.6g}" if isinstance(value, float) and abs(value) < 1e6 else f"{value:.0f}" if isinstance(value, float) else str(value)


def build(folder: Path, target: Path) -> Instance:
    """Return the instance from the folder of facts; layers, and the verdict on every plant's site, are written into the target."""
    facts = Facts(folder)
    write_layers(facts, target)
    rows, verdict = tables(facts, target)
    put(target / PLANT_SITES, verdict_text(verdict))
    frames = {
        name: frame_of(
            [{column: as_text(cell) for column, cell in row.items()} for row in rows.get(name, [])], range(len(rows.get(name, []))), table
        )
        for name, table in SCHEMA.items()
    }
    settings = Settings(
        name="jiangxi",
        title="Jiangxi: magnets and batteries in one network",
        currency="CNY",
        price_year=2025,
        discount_rate=DISCOUNT_RATE,
        description="100 counties, 2026 to 2040: which collection points and plants, when, how large.",
        provenance=SOURCES,
    )
    polygons = {feature["properties"]["adcode"]: feature["geometry"] for feature in facts.counties()}
    return Instance(settings, frames, polygons)


if __name__ == "__main__":
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "shared" / "data"
    target = Path(sys.argv[2]) if len(sys.argv) > 2 else HERE
    write_instance(build(source, target), target)
    print(f"written: {target}")
