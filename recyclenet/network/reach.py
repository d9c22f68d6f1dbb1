"""What can reach a place: the most of every material that supply, passed on from recipe to recipe, can bring there."""

from dataclasses import dataclass

import pandas as pd

from recyclenet.network.network import Network

HERE = ["place", "material", "period"]
RECIPE = ["site", "technology", "recipe", "period"]
STAGES = 50
"""Longest chain of recipes that is followed; where material goes in circles nothing is said."""


@dataclass(frozen=True)
class Reach:
    """The most that can ever happen [t/yr]: `sent` from a place (place, material, period), `processed` (site, technology, period)."""

    sent: pd.Series
    processed: pd.Series


def most_possible(network: Network) -> Reach | None:
    """Return the most that can be sent and processed anywhere.

    Supply is passed along every arc and through every recipe in full: a place may get all that can come from each of its neighbours, so
    what is said is never too little. None where nothing can be said: stock is kept, goods come back, or material goes in circles.
    """
    if len(network["storage"]) or len(network["returns"]):
        return None
    supply = network["supplies"]["supply_t"].rename_axis(index={"region": "place"}).groupby(HERE).sum()
    ways = network["arcs"].index.to_frame(index=False)[["origin", "destination", "material"]].drop_duplicates()
    recipes = network["recipes"].index.droplevel("size").unique().to_frame(index=False)
    steps = recipes.merge(network["conversions"].reset_index(), on=["technology", "recipe", "period"])
    taken, made = steps[steps["t_per_t"] < 0], steps[steps["t_per_t"] > 0]
    run, sent = pd.Series(dtype=float), supply
    for _ in range(STAGES):
        before, run = run, _run(taken, _arriving(sent, ways))
        if run.equals(before):
            return Reach(_passed_on(sent, ways), run.groupby(["site", "technology", "period"]).sum())
        out = made.merge(run.rename("t").reset_index(), on=RECIPE)
        product = (out["t"] * out["t_per_t"]).groupby([out["site"], out["material"], out["period"]]).sum().rename_axis(HERE)
        sent = supply.add(product, fill_value=0.0)
    return None


def _run(taken: pd.DataFrame, come: pd.Series) -> pd.Series:
    """Return the most every recipe can run at a site on what comes there."""
    need = taken.merge(come.rename("t").reset_index(), left_on=["site", "material", "period"], right_on=HERE, how="left")
    rates: pd.Series = (need["t"].fillna(0.0) / -need["t_per_t"]).groupby([need[name] for name in RECIPE]).min()
    return rates


def _arriving(sent: pd.Series, ways: pd.DataFrame) -> pd.Series:
    """Return the most of a material that can be at a place: made there, or sent there."""
    there = ways.merge(_passed_on(sent, ways).rename("t").reset_index(), left_on=["origin", "material"], right_on=["place", "material"])
    come = there.groupby(["destination", "material", "period"])["t"].sum().rename_axis(HERE)
    total: pd.Series = come.add(sent, fill_value=0.0)
    return total


def _passed_on(sent: pd.Series, ways: pd.DataFrame) -> pd.Series:
    """Return the most of a material that can leave a place: made or supplied there, and all there is anywhere if it may pass through."""
    relays = ways.merge(ways, left_on=["destination", "material"], right_on=["origin", "material"])
    places = relays[["destination_x", "material"]].drop_duplicates().rename(columns={"destination_x": "place"})
    total = sent.groupby(["material", "period"]).sum().rename("t").reset_index()
    through = places.merge(total, on="material").set_index(HERE)["t"]
    return through.combine_first(sent)
