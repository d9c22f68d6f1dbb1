"""Openings: what stands is a candidate, opens and closes when it may, and is as large as it may be."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from recyclenet.instance.schema import NO, YES
from recyclenet.solution.case import SITE, Case
from recyclenet.solution.checks.findings import AMOUNT_T, SHARE, Row, findings


def lives(case: Case) -> dict[tuple[str, ...], set[int]]:
    """Return the numbers of the periods in which each candidate stands; those that never do are left out."""
    return {tuple(key): set(rows["period"].map(case.order)) for key, rows in case.plan["openings"].groupby(SITE)}


def closings(case: Case) -> pd.DataFrame:
    """Return what is closed, and in which period: the first in which it no longer stands, for what existed even the very first."""
    stands, last = lives(case), len(case.order) - 1
    existing = case.instance["candidates"].loc[case.instance["candidates"]["status"] == "existing", SITE]
    gone = {tuple(key): 0 for key in existing.itertuples(index=False) if tuple(key) not in stands}
    gone |= {key: max(when) + 1 for key, when in stands.items() if max(when) < last}
    return pd.DataFrame([(*key, case.instance.periods[number]) for key, number in gone.items()], columns=[*SITE, "period"], dtype="str")


def expansions(case: Case) -> pd.DataFrame:
    """Return openings with what expansion has added so far (`grown_t`) and what it adds in the period (`added_t`)."""
    openings = case.plan["openings"]
    base = case.instance.keyed("candidates")["capacity_t"].reindex(pd.MultiIndex.from_frame(openings[SITE])).to_numpy()
    grown = openings.assign(grown_t=openings["capacity_t"] - base, order=openings["period"].map(case.order)).sort_values([*SITE, "order"])
    return grown.assign(added_t=grown["grown_t"] - grown.groupby(SITE)["grown_t"].shift().fillna(0.0))


def openings(case: Case) -> list[Row]:
    """What is open is a candidate, opens once in its window, stays open unless it may close, and is the only size at its site."""
    plan, candidates = case.plan["openings"], case.instance.keyed("candidates")
    stands = lives(case)
    opened = {tuple(key): list(rows["period"].map(case.order)) for key, rows in plan[plan["opens"] == YES].groupby(SITE)}
    building = [case.order[period] for period, allowed in case.instance.keyed("periods")["building"].items() if allowed != NO]
    broken = [("candidate", key) for key in stands.keys() - set(candidates.index)]
    for key, row in zip(candidates.index, candidates.itertuples(), strict=True):
        broken += [(rule, key) for rule in _life(case, row, stands.get(key, set()), opened.get(key, []), building)]
    found = [Row(rule, str(key[0]), "", " ".join(map(str, key[1:])), 1.0, "candidate") for rule, key in broken]
    count = plan.groupby(["site", "technology", "period"]).size()
    return found + findings("one size", count[count > 1], "sizes")


def _life(case: Case, row: object, when: set[int], opened: list[int], building: list[int]) -> Iterator[str]:
    """Yield the rules that one candidate breaks: `when` it stands, `opened` as the plan says, in periods that allow building."""
    status, closable, last = getattr(row, "status"), pd.notna(getattr(row, "closing_cost")), len(case.order) - 1  # noqa: B009
    first_stated, last_stated = (case.order.get(getattr(row, f"{end}_period")) for end in ("first", "last"))
    window = [n for n in building if (first_stated or 0) <= n <= (last if last_stated is None else last_stated)]
    if when and (when != set(range(min(when), max(when) + 1)) or (max(when) != last and not closable)):
        yield "stays open"
    if status == "existing":
        if (when and min(when) != 0) or (not when and not closable):
            yield "status"
        if opened:
            yield "window"
        return
    if opened != ([min(when)] if when else []) or not set(opened) <= set(window):
        yield "window"
    deadline = window[:1] if last_stated is None else [last_stated]
    if (status == "forbidden" and when) or (status == "required" and not set(deadline) <= when):
        yield "status"


def sizes(case: Case) -> list[Row]:
    """Capacity is what the candidate has and what was added to it: up to its most, in its steps, never less than before."""
    grown = expansions(case).set_index([*SITE, "period"])
    rows = case.instance.keyed("candidates").reindex(grown.index.droplevel("period"))
    base, step = rows["capacity_t"].to_numpy(), rows["expansion_step_t"].to_numpy()
    room = np.maximum(np.nan_to_num(rows["most_capacity_t"].to_numpy() - base), 0.0)
    extra = grown["grown_t"].to_numpy()
    slack = AMOUNT_T + SHARE * np.nan_to_num(base + room)
    wrong = (extra > room + slack) | (extra < -slack) | (grown["added_t"].to_numpy() < -slack)
    wrong |= np.abs(extra - step * np.round(extra / step)) > slack
    return findings("expansion", grown["grown_t"][wrong])
