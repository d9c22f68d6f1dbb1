"""Rules of use and number: what runs enough, where it may, in what shares, to how many destinations; how many are open."""

import numpy as np
import pandas as pd

from recyclenet.instance.schema import EVERY, NO
from recyclenet.solution.case import SITE, Case
from recyclenet.solution.checks.findings import AMOUNT_T, SHARE, Row, above, findings, total


def forbidden(case: Case, frame: pd.DataFrame) -> pd.Series:
    """Tell for each row whether a green standard forbids its technology to run at its site in its period.

    A row for a group of the site goes before one for all places; of several groups one that forbids wins.
    """
    standards = case.rows("standards", ["technology", "group"])["admissible"].reset_index()
    places = [(group, place) for group, inside in case.groups.items() for place in inside]
    spread = standards.merge(pd.DataFrame(places, columns=["group", "site"], dtype="str"), on="group")
    spread = spread.assign(own=spread["group"] != EVERY, no=spread["admissible"] == NO)
    key = ["technology", "site", "period"]
    verdict = spread.groupby([*key, "own"])["no"].any().reset_index("own").sort_values("own")
    final = verdict[~verdict.index.duplicated(keep="last")]["no"].astype(float)
    return pd.Series(final.reindex(pd.MultiIndex.from_frame(frame[key])).to_numpy() == 1.0, frame.index)


def standards(case: Case) -> list[Row]:
    """Nothing runs where and when a green standard forbids it."""
    throughputs = case.plan["throughputs"]
    off = throughputs[forbidden(case, throughputs) & (throughputs["throughput_t"] > AMOUNT_T)]
    return findings("standard", off.set_index([*SITE, "recipe", "period"])["throughput_t"])


def utilisation(case: Case) -> list[Row]:
    """What is open is used to its least share of capacity, but in a period in which a standard forbids it to run."""
    key = [*SITE, "period"]
    openings = case.plan["openings"][~forbidden(case, case.plan["openings"])].set_index(key)
    least = case.instance.keyed("candidates")["least_utilisation"].reindex(openings.index.droplevel("period")).fillna(0.0)
    used = total(case.plan["throughputs"], key, "throughput_t").reindex(openings.index).fillna(0.0)
    return findings("utilisation", above(openings["capacity_t"] * least.to_numpy(), used))


def site_capacity(case: Case) -> list[Row]:
    """All that stands at a site takes together no more than the site can."""
    used = total(case.plan["throughputs"], ["site", "period"], "throughput_t")
    takes = case.instance.keyed("sites")["capacity_t"].fillna(np.inf).reindex(used.index.get_level_values("site"))
    return findings("site capacity", above(used, pd.Series(takes.to_numpy(), used.index)))


def exclusive(case: Case) -> list[Row]:
    """Of the candidates of a group at most one is open at a time."""
    members = case.plan["openings"].merge(case.instance["exclusive"], on=["site", "technology"])
    count = members.groupby(["exclusive", "period"]).size()
    return findings("exclusive", count[count > 1], "open")


def network_size(case: Case) -> list[Row]:
    """As many of a kind are open in a group of places as must and may be."""
    found: list[Row] = []
    for (kind, group, period), row in case.rows("network_size", ["kind", "group"]).iterrows():
        there = case.standing[(case.standing["kind"] == kind) & (case.standing["period"] == period)]
        count = int(there["site"].isin(case.groups.get(group, set())).sum())
        if count < np.nan_to_num(row["least"]) or count > np.nan_to_num(row["most"], nan=np.inf):
            found.append(Row("network size", "", str(period), f"{kind} {group}", float(count), "open"))
    return found


def single_source(case: Case) -> list[Row]:
    """A material in single_source leaves a place for one destination only in a period."""
    flows = case.plan["flows"][case.plan["flows"]["material"].isin(case.instance["single_source"]["material"])]
    key = ["origin", "material", "period"]
    by_destination = total(flows, [*key, "destination"], "flow_t").groupby(key)
    leaving, largest = by_destination.sum(), by_destination.max()
    return findings("single source", above(leaving, largest))


def splits(case: Case) -> list[Row]:
    """The recipes of a technology take their shares of its throughput, at each site or over the network."""
    throughputs = case.plan["throughputs"]
    shares = case.rows("splits", ["technology", "recipe"]).reset_index()
    found: list[Row] = []
    for scope, where in (("site", ["site"]), ("network", [])):
        key = [*where, "technology", "period"]
        whole = total(throughputs, key, "throughput_t").rename("whole").reset_index()
        asked = whole.merge(shares[shares["scope"] == scope], on=["technology", "period"]).set_index([*key, "recipe"])
        part = total(throughputs, [*key, "recipe"], "throughput_t").reindex(asked.index).fillna(0.0)
        for sign, share in ((-1.0, asked["least_share"].fillna(0.0)), (1.0, asked["most_share"].fillna(1.0))):
            miss = sign * (part - share * asked["whole"])
            found += findings("split", miss[miss > AMOUNT_T + SHARE * asked["whole"]])
    return found
