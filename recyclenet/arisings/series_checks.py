"""Checks of periods, series and the regions they are shared out over."""

from collections.abc import Iterator

from recyclenet.arisings.series import DRIVERS, Tables, series_of
from recyclenet.errors import Problem
from recyclenet.instance.lookups import problem
from recyclenet.instance.tables import meant


def something_is_sold(tables: Tables) -> Iterator[Problem]:
    """Yield a folder without any series."""
    if not any(len(tables[driver]) for driver in DRIVERS):
        yield Problem(
            "sales.csv", 0, "", "neither sales nor stocks are stated", "add sales.csv with product, area, year, units; or stocks.csv"
        )


def periods_follow_each_other(tables: Tables) -> Iterator[Problem]:
    """Yield periods that end before they begin, or that share years."""
    rows = tables["periods"].sort_values("first_year", kind="stable")
    for line, row in rows[rows["last_year"] < rows["first_year"]].iterrows():
        yield problem("periods", line, "last_year", f"{row['last_year']} is before {row['first_year']}", "exchange them")
    ends = rows["last_year"].cummax().shift()
    for line, row in rows[rows["first_year"] <= ends].iterrows():
        yield problem("periods", line, "first_year", f"{row['first_year']} lies in another period", "let periods follow each other")


def every_year_is_there(tables: Tables) -> Iterator[Problem]:
    """Yield years missing in a series, before its end or up to the end of the last period."""
    last = tables["periods"]["last_year"].max()
    for series in (one for one in series_of(tables) if one.counted_as == one.product):
        what, years = f"'{series.product}' in '{series.area}'", series.rows["year"]
        for line, year, following in zip(series.rows.index[1:], years[:-1], years[1:], strict=True):
            if following > year + 1:
                found = f"{what}: {_years(year + 1, following - 1)} missing between {year} and {following}"
                yield problem(series.driver, line, "year", found, "add a row for each year, with 0 units where there were none")
        if series.last_year < last:
            found = f"{what} ends in {series.last_year}, the last period in {last}"
            remedy = f"add the years up to {last}, or a row with until_year {last} to outlooks.csv"
            yield problem(series.driver, series.rows.index[-1], "year", found, remedy)


def a_series_is_stated_once(tables: Tables) -> Iterator[Problem]:
    """Yield products whose sales and stocks are both given in an area."""
    sold = set(zip(tables["sales"]["product"], tables["sales"]["area"], strict=True))
    rows = tables["stocks"].drop_duplicates(["product", "area"])
    for line, row in rows.iterrows():
        if (row["product"], row["area"]) in sold:
            found = f"sales.csv has '{row['product']}' in '{row['area']}' too"
            yield problem("stocks", line, "product", found, "keep the sales, from which the stock follows, or the stock")


def parts_belong_to_something(tables: Tables) -> Iterator[Problem]:
    """Yield products sold with what is not sold, and those that have numbers of their own besides."""
    own = {name for driver in DRIVERS for name in tables[driver]["counted_as"]}
    for line, row in tables["products"].dropna(subset=["sold_with"]).iterrows():
        if row["sold_with"] not in own:
            remedy = meant(row["sold_with"], sorted(own)) or "name a product that is there"
            yield problem("products", line, "sold_with", f"'{row['sold_with']}' is neither in sales.csv nor in stocks.csv", remedy)
        elif row["product"] in own:
            found = f"'{row['product']}' has numbers of its own"
            yield problem("products", line, "sold_with", found, "leave the cell empty, or take its rows out of sales.csv and stocks.csv")


def areas_are_shared_out(tables: Tables) -> Iterator[Problem]:
    """Yield products whose area no key shares out, and keys that are 0 everywhere."""
    keys, by_product = tables["keys"], dict(zip(tables["products"]["product"], tables["products"]["key"], strict=True))
    for line, row in tables["products"].dropna(subset=["key"]).iterrows():
        if row["key"] not in set(keys["key"]):
            remedy = meant(row["key"], sorted(set(keys["key"]))) or "add its rows to keys.csv"
            yield problem("products", line, "key", f"'{row['key']}' is not in keys.csv", remedy)
    known, names = set(zip(keys["key"], keys["area"], strict=True)), set(keys["key"])
    for series in series_of(tables):
        key = by_product.get(series.product)
        if key in names and (key, series.area) not in known:
            found, remedy = f"keys.csv does not share '{series.area}' out by '{key}'", f"add rows with key {key} and area {series.area}"
            yield problem(series.driver, series.rows.index[0], "area", found, remedy)
    for (key, area), rows in keys.groupby(["key", "area"], sort=False):
        if not rows["value"].sum() > 0:
            yield problem("keys", rows.index[0], "value", f"'{key}' is 0 in all of '{area}'", "write how much of it each region has")


def regions_are_in_the_plan_or_not(tables: Tables) -> Iterator[Problem]:
    """Yield regions that are in the plan by one row and outside it by another."""
    rows = tables["keys"]
    first = rows.groupby("region")["planned"].transform("first")
    for line in rows.index[rows["planned"] != first]:
        found = f"'{rows.at[line, 'region']}' is {rows.at[line, 'planned']} here and {first[line]} before"
        yield problem("keys", line, "planned", found, "write the same for a region under all keys")


KEY_CHECKS = (every_year_is_there,)
"""Checks that ask which rows stand, not what else is in them."""

SERIES_CHECKS = (
    something_is_sold,
    periods_follow_each_other,
    a_series_is_stated_once,
    parts_belong_to_something,
    areas_are_shared_out,
    regions_are_in_the_plan_or_not,
)


def _years(first: int, last: int) -> str:
    return f"{first} is" if first == last else f"{first} to {last} are"
