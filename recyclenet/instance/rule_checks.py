"""Checks of the tables of rules: what a rule says of things that are not there, cannot be counted, or contradict each other."""

from collections.abc import Iterator

import pandas as pd

from recyclenet.errors import Problem
from recyclenet.instance.lookups import Check, Tables, candidates, groups, in_period, kinds, problem, recipes, streams, warning
from recyclenet.instance.schema import EVERY
from recyclenet.instance.tables import meant

ROUNDING = 1e-6
"""How far shares may be from 1."""

SCOPE = ("group", "kind", "technology", "stream", "material", "outlet", "gas")
"""Columns by which a limit says what it counts."""

OF_TECHNOLOGIES, OF_MATERIALS = ("group", "kind", "technology"), ("group", "stream", "material")
COUNTED = {
    "collected": OF_MATERIALS,
    "uncollected": OF_MATERIALS,
    "throughput": (*OF_TECHNOLOGIES, *OF_MATERIALS),
    "capacity": OF_TECHNOLOGIES,
    "sold": (*OF_MATERIALS, "outlet"),
    "emissions": (*OF_TECHNOLOGIES, *OF_MATERIALS, "gas"),
    "investment": OF_TECHNOLOGIES,
    "jobs": OF_TECHNOLOGIES,
    "haulage": OF_MATERIALS,
}
"""The columns of its scope that each metric can tell apart."""


def groups_are_known(tables: Tables) -> Iterator[Problem]:
    """Yield rules on a group that no place is in."""
    known = groups(tables)
    for name in ("network_size", "limits", "standards"):
        cells = tables[name]["group"]
        for line, cell in cells[~cells.isin([EVERY, *known])].items():
            remedy = meant(cell, known) or f"write {EVERY}, or a group of regions.csv or groups.csv"
            yield problem(name, line, "group", f"no place is in a group '{cell}'", remedy)


def streams_are_known(tables: Tables) -> Iterator[Problem]:
    """Yield rules on a stream that no material is of."""
    known = streams(tables)
    for name in ("access", "limits"):
        cells = tables[name]["stream"]
        for line, cell in cells[~cells.isin([EVERY, *known])].items():
            remedy = meant(cell, known) or f"write {EVERY} or a stream of materials.csv"
            yield problem(name, line, "stream", f"no material is of stream '{cell}'", remedy)


def kinds_can_stand(tables: Tables) -> Iterator[Problem]:
    """Yield services by a kind of which nothing can stand; warn of rules that nothing then meets."""
    known = set(candidates(tables)["technology"].map(kinds(tables)))
    for name, column, say in (("service", "kind", problem), ("access", "kind", warning), ("requires", "needs_kind", warning)):
        cells = tables[name][column]
        for line, cell in cells[~cells.isin(known)].items():
            yield say(name, line, column, f"no candidate is of kind {cell}", "add one to candidates.csv, or leave the row out")


def one_access_rule_for_a_material(tables: Tables) -> Iterator[Problem]:
    """Yield bands of one access rule that are about different things, and rules that share a supplied material."""
    rules, materials = tables["access"], tables["materials"][["material", "stream"]]
    for name, bands in rules.groupby("access", sort=False):
        for column in ("stream", "kind", "mode"):
            for line in bands.index[bands[column] != bands[column].iloc[0]]:
                found = f"'{bands.at[line, column]}', but '{bands[column].iloc[0]}' in the first band of '{name}'"
                yield problem("access", line, column, found, "let the bands of a rule agree, or give this one a name of its own")
    scope = pd.concat([materials, materials.assign(stream=EVERY)])
    supplied = scope[scope["material"].isin(tables["supplies"]["material"])]
    about = rules[["access", "stream"]].reset_index().merge(supplied, on="stream").drop_duplicates(["access", "material"])
    first = about.drop_duplicates("material").set_index("material")["access"]
    for row in about[about["access"] != about["material"].map(first)].itertuples():
        found = f"'{row.material}' is under '{first[row.material]}' already"
        yield problem("access", row.line, "access", found, "give each supplied material one access rule")


