"""The network: all that is possible at all in an instance, as sparse tables indexed by labels."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.network.arcs import build_arcs, stands_of
from recyclenet.network.expand import by_period
from recyclenet.network.labels import PLACE_DIMENSIONS, cross
from recyclenet.network.targets import build_targets
from recyclenet.network.weights import build_periods


@dataclass(frozen=True)
class Network:
    """What is possible: tables indexed by labels, and the universe of every dimension (see recyclenet.network.labels).

    periods (years, annual_weight, opening_weight) - places (role, lat_deg, lon_deg) - supplies (supply_t) - uncollected (cost_per_t,
    limit_t) - candidates (kind, capacity_t, costs, status; forbidden ones are left out) - standing (candidates by period in which they may
    stand: must_stand, may_build, stood) - recipes (site, technology, size, recipe, period) - conversions (t_per_t) - arcs (distance_km,
    haulage_cost_per_t) - sales (price_per_t, limit_t) - targets (see recyclenet.network.targets) - network_size (least, most).
    """

    instance: Instance
    tables: Mapping[str, pd.DataFrame]
    universes: Mapping[str, pd.Index]

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return a table."""
        return self.tables[table]

    def by_period(self, index: pd.Index) -> pd.MultiIndex:
        """Return an index with every period for each of its rows, the period running fastest."""
        return cross(index, "period", self.universes["period"])


def build_network(instance: Instance) -> Network:
    """Return the network of an instance."""
    periods, places = build_periods(instance), _places(instance)
    universes = _universes(instance, places.index)
    supplies, sales = instance.keyed("supplies"), by_period(instance, "sales")
    candidates = _candidates(instance)
    conversions = by_period(instance, "conversions")
    stands = stands_of(universes, supplies, _site_recipes(candidates, conversions), sales)
    standing = _standing(candidates, instance.periods)
    tables = {
        "periods": periods,
        "places": places,
        "supplies": supplies,
        "uncollected": _uncollected(instance, supplies),
        "candidates": candidates,
        "standing": standing,
        "recipes": _recipes(standing, conversions),
        "conversions": conversions,
        "arcs": build_arcs(instance, places, stands),
        "sales": sales,
        "network_size": by_period(instance, "network_size"),
        "kinds": instance["technologies"].assign(one=1.0).set_index(["technology", "kind"])[["one"]],
        **build_targets(instance, supplies.reset_index(), sales),
    }
    return Network(instance, tables, universes)


def _places(instance: Instance) -> pd.DataFrame:
    blocks = [
        instance[table].rename(columns={role: "place"})[["place", "lat_deg", "lon_deg"]].assign(role=role)
        for table, role in (("regions", "region"), ("sites", "site"), ("outlets", "outlet"))
    ]
    return pd.concat(blocks).set_index("place")


def _universes(instance: Instance, places: pd.Index) -> dict[str, pd.Index]:
    labels = {
        "period": instance["periods"]["period"],
        "material": instance["materials"]["material"],
        "technology": instance["technologies"]["technology"],
        "kind": instance["technologies"]["kind"].unique(),
        "size": instance["candidates"]["size"].unique(),
        "recipe": instance["conversions"]["recipe"].unique(),
        "mode": instance["modes"]["mode"],
        "target": instance["targets"]["target"].unique(),
    }
    universes = {name: pd.Index(values, name=name) for name, values in labels.items()}
    return universes | {"next_period": universes["period"]} | dict.fromkeys(PLACE_DIMENSIONS, places)


def _candidates(instance: Instance) -> pd.DataFrame:
    candidates = instance["candidates"].merge(instance["technologies"][["technology", "kind"]], on="technology")
    return candidates[candidates["status"] != "forbidden"].set_index(["site", "technology", "size"])


def _standing(candidates: pd.DataFrame, periods: tuple[str, ...]) -> pd.DataFrame:
    """Return candidates by the periods in which they may stand, with what holds of them there (0 or 1).

    must_stand: existing, or required and past its deadline; may_build: within its window; stood: existing before the first period.
    """
    order = {period: number for number, period in enumerate(periods)}
    first = candidates["first_period"].map(order).fillna(0).to_numpy(dtype=int)
    stated_last = candidates["last_period"].map(order)
    last = stated_last.fillna(len(periods) - 1).to_numpy(dtype=int)
    existing, required = (candidates["status"] == "existing").to_numpy(), (candidates["status"] == "required").to_numpy()
    deadline = np.where(stated_last.isna(), first, last)
    index = cross(candidates.index, "period", pd.Index(periods, name="period"))
    row, when = np.repeat(np.arange(len(candidates)), len(periods)), np.tile(np.arange(len(periods)), len(candidates))
    frame = pd.DataFrame(
        {
            "must_stand": (existing[row] | (required[row] & (when >= deadline[row]))).astype(float),
            "may_build": (~existing[row] & (when >= first[row]) & (when <= last[row])).astype(float),
            "stood": (existing[row] & (when == 0)).astype(float),
        },
        index=index,
    )
    return frame[existing[row] | (when >= first[row])]


def _site_recipes(candidates: pd.DataFrame, conversions: pd.DataFrame) -> pd.DataFrame:
    """Return what the recipes of the candidates at each site take and put out, indexed by site, technology, material."""
    pairs = candidates.index.droplevel("size").unique().to_frame(index=False)
    recipes = conversions.reset_index()[["technology", "material", "t_per_t"]]
    return pairs.merge(recipes, on="technology").set_index(["site", "technology", "material"])


def _recipes(standing: pd.DataFrame, conversions: pd.DataFrame) -> pd.DataFrame:
    """Return the recipes that may run: of every candidate, in every period in which it may stand."""
    recipes = conversions.index.to_frame(index=False)[["technology", "recipe", "period"]].drop_duplicates()
    rows = standing.index.to_frame(index=False).merge(recipes, on=["technology", "period"])
    return rows.set_index(["site", "technology", "size", "recipe", "period"])


def _uncollected(instance: Instance, supplies: pd.DataFrame) -> pd.DataFrame:
    """Return the supply that may be left behind, with its cost and the most of it [t/yr]."""
    rows = supplies.reset_index().merge(by_period(instance, "uncollected").reset_index(), on=["material", "period"])
    rows["limit_t"] = rows["supply_t"] * rows["limit_share"].fillna(1.0)
    return rows.set_index(["region", "material", "period"])[["cost_per_t", "limit_t"]]
