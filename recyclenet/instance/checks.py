"""Checks across tables: what no single cell can show. Each check is a function that yields problems; all are run."""

from collections.abc import Collection, Iterator
from functools import partial

import numpy as np
import pandas as pd

from recyclenet.errors import Problem
from recyclenet.instance.detail_checks import DETAIL_CHECKS
from recyclenet.instance.grammar import folded
from recyclenet.instance.lookups import Check, Tables
from recyclenet.instance.rule_checks import RULE_CHECKS
from recyclenet.instance.schema import EVERY, PLACES, SCHEMA, Column
from recyclenet.instance.sound import SoundTables, found_by, unsound_tables
from recyclenet.instance.tables import meant

ROUNDING = 1e-6
"""How far the inputs of a recipe may be from -1, and shares from 1."""

SMALLEST_T = 1e-3
"""Smallest amount [t/yr] that a solver's tolerances still tell from nothing."""


def problems_across(tables: Tables, unsound: Collection[str] = ()) -> list[Problem]:
    """Return the problems of an instance across its tables; of tables that are unsound, or whose names stand for nothing, nothing more."""
    broken = [problem for name in SCHEMA for problem in _references(SoundTables(tables, unsound), name)]
    sound = SoundTables(tables, {*unsound, *unsound_tables(broken, SCHEMA)})
    return broken + [problem for check in (*CHECKS, *RULE_CHECKS, *DETAIL_CHECKS) for problem in found_by(check, sound)]


def _references(tables: Tables, name: str) -> Iterator[Problem]:
    """Yield names in a table that stand for nothing."""
    for column in (column for column in SCHEMA[name].columns if column.refers_to):
        yield from found_by(partial(_strangers, name=name, column=column), tables)


def _strangers(tables: Tables, name: str, column: Column) -> Iterator[Problem]:
    """Yield names in a column that are in none of the tables it refers to."""
    known = [label for other in column.refers_to for label in tables[other][SCHEMA[other].key[0]]]
    allowed = set(known) | ({EVERY} if column.every else set())
    cells = tables[name][column.name].dropna()
    for line, cell in cells[~cells.isin(allowed)].items():
        files = " or ".join(f"{other}.csv" for other in column.refers_to)
        yield Problem(f"{name}.csv", int(str(line)), column.name, f"'{cell}' is not in {files}", meant(cell, known) or f"add it to {files}")


def one_namespace(tables: Tables) -> Iterator[Problem]:
    """Yield places whose name stands in two tables."""
    seen: dict[str, str] = {}
    for table in PLACES:
        key = SCHEMA[table].key[0]
        for line, label in tables[table][key].items():
            if folded(label) in seen:
                other = seen[folded(label)]
                yield Problem(
                    f"{table}.csv",
                    int(str(line)),
                    key,
                    f"'{label}' is a place in {other} too",
                    f"give it a name of its own, such as '{label} {key}'",
                )
            seen.setdefault(folded(label), f"{table}.csv line {line}")


def recipes_balance(tables: Tables) -> Iterator[Problem]:
    """Yield recipes whose inputs do not add up to one tonne, or that put out more of an element than goes in."""
    conversions = tables["conversions"]
    shares = tables["compositions"].set_index(["material", "element"])["share"].unstack(fill_value=0.0)
    for technology, recipe, period, rows in _as_they_run(conversions, len(tables["periods"])):
        line, taken = int(rows.index[0]), -rows["t_per_t"].clip(upper=0).sum()
        what = f"recipe '{recipe}' of '{technology}'" + ("" if period == EVERY else f" in {period}")
        if abs(taken - 1) > ROUNDING:
            yield Problem(
                "conversions.csv", line, "t_per_t", f"{what} takes {taken:g} t per tonne", "let its inputs (negative) add up to -1"
            )
        amounts = rows.set_index("material")["t_per_t"].groupby(level=0).sum()
        content = shares.reindex(amounts.index, fill_value=0.0).mul(amounts, axis=0)
        for element in content.columns:
            given, got = -content[element].clip(upper=0).sum(), content[element].clip(lower=0).sum()
            if got > given + ROUNDING:
                yield Problem(
                    "conversions.csv",
                    line,
                    "t_per_t",
                    f"{what} makes {got:g} t of {element} out of {given:g} t",
                    "lower its outputs or correct compositions.csv",
                )


