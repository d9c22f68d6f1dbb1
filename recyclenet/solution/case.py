"""What the checker looks up: a plan with its instance, rows by period, places by group, and the length of every way by its own formula."""

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

    @cached_property
    def periods(self) -> pd.DataFrame:
        """Return by period: years, annual (sum of the discount factors of its years), once (that of its first year)."""
        years = self.instance.keyed("periods")["years"]
        factors = (1 + self.instance.settings.discount_rate) ** -np.arange(years.sum(), dtype=float)
        ends = years.cumsum().to_numpy()
        annual = [factors[end - count : end].sum() for end, count in zip(ends, years, strict=True)]
        return pd.DataFrame({"years": years, "annual": annual, "once": factors[ends - years.to_numpy()]}, index=years.index)

    def rows(self, table: str, key: list[str]) -> pd.DataFrame:
        """Return an instance table with `*` replaced by every period that has no row of its own."""
        if table not in self._rows:
            frame, names = self.instance[table], [*key, "period"]
            every = frame["period"] == EVERY
            if every.any():
                periods = pd.DataFrame({"period": self.instance.periods}, dtype="str")
                spread = frame[every].drop(columns="period").merge(periods, how="cross")
                frame = pd.concat([frame[~every], spread])
                frame = frame[~frame.duplicated(names)]  # own rows come first
            self._rows[table] = frame.set_index(names)
        return self._rows[table]

    @cached_property
    def _rows(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def points(self) -> pd.DataFrame:
        """Return coordinates by place."""
        names = {"regions": "region", "sites": "site", "outlets": "outlet"}
        return pd.concat([self.instance[table].set_index(key)[["lat_deg", "lon_deg"]] for table, key in names.items()])

    @cached_property
    def groups(self) -> dict[str, set[str]]:
        """Return the places of every group: a region with its sites, a site, an outlet. `*` holds all of them."""
        regions, sites, stated = self.instance["regions"], self.instance["sites"], self.instance["groups"]
        inside: dict[str, set[str]] = {EVERY: set(self.points.index)}
        of_regions = regions.dropna(subset="group")
        for group, place in [
            *zip(of_regions["group"], of_regions["region"], strict=True),
            *zip(stated["group"], stated["place"], strict=True),
        ]:
            inside.setdefault(group, set()).update([place, *sites.loc[sites["region"] == place, "site"]])
        return inside

    @cached_property
    def kinds(self) -> pd.Series:
        """Return the kind of every technology."""
        return self.instance.keyed("technologies")["kind"]

    @cached_property
    def standing(self) -> pd.DataFrame:
        """Return the plan's openings with the kind of each."""
        return self.plan["openings"].assign(kind=self.plan["openings"]["technology"].map(self.kinds))

    def near(self, kind: str, mode: str | None, within_km: float, starts: pd.Series) -> pd.DataFrame:
        """Return which of the places to start from have what stands of a kind within a way: origin, destination, technology, period."""
        there = self.standing.loc[self.standing["kind"] == kind, ["site", "technology", "period"]].rename(columns={"site": "destination"})
        pairs = pd.merge(starts.drop_duplicates().to_frame("origin"), there[["destination"]].drop_duplicates(), how="cross")
        if len(pairs):
            pairs = pairs[ways(self, pairs.assign(mode=mode)) <= within_km * (1 + 1e-9)]
        return pairs.merge(there.drop_duplicates(), on="destination")

    @cached_property
    def used(self) -> pd.DataFrame:
        """Return what recipes take (-) and put out (+): site, technology, material, period, amount."""
        recipes = self.rows("conversions", ["technology", "recipe", "material"])["t_per_t"].reset_index()
        joined = self.plan["throughputs"].merge(recipes, on=["technology", "recipe", "period"])
        return joined.assign(amount=joined["throughput_t"] * joined["t_per_t"])

    @cached_property
    def returned(self) -> pd.DataFrame:
        """Return the goods that come back: region, material, period, amount."""
        sold = self.plan["sales"].merge(self.instance["returns"], on=["outlet", "material"])
        when = sold["period"].map(self.order) + sold["lag_periods"]
        back = sold.assign(material=sold["returned"], amount=sold["sold_t"] * sold["share"])[when < len(self.order)]
        return back.assign(period=[self.instance.periods[int(number)] for number in when[when < len(self.order)]])

    @cached_property
    def hauled(self) -> pd.DataFrame:
        """Return the plan's flows with the goods class of each and the way it goes by the checker's own formula."""
        flows = self.plan["flows"]
        goods = flows["material"].map(self.instance.keyed("materials")["goods_class"])
        return flows.assign(goods_class=goods, way_km=ways(self, flows))


def ways(case: Case, pairs: pd.DataFrame) -> np.ndarray:
    """Return the length of each way [km]: as stated, else the angle between the two places' directions times radius and detour."""

    def direction(places: pd.Series) -> np.ndarray:
        lat, lon = np.radians(case.points.reindex(places).to_numpy()).T
        return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])

    start, end = direction(pairs["origin"]), direction(pairs["destination"])
    angle = np.arctan2(np.linalg.norm(np.cross(start, end, axis=0), axis=0), (start * end).sum(axis=0))
    computed = EARTH_RADIUS_KM * angle * pairs["mode"].map(case.instance.keyed("modes")["detour"]).to_numpy()
    stated = case.instance.keyed("distances")["distance_km"].reindex(pd.MultiIndex.from_frame(pairs[["origin", "destination", "mode"]]))
    return np.asarray(np.where(stated.isna(), computed, stated))
