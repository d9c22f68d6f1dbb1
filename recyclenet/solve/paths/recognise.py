"""Recognising a case: a programme of which the path model is a relaxation, told from its rows and tables, never from names."""

import numpy as np

from recyclenet.model.formulation import Formulation
from recyclenet.network.labels import codes
from recyclenet.solve.handover import Floats, Programme
from recyclenet.solve.paths.case import Case, Ints, Sources
from recyclenet.solve.paths.columns import Columns, columns_of, rest_at_least, rows_as_known
from recyclenet.solve.paths.listing import TooManyPathsError, listed
from recyclenet.solve.paths.plans import facilities_of, plans_of
from recyclenet.solve.paths.recipes import recipes_of
from recyclenet.solve.paths.ways import EndlessWaysError, Ways


def recognise(formulation: Formulation, programme: Programme) -> Case | None:
    """Return the case of a programme, or None where paths through one or two facilities are not all there is.

    Rules the case does not know (targets, limits, what must stand together) are dropped: the case's bound holds all the same. None where
    stock, goods that come back, expansion or closing let plans through that no path is; where recipes mix inputs or make longer chains.
    """
    known = columns_of(formulation, programme)
    constant = programme.offset + rest_at_least(programme, known)
    if not len(known["open"]) or not np.isfinite(constant) or not rows_as_known(formulation, programme):
        return None
    universes = formulation.network.universes
    periods = len(universes["period"])
    ways = Ways(known, len(universes["place"]), len(universes["material"]))
    arising = _arising(formulation)
    if arising is None:
        return None
    region, material, period, supply = arising
    facilities = facilities_of(known, periods)
    recipes = recipes_of(formulation, known, facilities, [set(material[period == when].tolist()) for when in range(periods)])
    if recipes is None:
        return None
    plans = plans_of(formulation, known, facilities, recipes.surcharge, recipes.runs)
    if plans is None:
        return None
    try:
        sources = Sources(supply, period, _left(known["uncollected"], ways, region, material, period))
        paths, links = listed(ways, recipes.by_period, sources, region, material)
    except (EndlessWaysError, TooManyPathsError):
        return None
    served = np.isfinite(sources.left)
    served[paths.source] = True
    return Case(sources, links, paths, plans, constant) if served.all() else None


def _arising(formulation: Formulation) -> tuple[Ints, Ints, Ints, Floats] | None:
    """Return region, material, period and amount of what arises, or None where it is not at regions or not positive."""
    balance = formulation.constraints["balance"]
    amount = -balance.rows.upper
    index, universes = balance.labels.pandas, formulation.network.universes
    labels = [codes(index, name, universes).astype(np.int64) for name in ("place", "material", "period")]
    roles = formulation.network["places"]["role"].to_numpy()
    there = amount != 0
    if np.any(amount < 0) or np.any(roles[labels[0][there]] != "region"):
        return None
    place, material, period = (label[there] for label in labels)
    return place, material, period, amount[there]


def _left(uncollected: Columns, ways: Ways, region: Ints, material: Ints, period: Ints) -> Floats:
    """Return what it costs at least to keep supply out of the network: left behind, or to an outlet as it is."""
    left = np.full(region.size, np.inf)
    span = int(max(material.max(initial=0), uncollected.codes["material"].max(initial=0))) + 1
    most = int(max(period.max(initial=0), uncollected.codes["period"].max(initial=0))) + 1
    label = uncollected.codes
    key = (label["region"] * span + label["material"]) * most + label["period"]
    own = (region * span + material) * most + period
    may = uncollected.upper > 0
    order = np.argsort(key[may])
    sorted_key, cost = key[may][order], uncollected.cost[may][order]
    if sorted_key.size:
        at = np.minimum(np.searchsorted(sorted_key, own), sorted_key.size - 1)
        left = np.where(sorted_key[at] == own, cost[at], np.inf)
    for when in np.unique(period):
        for taken in np.unique(material[period == when]):
            of = (period == when) & (material == taken)
            left[of] = np.minimum(left[of], ways.out(int(taken), int(when))[region[of]])
    return left
