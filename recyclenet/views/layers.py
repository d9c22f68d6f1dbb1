"""What a map draws of a plan, as columns of plain values: labels become positions in their table, amounts are rounded to the kilogram."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from recyclenet.instance.instance import Instance
from recyclenet.solution.figures import kept, key_figures, on_the_spot
from recyclenet.solution.solution import Solution
from recyclenet.views.palette import OUTLET_COLOURS, REGION_COLOURS, STATUS_COLOURS, stream_colours
from recyclenet.views.polygons import UNITS_PER_DEG, encode

Columns = dict[str, list[Any]]
"""A table by column; all lists are of one length."""

TONNE_DECIMALS, DEGREE_DECIMALS, KM_DECIMALS = 3, 5, 1


def layers(plan: Solution) -> dict[str, Any]:
    """Return all that a map shows of a plan, ready for JSON: finite numbers, text, lists and objects of these."""
    instance = plan.instance
    return {
        **_headline(plan),
        "periods": {"name": list(instance.periods), "years": instance["periods"]["years"].tolist()},
        **_materials(instance),
        "technologies": _technologies(instance),
        "regions": _regions(instance),
        "sites": _places(instance, "sites"),
        "outlets": {**_places(instance, "outlets"), "kind": instance["outlets"]["kind"].tolist()},
        "supplies": _supplies(plan),
        **_candidates(plan),
        "flows": _flows(plan),
        "sales": _sales(plan),
        "recovered": _recovered(plan),
        "colours": {"status": dict(STATUS_COLOURS), "outlet": dict(OUTLET_COLOURS), "region": list(REGION_COLOURS)},
    }


def _headline(plan: Solution) -> dict[str, Any]:
    figures, settings = key_figures(plan), plan.instance.settings
    return {
        "title": figures.title,
        "currency": figures.currency,
        "price_year": figures.price_year,
        "status": figures.status,
        "cost": figures.cost,
        "gap": figures.gap,
        "attribution": [text for key, text in settings.provenance.items() if key == "polygons"],
    }


def _materials(instance: Instance) -> dict[str, Columns]:
    """Return materials, and the streams they belong to; a material without a stream is one of its own."""
    names = _names(instance, "materials")
    stated = instance.keyed("materials")["stream"].to_dict()
    streams = [stated[label] if isinstance(stated[label], str) and stated[label] else name for label, name in names.items()]
    colours = stream_colours(streams)
    positions = {stream: position for position, stream in enumerate(colours)}
    return {
        "materials": {"name": list(names.values()), "stream": [positions[stream] for stream in streams]},
        "streams": {"name": list(colours), "colour": list(colours.values())},
    }


def _technologies(instance: Instance) -> Columns:
    """Return technologies with the materials they take or make."""
    names, at = _names(instance, "technologies"), _positions(instance, "materials")
    handled: dict[str, dict[int, None]] = {label: {} for label in names}
    for technology, material in zip(instance["conversions"]["technology"], instance["conversions"]["material"], strict=True):
        handled[technology][at[material]] = None
    materials = [sorted(handled[label]) for label in names]
    return {"name": list(names.values()), "kind": instance["technologies"]["kind"].tolist(), "materials": materials}


def _regions(instance: Instance) -> Columns:
    """Return regions with their polygons; one without a polygon has null, and is drawn as a disc."""
    groups = [group if isinstance(group, str) else "" for group in instance["regions"]["group"]]
    polygons = [encode(instance.polygons[label]) if label in instance.polygons else None for label in instance["regions"]["region"]]
    return {**_places(instance, "regions"), "group": groups, "polygons": polygons, "units_per_deg": [UNITS_PER_DEG]}


def _places(instance: Instance, table: str) -> Columns:
    rows = instance[table]
    return {
        "name": list(_names(instance, table).values()),
        "lat": rows["lat_deg"].round(DEGREE_DECIMALS).tolist(),
        "lon": rows["lon_deg"].round(DEGREE_DECIMALS).tolist(),
    }


def _supplies(plan: Solution) -> Columns:
    """Return what arises and what of it does not leave its region: it stays with its owners, or is dealt with on the spot."""
    keys = ["region", "material", "period"]
    staying = pd.concat(
        [kept(plan).rename(columns={"kept_t": "uncollected_t"}), on_the_spot(plan).rename(columns={"sold_t": "uncollected_t"})]
    )
    rows = plan.instance["supplies"].merge(staying.groupby(keys, as_index=False)["uncollected_t"].sum(), on=keys, how="left")
    return {**_at(plan.instance, rows, *keys), **_tonnes(rows.fillna({"uncollected_t": 0.0}), "supply_t", "uncollected_t")}


def _candidates(plan: Solution) -> dict[str, Columns]:
    """Return the candidates that were allowed, and when which of them stands and how much goes through it."""
    instance, key = plan.instance, ["site", "technology", "size"]
    allowed = instance["candidates"]
    allowed = allowed[allowed["status"] != "forbidden"].reset_index(drop=True)
    columns = {**_at(instance, allowed, "site", "technology"), "size": allowed["size"].tolist(), "status": allowed["status"].tolist()}
    opened = plan["openings"].merge(allowed[key].assign(candidate=allowed.index), on=key)
    standing = {
        "candidate": opened["candidate"].tolist(),
        **_at(instance, opened, "period"),
        "opens": [int(opens == "yes") for opens in opened["opens"]],
        **_tonnes(opened, "capacity_t", "throughput_t"),
    }
    return {"candidates": {**columns, **_tonnes(allowed, "capacity_t")}, "openings": standing}


def _flows(plan: Solution) -> Columns:
    """Return flows of a kilogram a year or more. Places count through regions, then sites, then outlets."""
    instance = plan.instance
    rows = plan["flows"]
    rows = rows[rows["flow_t"].round(TONNE_DECIMALS) > 0]
    counted = [label for table in ("regions", "sites", "outlets") for label in _positions(instance, table)]
    at = {label: position for position, label in enumerate(counted)}
    return {
        "origin": [at[label] for label in rows["origin"]],
        "destination": [at[label] for label in rows["destination"]],
        **_at(instance, rows, "material", "period"),
        "distance_km": rows["distance_km"].round(KM_DECIMALS).tolist(),
        **_tonnes(rows, "flow_t"),
    }


def _sales(plan: Solution) -> Columns:
    """Return what outlets take of a kilogram a year or more."""
    rows = plan["sales"]
    rows = rows[(rows["sold_t"].round(TONNE_DECIMALS) > 0) & rows["outlet"].isin(plan.instance["outlets"]["outlet"])]
    return {**_at(plan.instance, rows, "outlet", "material", "period"), **_tonnes(rows, "sold_t")}


def _recovered(plan: Solution) -> Columns:
    """Return tonnes a year of each element that buyers take, by period."""
    figures = key_figures(plan)
    rows = [
        (element, position, round(tonnes / figures.years[period], TONNE_DECIMALS))
        for position, (period, elements) in enumerate(figures.recovered_t_by_period.items())
        for element, tonnes in elements.items()
    ]
    return {name: [row[column] for row in rows] for column, name in enumerate(("element", "period", "recovered_t"))}


def _at(instance: Instance, rows: pd.DataFrame, *columns: str) -> Columns:
    """Return columns of labels as positions in the tables that define them."""
    tables = {"technology": "technologies"}
    positions = {column: _positions(instance, tables.get(column, f"{column}s")) for column in columns}
    return {column: [positions[column][label] for label in rows[column]] for column in columns}


def _tonnes(rows: pd.DataFrame, *columns: str) -> Columns:
    return {column: [amount + 0.0 for amount in rows[column].round(TONNE_DECIMALS).tolist()] for column in columns}


def _positions(instance: Instance, table: str) -> Mapping[str, int]:
    return {label: position for position, label in enumerate(instance[table].iloc[:, 0])}


def _names(instance: Instance, table: str) -> dict[str, str]:
    """Return the name to show for every label of a table, in its order: the name stated, else the label."""
    labels = instance[table].iloc[:, 0]
    return {label: name if isinstance(name, str) and name else label for label, name in zip(labels, instance[table]["name"], strict=True)}
