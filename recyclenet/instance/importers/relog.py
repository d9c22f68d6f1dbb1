"""RELOG's files as ordinary instances (RELOG: reverse logistics, Argonne National Laboratory).

Two dialects are read: that of versions 0.3 to 0.7 (products, plants by type and location), here, and that of version 0.8 (products,
centers, plants, emissions), in relog_master. A product is a material of a goods class of its own; a plant type is a technology; a location
of a type is a site; a collection centre is a region. Years are periods, nothing is discounted. Distances are straight lines through the
Earth, as RELOG takes them, and stand in distances.csv.
"""

from pathlib import Path

from recyclenet.errors import InstanceError, Problem
from recyclenet.instance.importers.relog_draft import Draft, Labels, add_candidate, add_on_the_spot, draft_of, safe_name
from recyclenet.instance.importers.relog_json import Findings, Node
from recyclenet.instance.importers.relog_master import fill_from_master
from recyclenet.instance.importers.rows import tables_of
from recyclenet.instance.instance import Instance, Settings
from recyclenet.instance.strict_json import read_json, valued

PRODUCT_KEYS = (
    "transportation cost ($/km/tonne)", "transportation energy (J/km/tonne)", "transportation emissions (tonne/km/tonne)",
    "initial amounts",
    "disposal limit (tonne)", "disposal cost ($/tonne)", "acquisition cost ($/tonne)",
)  # fmt: skip
PLANT_KEYS = ("input", "outputs (tonne/tonne)", "energy (GJ/tonne)", "emissions (tonne/tonne)", "locations")
POINT_KEYS = ("latitude (deg)", "longitude (deg)", "location")
SITE_KEYS = (*POINT_KEYS, "initial capacity (tonne)", "disposal", "storage", "capacities (tonne)")
PRICE_YEAR = 2020
"""Placeholder: RELOG's files do not say of which year their money is."""


def read_relog(file: Path | str, *, km_digits: int = 3, straight: bool = False) -> Instance:
    """Return the instance in a RELOG file; distances are rounded to `km_digits` decimals [km], as RELOG does (2 before version 0.6).

    `straight` takes straight lines although the file asks for driving distances. Raises InstanceError with all problems, each with the
    path to it in the file.
    """
    file = Path(file)
    findings = Findings(file.name)
    try:
        content = valued(read_json(file.read_bytes().decode("utf-8-sig")))
    except ValueError as error:
        raise InstanceError([Problem(file.name, 0, "", f"it cannot be read ({error})", "give a JSON file of RELOG")]) from None
    if not isinstance(content, dict) or not {"parameters", "products", "plants"} <= set(content):
        found = "it has no parameters, products and plants"
        raise InstanceError([Problem(file.name, 0, "", found, "give a file of RELOG 0.3 or later, in which they stand")])
    master = "centers" in content
    root = Node(content, (), findings, scalars=master)
    draft = draft_of(root.get("parameters"), straight=straight)
    root = Node(content, (), findings, len(draft.periods), master)
    (fill_from_master if master else _fill)(draft, root)
    if not findings.problems:
        draft.distances(km_digits)
    if findings.problems:
        raise InstanceError(findings.problems)
    provenance = {
        "source": f"file {file.name} of RELOG {'0.8' if master else '0.3 to 0.7'}",
        "distances": f"straight lines through the Earth, WGS 84, rounded to {km_digits} decimals of a km, as in RELOG",
        "price_year": f"{PRICE_YEAR} is a placeholder: RELOG's files name no year",
        "kinds": "placeholders: every plant counts as recycling",
        **({"not carried over": "; ".join(findings.notes)} if findings.notes else {}),
    }
    settings = Settings(safe_name(file.stem), "USD", PRICE_YEAR, 0.0, title=f"RELOG: {file.stem}", provenance=provenance)
    return Instance(settings, tables_of(draft.rows))


def _fill(draft: Draft, root: Node) -> None:
    """Fill the draft from a file of versions 0.3 to 0.7."""
    root.only("parameters", "products", "plants", ignored=("case builder",))
    labels = Labels()
    for name in root.get("products").names():
        draft.materials[name] = labels.new(name)
    for name, node in root.get("products").items():
        _product(draft, name, node)
    technologies = Labels()
    for name, node in root.get("plants").items():
        _plants(draft, node, name, technologies.new(name))


