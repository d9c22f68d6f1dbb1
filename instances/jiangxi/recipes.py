"""What is in every material, and what every technology makes of what it takes."""

import math
from collections.abc import Mapping
from functools import partial

from choices import ELEMENT_PER_OXIDE, MAGNET_SHARE_SMALL, MAGNETS, MOTOR_KG, MOTOR_METALS, OXIDES, PACK_ELEMENTS, PACKS, POINT_TAKES, SALTS
from facts import Composition, Facts, Recipes, Rows


def floor5(number: float) -> float:
    """Return a number cut off after five decimals, so that a recipe never puts out more of an element than goes in."""
    return math.floor(number * 1e5 + 1e-9) / 1e5


def compositions(facts: Facts) -> Composition:
    """Return the elements of every material [t/t]; e-bike packs are half NMC, half LFP modules."""
    part = partial(facts.value, "battery_composition", "mass_fraction")
    shares: Composition = {}
    for chemistry, name in PACKS.items():
        for material, level in (
            ("pack_owner", "Battery pack"),
            ("pack", "Battery pack"),
            ("module", "Battery module"),
            ("black_mass", "Black mass"),
        ):
            shares[f"{chemistry}_{material}"] = {e: part(level=level, chemistry=name, component=e) for e in PACK_ELEMENTS}
    half = {e: (shares["nmc_module"][e] + shares["lfp_module"][e]) / 2 for e in PACK_ELEMENTS}
    shares |= {"ebike_pack_owner": half, "ebike_pack": half}
    magnet = partial(facts.value, "magnet_composition")
    for material, name in MAGNETS.items():
        shares[material] = {e: magnet(f"{e}_mass_frac", magnet_type=name) for e in ELEMENT_PER_OXIDE}
    shares["magnet_powder"] = {e: min(shares[m][e] for m in ("ev_magnet", "wind_magnet")) for e in ELEMENT_PER_OXIDE}
    shares["wind_magnet_owner"] = shares["wind_magnet"]
    in_ev = facts.value("magnet_content_per_product", "magnet_base_kg", product="BEV/PHEV passenger traction motor (PMSM)") / MOTOR_KG
    for motor, magnets, content in (("ev_motor", "ev_magnet", in_ev), ("small_motor", "small_magnet", MAGNET_SHARE_SMALL)):
        metals = {"Cu": MOTOR_METALS[motor]["copper"], "Al": MOTOR_METALS[motor]["aluminium"]}
        shares[motor] = {e: share * content for e, share in shares[magnets].items()} | metals
    shares["ev_motor_owner"] = shares["ev_motor"]
    shares["ebike_motor_owner"] = shares["appliance_rotor_owner"] = shares["small_motor"]
    shares |= {salt: {element: share} for salt, (element, share) in SALTS.items()}
    ndpr = {e: sum(shares[m][e] / ELEMENT_PER_OXIDE[e] for m in MAGNETS) for e in ("Nd", "Pr")}  # as in the three magnets together
    shares["neodymium_praseodymium_oxide"] = {e: ndpr[e] / sum(ndpr.values()) * ELEMENT_PER_OXIDE[e] for e in ndpr}
    shares["dysprosium_oxide"], shares["terbium_oxide"] = {"Dy": ELEMENT_PER_OXIDE["Dy"]}, {"Tb": ELEMENT_PER_OXIDE["Tb"]}
    shares |= {"copper": {"Cu": 1.0}, "aluminium": {"Al": 1.0}}
    return {material: {e: round(share, 6) for e, share in elements.items() if share > 5e-7} for material, elements in shares.items()}


def most_of(source: Mapping[str, float], product: Mapping[str, float]) -> float:
    """Return the most of a product [t/t] that the elements of its source allow."""
    return min(source.get(element, 0.0) / share for element, share in product.items())


def cathode(elements: Mapping[str, float]) -> dict[str, float]:
    """Return the elements of the cathode alone."""
    return {e: elements[e] for e in ("Li", "Ni", "Co", "Mn") if e in elements}


