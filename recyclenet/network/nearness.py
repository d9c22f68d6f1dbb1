"""What is near what: points that people can reach, and kinds of technology that others depend on."""

from typing import Any

import numpy as np
import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.instance.schema import EVERY
from recyclenet.network.candidates import group_members
from recyclenet.network.expand import by_period
from recyclenet.network.ways import Ways


def build_access(
    instance: Instance, places: pd.Index, ways: Ways, candidates: pd.DataFrame, supplies: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables of access rules.

    access_reached: (access, region, within_km) with a supply under the rule. access_points: (access, region, within_km, site, technology)
    for each point within that way, `nearest` = 1 in the narrowest such band. access_wider: (access, within_km, wider_km) of each band and
    the next. access_supplies: (region, material, period) with `supply_t`
    under a rule. access_steps: (access, region, within_km, material, period) with `step_t`: supply times by how much the share in this
    band exceeds that in the next wider one.
    """
    rules = instance["access"].sort_values(["access", "within_km"], kind="stable")
    lower = rules.groupby("access")["share"].shift(-1).fillna(0.0)
    rules = rules.assign(step=rules["share"] - lower)
    materials = instance["materials"][["material", "stream"]]
    scope = pd.concat([materials, materials.assign(stream=EVERY)]).dropna()
    pairs = rules[["access", "stream"]].drop_duplicates().merge(scope, on="stream")[["access", "material"]]
    supplied = supplies.reset_index()[["region", "material", "period", "supply_t"]].merge(pairs, on="material")
    steps = supplied.merge(rules[["access", "within_km", "step"]], on="access")
    steps["step_t"] = steps["supply_t"] * steps["step"]
    reached = steps[["access", "region", "within_km"]].drop_duplicates()
    rules["wider_km"] = rules.groupby("access")["within_km"].shift(-1)
    points = [_points(rule, reached, places, ways, candidates) for rule in rules.itertuples()]
    key = ["access", "region", "within_km"]
    frame = pd.concat(points) if points else pd.DataFrame(columns=[*key, "site", "technology"])
    frame = frame.assign(nearest=(~frame.duplicated(["access", "region", "site", "technology"])).astype(float))
    return {
        "access_reached": reached.set_index(key),
        "access_points": frame.set_index([*key, "site", "technology"])[["nearest"]],
        "access_wider": rules.dropna(subset="wider_km").assign(one=1.0).set_index(["access", "within_km", "wider_km"])[["one"]],
        "access_supplies": supplied.set_index(["region", "material", "period"])[["supply_t"]],
        "access_steps": steps.set_index([*key, "material", "period"])[["step_t"]],
    }


def build_service(instance: Instance, places: pd.Index, ways: Ways, candidates: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables of service rules.

    service: (service, period) with `people`: the least number of inhabitants served. service_people: (service, region, period) with
    `people`: its inhabitants. service_points: (service, period, region, site, technology) for each point near enough.
    """
    rules = by_period(instance, "service").reset_index()
    people = instance["regions"].set_index("region")["population"]
    people = people[people > 0].rename("people")
    inhabitants = rules[["service", "period"]].merge(people.reset_index(), how="cross")
    blocks = []
    for rule in rules.itertuples():
        near = inhabitants[(inhabitants["service"] == rule.service) & (inhabitants["period"] == rule.period)].assign(
            within_km=rule.within_km
        )
        blocks.append(_points(rule, near, places, ways, candidates).assign(service=rule.service, period=rule.period))
    key = ["service", "period", "region", "site", "technology"]
    points = pd.concat(blocks) if blocks else pd.DataFrame(columns=key)
    return {
        "service": rules.assign(people=rules["share"] * people.sum()).set_index(["service", "period"])[["people"]],
        "service_people": inhabitants.set_index(["service", "region", "period"])[["people"]],
        "service_points": points[key].assign(one=1.0).set_index(key),
    }


def build_requires(instance: Instance, places: pd.Index, ways: Ways, candidates: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the tables of what depends on another kind.

    requires_open: (requirement, technology) of technologies that depend; requires_run: (requirement, technology, recipe) of recipes that
    do; both with `one` = 1. requires_met: (requirement, dependent, site, technology) with `units` = 1, or the largest capacity of the
    dependent where a recipe depends: what an open candidate of the kind needed makes possible at the site `dependent`.
    """
    rules = instance["requires"].reset_index(drop=True).assign(one=1.0)
    rules["requirement"] = rules[["technology", "recipe", "needs_kind"]].agg(" / ".join, axis=1) if len(rules) else ""
    capacity = (candidates["capacity_t"] + candidates["room_t"]).groupby(level=["site", "technology"]).max()
    members = group_members(instance).index
    groups = members[members.get_level_values("group") != EVERY].to_frame(index=False)
    met = [_meeting(rule, capacity, candidates, groups, places, ways) for rule in rules.itertuples()]
    key = ["requirement", "dependent", "site", "technology"]
    whole = rules["recipe"] == EVERY
    return {
        "requires_open": rules[whole].set_index(["requirement", "technology"])[["one"]],
        "requires_run": rules[~whole].set_index(["requirement", "technology", "recipe"])[["one"]],
        "requires_met": (pd.concat(met) if met else pd.DataFrame(columns=[*key, "units"])).set_index(key),
    }


def _points(rule: Any, reached: pd.DataFrame, places: pd.Index, ways: Ways, candidates: pd.DataFrame) -> pd.DataFrame:
    """Return which candidates of the rule's kind each region of it reaches within the rule's way."""
    within = rule.within_km
    mine = reached[(reached["within_km"] == within) & (reached["access"] == rule.access if "access" in reached else True)]
    points = candidates.index[candidates["kind"] == rule.kind].droplevel("size").unique()
    regions, sites = pd.Index(mine["region"].unique()), points.get_level_values("site").unique()
    near = ways.within(regions, sites, places, rule.mode, within).rename(columns={"origin": "region", "destination": "site"})
    return mine.merge(near, on="region").merge(points.to_frame(index=False), on="site")


def _meeting(rule: Any, capacity: pd.Series, candidates: pd.DataFrame, groups: pd.DataFrame, places: pd.Index, ways: Ways) -> pd.DataFrame:
    """Return for each site of the rule's technology the candidates of the kind needed that are near enough."""
    technology, scope = rule.technology, rule.scope
    dependents = pd.Index(capacity.xs(technology, level="technology").index) if technology in capacity.index.levels[1] else pd.Index([])
    needed = candidates.index[candidates["kind"] == rule.needs_kind].droplevel("size").unique().to_frame(index=False)
    stands = pd.DataFrame({"dependent": dependents})
    if scope == "site":
        pairs = stands.assign(site=dependents).merge(needed, on="site")
    elif scope == "group":
        of_dependent = groups[groups["place"].isin(dependents)].rename(columns={"place": "dependent"})
        of_needed = groups[groups["place"].isin(needed["site"])].rename(columns={"place": "site"})
        pairs = of_dependent.merge(of_needed, on="group")[["dependent", "site"]].drop_duplicates()
        pairs = pairs.merge(needed, on="site")
    elif scope == "within_km":
        near = ways.within(dependents, pd.Index(needed["site"].unique()), places, rule.mode, rule.within_km)
        pairs = near.rename(columns={"origin": "dependent", "destination": "site"}).merge(needed, on="site")
    else:
        pairs = stands.merge(needed, how="cross")
    pairs = pairs[(pairs["dependent"] != pairs["site"]) | (pairs["technology"] != technology)]  # another, not itself
    units = np.ones(len(pairs))
    if rule.recipe != EVERY:
        units = capacity.xs(technology, level="technology").reindex(pairs["dependent"]).to_numpy()
    return pairs.assign(requirement=rule.requirement, units=units)[["requirement", "dependent", "site", "technology", "units"]]
