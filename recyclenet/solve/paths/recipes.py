"""The recipes of a programme by facility, and whether they make chains of at most two."""

from dataclasses import dataclass

import numpy as np

from recyclenet.model.formulation import Formulation
from recyclenet.network.labels import codes
from recyclenet.solve.handover import Floats
from recyclenet.solve.paths.case import Ints
from recyclenet.solve.paths.columns import Columns
from recyclenet.solve.paths.plans import Facilities


@dataclass(frozen=True)
class Recipe:
    """A recipe of a technology in a period: what it takes, all that it puts out, per tonne of throughput, and where it may run.

    `facility`, `site` and `cost` [per t of throughput, of the cheapest size] belong together. `onward` is the one output that further
    recipes take, or -1.
    """

    taken: int
    takes: float
    made: dict[int, float]
    onward: int
    facility: Ints
    site: Ints
    cost: Floats


@dataclass(frozen=True)
class Recipes:
    """The recipes of every period, and by facility, period and size what processing costs more than at the cheapest size, and runs."""

    by_period: list[list[Recipe]]
    surcharge: Floats
    runs: Floats


def recipes_of(formulation: Formulation, known: dict[str, Columns], facilities: Facilities, supplied: list[set[int]]) -> Recipes | None:
    """Return the recipes of a programme, or None where they are no chains of one or two recipes of one input each.

    `supplied` are the materials that arise in each period.
    """
    run = known["throughput"]
    facility = facilities.find(run.codes["site"], run.codes["technology"])
    periods, sizes = facilities.opened.shape[1:]
    amounts = _amounts(formulation)
    keys = np.stack([run.codes["technology"], run.codes["recipe"], run.codes["period"], facility])
    kinds, group = np.unique(keys, axis=1, return_inverse=True)
    least = np.full(kinds.shape[1], np.inf)
    np.minimum.at(least, group.ravel(), run.cost)
    surcharge = np.full((facilities.site.size, periods, sizes), np.inf)
    np.minimum.at(surcharge, (facility, run.codes["period"], run.codes["size"]), run.cost - least[group.ravel()])
    runs = np.isfinite(surcharge).astype(float)
    by_period: list[list[Recipe]] = [[] for _ in range(periods)]
    for technology, name, period in np.unique(kinds[:3], axis=1).T:
        chosen = np.flatnonzero((kinds[0] == technology) & (kinds[1] == name) & (kinds[2] == period))
        taken = {material: -amount for material, amount in amounts[technology, name, period].items() if amount < 0}
        if len(taken) != 1:
            return None
        (material, takes), made = (*taken.items(),)[0], {m: a for m, a in amounts[technology, name, period].items() if a > 0}
        own = kinds[3, chosen]
        by_period[period].append(Recipe(material, takes, made, -1, own, facilities.site[own], least[chosen]))
    chained = [_chained(recipes, arising) for recipes, arising in zip(by_period, supplied, strict=True)]
    if any(chain is None for chain in chained):
        return None
    return Recipes([chain for chain in chained if chain is not None], np.where(runs > 0, surcharge, 0.0), runs)


def _chained(recipes: list[Recipe], supplied: set[int]) -> list[Recipe] | None:
    """Return the recipes with what they pass onward, or None where these are no chains of at most two."""
    used = {recipe.taken for recipe in recipes}
    chained, second = [], set()
    for recipe in recipes:
        onward = [material for material in recipe.made if material in used]
        if recipe.taken in supplied and len(onward) > 1:
            return None
        if recipe.taken in supplied:
            second.update(onward)
        chained.append(Recipe(**{**recipe.__dict__, "onward": onward[0] if onward else -1}))
    if any(recipe.taken in second and recipe.onward >= 0 for recipe in chained):
        return None
    return chained


def _amounts(formulation: Formulation) -> dict[tuple[int, int, int], dict[int, float]]:
    """Return what recipes take and put out per tonne of throughput, by technology, recipe and period."""
    table, universes = formulation.network["conversions"]["t_per_t"], formulation.network.universes
    columns = [codes(table.index, name, universes) for name in ("technology", "recipe", "period", "material")]
    amounts: dict[tuple[int, int, int], dict[int, float]] = {}
    for technology, recipe, period, material, amount in zip(*columns, table.to_numpy(dtype=float), strict=True):
        amounts.setdefault((int(technology), int(recipe), int(period)), {})[int(material)] = float(amount)
    return amounts
