"""Lookups: what several checks across tables ask of an instance's tables while they are read."""

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from recyclenet.errors import Problem
from recyclenet.instance.schema import EVERY

Tables = Mapping[str, pd.DataFrame]
"""The tables of an instance by name, indexed by the line of the file a row stands on."""

Check = Callable[[Tables], Iterator[Problem]]


def problem(table: str, line: object, column: str, found: str, remedy: str) -> Problem:
    """Return what is wrong in a line of a table."""
    return Problem(f"{table}.csv", int(str(line)), column, found, remedy)


def warning(table: str, line: object, column: str, found: str, remedy: str) -> Problem:
    """Return what is probably wrong in a line of a table."""
    return Problem(f"{table}.csv", int(str(line)), column, found, remedy, "warning")


def groups(tables: Tables) -> list[str]:
    """Return the names of groups of places: those that regions name and those of groups.csv."""
    return sorted({*tables["regions"]["group"].dropna(), *tables["groups"]["group"]})


def streams(tables: Tables) -> list[str]:
    """Return the streams of materials."""
    return sorted(set(tables["materials"]["stream"].dropna()))


def kinds(tables: Tables) -> dict[str, str]:
    """Return the kind of every technology."""
    return dict(zip(tables["technologies"]["technology"], tables["technologies"]["kind"], strict=True))


def recipes(tables: Tables) -> dict[str, list[str]]:
    """Return the recipes of every technology that has some."""
    return {name: list(cells.unique()) for name, cells in tables["conversions"].groupby("technology", sort=False)["recipe"]}


def candidates(tables: Tables) -> pd.DataFrame:
    """Return the candidates that may stand at some time."""
    rows = tables["candidates"]
    return rows[rows["status"] != "forbidden"]


def whereabouts(tables: Tables) -> set[tuple[str, str]]:
    """Return every region or site with a material that can be there: it arises, comes back, or a recipe takes it or puts it out."""
    used = candidates(tables)[["site", "technology"]].drop_duplicates().merge(tables["conversions"][["technology", "material"]])
    pairs = ((tables["supplies"], "region", "material"), (tables["returns"], "region", "returned"), (used, "site", "material"))
    return {pair for frame, place, material in pairs for pair in zip(frame[place], frame[material], strict=True)}


def in_period(rows: pd.DataFrame, key: list[str], period: str) -> pd.DataFrame:
    """Return the rows that hold in a period: its own, and those for every period where it has none of its own."""
    own = rows[rows["period"] == period]
    general = rows[rows["period"] == EVERY]
    replaced = pd.MultiIndex.from_frame(general[key]).isin(pd.MultiIndex.from_frame(own[key]))
    return pd.concat([own, general[~replaced]])
