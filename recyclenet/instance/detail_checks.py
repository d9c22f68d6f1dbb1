"""Checks of candidates' further columns and of the tables of details: what can never happen, or belongs to nothing."""

from collections.abc import Iterator

import pandas as pd

from recyclenet.errors import Problem
from recyclenet.instance.lookups import Check, Tables, problem, warning, whereabouts
from recyclenet.instance.schema import YES
from recyclenet.instance.tables import meant

CANDIDATE = ["site", "technology", "size"]


def expansion_has_room(tables: Tables) -> Iterator[Problem]:
    """Yield candidates whose most capacity is below their capacity, or whose steps do not fit between the two."""
    rows = tables["candidates"]
    room = rows["most_capacity_t"] - rows["capacity_t"]
    for line in rows.index[room < 0]:
        found = f"{rows.at[line, 'most_capacity_t']:g} t/yr is less than capacity_t, {rows.at[line, 'capacity_t']:g}"
        yield problem("candidates", line, "most_capacity_t", found, "write the capacity with all that may be added, or leave it empty")
    for line in rows.index[(room >= 0) & (rows["expansion_step_t"] > room)]:
        found = f"a step of {rows.at[line, 'expansion_step_t']:g} t/yr is larger than the room of {room[line]:g}"
        yield problem("candidates", line, "expansion_step_t", found, "raise most_capacity_t, or write a smaller step")
    for line in rows.index[rows["expansion_step_t"].notna() & room.isna()]:
        yield problem(
            "candidates", line, "most_capacity_t", "the cell is empty, but there is an expansion_step_t", "say how far it may grow"
        )


def salvage_needs_closing(tables: Tables) -> Iterator[Problem]:
    """Warn of a salvage value of what cannot be closed."""
    rows = tables["candidates"]
    for line in rows.index[(rows["salvage_value"] > 0) & rows["closing_cost"].isna()]:
        found = f"found {rows.at[line, 'salvage_value']:g}, but it cannot be closed"
        yield warning("candidates", line, "salvage_value", found, "write a closing_cost (0 where closing is free), or leave it empty")


def what_must_open_can(tables: Tables) -> Iterator[Problem]:
    """Yield required candidates that no period lets be opened in time, or beside which another size must stand."""
    rows, periods = tables["candidates"], list(tables["periods"]["period"])
    order = {period: number for number, period in enumerate(periods)}
    building = [flag == YES for flag in tables["periods"]["building"]]
    required = rows[rows["status"] == "required"]
    first = required["first_period"].map(order).fillna(0).astype(int)
    deadline = required["last_period"].map(order).fillna(len(periods) - 1).astype(int)
    for line in required.index[(first <= deadline).to_numpy()]:
        if not any(building[first[line] : deadline[line] + 1]):
            found = f"it must open by '{periods[deadline[line]]}', but nothing may be built from '{periods[first[line]]}' until then"
            yield problem("candidates", line, "status", found, "write a later last_period, or yes in the column building of periods.csv")
    lasting = rows[(rows["status"] == "required") | ((rows["status"] == "existing") & rows["closing_cost"].isna())]
    for line in lasting.index[lasting.duplicated(["site", "technology"], keep=False) & (lasting["status"] == "required")]:
        found = "another size of this technology must stand at this site for good"
        yield problem("candidates", line, "status", found, "keep one of them; give an existing one a closing_cost if it may give way")


def costs_are_of_candidates(tables: Tables) -> Iterator[Problem]:
    """Yield costs of what is no candidate, and of closing what cannot be closed."""
    rows, known = tables["candidate_costs"], tables["candidates"]
    pairs, labels = pd.MultiIndex.from_frame(rows[CANDIDATE]), pd.MultiIndex.from_frame(known[CANDIDATE])
    for line, label in zip(rows.index[~pairs.isin(labels)], pairs[~pairs.isin(labels)], strict=True):
        beside = known[(known["site"] == label[0]) & (known["technology"] == label[1])]["size"]
        remedy = f"write one of the sizes {', '.join(beside)}" if len(beside) else "add it to candidates.csv"
        yield problem("candidate_costs", line, "size", f"'{label[2]}' of '{label[1]}' is no candidate at '{label[0]}'", remedy)
    lasting = labels[known["closing_cost"].isna()]
    for line in rows.index[rows["closing_cost"].notna() & pairs.isin(lasting)]:
        found = "the candidate has no closing_cost in candidates.csv: it cannot be closed"
        yield problem("candidate_costs", line, "closing_cost", found, "write one there too, or leave this empty")


def rates_are_of_modes(tables: Tables) -> Iterator[Problem]:
    """Yield costs and emissions of haulage of goods that the mode does not carry."""
    rates = tables["mode_rates"]
    known = pd.MultiIndex.from_frame(rates[["mode", "goods_class"]])
    for name in ("haulage_costs", "haulage_emissions"):
        rows = tables[name]
        for line in rows.index[~pd.MultiIndex.from_frame(rows[["mode", "goods_class"]]).isin(known)]:
            mode, goods = rows.at[line, "mode"], rows.at[line, "goods_class"]
            remedy = meant(goods, list(rates.loc[rates["mode"] == mode, "goods_class"])) or "add its rate to mode_rates.csv"
            yield problem(name, line, "goods_class", f"'{mode}' carries no '{goods}'", remedy)


def material_is_where_it_is_kept_or_sold(tables: Tables) -> Iterator[Problem]:
    """Warn of stock, and of sales on the spot, where a material can never be."""
    outlets = set(tables["outlets"]["outlet"])
    on_the_spot = tables["sales"][~tables["sales"]["outlet"].isin(outlets)]
    blocks = [(name, rows, place) for name, rows, place in
              (("storage", tables["storage"], "place"), ("sales", on_the_spot, "outlet")) if len(rows)]  # fmt: skip
    there = whereabouts(tables) if blocks else set()
    for name, rows, place in blocks:
        for line, *pair in zip(rows.index, rows[place], rows["material"], strict=True):
            if tuple(pair) not in there:
                found = f"there is never any '{pair[1]}' at '{pair[0]}'"
                yield warning(name, line, "material", found, "leave the row out, or name another place or material")


def what_comes_back_was_sold(tables: Tables) -> Iterator[Problem]:
    """Yield returns of what an outlet does not take; warn of those that come after the last period."""
    rows, sales, count = tables["returns"], tables["sales"], len(tables["periods"])
    taken = pd.MultiIndex.from_frame(rows[["outlet", "material"]]).isin(pd.MultiIndex.from_frame(sales[["outlet", "material"]]))
    for line in rows.index[~taken]:
        outlet, material = rows.at[line, "outlet"], rows.at[line, "material"]
        bought = ", ".join(sales.loc[sales["outlet"] == outlet, "material"].unique())
        remedy = f"write one of {bought}" if bought else "add it to sales.csv"
        yield problem("returns", line, "material", f"'{outlet}' takes no '{material}'", remedy)
    for line in rows.index[rows["lag_periods"] >= count]:
        found = f"{rows.at[line, 'lag_periods']} periods later is after the last of {count} periods: nothing comes back"
        yield warning("returns", line, "lag_periods", found, "write a shorter lag, or add periods")


DETAIL_CHECKS: tuple[Check, ...] = (
    expansion_has_room, salvage_needs_closing, what_must_open_can, costs_are_of_candidates, rates_are_of_modes,
    material_is_where_it_is_kept_or_sold, what_comes_back_was_sold,
)  # fmt: skip