def nearer_is_no_worse(tables: Tables) -> Iterator[Problem]:
    """Warn of bands in which less is returned than in a wider one."""
    rules = tables["access"].sort_values("within_km", kind="stable")
    wider = rules.groupby("access")["share"].shift(-1)
    for line in sorted(rules.index[rules["share"] < wider]):
        found = f"{rules.at[line, 'share']:g} returned, but {wider[line]:g} in the next wider band"
        yield warning("access", line, "share", found, "let the share fall as the way grows, unless this is meant")


def service_has_inhabitants(tables: Tables) -> Iterator[Problem]:
    """Yield service rules of an instance that does not say where people live."""
    rules = tables["service"]
    if len(rules) and not (tables["regions"]["population"] > 0).any():
        yield problem("service", rules.index[0], "share", "no region has inhabitants", "fill the column population of regions.csv")


def rules_ask_something(tables: Tables) -> Iterator[Problem]:
    """Yield rows that state neither a least nor a most, or more of the first than of the second."""
    for name, least, most in (("limits", "least", "most"), ("splits", "least_share", "most_share"), ("network_size", "least", "most")):
        rows = tables[name]
        for line in rows.index[rows[least].isna() & rows[most].isna()]:
            yield problem(name, line, least, f"neither {least} nor {most} is stated", "state one of them, or leave the row out")
        if name != "network_size":  # checked with the tables that every instance has
            for line in rows.index[rows[least] > rows[most]]:
                found = f"{rows.at[line, least]:g} is more than {most}, {rows.at[line, most]:g}"
                yield problem(name, line, least, found, "exchange them")


def limits_can_be_counted(tables: Tables) -> Iterator[Problem]:
    """Yield limits on what their metric does not tell apart, and on gases where there are none."""
    rows = tables["limits"]
    for column in SCOPE:
        metrics = [metric for metric, known in COUNTED.items() if column not in known]
        stated = rows[column].fillna(EVERY) != EVERY
        for line in rows.index[stated & rows["metric"].isin(metrics)]:
            metric = rows.at[line, "metric"]
            remedy = f"leave it empty; {metric} can be told by {', '.join(COUNTED[metric])}"
            yield problem("limits", line, column, f"{metric} is not counted by {column}, found '{rows.at[line, column]}'", remedy)
    if not len(tables["gases"]):
        for line in rows.index[rows["metric"] == "emissions"]:
            yield problem("limits", line, "metric", "no gas is counted", "add gases.csv, and what emits them")


def limits_count_anything(tables: Tables) -> Iterator[Problem]:
    """Yield limits whose scope contradicts itself, so that nothing counts towards them."""
    rows = tables["limits"]
    kind_of, stream_of = kinds(tables), tables["materials"].set_index("material")["stream"]
    other_kind = rows["kind"].notna() & rows["technology"].isin(kind_of) & (rows["technology"].map(kind_of) != rows["kind"])
    for line in rows.index[other_kind]:
        technology = rows.at[line, "technology"]
        yield problem("limits", line, "kind", f"'{technology}' is of kind {kind_of[technology]}", "leave the kind empty")
    other_stream = (rows["stream"] != EVERY) & (rows["material"] != EVERY) & (rows["material"].map(stream_of) != rows["stream"])
    for line in rows.index[other_stream]:
        found = f"'{rows.at[line, 'material']}' is not of stream '{rows.at[line, 'stream']}'"
        yield problem("limits", line, "stream", found, f"write {EVERY}: the material says it")
    technology = (rows["technology"] != EVERY) | rows["kind"].notna()
    material = (rows["stream"] != EVERY) | (rows["material"] != EVERY)
    for line in rows.index[(rows["metric"] == "emissions") & technology & material]:
        remedy = "make two limits: one on what technologies emit, one on the haulage of materials"
        yield problem("limits", line, "technology", "nothing is emitted by a technology and in haulage of a material at once", remedy)


