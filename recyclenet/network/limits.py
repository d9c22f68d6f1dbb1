"""The limits of a network: how much of a metric, at least or at most, and over what each of them counts."""

import numpy as np
import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.instance.schema import EVERY
from recyclenet.network.candidates import group_members
from recyclenet.network.expand import by_period

KEY = ["limit", "period"]

DIMENSIONS = ("place", "technology", "material", "gas")
"""Dimensions by which the scope of a limit may be narrowed, one table of members each: `limit_place`, `limit_technology`, ..."""


def build_limits(instance: Instance, supplies: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables of limits.

    limits: (limit, period) with `metric`, `least`, `most`, `breach_cost_per_unit`, and `base`, the constant part of what is counted: the
    supply in scope, for what is collected [t/yr]; none where a technology or a gas is named. limit_<dimension>: (limit, period, dimension)
    of all labels in the limit's scope in that period, with `one` = 1 and `named` = 1 where the limit names some of that dimension.
    """
    rows = by_period(instance, "limits")
    scopes = rows.reset_index()
    members = {"place": _places(instance, scopes), "technology": _technologies(instance, scopes)}
    members |= {"material": _materials(instance, scopes), "gas": _gases(instance, scopes)}
    tables = {f"limit_{name}": frame.assign(one=1.0).set_index([*KEY, name]) for name, frame in members.items()}
    supplied = supplies["supply_t"].rename_axis(index={"region": "place"}).reset_index()
    counted = supplied.merge(members["place"], on=["place", "period"]).merge(members["material"], on=[*KEY, "material"])
    base = counted.groupby(KEY)["supply_t"].sum().reindex(rows.index).fillna(0.0)
    general = rows["kind"].isna() & (rows["technology"] == EVERY) & (rows["gas"] == EVERY)
    collected = ((rows["metric"] == "collected") & general).to_numpy()
    columns = ["metric", "least", "most", "breach_cost_per_unit"]
    return {"limits": rows[columns].assign(base=np.where(collected, base, 0.0)), **tables}


def _places(instance: Instance, scopes: pd.DataFrame) -> pd.DataFrame:
    pairs = scopes[[*KEY, "group", "outlet"]].merge(group_members(instance).reset_index()[["group", "place"]], on="group")
    named = ((pairs["group"] != EVERY) | (pairs["outlet"] != EVERY)).astype(float)
    inside = (pairs["outlet"] == EVERY) | (pairs["outlet"] == pairs["place"])
    return pairs.assign(named=named)[inside][[*KEY, "place", "named"]]


def _technologies(instance: Instance, scopes: pd.DataFrame) -> pd.DataFrame:
    pairs = scopes[[*KEY, "kind", "technology"]].merge(instance["technologies"][["technology", "kind"]], how="cross", suffixes=("", "_of"))
    named = (pairs["kind"].notna() | (pairs["technology"] != EVERY)).astype(float)
    inside = (pairs["kind"].isna() | (pairs["kind"] == pairs["kind_of"])) & (
        (pairs["technology"] == EVERY) | (pairs["technology"] == pairs["technology_of"])
    )
    pairs = pairs.assign(named=named, technology=pairs["technology_of"])
    return pairs[inside][[*KEY, "technology", "named"]]


def _materials(instance: Instance, scopes: pd.DataFrame) -> pd.DataFrame:
    materials = instance["materials"][["material", "stream"]].rename(columns={"material": "one_of", "stream": "stream_of"})
    pairs = scopes[[*KEY, "stream", "material"]].merge(materials, how="cross")
    named = ((pairs["stream"] != EVERY) | (pairs["material"] != EVERY)).astype(float)
    inside = ((pairs["stream"] == EVERY) | (pairs["stream"] == pairs["stream_of"])) & (
        (pairs["material"] == EVERY) | (pairs["material"] == pairs["one_of"])
    )
    return pairs.assign(named=named, material=pairs["one_of"])[inside][[*KEY, "material", "named"]]


def _gases(instance: Instance, scopes: pd.DataFrame) -> pd.DataFrame:
    gases = pd.DataFrame({"one_of": instance["gases"]["gas"].unique()})
    pairs = scopes[[*KEY, "gas"]].merge(gases, how="cross")
    named = (pairs["gas"] != EVERY).astype(float)
    inside = (pairs["gas"] == EVERY) | (pairs["gas"] == pairs["one_of"])
    return pairs.assign(named=named, gas=pairs["one_of"])[inside][[*KEY, "gas", "named"]]