def recipes(facts: Facts, shares: Composition) -> Recipes:
    """Return what comes out per tonne of what goes in, by technology and material taken."""
    made: Recipes = {("collection-point", owner): {material: 1.0} for owner, material in POINT_TAKES.items()}
    scrap = partial(facts.value, "recovery_efficiencies", "fraction", stream="battery", technology="hydro")  # EverBatt 2019
    part = partial(facts.value, "battery_composition", "mass_fraction")
    powder = facts.value("regulation_targets", "value", material_or_stream="black mass", metric="electrode powder recovery") / 100
    norm = {e: facts.value("regulation_targets", "value", material_or_stream=text, instrument=instrument, metric="recovery rate") / 100
            for elements, text, instrument in (("Li", "Li (smelting)", "NEV waste battery normative conditions 2024"),
                                               ("Ni Co Mn", "Ni, Co, Mn", "same"))
            for e in elements.split()}  # fmt: skip
    metal = {"copper": "Cu", "aluminium": "Al"}
    for chemistry, name in PACKS.items():
        pack, module, mass = (shares[f"{chemistry}_{stage}"] for stage in ("pack", "module", "black_mass"))
        modules = floor5(most_of(pack, cathode(module)))
        steel = [part(level=level, chemistry=name, component="steel_and_iron") for level in ("Battery pack", "Battery module")]
        out = {
            "aluminium": (pack["Al"] - modules * module["Al"]) * scrap(material="Al"),
            "steel": (steel[0] - modules * steel[1]) * scrap(material="steel"),
        }
        made["dismantling", f"{chemistry}_pack"] = {
            f"{chemistry}_module": modules,
            **out,
            "residue": max(1 - modules - sum(out.values()), 0.0),
        }
        masses = floor5(powder * most_of(module, cathode(mass)))
        out = {scrap_name: (module[e] - masses * mass.get(e, 0.0)) * scrap(material=e) for scrap_name, e in metal.items()}
        made["pretreatment", f"{chemistry}_module"] = {f"{chemistry}_black_mass": masses, **out, "residue": 1 - masses - sum(out.values())}
        salts = {salt: mass[e] * norm[e] / share for salt, (e, share) in SALTS.items() if e in mass}
        made[f"hydromet-{chemistry}", f"{chemistry}_black_mass"] = salts | {"residue": 1 - sum(mass[e] * norm[e] for e in cathode(mass))}
    made["dismantling", "ebike_pack"] = {"nmc_module": 0.5, "lfp_module": 0.5}  # sorted by chemistry
    freed = facts.value("recovery_efficiencies", "fraction", technology="manual dismantling EV motor")
    oxide_yield = facts.value("recovery_efficiencies", "fraction", technology="hydromet long loop")
    powder_yield = facts.value("recovery_efficiencies", "fraction", technology="HPMS short loop", material="alloy powder")
    for motor, magnet in (("ev_motor", "ev_magnet"), ("small_motor", "small_magnet")):
        magnets = freed * most_of(shares[motor], shares[magnet])
        out = {name: content * scrap(material={"steel": "steel", **metal}[name]) for name, content in MOTOR_METALS[motor].items()}
        made["dismantling", motor] = {magnet: magnets, **out, "residue": 1 - magnets - sum(out.values())}
    made["dismantling", "appliance_rotor_owner"] = made["dismantling", "small_motor"]
    made["dismantling", "wind_magnet_owner"] = {"wind_magnet": freed, "residue": 1 - freed}
    for magnet in MAGNETS:
        oxides = {oxide: oxide_yield * most_of({e: shares[magnet].get(e, 0.0) for e in elements}, {e: shares[oxide][e] for e in elements})
                  for oxide, elements in OXIDES.items() if elements[0] in shares[magnet]}  # fmt: skip
        made["magnet-long-loop", magnet] = oxides | {"residue": 1 - sum(shares[magnet].values()) * oxide_yield}
    for magnet in ("ev_magnet", "wind_magnet"):
        made["magnet-short-loop", magnet] = {"magnet_powder": powder_yield, "residue": 1 - powder_yield}
    return {key: {material: floor5(tonnes) for material, tonnes in out.items() if floor5(tonnes) > 0} for key, out in made.items()}


def conversions(made: Recipes) -> Rows:
    """Return the recipes as rows; a recipe is named after what it takes."""
    return [
        {"technology": technology, "recipe": taken, "material": material, "period": "*", "t_per_t": tonnes}
        for (technology, taken), out in made.items()
        for material, tonnes in {taken: -1.0, **out}.items()
    ]
