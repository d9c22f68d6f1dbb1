"""Checks of shares, contents and losses, and of what rows are about."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from recyclenet.arisings.schema import RANGES, SCHEMA, WAYS
from recyclenet.arisings.series import DRIVERS, Tables, own_or_every, series_of
from recyclenet.errors import Problem
from recyclenet.instance.columns import EVERY
from recyclenet.instance.lookups import problem, warning
from recyclenet.instance.tables import meant

ROUNDING = 1e-6
"""How far shares may be from 1."""

DATED: dict[str, list[str]] = {
    "variants": ["product", "variant"],
    "lifetimes": ["product", "variant"],
    "contents": ["product", "variant", "material"],
    "losses": ["product", "area", "way"],
}
"""Tables whose rows hold from a year on, and what a row is about."""


def shares_of_variants_fit(tables: Tables) -> Iterator[Problem]:
    """Yield variants that together are more than all that is sold; or less, where a stock is to be explained or the user stated them."""
    stocked = set(tables["stocks"]["product"])
    for product, rows in tables["variants"].groupby("product", sort=False):
        years = np.unique(rows["year"].fillna(0))
        parts = [np.interp(years, part["year"].fillna(0), part["share"]) for _, part in rows.sort_values("year").groupby("variant")]
        for year, total in zip(years, np.sum(parts, axis=0), strict=True):
            line = rows.index[(rows["year"].fillna(0) == year)][0]
            what = f"the shares of '{product}'" + (f" in {year:.0f}" if year else "") + f" add up to {total:g}"
            if total > 1 + ROUNDING:
                yield problem("variants", line, "share", what, "let them add up to 1 or less")
            elif total < 1 - ROUNDING and product in stocked:
                yield problem("variants", line, "share", what, "let them add up to 1: the stock in stocks.csv is of all variants")
            elif total < 1 - ROUNDING and not rows["shipped"].any():
                yield warning("variants", line, "share", what, "the rest counts as without material; let them add up to 1 if it is not")


def products_have_all_they_need(tables: Tables) -> Iterator[Problem]:
    """Yield products or variants without lifetime or content."""
    for series in {series.product: series for series in series_of(tables)}.values():
        of_product = tables["variants"][tables["variants"]["product"] == series.product]
        for name in of_product["variant"].unique() if len(of_product) else [EVERY]:
            for table in ("lifetimes", "contents"):
                rows = tables[table][tables[table]["product"] == series.product]
                if not len(own_or_every(rows, "variant", name)):
                    known = sorted(tables[table]["product"].unique())
                    what = f"'{series.product}'" + ("" if name == EVERY else f", variant '{name}',")
                    hint = "" if len(rows) else meant(series.product, known)
                    yield problem(
                        series.driver,
                        series.rows.index[0],
                        "product",
                        f"{what} has no row in {table}.csv",
                        hint or f"add it to {table}.csv",
                    )


def names_are_used(tables: Tables) -> Iterator[Problem]:
    """Yield rows of the user's about products, variants and areas that nobody has."""
    series = list(series_of(tables))
    products, areas = sorted({one.product for one in series}), sorted({one.area for one in series})
    counted = sorted({one.counted_as for one in series})
    variants = tables["variants"].groupby("product")["variant"].agg(set).to_dict()
    for table in (name for name in SCHEMA if name not in DRIVERS and "product" in tables[name]):
        rows = tables[table][~tables[table]["shipped"]]
        for line, row in rows.iterrows():
            product = row.get("product", "")
            if product and product not in (counted if table == "outlooks" else products):
                yield warning(
                    table,
                    line,
                    "product",
                    f"'{product}' is neither in sales.csv nor in stocks.csv",
                    meant(product, products) or "it is not used",
                )
            elif table != "variants" and row.get("variant", EVERY) != EVERY and row["variant"] not in variants.get(product, set()):
                known = sorted(variants.get(product, set()))
                yield problem(
                    table,
                    line,
                    "variant",
                    f"'{product}' has no variant '{row['variant']}'",
                    meant(row["variant"], known) or "add it to variants.csv",
                )
            elif table in {"outlooks", "losses"} and row["area"] not in {EVERY, *areas}:
                yield problem(
                    table, line, "area", f"'{row['area']}' has neither sales nor stocks", meant(row["area"], areas) or "correct the name"
                )


def ranges_are_in_order(tables: Tables) -> Iterator[Problem]:
    """Yield low ends above, and high ends below, what they are ends of."""
    for table, column in RANGES.items():
        rows = tables[table]
        for end, wrong in (("low", rows[f"low_{column}"] > rows[column]), ("high", rows[f"high_{column}"] < rows[column])):
            for line, row in rows[wrong].iterrows():
                found = f"{row[f'{end}_{column}']:g} is {'above' if end == 'low' else 'below'} {column}, {row[column]:g}"
                yield problem(table, line, f"{end}_{column}", found, "exchange them")


def years_are_stated_or_not(tables: Tables) -> Iterator[Problem]:
    """Yield rows for every year beside rows from a year on."""
    for table, key in DATED.items():
        rows = tables[table]
        mixed = rows["year"].isna() & rows.groupby(key)["year"].transform("count").gt(0)
        for line in rows.index[mixed]:
            yield problem(
                table, line, "year", "the cell is empty, and other rows of the same state a year", "write the year from which it holds"
            )


def losses_leave_something(tables: Tables) -> Iterator[Problem]:
    """Yield losses that together are more than all that comes out."""
    by_product = dict(list(tables["losses"].groupby("product")))
    for series in (one for one in series_of(tables) if one.product in by_product):
        losses = by_product[series.product]
        stated = [own_or_every(losses[losses["way"] == way], "area", series.area) for way in WAYS]
        rows = pd.concat(stated)
        years = np.unique(rows["year"].fillna(0))
        total = float(np.max(sum(_upper(part, years) for part in stated if len(part)), initial=0.0))
        if total > 1 + ROUNDING:
            found = f"what is lost of '{series.product}' in '{series.area}' adds up to {total:g}"
            yield problem(
                "losses", rows.index[0], "share", found, "let exported, hoarded and diverted, at their high ends, add up to 1 or less"
            )


def drawers_are_of_what_is_hoarded(tables: Tables) -> Iterator[Problem]:
    """Yield years in drawers of what is not hoarded, and two numbers of years in an area."""
    rows = tables["losses"]
    for line in rows.index[rows["drawer_years"].notna() & (rows["way"] != "hoarded")]:
        yield problem("losses", line, "drawer_years", f"what is {rows.at[line, 'way']} does not come back", "leave the cell empty")
    hoarded = rows[rows["way"] == "hoarded"]
    first = hoarded["drawer_years"].fillna(0).groupby([hoarded["product"], hoarded["area"]]).transform("first")
    for line in hoarded.index[hoarded["drawer_years"].fillna(0) != first]:
        found = f"found {_years(hoarded.at[line, 'drawer_years'])} after {_years(first[line])}"
        yield problem("losses", line, "drawer_years", found, "write the same for all years of a product and area")


def _years(number: float) -> str:
    return f"{number:g}" if number > 0 else "nothing"


def _upper(rows: pd.DataFrame, years: np.ndarray) -> np.ndarray:
    by_year = rows.sort_values("year")
    return np.asarray(np.interp(years, by_year["year"].fillna(0), by_year["high_share"].fillna(by_year["share"])))


CONTENT_CHECKS = (
    shares_of_variants_fit,
    products_have_all_they_need,
    names_are_used,
    ranges_are_in_order,
    years_are_stated_or_not,
    losses_leave_something,
    drawers_are_of_what_is_hoarded,
)