def _product(draft: Draft, name: str, node: Node) -> None:
    node.only(*PRODUCT_KEYS)
    material = draft.materials[name]
    emissions = [(gas, rates.series()) for gas, rates in node.get(PRODUCT_KEYS[2], {}).items()]
    draft.haulage(material, node.get(PRODUCT_KEYS[0]).series(), emissions)
    if node.has(PRODUCT_KEYS[1]):
        node.get(PRODUCT_KEYS[1]).note("energy, which RELOG reports and does not plan with")
    zeros = [0.0] * len(draft.periods)
    limits, costs = node.get("disposal limit (tonne)", zeros).series(), node.get("disposal cost ($/tonne)", zeros).series(None)
    paid = node.get("acquisition cost ($/tonne)", zeros).series(None)
    regions = []
    for centre, amounts in node.get("initial amounts", {}).items():
        amounts.only(*POINT_KEYS, "amount (tonne)")
        region = draft.place("regions", amounts, centre, name)
        regions.append(region)
        for period, amount, cost in zip(draft.periods, amounts.get("amount (tonne)").series(), paid, strict=True):
            if amount > 0:
                draft.add("supplies", region=region, material=material, period=period, supply_t=amount, acquisition_cost_per_t=cost)
        add_on_the_spot(draft, region, material, costs, [None if limit > 0 else 0.0 for limit in limits])
    draft.senders.setdefault(material, []).extend(regions)
    if regions and max(limits) > 0:
        rule = draft.rules.new(f"disposal of {material} at its centres")
        for region in regions:
            draft.add("groups", group=rule, place=region)
        for period, limit in draft.spread(limits):
            draft.add("limits", limit=rule, period=period, metric="sold", group=rule, material=material, most=limit)


def _plants(draft: Draft, node: Node, name: str, technology: str) -> None:
    node.only(*PLANT_KEYS)
    taken = node.get("input").text(list(draft.materials), "product")
    outputs = {product: share.number(None) for product, share in node.get("outputs (tonne/tonne)", {}).items() if _known(draft, share)}
    outputs = {product: share for product, share in outputs.items() if share > 0}
    if taken in outputs:
        node.get("outputs (tonne/tonne)").fault(f"'{taken}' is the plant's input, too", "give what it puts out a name of its own")
    material = draft.materials.get(taken, "")
    draft.add("technologies", technology=technology, kind="recycling")
    for label, share in ((material, -1.0), *((draft.materials[product], share) for product, share in outputs.items())):
        draft.add("conversions", technology=technology, recipe="one", material=label, period="*", t_per_t=share)
    for gas, rates in node.get("emissions (tonne/tonne)", {}).items():
        for period, rate in draft.spread(rates.series(None)):
            draft.add("processing_emissions", technology=technology, gas=draft.gas(gas), period=period, t_per_t=rate)
    if node.has("energy (GJ/tonne)"):
        node.get("energy (GJ/tonne)").note("energy, which RELOG reports and does not plan with")
    for place, site in node.get("locations").items():
        label = _site(draft, site, draft.place("sites", site, place, name), technology, material, outputs)
        draft.takers.setdefault(material, []).append(label)
        for product in outputs:
            draft.senders.setdefault(draft.materials[product], []).append(label)


def _site(draft: Draft, node: Node, site: str, technology: str, material: str, outputs: dict[str, float]) -> str:
    node.only(*SITE_KEYS)
    sizes = [size for _, size in node.get("capacities (tonne)").items()]
    add_candidate(draft, node.get("capacities (tonne)"), sizes, "", node.get("initial capacity (tonne)", 0.0), site, technology)
    for product, rule in node.get("disposal", {}).items():
        if not _known(draft, rule):
            continue
        if product not in outputs:
            rule.note("disposal of what the plant does not put out")
            continue
        limits = rule.get("limit (tonne)").limits() if rule.has("limit (tonne)") else [None] * len(draft.periods)
        add_on_the_spot(draft, site, draft.materials[product], rule.get("cost ($/tonne)").series(None), limits)
    if node.has("storage"):
        storage = node.get("storage")
        storage.only("cost ($/tonne)", "limit (tonne)")
        limit = storage.get("limit (tonne)")
        most = (limit.elements()[0] if isinstance(limit.value, list) and limit.value else limit).number()
        for period, cost in draft.spread(storage.get("cost ($/tonne)").series()):
            if most > 0:
                draft.add("storage", place=site, material=material, period=period, cost_per_t=cost, limit_t=most)
    return site


def _known(draft: Draft, node: Node) -> bool:
    """Return whether the last key on the way to a node is a product; a fault where it is not."""
    Node(node.path[-1], node.path, node.findings).text(list(draft.materials), "product")
    return node.path[-1] in draft.materials
