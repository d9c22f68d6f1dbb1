"""The arcs: every ordered pair of places between which a material can move by a mode, with the way travelled and its cost."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recyclenet.geo.distance import great_circle_km
from recyclenet.instance.instance import Instance
from recyclenet.network.labels import codes, fold

Ints = NDArray[np.int64]
KEY = ["origin", "destination", "material", "mode"]


@dataclass(frozen=True)
class Stands:
    """Where materials can be: for each material, the codes of the places that may send it and of those that may take it."""

    origins: dict[str, Ints]
    destinations: dict[str, Ints]


def build_arcs(instance: Instance, places: pd.DataFrame, stands: Stands) -> pd.DataFrame:
    """Return the arcs, indexed by origin, destination, material, mode, with `distance_km` and `haulage_cost_per_t` [currency/t].

    A mode carries the goods classes it has a rate for, within its reach; the way is the instance's own distance where it states one,
    else great circle x detour of the mode.
    """
    rates = instance["mode_rates"].merge(instance["modes"][["mode", "detour"]], on="mode")
    materials = instance["materials"].set_index("material")
    names, modes = pd.Index(materials.index, name="material"), pd.Index(instance["modes"]["mode"], name="mode")
    own = _Overrides(instance, places.index, modes)
    blocks: list[tuple[Ints, Ints, int, int, NDArray[np.float64], NDArray[np.float64]]] = []
    for number, material in enumerate(names):
        origins, destinations = stands.origins.get(material, _NONE), stands.destinations.get(material, _NONE)
        if not origins.size or not destinations.size:
            continue
        origin, destination = (side.ravel() for side in np.meshgrid(origins, destinations, indexing="ij"))
        apart = origin != destination
        origin, destination = origin[apart], destination[apart]
        crow = _crow_km(places, origin, destination)
        for rate in rates[rates["goods_class"] == materials.at[material, "goods_class"]].itertuples():
            mode = int(modes.get_loc(rate.mode))
            way = own.replace(crow * rate.detour, origin, destination, mode)
            near = way <= (np.inf if pd.isna(rate.reach_km) else rate.reach_km)
            cost = way[near] * rate.cost_per_tkm + rate.handling_cost_per_t
            blocks.append((origin[near], destination[near], number, mode, way[near], cost))
    return _frame(blocks, places.index, names, modes)


_NONE: Ints = np.empty(0, dtype=np.int64)


def _crow_km(places: pd.DataFrame, origin: Ints, destination: Ints) -> NDArray[np.float64]:
    lat, lon = places["lat_deg"].to_numpy(), places["lon_deg"].to_numpy()
    return great_circle_km(lat[origin], lon[origin], lat[destination], lon[destination])


class _Overrides:
    """The distances an instance states itself, ready to replace computed ones."""

    def __init__(self, instance: Instance, places: pd.Index, modes: pd.Index) -> None:
        """Sort the stated distances by their folded key."""
        stated = instance["distances"]
        universes = {"origin": places, "destination": places, "mode": modes}
        self.sizes = [len(places), len(places), len(modes)]
        keys = fold([universes[name].get_indexer(stated[name]) for name in universes], self.sizes) if len(stated) else _NONE
        order = np.argsort(keys)
        self.keys, self.distance_km = keys[order], stated["distance_km"].to_numpy(dtype=float)[order]

    def replace(self, way: NDArray[np.float64], origin: Ints, destination: Ints, mode: int) -> NDArray[np.float64]:
        """Return the ways with the stated ones put in."""
        if not self.keys.size:
            return way
        wanted = fold([origin, destination, np.full(origin.size, mode)], self.sizes)
        found = np.minimum(np.searchsorted(self.keys, wanted), self.keys.size - 1)
        return np.where(self.keys[found] == wanted, self.distance_km[found], way)


def _frame(
    blocks: list[tuple[Ints, Ints, int, int, NDArray[np.float64], NDArray[np.float64]]],
    places: pd.Index,
    materials: pd.Index,
    modes: pd.Index,
) -> pd.DataFrame:
    def column(part: int) -> NDArray[np.float64]:
        return np.concatenate([np.broadcast_to(np.asarray(block[part]), block[0].shape) for block in blocks]) if blocks else np.empty(0)

    level_codes = [column(part).astype(np.int64) for part in range(4)]
    index = pd.MultiIndex(levels=[places, places, materials, modes], codes=level_codes, names=KEY, verify_integrity=False)
    return pd.DataFrame({"distance_km": column(4), "haulage_cost_per_t": column(5)}, index=index)


def stands_of(universes: dict[str, pd.Index], supplies: pd.DataFrame, recipes: pd.DataFrame, sales: pd.DataFrame) -> Stands:
    """Return where each material can be: supplied or put out by a recipe there; taken by a recipe or an outlet there.

    `recipes` is indexed by site, technology and material with `t_per_t`; supplies and sales by their instance keys.
    """

    def by_material(blocks: list[tuple[pd.Index, str]]) -> dict[str, Ints]:
        place = np.concatenate([codes(index, role, universes) for index, role in blocks])
        material = np.concatenate([codes(index, "material", universes) for index, _ in blocks])
        return {name: np.unique(place[material == number]) for number, name in enumerate(universes["material"])}

    made, used = recipes.index[recipes["t_per_t"] > 0], recipes.index[recipes["t_per_t"] < 0]
    return Stands(by_material([(supplies.index, "region"), (made, "site")]), by_material([(used, "site"), (sales.index, "outlet")]))
