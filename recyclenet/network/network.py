"""The network: all that is possible at all in an instance, as sparse tables indexed by labels."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from recyclenet.cards import card, listed, plain
from recyclenet.instance.columns import KINDS
from recyclenet.instance.instance import Instance
from recyclenet.network.arcs import build_arcs, haulage_costs, stands_of
from recyclenet.network.candidates import build_candidates, build_costs, build_recipes, build_standing, group_members, site_recipes
from recyclenet.network.expand import by_period
from recyclenet.network.labels import PLACE_DIMENSIONS, cross
from recyclenet.network.limits import build_limits
from recyclenet.network.nearness import build_access, build_requires, build_service
from recyclenet.network.reach import build_reach
from recyclenet.network.sources import build_single_source, build_sources
from recyclenet.network.targets import build_targets
from recyclenet.network.ties import build_ties
from recyclenet.network.ways import Ways
from recyclenet.network.weights import build_periods


@dataclass(frozen=True)
class Network:
    """What is possible: tables indexed by labels, and the universe of every dimension (see recyclenet.network.labels).

    periods (years, annual_weight, opening_weight) - places (role, lat_deg, lon_deg) - groups (group, place) - supplies (supply_t,
    acquisition_cost_per_t) - uncollected (cost_per_t, limit_t) - candidates (kind, capacity_t, room_t, ...; forbidden ones are left out) -
    standing (candidates by period in which they may stand, see recyclenet.network.candidates) - costs (of candidates by period) - recipes
    (site, technology, size, recipe, period) - conversions (t_per_t) - arcs (distance_km) - haulage (cost_per_t) - sales (price_per_t,
    limit_t) - storage (cost_per_t, limit_t) - returns (share) - and those of rules: targets, limits, access, service, requires,
    single_source, splits, network_size; and what can reach a place: reach_sent, reach_processed, reach_ties. They are described where they
    are built.
    """

    instance: Instance
    tables: Mapping[str, pd.DataFrame]
    universes: Mapping[str, pd.Index]

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return a table."""
        return self.tables[table]

    def __repr__(self) -> str:
        """Return the network in a line."""
        return f"Network({plain(self.instance.settings.name)}: {listed(self._counts())})"

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        lines = {"holds": listed(self._counts()), "not built": "ways beyond the reach of every mode, and what nothing can reach"}
        return card(f"Network of {self.instance.settings.name}", lines, "network[table] gives a table as a data frame")

    def _counts(self) -> dict[str, int]:
        names = {"places": "places", "candidates": "candidates", "arcs": "ways for a material", "sales": "sales"}
        return {shown: len(self.tables[name]) for name, shown in names.items()}

    def by_period(self, index: pd.Index) -> pd.MultiIndex:
        """Return an index with every period for each of its rows, the period running fastest."""
        return cross(index, "period", self.universes["period"])


def build_network(instance: Instance) -> Network:
    """Return the network of an instance."""
    periods, places, supplies = build_periods(instance), _places(instance), instance.keyed("supplies")
    ways, candidates = Ways(instance, places), build_candidates(instance)
    conversions, sales, returns = by_period(instance, "conversions"), by_period(instance, "sales"), _returns(instance)
    standing = build_standing(instance, candidates)
    requires = build_requires(instance, places.index, ways, candidates)
    access = build_access(instance, places.index, ways, candidates, supplies)
    universes = _universes(instance, places.index, requires)
    arising = [supplies.index, returns.index.droplevel("material").rename({"returned": "material"})]
    at_outlets = sales.index[sales.index.get_level_values("outlet").isin(instance["outlets"]["outlet"])]
    arcs = build_arcs(instance, places, ways, stands_of(universes, arising, site_recipes(candidates, conversions), at_outlets))
    tables = {
        "periods": periods,
        "places": places,
        "groups": group_members(instance),
        "supplies": supplies,
        "uncollected": _uncollected(instance, supplies),
        "candidates": candidates,
        "standing": standing,
        "costs": build_costs(instance, candidates, standing),
        "recipes": build_recipes(standing, conversions),
        "conversions": conversions,
        "arcs": arcs,
        "haulage": haulage_costs(instance, arcs, universes),
        "sales": sales,
        "storage": by_period(instance, "storage"),
        "returns": returns,
        "network_size": by_period(instance, "network_size"),
        "kinds": instance["technologies"].assign(one=1.0).set_index(["technology", "kind"])[["one"]],
        "exclusive": instance.keyed("exclusive").assign(one=1.0),
        "splits": by_period(instance, "splits"),
        "gases": by_period(instance, "gases"),
        "processing_emissions": by_period(instance, "processing_emissions"),
        "haulage_emissions": _haulage_emissions(instance),
        **access,
        **requires,
        **build_service(instance, places.index, ways, candidates),
        **build_limits(instance, supplies),
        **build_single_source(instance, periods, arcs.index, build_sources(supplies, candidates, conversions), sales, returns),
        **build_targets(instance, supplies.reset_index(), sales),
    }
    tables |= build_reach(tables, universes)
    return Network(instance, tables | build_ties(tables, universes), universes)


