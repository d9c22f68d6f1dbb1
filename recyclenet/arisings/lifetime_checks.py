"""Checks of lifetimes, and of stocks against them."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from recyclenet.arisings.fleets import Fleet, fleets_of
from recyclenet.arisings.ranges import Band
from recyclenet.arisings.series import Tables, own_or_every, series_of
from recyclenet.errors import Problem
from recyclenet.instance.lookups import problem, warning

NEEDS: Mapping[str, tuple[str, ...]] = {
    "weibull": ("mean_years", "shape"),
    "log-normal": ("mean_years", "std_years"),
    "fixed": ("mean_years",),
    "table": (),
}
"""What a distribution needs; a weibull lifetime may have a scale instead of a mean."""

PARAMETERS = ("mean_years", "scale_years", "shape", "std_years")

ROUNDING_UNITS = 1e-6
"""How far below 0, as a share of the stock, an inflow may be that stands for 0."""


def lifetimes_are_whole(tables: Tables) -> Iterator[Problem]:
    """Yield lifetimes that lack a parameter of their distribution, or have one too many."""
    for line, row in tables["lifetimes"].iterrows():
        kind = row["distribution"]
        needed = [
            ("scale_years" if name == "mean_years" and kind == "weibull" and not pd.isna(row["scale_years"]) else name)
            for name in NEEDS[kind]
        ]
        for name in PARAMETERS:
            missing = pd.isna(row[name])
            if missing and name in needed:
                yield problem(
                    "lifetimes", line, name, f"the cell is empty, and a {kind} lifetime needs it", f"write {name}, or another distribution"
                )
            elif not missing and name not in needed:
                yield problem(
                    "lifetimes",
                    line,
                    name,
                    f"found {row[name]:g}, which a {kind} lifetime with {', '.join(needed) or 'survivals.csv'} does not have",
                    "leave it empty",
                )


def lifetimes_keep_their_kind(tables: Tables) -> Iterator[Problem]:
    """Yield lifetimes whose distribution changes with the year of sale."""
    rows = tables["lifetimes"]
    first = rows.groupby(["product", "variant"])["distribution"].transform("first")
    for (line, found), kind in zip(rows["distribution"].items(), first, strict=True):
        if found == kind:
            continue
        yield problem(
            "lifetimes",
            line,
            "distribution",
            f"found '{found}' after '{kind}'",
            "keep one for all years of a product and variant",
        )


def tables_of_survival_fall_to_nothing(tables: Tables) -> Iterator[Problem]:
    """Yield survival tables that are not there, that rise, or whose end leaves units that never come out."""
    for (product, _), rows in tables["survivals"].groupby(["product", "variant"], sort=False):
        steps = rows.sort_values("age_years")
        for line in steps.index[1:][np.diff(steps["share"]) > 0]:
            yield problem("survivals", line, "share", f"more of '{product}' are in use than at a lower age", "let the shares fall with age")
        if steps["share"].iloc[-1] > 0:
            found = f"{steps['share'].iloc[-1]:g} of '{product}' never come out"
            yield problem("survivals", steps.index[-1], "share", found, "add the age at which none is left, with share 0")
        if steps["age_years"].iloc[0] == 0 and steps["share"].iloc[0] < 1:
            yield problem("survivals", steps.index[0], "share", f"found {steps['share'].iloc[0]:g} at age 0", "let all be in use at age 0")
    lifetimes = tables["lifetimes"]
    for line, row in lifetimes[lifetimes["distribution"] == "table"].iterrows():
        stated = tables["survivals"][tables["survivals"]["product"] == row["product"]]
        if not len(own_or_every(stated, "variant", row["variant"])):
            yield problem(
                "lifetimes", line, "distribution", f"survivals.csv has no row of '{row['product']}'", "add its ages and shares there"
            )


LIFETIME_CHECKS = (lifetimes_are_whole, lifetimes_keep_their_kind, tables_of_survival_fall_to_nothing)


def stocks_can_be_explained(tables: Tables, years: np.ndarray, timing: str) -> Iterator[Problem]:
    """Yield stocks that fall faster than units die, or whose units die in the year of sale; warn of a first stock that counts as new."""
    if not len(tables["stocks"]):
        return
    rows = {(series.product, series.area): series.rows for series in series_of(tables) if series.driver == "stocks"}
    for fleet in fleets_of(tables, years):
        if fleet.driver == "stocks":
            for number, area in enumerate(fleet.areas):
                yield from _explained(fleet, number, rows[fleet.product, area], years, timing)


def _explained(fleet: Fleet, number: int, rows: pd.DataFrame, years: np.ndarray, timing: str) -> Iterator[Problem]:
    what = f"'{fleet.product}' in '{fleet.areas[number]}'"
    with np.errstate(divide="ignore", invalid="ignore"):
        inflow = fleet.put_into_use(Band(), timing)[0, number]
    stock = fleet.units.base[number]
    if not np.all(np.isfinite(inflow)):
        remedy = "give a longer lifetime in lifetimes.csv, or the sales instead of the stock"
        yield problem("stocks", rows.index[0], "units", f"{what} comes out in the year in which it is sold, and leaves no stock", remedy)
        return
    for place in np.flatnonzero(inflow < -ROUNDING_UNITS * max(stock.max(), 1.0))[:1]:
        line = dict(zip(rows["year"], rows.index, strict=True)).get(years[place], rows.index[-1])
        left = f"{stock[place] - inflow[place]:g} are still in use"
        found = f"the stock of {what} falls to {stock[place]:g} in {years[place]:.0f}, but by its lifetime {left}"
        yield problem("stocks", line, "units", found, "correct the stock, or give a shorter lifetime in lifetimes.csv")
    largest, first = float(stock.max()), float(rows["units"].iloc[0])
    if first > 0.05 * largest:
        found = f"the first stock of {what}, {first:g}, counts as new"
        yield warning("stocks", rows.index[0], "units", found, "begin the series when there was next to nothing in use")
