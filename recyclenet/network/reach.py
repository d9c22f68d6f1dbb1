"""What can reach a place: the most of every material that supply, passed on from recipe to recipe, can bring there."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from recyclenet.network.network import Network

SUPPLY = ["region", "supplied"]
THERE = [*SUPPLY, "place", "material"]


@dataclass(frozen=True)
class Reach:
    """The most that can happen in a period [t/yr]: `sent` (place, material, period), `processed` (site, technology, period); inf: any."""

    sent: pd.Series
    processed: pd.Series


def most_possible(network: Network) -> Reach | None:
    """Return the most that can be sent and processed anywhere, or None where recipes go in circles.

    A tonne supplied may be anywhere its material, or what recipes make of it, can be moved to: as the most that any one way leaves of it,
    since it cannot take two ways at once. Of what is kept in stock somewhere, or comes back, there may be any amount.
    """
    steps = _steps(network)
    if _circular(steps):
        return None
    ways = network["arcs"].index.to_frame(index=False)[["origin", "destination", "material"]].drop_duplicates()
    supply = _supply(network)
    new = supply[SUPPLY].drop_duplicates().assign(place=lambda rows: rows["region"], material=lambda rows: rows["supplied"], part=1.0)
    parts = new.set_index(THERE)["part"]
    while len(new):
        moved = new.merge(ways, left_on=["place", "material"], right_on=["origin", "material"])
        moved = moved.assign(place=moved["destination"])[[*THERE, "part"]]
        made = new.merge(steps, on=["place", "material"])
        made = made.assign(material=made["product"], part=made["part"] * made["each"])[[*THERE, "part"]]
        found = pd.concat([moved, made]).groupby(THERE)["part"].max()
        better = found[found > parts.reindex(found.index).fillna(0.0) * (1 + 1e-12)]
        parts = better.combine_first(parts)
        new = better.reset_index()
    there = parts.reset_index().merge(supply, on=SUPPLY)
    sent = (there["part"] * there["supply_t"]).groupby([there["place"], there["material"], there["period"]]).sum()
    return Reach(sent, _processed(parts, supply, steps))


def _supply(network: Network) -> pd.DataFrame:
    """Return what there is to begin with: region (or site with stock), supplied material, period, `supply_t`."""
    arising = network["supplies"]["supply_t"].reset_index()
    kept = network["storage"].index.to_frame(index=False).rename(columns={"place": "region"})
    back = network["returns"].index.to_frame(index=False)[["region", "returned", "return_period"]]
    back = back.rename(columns={"returned": "material", "return_period": "period"})
    any_amount = pd.concat([kept[["region", "material", "period"]], back]).assign(supply_t=np.inf)
    rows = pd.concat([arising[["region", "material", "period", "supply_t"]], any_amount])
    return rows.groupby(["region", "material", "period"], as_index=False)["supply_t"].sum().rename(columns={"material": "supplied"})


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


def _processed(parts: pd.Series, supply: pd.DataFrame, steps: pd.DataFrame) -> pd.Series:
    """Return the most that each technology can process at a site: every tonne supplied in the way that gives it most to do."""
    used = parts.reset_index().merge(steps[["place", "technology", "material", "run"]].drop_duplicates(), on=["place", "material"])
    most = (used["part"] * used["run"]).groupby([used["region"], used["supplied"], used["place"], used["technology"]]).max()
    rows = most.rename("run").reset_index().merge(supply, on=SUPPLY).rename(columns={"place": "site"})
    total: pd.Series = (rows["run"] * rows["supply_t"]).groupby([rows["site"], rows["technology"], rows["period"]]).sum()
    return total