def _as_they_run(conversions: pd.DataFrame, periods: int) -> Iterator[tuple[str, str, str, pd.DataFrame]]:
    """Yield technology, recipe, period and the rows that hold then: those of the period, and those for all without one of their own."""
    for (technology, recipe), rows in conversions.groupby(["technology", "recipe"], sort=False):
        named = [period for period in rows["period"].unique() if period != EVERY]
        general = rows[rows["period"] == EVERY]
        for period in named:
            own = rows[rows["period"] == period]
            yield technology, recipe, period, pd.concat([own, general[~general["material"].isin(own["material"])]])
        if len(general) and len(named) < periods:
            yield technology, recipe, EVERY, general


def technologies_have_recipes(tables: Tables) -> Iterator[Problem]:
    """Yield candidates of a technology without a recipe."""
    known = set(tables["conversions"]["technology"])
    rows = tables["technologies"]
    for line, name in rows.loc[~rows["technology"].isin(known), "technology"].items():
        yield Problem("technologies.csv", int(str(line)), "technology", f"'{name}' has no recipe", "add its rows to conversions.csv")


def goods_classes_are_carried(tables: Tables) -> Iterator[Problem]:
    """Yield materials that no mode carries."""
    known = sorted(set(tables["mode_rates"]["goods_class"]))
    rows = tables["materials"]
    for line, name in rows.loc[~rows["goods_class"].isin(known), "goods_class"].items():
        yield Problem(
            "materials.csv",
            int(str(line)),
            "goods_class",
            f"no mode carries '{name}'",
            meant(name, known) or "add a rate to mode_rates.csv",
        )


def supply_can_leave(tables: Tables) -> Iterator[Problem]:
    """Yield supplied materials that nobody takes and that must not stay behind."""
    conversions = tables["conversions"]
    taken = (
        set(conversions.loc[conversions["t_per_t"] < 0, "material"])
        | set(tables["sales"]["material"])
        | set(tables["uncollected"]["material"])
    )
    rows = tables["supplies"]
    stuck = rows[~rows["material"].isin(taken)].drop_duplicates("material")
    for line, name in stuck["material"].items():
        yield Problem(
            "supplies.csv", int(str(line)), "material", f"no recipe and no outlet takes '{name}'", "add one, or allow it in uncollected.csv"
        )


def windows_are_in_order(tables: Tables) -> Iterator[Problem]:
    """Yield candidates whose window ends before it begins, or that stand already and have one."""
    order = {period: number for number, period in enumerate(tables["periods"]["period"])}
    rows = tables["candidates"]
    first, last = rows["first_period"].map(order), rows["last_period"].map(order)
    for line in rows.index[first > last]:
        yield Problem(
            "candidates.csv",
            int(line),
            "last_period",
            f"'{rows.at[line, 'last_period']}' is before '{rows.at[line, 'first_period']}'",
            "exchange them",
        )
    for line in rows.index[(rows["status"] == "existing") & (first.notna() | last.notna())]:
        yield Problem(
            "candidates.csv",
            int(line),
            "first_period",
            "an existing candidate has a window in which to open",
            "leave first_period and last_period empty",
        )
    existing = rows[rows["status"] == "existing"]
    for line in existing.index[existing.duplicated(["site", "technology"])]:
        yield Problem(
            "candidates.csv", int(line), "status", "a second size of this technology stands at this site", "keep one of them as existing"
        )


