"""What buyers pay, what owners are paid, and what plants cost by their size [CNY]."""

import math
from collections.abc import Mapping
from functools import partial
from itertools import pairwise

from choices import (
    BENCH_EXPONENT,
    CNY_PER_USD,
    ELEMENT_PER_OXIDE,
    FIXED_SHARE,
    FLOOR_PRICE_SHARE,
    HOURS_PER_T,
    MOTOR_METALS,
    POWDER_PRICE_SHARE,
    RESIDUE_FEE,
    SALTS,
    SHORT_LOOP_OPENING_USD,
    SHORT_LOOP_PROCESSING,
    SHORT_LOOP_T,
    WAGE_PER_H,
    WIND_PRICE_SHARE,
)
from facts import Composition, Facts

LARGEST_T = 50_000  # of packs a year, EverBatt's largest plant
WITH, WITHOUT = "hydro incl. mechanical pre-treatment", "pre-treatment only (black mass)"

SCALE = {"technology": WITH, "chemistry": "NMC(622)", "range_low_t_per_y": "5000"}


def market_prices(facts: Facts, shares: Composition) -> dict[str, float]:
    """Return what buyers pay [CNY/t], by material: the latest price known; metals in salts by their content."""

    def latest(material: str, unit: str = "yuan/t") -> float:
        rows = facts.table("material_prices")
        rows = rows[(rows["material"] == material) & (rows["unit"] == unit) & ~rows["price"].str.startswith("GAP")]
        return float(rows.sort_values("date")["price"].iloc[-1])

    def usd(material: str) -> float:
        return facts.value("material_prices", "price", material=material, date="2022/23 basis") * CNY_PER_USD

    prices = {
        "nickel_sulphate": latest("Ni metal") * SALTS["nickel_sulphate"][1],
        "cobalt_sulphate": usd("Co_in_salt") * SALTS["cobalt_sulphate"][1],
        "manganese_sulphate": usd("Mn_in_salt") * SALTS["manganese_sulphate"][1],
        "lithium_carbonate": latest("Li2CO3 industrial grade"),
        "neodymium_praseodymium_oxide": latest("PrNd oxide"),
        "dysprosium_oxide": latest("Dy oxide"),
        "terbium_oxide": latest("Tb oxide"),
        "copper": usd("Cu_scrap"),
        "aluminium": usd("Al"),
        "steel": usd("steel"),
        "residue": -RESIDUE_FEE,
    }
    powder = shares["magnet_powder"]
    heavy = sum(powder[e] / ELEMENT_PER_OXIDE[e] * prices[oxide] for e, oxide in (("Dy", "dysprosium_oxide"), ("Tb", "terbium_oxide")))
    prices["magnet_powder"] = POWDER_PRICE_SHARE * ((powder["Nd"] + powder["Pr"]) * latest("PrNd metal") + heavy)
    return {material: float(f"{price:.4g}") for material, price in prices.items()}


def owner_prices(facts: Facts, shares: Composition, prices: Mapping[str, float]) -> dict[str, float]:
    """Return what owners are paid [CNY/t].

    Packs bring their market price, motors a share of what their scrap metal is worth, wind magnets one of what their oxides are worth.
    """

    def pack(material: str) -> float:
        return facts.value("material_prices", "price", material=material)

    def metal(motor: str) -> float:
        return sum(content * prices[name] for name, content in MOTOR_METALS[motor].items()) * FLOOR_PRICE_SHARE

    oxides = {"Nd": "neodymium_praseodymium_oxide", "Pr": "neodymium_praseodymium_oxide", "Dy": "dysprosium_oxide", "Tb": "terbium_oxide"}
    wind = sum(share / ELEMENT_PER_OXIDE[e] * prices[oxides[e]] for e, share in shares["wind_magnet"].items()) * WIND_PRICE_SHARE
    nmc, lfp = pack("retired NMC pouch pack"), pack("retired LFP prismatic")
    paid = {"nmc_pack_owner": nmc, "lfp_pack_owner": lfp, "ebike_pack_owner": (pack("retired LFP cylindrical") + lfp) / 2,
            "ev_motor_owner": metal("ev_motor"), "ebike_motor_owner": metal("small_motor"), "appliance_rotor_owner": metal("small_motor"),
            "wind_magnet_owner": wind}  # fmt: skip
    return {material: round(price, -1) for material, price in paid.items()}


def everbatt(facts: Facts, technology: str, column: str, packs_t: float) -> float:
    """Return a cost of EverBatt for China [CNY or CNY/yr] at a throughput of packs."""
    return everbatt_usd(facts, technology, column, packs_t, "China") * CNY_PER_USD


def everbatt_usd(facts: Facts, technology: str, column: str, packs_t: float, location: str) -> float:
    """Return a cost of EverBatt [USD or USD/yr] at a throughput of packs, log-linear between its sizes, level beyond them."""
    rows = facts.table("everbatt_cost_by_scale")
    rows = rows[(rows["technology"] == technology) & (rows["chemistry"] == "NMC(622)") & (rows["location"] == location)]
    known = sorted(
        (math.log(float(t)), math.log(float(cost))) for t, cost in zip(rows["throughput_t_pack_per_y"], rows[column], strict=True)
    )
    at = min(max(math.log(packs_t), known[0][0]), known[-1][0])
    (x0, y0), (x1, y1) = next((a, b) for a, b in pairwise(known) if a[0] <= at <= b[0])
    return math.exp(y0 + (y1 - y0) * (at - x0) / (x1 - x0))


def plant_costs(facts: Facts, technology: str, size_t: float) -> tuple[float, float, float]:
    """Return opening cost [CNY], fixed cost [CNY/yr] and variable cost [CNY per tonne of packs or of throughput] of a plant by its size."""
    benchmark = partial(facts.value, "capex_benchmarks_china", "investment_1e6_yuan")
    if technology == "dismantling":
        opening = benchmark(project="Wuhan Xiji") * 1e6 * (size_t / 20_000) ** BENCH_EXPONENT
        return opening, FIXED_SHARE * opening, HOURS_PER_T * WAGE_PER_H
    if technology == "magnet-short-loop":
        ratio = facts.value("scale_exponents", "capex_k_USD", **SCALE, location="China") / facts.value(
            "scale_exponents", "capex_k_USD", **SCALE, location="U.S."
        )
        opening = SHORT_LOOP_OPENING_USD * CNY_PER_USD * ratio * (size_t / SHORT_LOOP_T) ** 0.7
        return opening, FIXED_SHARE * opening, SHORT_LOOP_PROCESSING
    cost = partial(everbatt, facts, packs_t=size_t)
    if technology == "pretreatment":
        exponent = facts.value(
            "scale_exponents", "capex_exponent_n", technology=WITHOUT, chemistry="NMC(622)", location="China", range_low_t_per_y="5000"
        )
        opening = benchmark(project="Tengyuan Ganzhou") * 1e6 * (size_t / 20_000) ** exponent
        return opening, cost(WITHOUT, "fixed_opex_USD_per_y"), cost(WITHOUT, "variable_cost_USD_per_y", packs_t=20_000) / 20_000
    opening, fixed = (cost(WITH, column) - cost(WITHOUT, column) for column in ("fixed_capital_USD", "fixed_opex_USD_per_y"))
    reagents = (cost(WITH, "variable_cost_USD_per_y", packs_t=20_000) - cost(WITHOUT, "variable_cost_USD_per_y", packs_t=20_000)) / 20_000
    return opening, fixed, reagents
