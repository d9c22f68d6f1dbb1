"""What is put into use and how long it stays: the tables from which `recyclenet arisings` works out the supplies."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from facts import Facts, Rows

from instances.europe.assumptions import BEV_2024, CONTENTS, EXPORTED, MEAN_LIFE, OFFSHORE, OUTLOOKS, PERIODS, PRODUCTS, SERIES, VARIANTS
from instances.europe.places import Place
from recyclenet.arisings.files import read_arisings
from recyclenet.arisings.model import arisings

UNSEEN = {"source": "general knowledge, no document seen", "quality": "placeholder"}
NORWAY, ELSEWHERE = "Norway", "Europe without Norway"
TOML = """title = "Europe: packs and magnets that come out of use"
samples = 200
"""


def registrations(facts: Facts) -> dict[str, float]:
    """Return battery electric cars registered in 2024, by country: those known; others share out what the EU's total leaves, as told."""
    rows = facts.table("eu_countries")
    known = {str(row.iso3): float(str(row.bev_registrations_2024_units)) for row in rows.itertuples() if row.bev_registrations_2024_units}
    members = set(rows.loc[rows["eu27"] == "True", "iso3"])
    told = {iso3: units for iso3, units in BEV_2024.items() if iso3 in members}
    left = 1_447_934 - sum(units for iso3, units in known.items() if iso3 in members)  # eu_countries, source
    return {**BEV_2024, **{iso3: units * left / sum(told.values()) for iso3, units in told.items()}, **known}


def keys(facts: Facts, regions: Sequence[Place]) -> Rows:
    """Return what shares an area out over its regions: cars by country and people, people, and ports for what stood at sea."""
    people: dict[str, float] = {}
    for place in regions:
        people[place.iso3] = people.get(place.iso3, 0.0) + place.people
    cars = registrations(facts)
    rows: Rows = []
    for place in regions:
        area = NORWAY if place.iso3 == "NOR" else ELSEWHERE
        rows.append({"key": "cars", "area": area, "region": place.label, "value": cars[place.iso3] * place.people / people[place.iso3]})
        rows.append({"key": "population", "area": "Europe", "region": place.label, "value": place.people})
    for iso3, (port, share) in OFFSHORE.items():
        (label,) = (place.label for place in regions if (place.iso3, place.city) == (iso3, port))
        rows.append({"key": "offshore wind", "area": "offshore", "region": label, "value": share})
    return sorted(rows, key=lambda row: (row["key"], row["area"]))


def tables(facts: Facts, regions: Sequence[Place]) -> dict[str, Rows]:
    """Return the rows of every table."""
    steps = [(product, variant, material, year, kg) for product, variants in CONTENTS.items() for variant, held in variants.items()
             for material, by_year in held.items() for year, kg in by_year.items()]  # fmt: skip
    return {
        "periods": [{"period": period, "first_year": years[0], "last_year": years[-1]} for period, years in PERIODS.items()],
        "products": [{"product": product, "key": key, "sold_with": other} for product, (key, other) in PRODUCTS.items()],
        "keys": keys(facts, regions),
        "sales": list(_sales()),
        "outlooks": [{"product": product, "until_year": year, "growth_share": growth, **UNSEEN}
                     for product, parts in OUTLOOKS.items() for growth, year in parts],
        "variants": [{"product": product, "variant": variant, "year": year, "share": share, **UNSEEN}
                     for product, parts in VARIANTS.items() for variant, by_year in parts.items() for year, share in by_year.items()],
        "lifetimes": [{"product": product, "distribution": "weibull", "mean_years": mean, "shape": shape, **UNSEEN}
                      for product, (mean, shape) in MEAN_LIFE.items()],
        "contents": [{"product": product, "variant": variant, "material": material, "year": year, "mass_kg": kg, **UNSEEN}
                     for product, variant, material, year, kg in steps],
        "losses": [{"product": product, "way": "exported", "share": EXPORTED, **UNSEEN} for product in PRODUCTS if product.endswith("car")],
    }  # fmt: skip


def _sales() -> Iterator[dict[str, object]]:
    for product, areas in SERIES.items():
        for area, by_year in areas.items():
            for year, units in by_year.items():
                seen = (product, area, year) == ("battery electric car", NORWAY, 2024)
                marks = {"source": "ACEA via batteryindustry.net", "quality": "published"} if seen else UNSEEN
                yield {"product": product, "area": area, "year": year, "units": round(units), **marks}


def write_statistics(folder: Path, rows: dict[str, Rows]) -> None:
    """Write the tables as a folder for `recyclenet arisings`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in rows.items():
        stream = io.StringIO()
        writer = csv.DictWriter(stream, list(dict.fromkeys(column for record in records for column in record)), lineterminator="\n")
        writer.writeheader()
        writer.writerows({column: f"{cell:.10g}" if isinstance(cell, float) else cell for column, cell in row.items()} for row in records)
        (folder / f"{name}.csv").write_text(stream.getvalue(), encoding="utf-8")
    (folder / "arisings.toml").write_text(TOML, encoding="utf-8")


def supplies(folder: Path, prices: dict[str, float]) -> Rows:
    """Return what `recyclenet arisings` makes of the tables in a folder, with what owners are paid."""
    case = read_arisings(folder)
    rows = arisings(case).supplies
    return [{**row, "acquisition_cost_per_t": prices[row["material"]]} for row in rows.to_dict("records") if float(row["supply_t"]) >= 0.05]
