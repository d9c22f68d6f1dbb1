"""RELOG 0.8's files: products, centers, plants, emissions.

What a center puts out arises at a region; what it takes is sold to an outlet; what comes back of that, year by year, is in returns. A
plant is a site with a technology of its own, whose recipe takes the plant's mix. What a center costs to run is the fixed cost of a
candidate that stands from the start and has nothing to do.
"""

from collections.abc import Sequence

from recyclenet.instance.importers.relog_draft import Draft, Labels, add_candidate, add_on_the_spot
from recyclenet.instance.importers.relog_json import Node

PRODUCT_KEYS = (
    "transportation cost ($/km/tonne)", "transportation energy (J/km/tonne)", "transportation emissions (tonne/km/tonne)",
    "disposal limit (tonne)",
)  # fmt: skip
CENTER_KEYS = (
    "latitude (deg)", "longitude (deg)", "input", "outputs", "fixed output (tonne)", "variable output (tonne/tonne)", "revenue ($/tonne)",
    "collection cost ($/tonne)", "operating cost ($)", "disposal limit (tonne)", "disposal cost ($/tonne)",
)  # fmt: skip
PLANT_KEYS = (
    "latitude (deg)", "longitude (deg)", "input mix (%)", "output (tonne)", "processing emissions (tonne)", "storage cost ($/tonne)",
    "storage limit (tonne)", "disposal cost ($/tonne)", "disposal limit (tonne)", "capacities", "initial capacity (tonne)",
)  # fmt: skip
SIZE_KEYS = ("size (tonne)", "opening cost ($)", "fixed operating cost ($)", "variable operating cost ($/tonne)")
MIX_ROUNDING = 1e-4
"""How far a mix may be from 100 %; within it, it is brought to 100."""

RUNNING = "running a center"
"""Label of the technology, the recipe and the material with which centers' operating costs are stated; nothing of the material exists."""


def fill_from_master(draft: Draft, root: Node) -> None:
    """Fill the draft from a file of version 0.8."""
    root.only("parameters", "products", "centers", "plants", "emissions", ignored=("case builder",))
    labels = Labels()
    for name in root.get("products").names():
        draft.materials[name] = labels.new(name)
    _emissions(draft, root.get("emissions", {}))
    limits = {}
    for name, node in root.get("products").items():
        node.only(*PRODUCT_KEYS)
        emissions = [(gas, rates.series()) for gas, rates in node.get(PRODUCT_KEYS[2]).items()]
        draft.haulage(draft.materials[name], node.get(PRODUCT_KEYS[0]).series(), emissions)
        node.get(PRODUCT_KEYS[1]).note("energy, which RELOG does not plan with")
        limits[name] = node.get("disposal limit (tonne)").limits()
    costs = [_center(draft, name, node) for name, node in root.get("centers").items()]
    if any(costs):
        label = labels.new(RUNNING)
        draft.add("materials", material=label, goods_class=next(iter(draft.materials.values())))
        draft.add("technologies", technology=RUNNING, kind="collection")
        draft.add("conversions", technology=RUNNING, recipe=RUNNING, material=label, period="*", t_per_t=-1.0)
    technologies = Labels()
    technologies.new(RUNNING)
    for name, node in root.get("plants").items():
        _plant(draft, node, draft.place("sites", node, name, "plant"), technologies.new(name))
    for name, most in limits.items():
        _disposal_limit(draft, draft.materials[name], most)


def _emissions(draft: Draft, node: Node) -> None:
    for name, rules in node.items():
        rules.only("limit (tonne)", "penalty ($/tonne)")
        gas = draft.gas(name, rules.get("penalty ($/tonne)").series())
        _limit(draft, f"{gas} emitted", rules.get("limit (tonne)").limits(), metric="emissions", gas=gas)


def _limit(draft: Draft, name: str, most: Sequence[float | None], **scope: str) -> None:
    """Add a limit for the years that have one."""
    rule = draft.rules.new(name)
    for period, amount in zip(draft.periods, most, strict=True):
        if amount is not None:
            draft.add("limits", limit=rule, period=period, most=amount, **scope)


def _disposal_limit(draft: Draft, material: str, most: Sequence[float | None]) -> None:
    """Add the limit on what is disposed of anywhere: everywhere but at outlets."""
    outlets = {str(row["outlet"]) for row in draft.rows.get("outlets", [])}
    spots = dict.fromkeys(
        str(row["outlet"]) for row in draft.rows.get("sales", []) if row["material"] == material and row["outlet"] not in outlets
    )
    if not spots or all(amount is None for amount in most):
        return
    group = draft.rules.new(f"disposal of {material}")
    for place in spots:
        draft.add("groups", group=group, place=place)
    _limit(draft, f"{material} disposed of", most, metric="sold", group=group, material=material)


def _center(draft: Draft, name: str, node: Node) -> bool:
    """Add a center; return whether running it costs anything."""
    node.only(*CENTER_KEYS, ignored=("constant output (tonne)",))
    products = list(draft.materials)
    outputs = [found.text(products, "product") for found in node.get("outputs").elements()]
    taken = (
        ""
        if node.has("input") and isinstance(node.value, dict) and node.value["input"] is None
        else node.get("input").text(products, "product")
    )
    outlet = draft.place("outlets", node, name, "buying", kind="buyer") if taken else ""
    if taken:
        draft.takers.setdefault(draft.materials[taken], []).append(outlet)
        for period, price in draft.spread(node.get("revenue ($/tonne)").series(None)):
            draft.add("sales", outlet=outlet, material=draft.materials[taken], period=period, price_per_t=price)
    if any(outputs):
        region = draft.place("regions", node, name, "giving")
        for output in filter(None, outputs):
            _output(draft, node, region, output, (outlet, draft.materials[taken]) if taken else None)
    operating = node.get("operating cost ($)").series()
    if max(operating) > 0:
        site = draft.place("sites", node, name, "running")
        row = {"site": site, "technology": RUNNING, "size": "one"}
        draft.add(
            "candidates",
            **row,
            capacity_t=1.0,
            opening_cost=0.0,
            fixed_cost_per_year=operating[0],
            variable_cost_per_t=0.0,
            status="existing",
        )
        for period, cost in zip(draft.periods, operating, strict=True):
            if cost != operating[0]:
                draft.add("candidate_costs", **row, period=period, fixed_cost_per_year=cost)
    return max(operating) > 0


