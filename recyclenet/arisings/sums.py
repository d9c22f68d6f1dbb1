"""Sums: flows of all products added up by material, region, area, period and year, draw by draw."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from recyclenet.arisings.case import Case
from recyclenet.arisings.downscale import shares_of
from recyclenet.arisings.fleets import Fleet, Flows
from recyclenet.arisings.ranges import Array, Draws
from recyclenet.arisings.schema import WAYS

Key = tuple[str, ...]
"""What a sum is about: a region and a material, an area and a material, or a material."""


Name = TypeVar("Name", Key, str)


@dataclass(frozen=True)
class Regions:
    """The regions of a product's areas: their names, which are in the plan, and the share [area, region] of each in its area."""

    names: list[str]
    planned: Array
    shares: Array

    @cached_property
    def areas(self) -> list[NDArray[np.int64]]:
        """Return for each region the numbers of the areas it has a share of."""
        region, area = np.nonzero(self.shares.T)
        return np.split(area, np.searchsorted(region, np.arange(1, len(self.names))))


@dataclass
class Sums:
    """What flows add up to; it grows while they are added.

    Tonnes per year of regions in the plan, by draw and period; of all of them, by draw and year; of the first draw, by area and region, by
    period; and the balance of the first draw [t].
    """

    regional: dict[Key, Array] = field(default_factory=dict)
    yearly: dict[Key, Array] = field(default_factory=dict)
    by_area: dict[Key, dict[str, Array]] = field(default_factory=dict)
    balance: dict[str, dict[str, float]] = field(default_factory=dict)

    @property
    def by_material(self) -> dict[Key, Array]:
        """Return tonnes per year of the regions in the plan together, by draw and period."""
        found: dict[Key, Array] = {}
        for (_, material), tonnes in self.regional.items():
            _add(found, (material,), tonnes)
        return found


def summed(case: Case, fleets: Sequence[Fleet], draws: Draws) -> Sums:
    """Return what the fleets' flows add up to."""
    sums, mean_of = Sums(), _means(case)
    for fleet in fleets:
        regions = _regions(case, fleet)
        for name, flows in fleet.flows(draws, case.settings.timing):
            material = case.settings.materials.get(name, name)
            arising = flows.arising
            _add(sums.yearly, (material,), np.einsum("kay,a->ky", arising, regions.shares @ regions.planned))
            _share_out(sums, material, fleet.areas, regions, arising @ mean_of)
            _book(sums.balance.setdefault(material, {}), flows)
    return sums


def _share_out(sums: Sums, material: str, areas: Sequence[str], regions: Regions, periods: Array) -> None:
    """Give regions their share of what arises [draw, area, period] in areas."""
    for place, region in enumerate(regions.names):
        inside = regions.areas[place]
        parts = periods[:, inside] * regions.shares[inside, place, None]
        if regions.planned[place]:
            _add(sums.regional, (region, material), parts.sum(axis=1))
        for number, area in enumerate(inside):
            _add(sums.by_area.setdefault((areas[int(area)], material), {}), region, parts[0, number])


def _book(row: dict[str, float], flows: Flows) -> None:
    """Add the first draw of a flow to the balance of its material."""
    amounts = {"put_in_t": flows.put_in[0].sum(), "in_use_t": flows.in_use[0, :, -1].sum(), "come_out_t": flows.come_out[0].sum()}
    amounts |= {f"{way}_t": flows.lost[way][0].sum() for way in WAYS}
    for name, amount in amounts.items():
        row[name] = row.get(name, 0.0) + float(amount)


def _means(case: Case) -> Array:
    """Return the weights [year, period] with which years make the mean of their period."""
    years, periods = case.years[:, None], case.tables["periods"]
    inside = (years >= periods["first_year"].to_numpy()) & (years <= periods["last_year"].to_numpy())
    return np.asarray(inside / inside.sum(axis=0), float)


def _regions(case: Case, fleet: Fleet) -> Regions:
    """Return the regions of a fleet: those of its key, or its areas themselves."""
    keys, products = case.tables["keys"], case.tables["products"]
    key = products.dropna(subset=["key"]).set_index("product")["key"].get(fleet.product)
    if key is None:
        return Regions(list(fleet.areas), np.ones(len(fleet.areas)), np.eye(len(fleet.areas)))
    rows = keys[(keys["key"] == key) & keys["area"].isin(fleet.areas)]
    names = list(dict.fromkeys(rows["region"]))
    shares, planned = np.zeros((len(fleet.areas), len(names))), np.zeros(len(names))
    for number, area in enumerate(fleet.areas):
        of_area = rows[rows["area"] == area]
        places = [names.index(region) for region in of_area["region"]]
        shares[number, places] = shares_of(of_area["value"])
        planned[places] = (of_area["planned"] == "yes").to_numpy(float)
    return Regions(names, planned, shares)


def _add(sums: dict[Name, Array], name: Name, amount: Array) -> None:
    sums[name] = sums[name] + amount if name in sums else amount