def _places(instance: Instance) -> pd.DataFrame:
    blocks = [
        instance[table].rename(columns={role: "place"})[["place", "lat_deg", "lon_deg"]].assign(role=role)
        for table, role in (("regions", "region"), ("sites", "site"), ("outlets", "outlet"))
    ]
    return pd.concat(blocks).set_index("place")


def _universes(instance: Instance, places: pd.Index, requires: dict[str, pd.DataFrame]) -> dict[str, pd.Index]:
    columns = {
        "period": "periods", "material": "materials", "technology": "technologies", "size": "candidates",
        "recipe": "conversions", "mode": "modes", "target": "targets", "limit": "limits", "access": "access", "within_km": "access",
        "service": "service", "exclusive": "exclusive", "gas": "gases", "element": "compositions",
    }  # fmt: skip
    universes = {name: pd.Index(instance[table][name].unique(), name=name) for name, table in columns.items()}
    universes["kind"] = pd.Index(KINDS, name="kind")  # rules may name kinds that no technology has
    universes["group"] = group_members(instance).index.get_level_values("group").unique()
    rules = [requires[table].index.get_level_values("requirement") for table in ("requires_open", "requires_run")]
    universes["requirement"] = rules[0].append(rules[1]).unique()
    likewise = {
        "next_period": "period",
        "return_period": "period",
        "returned": "material",
        "split_recipe": "recipe",
        "wider_km": "within_km",
    }
    return universes | {name: universes[like] for name, like in likewise.items()} | dict.fromkeys(PLACE_DIMENSIONS, places)


def _uncollected(instance: Instance, supplies: pd.DataFrame) -> pd.DataFrame:
    """Return the supply that may be left behind, with its cost and the most of it [t/yr]."""
    rows = supplies.reset_index().merge(by_period(instance, "uncollected").reset_index(), on=["material", "period"])
    rows["limit_t"] = rows["supply_t"] * rows["limit_share"].fillna(1.0)
    return rows.set_index(["region", "material", "period"])[["cost_per_t", "limit_t"]]


def _returns(instance: Instance) -> pd.DataFrame:
    """Return the goods that come back: (outlet, material, period, region, returned, return_period) with `share` [t/t]."""
    periods = pd.Series(instance.periods)
    spans = pd.DataFrame({"start": range(len(periods)), "period": periods})
    rows = instance["returns"].merge(spans, how="cross")
    rows["return_period"] = (rows["start"] + rows["lag_periods"]).map(periods)
    key = ["outlet", "material", "period", "region", "returned", "return_period"]
    return rows.dropna(subset="return_period").set_index(key)[["share"]]


def _haulage_emissions(instance: Instance) -> pd.DataFrame:
    """Return what haulage emits, (mode, material, gas, period) with `t_per_tkm`."""
    rows = (
        by_period(instance, "haulage_emissions").reset_index().merge(instance["materials"][["material", "goods_class"]], on="goods_class")
    )
    return rows.set_index(["mode", "material", "gas", "period"])[["t_per_tkm"]]