def requirements_are_whole(tables: Tables) -> Iterator[Problem]:
    """Yield requirements of an unknown recipe, or without the way or group that their scope needs."""
    rows, recipes_of = tables["requires"], recipes(tables)
    grouped = tables["regions"]["group"].notna().any() or len(tables["groups"]) > 0
    for line, row in rows.iterrows():
        name, known = row["technology"], recipes_of.get(row["technology"], [])
        if row["recipe"] not in [EVERY, *known]:
            remedy = meant(row["recipe"], known) or f"write {EVERY} or one of {', '.join(known)}"
            yield problem("requires", line, "recipe", f"'{name}' has no recipe '{row['recipe']}'", remedy)
        if row["scope"] == "within_km":
            for column, what in (("within_km", "how near, in km"), ("mode", "by which mode the way is measured")):
                if pd.isna(row[column]):
                    yield problem("requires", line, column, "the cell is empty", f"write {what}, for scope within_km")
        elif not pd.isna(row["within_km"]):
            found = f"found {row['within_km']:g}, but the scope is {row['scope']}"
            yield problem("requires", line, "within_km", found, "leave it empty, or write scope within_km")
        if row["scope"] == "group" and not grouped:
            yield problem("requires", line, "scope", "no place is in a group", "fill the column group of regions.csv, or groups.csv")


def shares_can_be_held(tables: Tables) -> Iterator[Problem]:
    """Yield splits of an unknown recipe, and those of a technology whose shares cannot add up to 1."""
    rows, recipes_of = tables["splits"], recipes(tables)
    for line, row in rows.iterrows():
        known = recipes_of.get(row["technology"], [])
        if row["recipe"] not in known:
            remedy = meant(row["recipe"], known) or f"write one of {', '.join(known)}"
            yield problem("splits", line, "recipe", f"'{row['technology']}' has no recipe '{row['recipe']}'", remedy)
    told: set[object] = set()
    for period in tables["periods"]["period"]:
        held = in_period(rows, ["technology", "recipe"], period)
        for (technology, _), parts in held.groupby(["technology", "scope"], sort=False):
            line, least, most = parts.index[0], parts["least_share"].sum(), parts["most_share"].sum(skipna=False)
            if line not in told and least > 1 + ROUNDING:
                found = f"the least shares of '{technology}' add up to {least:g}"
                yield problem("splits", line, "least_share", found, "let them add up to 1 or less")
                told.add(line)
            if line not in told and most < 1 - ROUNDING and set(recipes_of.get(technology, [])) <= set(parts["recipe"]):
                found = f"the most shares of all recipes of '{technology}' add up to {most:g}"
                yield problem("splits", line, "most_share", found, "let them add up to 1 or more")
                told.add(line)


def exclusive_candidates_exist(tables: Tables) -> Iterator[Problem]:
    """Yield members of exclusive groups that are no candidate."""
    rows, known = tables["exclusive"], tables["candidates"]
    pairs = pd.MultiIndex.from_frame(rows[["site", "technology"]])
    for line in rows.index[~pairs.isin(pd.MultiIndex.from_frame(known[["site", "technology"]]))]:
        site, technology = rows.at[line, "site"], rows.at[line, "technology"]
        there = ", ".join(known.loc[known["site"] == site, "technology"].unique())
        found = f"'{technology}' is no candidate at '{site}'"
        yield problem("exclusive", line, "technology", found, f"write one of {there}" if there else "add it to candidates.csv")


def single_source_does_not_come_back(tables: Tables) -> Iterator[Problem]:
    """Yield materials with one destination that come back in the period they are sold in, so that nothing bounds what leaves a region."""
    cells, returns = tables["single_source"]["material"], tables["returns"]
    for line, cell in cells[cells.isin(returns.loc[returns["lag_periods"] == 0, "returned"])].items():
        found = f"'{cell}' comes back in the period it is sold in (returns.csv), so that nothing bounds what leaves a region"
        yield problem("single_source", line, "material", found, "leave one of the two rows out, or let it come back a period later")


RULE_CHECKS: tuple[Check, ...] = (
    groups_are_known, streams_are_known, kinds_can_stand, one_access_rule_for_a_material, nearer_is_no_worse, service_has_inhabitants,
    rules_ask_something, limits_can_be_counted, limits_count_anything, requirements_are_whole, shares_can_be_held,
    exclusive_candidates_exist, single_source_does_not_come_back,
)  # fmt: skip
