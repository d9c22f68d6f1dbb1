"""What can reach a place: the most of every material that supply, passed on from recipe to recipe, can bring there."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recyclenet.network.network import Network

ORIGIN = ["region", "lineage"]
THERE = [*ORIGIN, "place", "material"]


@dataclass(frozen=True)
class Reach:
    """The most that can happen in a period [t/yr]: `sent` (place, material, period), `processed` (site, technology, period); inf: any."""

    sent: pd.Series
    processed: pd.Series


def most_possible(network: Network) -> Reach | None:
    """Return the most that can be sent and processed anywhere, or None where recipes go in circles.

    A tonne supplied may be anywhere its material, or what recipes make of it, can be moved to: as the most that any one way leaves of it,
    since it cannot take two ways at once. What becomes of it, material by material, is its lineage: a recipe may make two materials at
    once, so lineages add up. Of what is kept in stock somewhere, or comes back, there may be any amount.
    """
    steps = _steps(network)
    if _circular(steps):
        return None
    ways = network["arcs"].index.to_frame(index=False)[["origin", "destination", "material"]].drop_duplicates()
    steps_on = steps[steps["product"].isin(steps["material"])]
    supply = _supply(network)
    new = supply[["region", "material"]].drop_duplicates().assign(lineage=lambda rows: rows["material"], place=lambda rows: rows["region"])
    new = new.assign(part=1.0)
    parts = new.set_index(THERE)["part"]
    while len(new):
        moved = new.merge(ways, left_on=["place", "material"], right_on=["origin", "material"])
        moved = moved.assign(place=moved["destination"])[[*THERE, "part"]]
        made = new.merge(steps_on, on=["place", "material"])
        made = made.assign(material=made["product"], lineage=made["lineage"] + ">" + made["product"], part=made["part"] * made["each"])
        found = pd.concat([moved, made[[*THERE, "part"]]]).groupby(THERE)["part"].max()
        better = found[found > parts.reindex(found.index).fillna(0.0) * (1 + 1e-12)]
        parts = better.combine_first(parts)
        new = better.reset_index()
    there = parts.reset_index()
    there["supplied"] = there["lineage"].str.partition(">")[0]
    there = there.merge(supply.rename(columns={"material": "supplied"}), on=["region", "supplied"])
    there["t"] = there["part"] * there["supply_t"]
    runs = steps.groupby(["place", "technology", "material"], as_index=False)["run"].max()
    used = there.merge(runs, on=["place", "material"])
    used = used.assign(t=used["t"] * used["run"]).rename(columns={"place": "site"})
    return Reach(there.groupby(["place", "material", "period"])["t"].sum(), used.groupby(["site", "technology", "period"])["t"].sum())


def _supply(network: Network) -> pd.DataFrame:
    """Return what there is to begin with: region (or site with stock), material, period, `supply_t`."""
    arising = network["supplies"]["supply_t"].reset_index()
    kept = network["storage"].index.to_frame(index=False).rename(columns={"place": "region"})
    back = network["returns"].index.to_frame(index=False)[["region", "returned", "return_period"]]
    back = back.rename(columns={"returned": "material", "return_period": "period"})
    any_amount = pd.concat([kept[["region", "material", "period"]], back]).assign(supply_t=np.inf)
    rows = pd.concat([arising[["region", "material", "period", "supply_t"]], any_amount])
    return rows.groupby(["region", "material", "period"], as_index=False)["supply_t"].sum()


def _steps(network: Network) -> pd.DataFrame:
    """Return what recipes can make: place, technology, material taken, product, `each` product [t] and `run` throughput per tonne taken."""
    rows = network["conversions"].reset_index()
    taken = rows[rows["t_per_t"] < 0].assign(taken=lambda found: -found["t_per_t"]).drop(columns="t_per_t")
    made = rows[rows["t_per_t"] > 0].rename(columns={"material": "product"})
    both = taken.merge(made, on=["technology", "recipe", "period"], how="left")
    both = both.assign(each=both["t_per_t"] / both["taken"], run=1.0 / both["taken"])
    both = both.groupby(["technology", "material", "product"], dropna=False, as_index=False)[["each", "run"]].max()
    stands = network["candidates"].index.droplevel("size").unique().to_frame(index=False).rename(columns={"site": "place"})
    return stands.merge(both, on="technology")


def _circular(steps: pd.DataFrame) -> bool:
    """Return whether a material can be made of itself."""
    edges = steps[["material", "product"]].dropna().drop_duplicates()
    while len(edges):
        rest = edges[edges["material"].isin(edges["product"])]
        if len(rest) == len(edges):
            return True
        edges = rest
    return False
