"""What a map draws of a plan, as columns of plain values: labels become positions in their table, amounts are rounded to the kilogram."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from recyclenet.solution.figures import KeyFigures, kept, key_figures, on_the_spot
from recyclenet.solution.solution import Solution
from recyclenet.views.frames import Columns, Frame, frame_columns, frame_of
from recyclenet.views.palette import DIFFERENCE_COLOURS, OUTLET_COLOURS, REGION_COLOURS, STATUS_COLOURS

TONNE_DECIMALS, KM_DECIMALS = 3, 1

COLOURS = {
    "status": dict(STATUS_COLOURS),
    "outlet": dict(OUTLET_COLOURS),
    "region": list(REGION_COLOURS),
    "difference": {name: list(colours) for name, colours in DIFFERENCE_COLOURS.items()},
}


def layers(plan: Solution) -> dict[str, Any]:
    """Return all that a map shows of a plan, ready for JSON: finite numbers, text, lists and objects of these."""
    frame = frame_of(plan.instance)
    return {**frame_columns(frame), **_plan_columns(plan, frame), "colours": COLOURS}


def compared_layers(plans: Sequence[Solution], names: Sequence[str]) -> dict[str, Any]:
    """Return all that a map shows of two plans: what they share, and under `plans` what each has of its own, with its name."""
    frame = frame_of(*(plan.instance for plan in plans))
    own = [{"plan_name": name, **_plan_columns(plan, frame)} for plan, name in zip(plans, names, strict=True)]
    return {**frame_columns(frame), "plans": own, "colours": COLOURS}


def _plan_columns(plan: Solution, frame: Frame) -> dict[str, Any]:
    figures = key_figures(plan)
    return {
        **_headline(plan, figures),
        "supplies": _supplies(plan, frame),
        **_candidates(plan, frame),
        "flows": _flows(plan, frame),
        "sales": _sales(plan, frame),
        "recovered": _recovered(plan, figures),
        **_accounts(plan, frame),
    }


def _headline(plan: Solution, figures: KeyFigures) -> dict[str, Any]:
    polygons = plan.instance.settings.provenance.get("polygons")
    return {
        "title": figures.title,
        "currency": figures.currency,
        "price_year": figures.price_year,
        "status": figures.status,
        "cost": figures.cost,
        "gap": figures.gap,
        "attribution": [] if polygons is None else [polygons],
    }


def _supplies(plan: Solution, frame: Frame) -> Columns:
    """Return what arises and what of it does not leave its region: it stays with its owners, or is dealt with on the spot."""
    keys = ["region", "material", "period"]
    staying = pd.concat(
        [kept(plan).rename(columns={"kept_t": "uncollected_t"}), on_the_spot(plan).rename(columns={"sold_t": "uncollected_t"})]
    )
    rows = plan.instance["supplies"].merge(staying.groupby(keys, as_index=False)["uncollected_t"].sum(), on=keys, how="left")
    return {**frame.at(rows, *keys), **_tonnes(rows.fillna({"uncollected_t": 0.0}), "supply_t", "uncollected_t")}


def _candidates(plan: Solution, frame: Frame) -> dict[str, Columns]:
    """Return the candidates that were allowed, and when which of them stands and how much goes through it."""
    key = ["site", "technology", "size"]
    allowed = plan.instance["candidates"]
    allowed = allowed[allowed["status"] != "forbidden"].reset_index(drop=True)
    columns = {**frame.at(allowed, "site", "technology"), "size": allowed["size"].tolist(), "status": allowed["status"].tolist()}
    opened = plan["openings"].merge(allowed[key].assign(candidate=allowed.index), on=key)
    standing = {
        "candidate": opened["candidate"].tolist(),
        **frame.at(opened, "period"),
        "opens": [int(opens == "yes") for opens in opened["opens"]],
        **_tonnes(opened, "capacity_t", "throughput_t"),
    }
    return {"candidates": {**columns, **_tonnes(allowed, "capacity_t")}, "openings": standing}


def _flows(plan: Solution, frame: Frame) -> Columns:
    """Return flows of a kilogram a year or more. Places count through regions, then sites, then outlets."""
    rows = plan["flows"]
    rows = rows[rows["flow_t"].round(TONNE_DECIMALS) > 0]
    return {
        "origin": frame.places(rows["origin"]),
        "destination": frame.places(rows["destination"]),
        **frame.at(rows, "material", "period"),
        "distance_km": rows["distance_km"].round(KM_DECIMALS).tolist(),
        **_tonnes(rows, "flow_t"),
    }


def _sales(plan: Solution, frame: Frame) -> Columns:
    """Return what outlets take of a kilogram a year or more."""
    rows = plan["sales"]
    rows = rows[(rows["sold_t"].round(TONNE_DECIMALS) > 0) & rows["outlet"].isin(plan.instance["outlets"]["outlet"])]
    return {**frame.at(rows, "outlet", "material", "period"), **_tonnes(rows, "sold_t")}


def _recovered(plan: Solution, figures: KeyFigures) -> Columns:
    """Return tonnes a year of each element that buyers take, and of each that was in what was collected, by period."""
    contents = plan.instance["compositions"]
    columns: Columns = {"element": [], "period": [], "recovered_t": [], "collected_t": []}
    for position, (period, elements) in enumerate(figures.recovered_t_by_period.items()):
        collected = contents["material"].map(figures.collected_t_by_period[period]).fillna(0.0) * contents["share"]
        held = collected.groupby(contents["element"]).sum().to_dict()
        for element, tonnes in elements.items():
            amounts = (tonnes / figures.years[period], held.get(element, 0.0) / figures.years[period])
            row = (element, position, *(round(amount, TONNE_DECIMALS) for amount in amounts))
            for column, value in zip(columns.values(), row, strict=True):
                column.append(value)
    return columns


def _accounts(plan: Solution, frame: Frame) -> dict[str, Columns]:
    """Return discounted costs, emissions and stocks by place, and by how much rules with a price are missed."""
    costs = plan["costs"][plan["costs"]["cost"].round() != 0]
    emissions = plan["emissions"][plan["emissions"]["emitted_t"].round(TONNE_DECIMALS) != 0]
    stocks = plan["stocks"][plan["stocks"]["stock_t"].round(TONNE_DECIMALS) > 0]
    missed = plan["shortfalls"]
    cost = {"component": costs["component"].tolist(), "cost": [round(amount) for amount in costs["cost"].tolist()]}
    gas = {"gas": emissions["gas"].tolist(), **_tonnes(emissions, "emitted_t")}
    return {
        "costs": {**frame.at(costs, "period"), "place": frame.places(costs["place"]), **cost},
        "emissions": {**frame.at(emissions, "period"), "place": frame.places(emissions["place"]), **gas},
        "stocks": {"place": frame.places(stocks["place"]), **frame.at(stocks, "material", "period"), **_tonnes(stocks, "stock_t")},
        "shortfalls": {
            **frame.at(missed, "period"),
            **{column: missed[column].tolist() for column in ("rule", "name")},
            "amount": missed["amount"].round(TONNE_DECIMALS).tolist(),
        },
    }


def _tonnes(rows: pd.DataFrame, *columns: str) -> Mapping[str, list[float]]:
    return {column: [amount + 0.0 for amount in rows[column].round(TONNE_DECIMALS).tolist()] for column in columns}