def targets_make_sense(tables: Tables) -> Iterator[Problem]:
    """Yield targets with an element too many or too few, or of an unknown stream or element."""
    streams, elements = sorted(set(tables["materials"]["stream"].dropna())), sorted(set(tables["compositions"]["element"]))
    for line, row in tables["targets"].iterrows():
        place = ("targets.csv", int(str(line)))
        if row["metric"] == "recovery" and row["element"] not in elements:
            found = "the element is missing" if pd.isna(row["element"]) else f"no material contains '{row['element']}'"
            yield Problem(*place, "element", found, f"write one of {', '.join(elements)}" if elements else "add compositions.csv")
        if row["metric"] == "collection" and not pd.isna(row["element"]):
            yield Problem(*place, "element", f"found '{row['element']}'", "leave it empty: collection counts whole materials")
        if row["stream"] not in [EVERY, *streams]:
            yield Problem(
                *place,
                "stream",
                f"no material is of stream '{row['stream']}'",
                meant(row["stream"], streams) or f"write {EVERY} or a stream of materials.csv",
            )


def limits_are_in_order(tables: Tables) -> Iterator[Problem]:
    """Yield limits whose least is above their most."""
    rows = tables["network_size"]
    for line in rows.index[rows["least"] > rows["most"]]:
        yield Problem(
            "network_size.csv",
            int(line),
            "least",
            f"{rows.at[line, 'least']:g} is more than most, {rows.at[line, 'most']:g}",
            "exchange them",
        )


def amounts_are_large_enough(tables: Tables) -> Iterator[Problem]:
    """Yield amounts so small that a solver cannot tell them from nothing."""
    stated = {
        "supplies": tables["supplies"]["supply_t"].loc[lambda amount: amount > 0],  # 0 carries the acquisition cost of what returns
        "candidates": tables["candidates"]["capacity_t"].where(
            tables["candidates"]["capacity_t"] > 0, tables["candidates"]["most_capacity_t"]
        ),
    }
    for table, column in (("supplies", "supply_t"), ("candidates", "capacity_t")):
        cells = stated[table].fillna(0.0)
        for line, value in cells[cells < SMALLEST_T].items():
            yield Problem(
                f"{table}.csv",
                int(str(line)),
                column,
                f"{value:g} t/yr is less than {SMALLEST_T:g}",
                "write amounts in tonnes, or leave the row out",
            )


def compositions_add_up(tables: Tables) -> Iterator[Problem]:
    """Yield materials of more than 100 % elements."""
    rows = tables["compositions"]
    total = rows.groupby("material")["share"].transform("sum")
    for line in rows.index[(total > 1 + ROUNDING) & ~rows.duplicated("material")]:
        yield Problem(
            "compositions.csv",
            int(line),
            "share",
            f"the elements of '{rows.at[line, 'material']}' add up to {total[line]:g}",
            "let them add up to 1 or less",
        )


def latitude_and_longitude(tables: Tables) -> Iterator[Problem]:
    """Warn of a place far from the others that would be near them with latitude and longitude exchanged."""
    points = pd.concat([tables[name][["lat_deg", "lon_deg"]].assign(file=f"{name}.csv") for name in PLACES])
    here = points[["lat_deg", "lon_deg"]].to_numpy()
    middle = points[["lat_deg", "lon_deg"]].median().to_numpy()
    exchanged = (np.abs(here - middle).max(axis=1) > 20) & (np.abs(here[:, ::-1] - middle).max(axis=1) < 10)
    for line, row in points[exchanged].iterrows():
        found = f"({row['lat_deg']:g}, {row['lon_deg']:g}) is far from all else"
        remedy = "latitude and longitude are probably exchanged"
        yield Problem(row["file"], int(str(line)), "lat_deg", found, remedy, "warning")


CHECKS: tuple[Check, ...] = (
    one_namespace, recipes_balance, technologies_have_recipes, goods_classes_are_carried, supply_can_leave, windows_are_in_order,
    targets_make_sense, limits_are_in_order, amounts_are_large_enough, compositions_add_up, latitude_and_longitude,
)  # fmt: skip