def _output(draft: Draft, node: Node, region: str, product: str, sale: tuple[str, str] | None) -> None:
    """Add what a center puts out: every year, and in proportion to what it took in earlier years."""
    material = draft.materials[product]
    draft.senders.setdefault(material, []).append(region)
    fixed = node.get("fixed output (tonne)").get(product).series()
    collection = node.get("collection cost ($/tonne)").get(product).series(None)
    returned = node.get("variable output (tonne/tonne)").get(product)
    shares = [share.number() for share in returned.elements()] if isinstance(returned.value, list) else returned.series()
    for lag, share in enumerate(shares[: len(draft.periods)]):
        if share > 0 and sale:
            draft.add("returns", outlet=sale[0], material=sale[1], region=region, returned=material, lag_periods=lag, share=share)
    back = sale is not None and any(share > 0 for share in shares)
    for period, amount, cost in zip(draft.periods, fixed, collection, strict=True):
        if amount > 0 or (back and cost != 0):
            draft.add("supplies", region=region, material=material, period=period, supply_t=amount, acquisition_cost_per_t=cost)
    costs, limits = node.get("disposal cost ($/tonne)").get(product), node.get("disposal limit (tonne)")
    add_on_the_spot(draft, region, material, costs.series(None), _may_be_null(limits, product))


def _may_be_null(node: Node, product: str) -> list[float | None]:
    """Return the limits of a product, which must be stated, if only as null."""
    return node.get(product, False).limits() if node.has(product) else node.get(product).limits()


def _plant(draft: Draft, node: Node, site: str, technology: str) -> None:
    node.only(*PLANT_KEYS)
    draft.add("technologies", technology=technology, kind="recycling")
    mixes = {key: mix.series() for key, mix in node.get("input mix (%)").items() if _known(draft, mix)}
    outputs = {key: share.series() for key, share in node.get("output (tonne)").items() if _known(draft, share)}
    if both := [key for key in mixes if key in outputs]:
        node.get("output (tonne)").fault(f"'{both[0]}' is an input of the plant, too", "give what it puts out a name of its own")
    _recipe(draft, node, technology, mixes, outputs)
    for gas, rates in node.get("processing emissions (tonne)").items():
        for period, rate in draft.spread(rates.series(None)):
            draft.add("processing_emissions", technology=technology, gas=draft.gas(gas), period=period, t_per_t=rate)
    for key in mixes:
        draft.takers.setdefault(draft.materials[key], []).append(site)
        _storage(draft, node, site, key)
    for key in outputs:
        draft.senders.setdefault(draft.materials[key], []).append(site)
        costs = node.get("disposal cost ($/tonne)").get(key).series(None)
        add_on_the_spot(draft, site, draft.materials[key], costs, _may_be_null(node.get("disposal limit (tonne)"), key))
    sizes = node.get("capacities").elements()
    for size in sizes:
        size.only(*SIZE_KEYS)
    add_candidate(draft, node.get("capacities"), sizes, "size (tonne)", node.get("initial capacity (tonne)"), site, technology)


def _recipe(draft: Draft, node: Node, technology: str, mixes: dict[str, list[float]], outputs: dict[str, list[float]]) -> None:
    """Add the recipe of a plant's mix; all of it by year where any of it changes."""
    totals = [sum(year) for year in zip(*mixes.values(), strict=True)] or [0.0]
    if wrong := [total for total in totals if abs(total - 100) > MIX_ROUNDING]:
        node.get("input mix (%)").fault(f"the shares of a year add up to {wrong[0]:g}", "let those of every year add up to 100")
        return
    taken = {key: [-share / total for share, total in zip(mix, totals, strict=True)] for key, mix in mixes.items()}
    constant = all(len(set(series)) == 1 for series in [*taken.values(), *outputs.values()])
    for key, series in [*taken.items(), *outputs.items()]:
        for period, amount in draft.spread(series) if constant else zip(draft.periods, series, strict=True):
            if amount != 0:
                draft.add("conversions", technology=technology, recipe="one", material=draft.materials[key], period=period, t_per_t=amount)


def _storage(draft: Draft, node: Node, site: str, key: str) -> None:
    """Add what a plant may keep of one of its inputs."""
    costs, limits = node.get("storage cost ($/tonne)").get(key).series(), _may_be_null(node.get("storage limit (tonne)"), key)
    for period, cost, limit in zip(draft.periods, costs, limits, strict=True):
        if limit is None or limit > 0:
            draft.add("storage", place=site, material=draft.materials[key], period=period, cost_per_t=cost, limit_t=limit)


def _known(draft: Draft, node: Node) -> bool:
    """Return whether the last key on the way to a node is a product; a fault where it is not."""
    Node(node.path[-1], node.path, node.findings).text(list(draft.materials), "product")
    return node.path[-1] in draft.materials
