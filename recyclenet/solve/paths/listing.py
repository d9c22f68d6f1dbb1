"""The listing of paths: every way of supply through one or two facilities that is cheaper than leaving it outside."""

from dataclasses import dataclass, field

import numpy as np

from recyclenet.solve.handover import Floats
from recyclenet.solve.paths.case import Ints, Links, Paths, Sources
from recyclenet.solve.paths.recipes import Recipe
from recyclenet.solve.paths.ways import Ways

MOST_PATHS = 4_000_000
"""Largest number of paths that is listed."""


class TooManyPathsError(Exception):
    """More paths are worth listing than memory is meant for."""


@dataclass
class _Listed:
    """Parts of the list while it grows: source, cost, facility and usage of the first and the second link (-1: none)."""

    parts: list[tuple[Ints, Floats, Ints, Floats, Ints, Floats]] = field(default_factory=list)
    count: int = 0

    def add(self, source: Ints, cost: Floats, first: int, usage: float, second: Ints, second_usage: Floats) -> None:
        size = source.size
        self.parts.append((source, cost, np.full(size, first), np.full(size, usage), second, second_usage))
        self.count += size
        if self.count > MOST_PATHS:
            raise TooManyPathsError


def listed(ways: Ways, by_period: list[list[Recipe]], sources: Sources, region: Ints, material: Ints) -> tuple[Paths, Links]:
    """Return the paths that cost less than `left`, and their links; `region` and `material` are those of the sources.

    A path that costs more without what its facilities cost is in no best plan: leaving the supply outside is cheaper.
    """
    found = _Listed()
    for period, recipes in enumerate(by_period):
        for taken in np.unique(material[sources.period == period]):
            of = np.flatnonzero((sources.period == period) & (material == taken))
            for recipe in recipes:
                if recipe.taken == taken:
                    _through(found, ways, recipe, recipes, period, of, region[of], sources.left[of])
    return _assembled(found, sources)


def _through(found: _Listed, ways: Ways, recipe: Recipe, recipes: list[Recipe], period: int, of: Ints, region: Ints, left: Floats) -> None:
    """List the paths of some sources whose first facility runs a recipe."""
    arrival = ways.between(recipe.taken, period, region, recipe.site)
    own = _processing(ways, recipe, period, but=recipe.onward)
    endings, facility, usage = _endings(ways, recipe, recipes, period)
    for number, first in enumerate(recipe.facility):
        start = arrival[:, number] + own[number]
        cost = start[:, None] + endings[number][None, :]
        source, ending = np.nonzero(np.isfinite(cost) & (cost < left[:, None]))
        found.add(of[source], cost[source, ending], int(first), 1 / recipe.takes, facility[ending], usage[ending])


def _processing(ways: Ways, recipe: Recipe, period: int, but: int) -> Floats:
    """Return what a tonne taken costs at each facility: processing, and getting rid of all that comes out `but` one material."""
    cost = recipe.cost.copy()
    for material, amount in recipe.made.items():
        if material != but:
            cost += amount * ways.out(material, period)[recipe.site]
    return cost / recipe.takes


def _endings(ways: Ways, recipe: Recipe, recipes: list[Recipe], period: int) -> tuple[Floats, Ints, Floats]:
    """Return how paths may end after a recipe: cost by its facility and ending, and the endings' facilities and usage (-1: none)."""
    none = np.array([-1], dtype=np.int64), np.zeros(1)
    if recipe.onward < 0:
        return np.zeros((recipe.facility.size, 1)), *none
    passed = recipe.made[recipe.onward] / recipe.takes
    costs, facilities, usages = [passed * ways.out(recipe.onward, period)[recipe.site][:, None]], [none[0]], [none[1]]
    for second in recipes:
        if second.taken == recipe.onward:
            way = ways.between(second.taken, period, recipe.site, second.site)
            costs.append(passed * (way + _processing(ways, second, period, but=-1)[None, :]))
            facilities.append(second.facility)
            usages.append(np.full(second.facility.size, passed / second.takes))
    return np.concatenate(costs, axis=1), np.concatenate(facilities), np.concatenate(usages)


def _assembled(found: _Listed, sources: Sources) -> tuple[Paths, Links]:
    """Return the list as paths ordered by source, and links ordered by facility and period."""
    none = np.empty(0, dtype=np.int64)
    parts = [(none, np.empty(0), none, np.empty(0), none, np.empty(0)), *found.parts]
    source, first, second = (np.concatenate([part[which] for part in parts]).astype(np.int64) for which in (0, 2, 4))
    cost, first_usage, second_usage = (np.concatenate([part[which] for part in parts]).astype(float) for which in (1, 3, 5))
    both = second >= 0
    facility = np.concatenate([first, second[both]])
    of = np.concatenate([source, source[both]])
    usage = np.concatenate([first_usage, second_usage[both]])
    count, periods = sources.supply.size, int(sources.period.max(initial=0)) + 1
    keys, link = np.unique((facility * periods + sources.period[of]) * count + of, return_inverse=True)
    least = np.full(keys.size, np.inf)
    np.minimum.at(least, link, usage)
    second_link = np.full(source.size, -1, dtype=np.int64)
    second_link[both] = link[source.size :]
    order = np.argsort(source, kind="stable")
    paths = Paths(source[order], cost[order], link[: source.size][order], second_link[order])
    return paths, Links(keys % count, keys // count // periods, least)
