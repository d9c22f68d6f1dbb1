"""What may be opened: collection centres in every region, yards, works and magnet recyclers in the larger ones. Nothing stands yet."""

from collections.abc import Sequence

from facts import Facts, Recipes, Rows
from plants import candidate, per_pack

from instances.europe.assumptions import DEPOT_T, DETOUR, HOSTS, HUB_FROM_T, HUB_T, HYDROMET_HOSTS, PERIODS, REMOTE_KM, SIZES
from instances.europe.costs import depot_costs, plant_costs
from instances.europe.places import Place
from recyclenet.geo.distance import great_circle_km

FIRST = next(iter(PERIODS))


def site(place: Place) -> str:
    """Return the site in a region's city."""
    return f"city-{place.label}"


def hosts(regions: Sequence[Place], technology: str) -> list[Place]:
    """Return the regions that may have a technology: populous ones, named ones, and for yards those of countries far from these."""
    if technology.startswith("hydromet"):
        return [place for place in regions if place.label in HYDROMET_HOSTS]
    populous = [place for place in regions if place.people >= HOSTS[technology]]
    if technology != "dismantling":
        return populous
    largest = {iso3: max((place for place in regions if place.iso3 == iso3), key=lambda place: place.people)
               for iso3 in {place.iso3 for place in regions}}  # fmt: skip
    remote = {place.label for place in largest.values() if all(
        great_circle_km(place.lat, place.lon, other.lat, other.lon) * DETOUR > REMOTE_KM for other in populous)}  # fmt: skip
    return [place for place in regions if place in populous or place.label in remote]


def centres(facts: Facts, regions: Sequence[Place], most_t: dict[str, float]) -> Rows:
    """Return the collection centres of every region, which the law wants everywhere: depots, or hubs where much arises; they may grow."""
    rows: Rows = []
    for place in regions:
        size, capacity_t = ("hubs", HUB_T) if most_t[place.label] >= HUB_FROM_T else ("depots", DEPOT_T)
        opening, fixed, variable = depot_costs(facts, capacity_t)
        grows = {"most_capacity_t": most_t[place.label] * 1.05, "expansion_cost_per_t": opening / capacity_t,
                 "expansion_fixed_cost_per_t": fixed / capacity_t}  # fmt: skip
        more = {column: float(f"{amount:.4g}") for column, amount in grows.items()} if most_t[place.label] > capacity_t else {}
        opens = {"status": "required", "first_period": FIRST, "last_period": FIRST}
        rows.append(candidate(site(place), "collection-point", size, capacity_t, (opening, fixed, variable), **opens, **more))
    return rows


def plants(facts: Facts, regions: Sequence[Place], made: Recipes) -> Rows:
    """Return the plants that may be opened: each opens with its least size and may grow, at costs straight between those of both sizes."""
    rows: Rows = []
    for technology, sizes in SIZES.items():
        per_t = per_pack(made, technology)  # of a yard and of magnets 1
        for place in hosts(regions, technology):
            for size, least_t, most_t in sizes:
                (opening, fixed, variable), (most_opening, most_fixed, _) = (
                    plant_costs(facts, technology, tonnes) for tonnes in (least_t, most_t)
                )
                added_t = (most_t - least_t) * per_t
                rows.append(candidate(
                    site(place), technology, size, least_t * per_t, (opening, fixed, variable / per_t),
                    most_capacity_t=float(f"{most_t * per_t:.6g}"),
                    expansion_cost_per_t=float(f"{(most_opening - opening) / added_t:.4g}"),
                    expansion_fixed_cost_per_t=float(f"{(most_fixed - fixed) / added_t:.4g}"),
                ))  # fmt: skip
    return rows
