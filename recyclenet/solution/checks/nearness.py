"""Nearness: what people keep where no point is near, who has one near, and what must be open where something runs."""

import numpy as np
import pandas as pd

from recyclenet.instance.schema import EVERY
from recyclenet.solution.case import SITE, Case
from recyclenet.solution.checks.findings import AMOUNT_T, SHARE, Row, apart, findings, total


def access(case: Case) -> list[Row]:
    """People keep exactly what the nearest open point leaves with them: supply times one less the share of its band.

    Where several rules are about the same supply each must hold, which is possible only where they say the same.
    """
    supply = case.instance["supplies"].assign(stream=case.instance["supplies"]["material"].map(case.instance.keyed("materials")["stream"]))
    kept = [pd.DataFrame({"region": [], "material": [], "period": [], "amount": []}).astype({"amount": float})]
    for _, bands in case.instance["access"].sort_values("within_km").groupby("access"):
        stream = bands["stream"].iloc[0]
        owners = supply[(supply["stream"] == stream) | (stream == EVERY)]
        share = pd.Series(np.nan, owners.index)
        for band in bands.itertuples():
            near = case.near(band.kind, band.mode, band.within_km, owners["region"])
            served = pd.MultiIndex.from_frame(owners[["region", "period"]]).isin(pd.MultiIndex.from_frame(near[["origin", "period"]]))
            share = share.mask(served & share.isna().to_numpy(), band.share)
        kept.append(owners.assign(amount=owners["supply_t"] * (1 - share.fillna(0.0)))[["region", "material", "period", "amount"]])
    key = ["region", "material", "period"]
    return findings(
        "withheld", apart(total(pd.concat(kept).drop_duplicates(), key), total(case.plan["withheld"], key, "withheld_t"), AMOUNT_T)
    )


def service(case: Case) -> list[Row]:
    """Enough inhabitants have an open point near."""
    people = case.instance.keyed("regions")["population"].fillna(0.0)
    found: list[Row] = []
    for (rule, period), row in case.rows("service", ["service"]).iterrows():
        near = case.near(row["kind"], row["mode"], row["within_km"], pd.Series(people.index))
        served = people[people.index.isin(near.loc[near["period"] == period, "origin"])].sum()
        if served < row["share"] * people.sum() * (1 - SHARE):
            found.append(Row("service", "", str(period), str(rule), float(row["share"] * people.sum() - served), "persons"))
    return found


def requires(case: Case) -> list[Row]:
    """What needs another kind stands, and a recipe that needs one runs, only where and when one is open."""
    throughputs = case.plan["throughputs"]
    found: list[Row] = []
    for rule in case.instance["requires"].itertuples():
        if rule.recipe == EVERY:
            runs = case.plan["openings"].set_index([*SITE, "period"])["capacity_t"]
        else:
            runs = throughputs[throughputs["recipe"] == rule.recipe].set_index([*SITE, "recipe", "period"])["throughput_t"]
            runs = runs[runs > AMOUNT_T]
        runs = runs[runs.index.get_level_values("technology") == rule.technology]
        places = pd.MultiIndex.from_arrays([runs.index.get_level_values("site"), runs.index.get_level_values("period")])
        found += findings("requires", runs[~places.isin(_provided(case, rule, places))])
    return found


def _provided(case: Case, rule: object, places: pd.MultiIndex) -> pd.MultiIndex:
    """Return the places and periods for which the kind that a rule needs is open where it must be; nothing provides for itself."""
    kind, scope, technology = (getattr(rule, name) for name in ("needs_kind", "scope", "technology"))
    starts = pd.Series(places.get_level_values(0).unique(), dtype="str")
    if scope == "within_km":
        there = case.near(kind, rule.mode, rule.within_km, starts)  # type: ignore[attr-defined]
    else:
        standing = case.standing.loc[case.standing["kind"] == kind, ["site", "technology", "period"]].drop_duplicates()
        there = starts.to_frame("origin").merge(standing.rename(columns={"site": "destination"}), how="cross")
    if scope == "site":
        there = there[there["origin"] == there["destination"]]
    if scope == "group":
        there = there.merge(_neighbours(case, starts), on=["origin", "destination"])
    there = there[(there["origin"] != there["destination"]) | (there["technology"] != technology)]
    return pd.MultiIndex.from_frame(there[["origin", "period"]])


def _neighbours(case: Case, sites: pd.Series) -> pd.DataFrame:
    """Return the places that lie in a group of each site's region: origin, destination."""
    region = case.instance.keyed("sites")["region"]
    pairs = {
        (site, place)
        for site in sites
        for group, places in case.groups.items()
        if group != EVERY and region.get(site) in places
        for place in places
    }
    return pd.DataFrame(sorted(pairs), columns=["origin", "destination"], dtype="str")
