"""The candidates of a network: what may stand where and when, what it costs there, and which of its recipes may run."""

import numpy as np
import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.instance.schema import EVERY, NO, YES
from recyclenet.network.expand import by_period
from recyclenet.network.labels import cross

KEY = ["site", "technology", "size"]
COSTS = [
    "opening_cost",
    "fixed_cost_per_year",
    "variable_cost_per_t",
    "expansion_cost_per_t",
    "expansion_fixed_cost_per_t",
    "closing_cost",
    "salvage_value",
]
"""Columns of money in candidates.csv and candidate_costs.csv."""


def build_candidates(instance: Instance) -> pd.DataFrame:
    """Return all candidates but the forbidden ones, indexed by site, technology, size, with `room_t`: how far capacity may be expanded."""
    candidates = instance["candidates"].merge(instance["technologies"][["technology", "kind"]], on="technology")
    room = (candidates["most_capacity_t"] - candidates["capacity_t"]).fillna(0.0).clip(lower=0.0)
    return candidates.assign(room_t=room)[candidates["status"] != "forbidden"].set_index(KEY)


def build_standing(instance: Instance, candidates: pd.DataFrame) -> pd.DataFrame:
    """Return candidates by the periods in which they may stand, with what holds of them there (0 or 1).

    must_stand: existing and never closed, or required and past its deadline (at its deadline only, if it may be closed later): the end of
    its window, or the first building period where none is stated; may_build: in its window, in a building period; may_close: it has a
    closing cost; stood: existing before the first period; may_run: no green standard forbids it.
    """
    periods = instance.periods
    order = {period: number for number, period in enumerate(periods)}
    first = candidates["first_period"].map(order).fillna(0).to_numpy(dtype=int)
    stated_last = candidates["last_period"].map(order)
    last = stated_last.fillna(len(periods) - 1).to_numpy(dtype=int)
    existing, required = (candidates["status"] == "existing").to_numpy(), (candidates["status"] == "required").to_numpy()
    closable = candidates["closing_cost"].notna().to_numpy()
    building = (instance["periods"]["building"] == YES).to_numpy()
    next_building = np.array(
        [next((later for later in range(when, len(periods)) if building[later]), when) for when in range(len(periods))]
    )
    deadline = np.where(stated_last.isna(), next_building[first], last)
    index = cross(candidates.index, "period", pd.Index(periods, name="period"))
    row, when = np.repeat(np.arange(len(candidates)), len(periods)), np.tile(np.arange(len(periods)), len(candidates))
    holds = {
        "must_stand": np.where(
            closable[row], required[row] & (when == deadline[row]), existing[row] | (required[row] & (when >= deadline[row]))
        ),
        "may_build": ~existing[row] & (when >= first[row]) & (when <= last[row]) & building[when],
        "may_close": closable[row],
        "stood": existing[row] & (when == 0),
        "may_run": _admissible(instance, index),
    }
    frame = pd.DataFrame({name: flags.astype(float) for name, flags in holds.items()}, index=index)
    return frame[existing[row] | (when >= first[row])]


def build_costs(instance: Instance, candidates: pd.DataFrame, standing: pd.DataFrame) -> pd.DataFrame:
    """Return the costs of candidates by period [as in candidates.csv], regional factors applied; what is received stays as it is."""
    general = candidates[COSTS].take(candidates.index.get_indexer(standing.index.droplevel("period"))).set_axis(standing.index)
    own = instance["candidate_costs"]
    costs = by_period(instance, "candidate_costs")[COSTS].reindex(standing.index).fillna(general) if len(own) else general
    factors = instance["regions"].set_index("region")["cost_factor"]
    by_site = instance["sites"].set_index("site")["region"].map(factors).fillna(1.0)
    factor = by_site.reindex(standing.index.get_level_values("site")).to_numpy()
    paid = [column for column in COSTS if column != "salvage_value"]
    return costs.assign(**{column: costs[column].to_numpy() * factor for column in paid})


def build_recipes(standing: pd.DataFrame, conversions: pd.DataFrame) -> pd.DataFrame:
    """Return the recipes that may run: of every candidate, in every period in which it may stand and run."""
    recipes = conversions.index.to_frame(index=False)[["technology", "recipe", "period"]].drop_duplicates()
    rows = standing.index[standing["may_run"] > 0].to_frame(index=False).merge(recipes, on=["technology", "period"])
    return rows.set_index([*KEY, "recipe", "period"])


def site_recipes(candidates: pd.DataFrame, conversions: pd.DataFrame) -> pd.DataFrame:
    """Return what the recipes of the candidates at each site take and put out [t/t], indexed by site, technology, material."""
    pairs = candidates.index.droplevel("size").unique().to_frame(index=False)
    recipes = conversions.reset_index()[["technology", "material", "t_per_t"]]
    return pairs.merge(recipes, on="technology").set_index(["site", "technology", "material"])


def _admissible(instance: Instance, index: pd.MultiIndex) -> np.ndarray:
    """Return whether standards let candidates run: a row for a group of the site goes before one for all places; of several, no wins."""
    standards = instance["standards"]
    if not len(standards):
        return np.ones(len(index), dtype=bool)
    rules = by_period(instance, "standards").reset_index()
    rules["forbidden"] = (rules["admissible"] == NO).astype(float)
    general = rules[rules["group"] == EVERY].set_index(["technology", "period"])["forbidden"]
    own = rules[rules["group"] != EVERY].merge(group_members(instance).reset_index(), on="group")
    special = own.groupby(["place", "technology", "period"])["forbidden"].max()
    by_place = pd.MultiIndex.from_arrays([index.get_level_values(name) for name in ("site", "technology", "period")])
    for_all = general.reindex(by_place.droplevel(0)).to_numpy()
    forbidden = special.reindex(by_place).to_numpy()
    return np.asarray(np.nan_to_num(np.where(np.isnan(forbidden), for_all, forbidden)) == 0)


def group_members(instance: Instance) -> pd.DataFrame:
    """Return the places of every group, indexed by group and place, with `one` = 1; the group * holds all places.

    A region is in the group it names, and in those of groups.csv; its sites are where their region is.
    """
    regions, sites = instance["regions"], instance["sites"]
    stated = pd.concat([
        regions[["group", "region"]].rename(columns={"region": "place"}).dropna(),
        instance["groups"][["group", "place"]],
    ])  # fmt: skip
    inherited = stated.merge(sites[["site", "region"]].dropna(), left_on="place", right_on="region")[["group", "site"]]
    places = [*regions["region"], *sites["site"], *instance["outlets"]["outlet"]]
    members = pd.concat([
        pd.DataFrame({"group": EVERY, "place": places}), stated, inherited.rename(columns={"site": "place"})
    ]).drop_duplicates()  # fmt: skip
    return members.assign(one=1.0).set_index(["group", "place"])
