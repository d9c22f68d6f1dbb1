"""What the checker looks up: a plan with its instance, its tables by period, and the length of every way by a formula of its own."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from recyclenet.geo.distance import EARTH_RADIUS_KM
from recyclenet.instance.instance import Instance
from recyclenet.instance.schema import EVERY
from recyclenet.solution.solution import Solution

SITE = ["site", "technology", "size"]


@dataclass(frozen=True)
class Case:
    """A plan with its instance, and what several rules look up in it."""

    instance: Instance
    plan: Solution

    @cached_property
    def order(self) -> dict[str, int]:
        """Return the number of every period."""
        return {period: number for number, period in enumerate(self.instance.periods)}

    def rows(self, table: str, key: list[str]) -> pd.DataFrame:
        """Return an instance table with `*` replaced by every period that has no row of its own."""
        frame = self.instance[table]
        own = frame[frame["period"] != EVERY].set_index([*key, "period"])
        spread = [frame[frame["period"] == EVERY].assign(period=period).set_index([*key, "period"]) for period in self.instance.periods]
        general = pd.concat(spread) if spread else own
        return pd.concat([own, general[~general.index.isin(own.index)]])

    @cached_property
    def points(self) -> pd.DataFrame:
        """Return coordinates by place."""
        names = {"regions": "region", "sites": "site", "outlets": "outlet"}
        return pd.concat([self.instance[table].set_index(key)[["lat_deg", "lon_deg"]] for table, key in names.items()])

    @cached_property
    def used(self) -> pd.DataFrame:
        """Return what recipes take (-) and put out (+): site, material, period, amount."""
        recipes = self.rows("conversions", ["technology", "recipe", "material"])["t_per_t"].reset_index()
        joined = self.plan["throughputs"].merge(recipes, on=["technology", "recipe", "period"])
        return joined.assign(amount=joined["throughput_t"] * joined["t_per_t"])


def ways(case: Case, flows: pd.DataFrame) -> np.ndarray:
    """Return the length of each flow's way [km]: as stated, else the angle between the two places' directions times radius and detour."""

    def direction(places: pd.Series) -> np.ndarray:
        lat, lon = np.radians(case.points.reindex(places).to_numpy()).T
        return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])

    start, end = direction(flows["origin"]), direction(flows["destination"])
    angle = np.arctan2(np.linalg.norm(np.cross(start, end, axis=0), axis=0), (start * end).sum(axis=0))
    computed = EARTH_RADIUS_KM * angle * flows["mode"].map(case.instance.keyed("modes")["detour"]).to_numpy()
    stated = case.instance.keyed("distances")["distance_km"].reindex(pd.MultiIndex.from_frame(flows[["origin", "destination", "mode"]]))
    return np.asarray(np.where(stated.isna(), computed, stated))
