"""What buyers pay, what owners are paid, and what plants cost by their size [EUR]."""

from facts import Composition, Facts
from money import SCALE, WITH, WITHOUT, everbatt_usd, market_prices, owner_prices

from instances.europe.assumptions import (
    BENCH_EXPONENT,
    CNY_PER_EUR,
    COLLECTING,
    DEPOT_OPENING,
    DEPOT_T,
    EUR_PER_USD,
    FIXED_SHARE,
    HOURS_PER_T,
    HUB_EXPONENT,
    MAGNET_CNY,
    MAGNET_EXPONENT,
    RESIDUE_FEE,
    SHORT_LOOP_OPENING_USD,
    SHORT_LOOP_T,
    WAGE_PER_H,
)

LARGEST_T = 50_000  # of packs a year, EverBatt's largest plant; beyond it lines stand side by side


def buyers_pay(facts: Facts, shares: Composition) -> dict[str, float]:
    """Return what buyers pay [EUR/t], by material: the latest prices known, most of them China's."""
    prices = {material: price / CNY_PER_EUR for material, price in market_prices(facts, shares).items()} | {"residue": -RESIDUE_FEE}
    return {material: float(f"{price:.4g}") for material, price in prices.items()}


def owners_get(facts: Facts, shares: Composition) -> dict[str, float]:
    """Return what owners are paid [EUR/t]: nothing for packs, which are taken back free of charge; motors and magnets as in Jiangxi."""
    paid = {material: price / CNY_PER_EUR for material, price in owner_prices(facts, shares, market_prices(facts, shares)).items()}
    return {material: 0.0 if material.endswith("pack_owner") else round(price, -1) for material, price in paid.items()}


def dearer(facts: Facts) -> float:
    """Return how much dearer a works is in the U.S. than in China, for which EverBatt's hydromet stands: Europe is taken to be alike."""
    us, china = (facts.value("scale_exponents", "capex_k_USD", **SCALE, location=location) for location in ("U.S.", "China"))
    return us / china


def depot_costs(facts: Facts, size_t: float) -> tuple[float, float, float]:
    """Return opening cost [EUR], fixed cost [EUR/yr] and variable cost [EUR/t] of a collection centre: Italy's; larger ones are cheaper."""
    low, high = facts.table("storage_and_facility_limits").set_index("item").at[
        "collection centre capacity / fixed cost (Italy)", "value"
    ].partition("; ")[2].removesuffix(" k EUR/y").split("-")  # fmt: skip
    larger = (size_t / DEPOT_T) ** HUB_EXPONENT
    return DEPOT_OPENING * larger, (float(low) + float(high)) / 2 * 1000 * larger, COLLECTING * larger * DEPOT_T / size_t


def plant_costs(facts: Facts, technology: str, size_t: float) -> tuple[float, float, float]:
    """Return opening cost [EUR], fixed cost [EUR/yr] and variable cost [EUR per tonne of packs or of throughput] of a plant by its size."""
    factor = dearer(facts) / CNY_PER_EUR  # from CNY in China to EUR in Europe
    if technology == "dismantling":
        opening = facts.value("capex_benchmarks_china", "investment_1e6_yuan", project="Wuhan Xiji") * 1e6 * factor
        opening *= (size_t / 20_000) ** BENCH_EXPONENT
        return opening, FIXED_SHARE * opening, HOURS_PER_T * WAGE_PER_H
    if technology.startswith("magnet"):
        opening = SHORT_LOOP_OPENING_USD * EUR_PER_USD * (size_t / SHORT_LOOP_T) ** MAGNET_EXPONENT
        if technology == "magnet-long-loop":
            known = facts.value("capex_benchmarks_china", "investment_1e6_yuan", project="Jucheng Ganzhou")
            opening = known * 1e6 * factor * (size_t / 2_500) ** MAGNET_EXPONENT
        return opening, FIXED_SHARE * opening, MAGNET_CNY[technology] * factor
    lines = max(size_t / LARGEST_T, 1.0)

    def cost(scope: str, column: str) -> float:
        return everbatt_usd(facts, scope, column, min(size_t, LARGEST_T), "U.S.") * EUR_PER_USD * lines

    opening, fixed, variable = (
        cost(WITHOUT, column) for column in ("fixed_capital_USD", "fixed_opex_USD_per_y", "variable_cost_USD_per_y")
    )
    if technology != "pretreatment":
        opening, fixed = cost(WITH, "fixed_capital_USD") - opening, cost(WITH, "fixed_opex_USD_per_y") - fixed
        variable = cost(WITH, "variable_cost_USD_per_y") - variable
    return opening, fixed, variable / size_t
