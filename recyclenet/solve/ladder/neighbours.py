"""Neighbours of a plan: small programmes in which some sites may change, and all else that is whole stays as it is."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recyclenet.model.formulation import Formulation
from recyclenet.solve.handover import Floats, Programme

Mask = NDArray[np.bool_]

DIFFERENT = 0.1
"""How far a plan must be from the relaxation for a column to be worth another look."""

FIRST = 8
"""Sites that may change at first."""


@dataclass
class Size:
    """How many sites may change at a time: more where that was easy, fewer where it was not."""

    sites: float = FIRST

    def learn(self, *, finished: bool) -> None:
        """Take note of whether a neighbourhood was searched to its end."""
        self.sites = self.sites * 1.5 if finished else max(2.0, self.sites * 0.7)


def differing(programme: Programme, plan: Floats, relaxation: Floats) -> Mask:
    """Return the whole columns in which a plan and the relaxation differ."""
    found: Mask = programme.integer & (np.abs(plan - relaxation) > DIFFERENT)
    return found


def site_of(formulation: Formulation, programme: Programme) -> NDArray[np.int64]:
    """Return the number of the site of every whole column, -1 where it has none."""
    found = np.full(programme.cost.size, -1, dtype=np.int64)
    names = {id(variable): name for name, variable in formulation.variables.items()}
    for variable, where in programme.columns:
        index = variable.labels.pandas
        if variable.integer and "site" in index.names and id(variable) in names:
            found[where] = formulation.network.universes["place"].get_indexer(index.get_level_values("site"))
    return found


def near(formulation: Formulation, site: NDArray[np.int64], size: Size, seed: int) -> Iterator[Mask]:
    """Yield, without end, the columns of sites near one another; each site is the middle once before any is again."""
    places = formulation.network["places"]
    sites = np.unique(site[site >= 0])
    lat, lon = (np.radians(places[name].to_numpy(dtype=float)[sites]) for name in ("lat_deg", "lon_deg"))
    where = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    draw = np.random.default_rng(seed)
    while sites.size:
        for middle in draw.permutation(sites.size):
            order = np.argsort(((where - where[middle]) ** 2).sum(axis=1), kind="stable")
            yield np.isin(site, sites[order[: round(size.sites)]])
