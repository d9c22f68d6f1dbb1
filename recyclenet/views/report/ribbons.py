"""What the diagram of the chain draws: links over all periods, between nodes that are named, and few enough to read."""

import pandas as pd

from recyclenet.solution.figures import names
from recyclenet.solution.report import Report
from recyclenet.views.report.sankey import Ribbons
from recyclenet.views.report.streams import names_of, streams_of

MOST_ENDS = 9
"""More buyers, or supplied materials, than these are drawn as one, or by their streams."""

LEAST = 5e-4
"""Shares of all that arises below which what recipes add and lose is not drawn."""

OUTSIDE = {
    "disposal": "Disposal", "on the spot": "Dealt with on the spot", "added": "Reagents, water", "lost": "Lost in processing",
    "stock drawn": "Stock drawn", "stock put by": "Stock put by",
}  # fmt: skip
"""Nodes that are drawn as one, with their names."""

ENDS = ("buyer", "disposal", "on the spot", "lost", "stock put by")
"""Roles of the nodes at the end of the diagram."""


def ribbons_of(report: Report) -> Ribbons:
    """Return the ribbons of a plan's chain. What is added stands before each technology it is added in."""
    links = report.chain
    arising = links.loc[links["source_role"].isin(["supply", "returned"]), "amount_t"].sum()
    links = links[~(links["source_role"].eq("added") | links["target_role"].eq("lost")) | (links["amount_t"] >= LEAST * arising)]
    shown: dict[str, str] = {}
    sources = _keys(report, links["source_role"], links["source"], shown)
    targets = _keys(report, links["target_role"], links["target"], shown)
    early: dict[str, str] = {}
    for position, (role, target) in enumerate(zip(links["source_role"], targets, strict=True)):
        if role == "added":
            sources[position] = f"added: {target}"
            early[sources[position]], shown[sources[position]] = target, OUTSIDE["added"]
    streams = {**streams_of(report.plan.instance), "": "added or lost in processing"}
    drawn = pd.DataFrame({"source": sources, "target": targets, "stream": links["material"].map(streams), "amount_t": links["amount_t"]})
    last = dict.fromkeys(target for target, role in zip(targets, links["target_role"], strict=True) if role in ENDS)
    sums = drawn.groupby(["source", "target", "stream"], sort=False, as_index=False)["amount_t"].sum()
    return Ribbons(sums, shown, tuple(last), early)


def _keys(report: Report, roles: pd.Series, labels: pd.Series, shown: dict[str, str]) -> list[str]:
    """Return the key of every node, and note the name shown for it."""
    instance, links = report.plan.instance, report.chain
    outlets, technologies = names(report.plan, "outlets"), names(report.plan, "technologies")
    materials, streams = names_of(instance), streams_of(instance)
    by_stream = links.loc[links["source_role"].isin(["supply", "returned"]), "source"].nunique() > MOST_ENDS
    one_buyer = links.loc[links["target_role"] == "buyer", "target"].nunique() > MOST_ENDS
    keys = []
    for role, label in zip(roles, labels, strict=True):
        if role in ("supply", "returned"):
            stated = streams[label] if by_stream else materials[label]
            name = stated if role == "supply" else f"{stated}, come back"
        elif role == "technology":
            name = technologies[label]
        elif role == "buyer":
            name = "Buyers" if one_buyer else outlets[label]
        else:
            name = OUTSIDE.get(role, label.capitalize())
        key = f"{role}: {name if role in ('supply', 'returned') else label if role in ('technology', 'kept') else name}"
        shown[key] = name
        keys.append(key)
    return keys
