"""What plans on one map share: places, materials, technologies and periods, each known by its position in its table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from recyclenet.errors import UsageError
from recyclenet.instance.instance import Instance
from recyclenet.views.palette import stream_colours
from recyclenet.views.polygons import UNITS_PER_DEG, encode

Columns = dict[str, list[Any]]
"""A table by column; all lists are of one length."""

DEGREE_DECIMALS = 5

PLACES = ("regions", "sites", "outlets")
"""Tables of places in the order in which flows count them."""


@dataclass(frozen=True)
class Frame:
    """Tables of labels, each label once: those of the first instance, then what only later ones have. The first says name and place."""

    tables: Mapping[str, pd.DataFrame]
    handled: Mapping[str, Sequence[str]]
    polygons: Mapping[str, Mapping[str, Any]]
    positions: Mapping[str, Mapping[str, int]]

    def at(self, rows: pd.DataFrame, *columns: str) -> Columns:
        """Return columns of labels as positions in the tables that define them."""
        tables = {column: {"technology": "technologies"}.get(column, f"{column}s") for column in columns}
        return {column: [self.positions[table][label] for label in rows[column]] for column, table in tables.items()}

    def places(self, labels: Iterable[str]) -> list[int]:
        """Return places as positions through regions, then sites, then outlets; -1 for none."""
        return [self.positions["places"].get(label, -1) for label in labels]

    def names(self, table: str) -> dict[str, str]:
        """Return the name to show for every label of a table, in its order: the name stated, else the label."""
        labels = self.tables[table].iloc[:, 0]
        stated = self.tables[table]["name"]
        return {label: name if isinstance(name, str) and name else label for label, name in zip(labels, stated, strict=True)}


def frame_of(*instances: Instance) -> Frame:
    """Return the frame of instances that can be drawn on one map; refuse those whose periods or currencies differ."""
    first = instances[0]
    for other in instances[1:]:
        _refuse_strangers(first, other)
    tables = {table: _union(instances, table) for table in (*PLACES, "materials", "technologies", "periods")}
    positions = {table: {label: position for position, label in enumerate(rows.iloc[:, 0])} for table, rows in tables.items()}
    places = [label for table in PLACES for label in positions[table]]
    positions["places"] = {label: position for position, label in enumerate(places)}
    handled: dict[str, dict[str, None]] = {label: {} for label in positions["technologies"]}
    for instance in instances:
        for technology, material in zip(instance["conversions"]["technology"], instance["conversions"]["material"], strict=True):
            handled[technology][material] = None
    polygons = {label: shape for instance in reversed(instances) for label, shape in instance.polygons.items()}
    return Frame(tables, {label: list(materials) for label, materials in handled.items()}, polygons, positions)


def frame_columns(frame: Frame) -> dict[str, Any]:
    """Return the frame as a map is given it."""
    periods = frame.tables["periods"]
    return {
        "periods": {"name": periods["period"].tolist(), "years": periods["years"].tolist()},
        **_materials(frame),
        "technologies": _technologies(frame),
        "regions": _regions(frame),
        "sites": _places(frame, "sites"),
        "outlets": {**_places(frame, "outlets"), "kind": frame.tables["outlets"]["kind"].tolist()},
    }


def _refuse_strangers(one: Instance, other: Instance) -> None:
    """Refuse instances that cannot be compared, and say why."""
    for what, first, second in (
        ("periods", ", ".join(one.periods), ", ".join(other.periods)),
        ("currencies", *(f"{of.settings.currency} of {of.settings.price_year}" for of in (one, other))),
    ):
        if first != second:
            raise UsageError(f"the two plans have different {what}: {first}, and {second}; compare plans that share them")
    if not set(one["regions"]["region"]) & set(other["regions"]["region"]):
        raise UsageError("the two plans have no region in common; compare plans of the same regions")


def _union(instances: Sequence[Instance], table: str) -> pd.DataFrame:
    """Return the rows of a table of all instances, one for each label."""
    rows = instances[0][table]
    for instance in instances[1:]:
        key = rows.columns[0]
        more = instance[table][~instance[table][key].isin(rows[key])]
        rows = pd.concat([rows, more], ignore_index=True) if len(more) else rows
    return rows


def _materials(frame: Frame) -> dict[str, Columns]:
    """Return materials, and the streams they belong to; a material without a stream is one of its own."""
    names = frame.names("materials")
    stated = dict(zip(names, frame.tables["materials"]["stream"], strict=True))
    streams = [stated[label] if isinstance(stated[label], str) and stated[label] else name for label, name in names.items()]
    colours = stream_colours(streams)
    positions = {stream: position for position, stream in enumerate(colours)}
    return {
        "materials": {"name": list(names.values()), "stream": [positions[stream] for stream in streams]},
        "streams": {"name": list(colours), "colour": list(colours.values())},
    }


def _technologies(frame: Frame) -> Columns:
    """Return technologies with the materials they take or make."""
    names, at = frame.names("technologies"), frame.positions["materials"]
    materials = [sorted(at[material] for material in frame.handled[label]) for label in names]
    return {"name": list(names.values()), "kind": frame.tables["technologies"]["kind"].tolist(), "materials": materials}


def _regions(frame: Frame) -> Columns:
    """Return regions with their polygons; one without a polygon has null, and is drawn as a disc."""
    rows = frame.tables["regions"]
    groups = [group if isinstance(group, str) else "" for group in rows["group"]]
    polygons = [encode(frame.polygons[label]) if label in frame.polygons else None for label in rows["region"]]
    return {**_places(frame, "regions"), "group": groups, "polygons": polygons, "units_per_deg": [UNITS_PER_DEG]}


def _places(frame: Frame, table: str) -> Columns:
    rows = frame.tables[table]
    return {
        "name": list(frame.names(table).values()),
        "lat": rows["lat_deg"].round(DEGREE_DECIMALS).tolist(),
        "lon": rows["lon_deg"].round(DEGREE_DECIMALS).tolist(),
    }
