"""The arcs: every ordered pair of places between which a material can move by a mode, with the way travelled and what it costs."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from recyclenet.instance.instance import Instance
from recyclenet.network.labels import Universes, codes, cross
from recyclenet.network.ways import Ways

Ints = NDArray[np.int64]
Block = tuple[Ints, Ints, int, int, NDArray[np.float64]]
"""Arcs of one material and mode: codes of their ends, the codes of material and mode, and the ways [km]."""

KEY = ["origin", "destination", "material", "mode"]


@dataclass(frozen=True)
class Stands:
    """Where materials can be: for each material, the codes of the places that may send it and of those that may take it."""

    origins: dict[str, Ints]
    destinations: dict[str, Ints]


def build_arcs(instance: Instance, places: pd.DataFrame, ways: Ways, stands: Stands) -> pd.DataFrame:
    """Return the arcs, indexed by origin, destination, material, mode, with `distance_km`.

    A mode carries the goods classes it has a rate for, within its reach; the way is the instance's own distance where it states one,
    else great circle x detour of the mode.
    """
    rates = instance["mode_rates"]
    materials = instance["materials"].set_index("material")
    names, modes = pd.Index(materials.index, name="material"), ways.modes
    blocks: list[Block] = []
    for number, material in enumerate(names):
        origins, destinations = stands.origins.get(material, _NONE), stands.destinations.get(material, _NONE)
        if not origins.size or not destinations.size:
            continue
        carrying = rates[rates["goods_class"] == materials.at[material, "goods_class"]]
        origin, destination = ways.pairs(origins, destinations, carrying.set_index("mode")["reach_km"])
        crow = ways.crow_km(origin, destination)
        for rate in carrying.itertuples():
            mode = int(modes.get_loc(rate.mode))
            way = ways.km(origin, destination, mode, crow)
            near = way <= (np.inf if pd.isna(rate.reach_km) else rate.reach_km)
            blocks.append((origin[near], destination[near], number, mode, way[near]))
    return _frame(blocks, places.index, names, modes)


_NONE: Ints = np.empty(0, dtype=np.int64)


def _frame(blocks: list[Block], places: pd.Index, materials: pd.Index, modes: pd.Index) -> pd.DataFrame:
    def column(part: int) -> NDArray[np.float64]:
        return np.concatenate([np.broadcast_to(np.asarray(block[part]), block[0].shape) for block in blocks]) if blocks else np.empty(0)

    level_codes = [column(part).astype(np.int64) for part in range(4)]
    index = pd.MultiIndex(levels=[places, places, materials, modes], codes=level_codes, names=KEY, verify_integrity=False)
    return pd.DataFrame({"distance_km": column(4)}, index=index)


def haulage_costs(instance: Instance, arcs: pd.DataFrame, universes: Universes) -> pd.DataFrame:
    """Return what a tonne costs on every arc, `cost_per_t` [currency/t]; by period too where the instance has costs of their own for some.

    The cost is the way times `cost_per_tkm` plus `handling_cost_per_t`, of the mode and the material's goods class.
    """
    own = instance["haulage_costs"]
    spans = universes["period"] if len(own) else universes["period"][:1]
    key, parts = ["mode", "goods_class"], ["cost_per_tkm", "handling_cost_per_t"]
    general = instance["mode_rates"][[*key, *parts]].merge(pd.DataFrame({"period": spans}), how="cross")
    rates = pd.concat([own[[*key, "period", *parts]], general]).drop_duplicates([*key, "period"])
    rows = rates.merge(instance["materials"][["material", "goods_class"]], on="goods_class")
    mode, material = (universes[name].get_indexer(rows[name]) for name in ("mode", "material"))
    table = np.zeros((2, len(universes["mode"]), len(universes["material"]), len(spans)))
    table[:, mode, material, spans.get_indexer(rows["period"])] = rows[parts].to_numpy().T
    per_tkm, per_t = table[:, codes(arcs.index, "mode", universes), codes(arcs.index, "material", universes)]
    cost = arcs["distance_km"].to_numpy()[:, None] * per_tkm + per_t
    return pd.DataFrame({"cost_per_t": cost.ravel()}, index=cross(arcs.index, "period", spans) if len(own) else arcs.index)


def stands_of(universes: dict[str, pd.Index], arising: list[pd.Index], recipes: pd.DataFrame, sales: pd.Index) -> Stands:
    """Return where each material can be: supplied, come back or put out by a recipe there; taken by a recipe or an outlet there.

    `recipes` is indexed by site, technology and material with `t_per_t`; `arising` and `sales` have the levels region or outlet, and
    material. What a site or a region is rid of on the spot draws nothing from elsewhere: such sales are left out by the caller.
    """

    def by_material(blocks: list[tuple[pd.Index, str]]) -> dict[str, Ints]:
        place = np.concatenate([codes(index, role, universes) for index, role in blocks])
        material = np.concatenate([codes(index, "material", universes) for index, _ in blocks])
        return {name: np.unique(place[material == number]) for number, name in enumerate(universes["material"])}

    made, used = recipes.index[recipes["t_per_t"] > 0], recipes.index[recipes["t_per_t"] < 0]
    origins = [*((index, "region") for index in arising), (made, "site")]
    return Stands(by_material(origins), by_material([(used, "site"), (sales, "outlet")]))
