"""The objectives of an instance as settings state them: read, checked, and written again."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from recyclenet.errors import Problem
from recyclenet.instance.instance import MEASURES, Objective
from recyclenet.instance.tables import meant

LEAST_COST = Objective("cost")
KINDS: dict[str, tuple[type, ...]] = {"measure": (str,), "of": (str,), "slack": (int, float), "slack_share": (int, float)}
NEED_OF = {"emissions": "the gas, as in gases.csv", "recovered": "the element, as in compositions.csv"}

WHAT = ("measure", "of")
"""What tells two objectives apart."""


def objectives_of(records: Iterable[dict[str, Any]]) -> tuple[Objective, ...]:
    """Return the objectives of settings that hold no fault; the last is always cost."""
    stated = tuple(Objective(**record) for record in records)
    return stated if stated and stated[-1].measure == "cost" else (*stated, LEAST_COST)


def objective_records(objectives: Iterable[Objective]) -> list[dict[str, object]]:
    """Return objectives as they are stated in settings; nothing for least cost alone."""
    blank = asdict(Objective(""))
    records = [{key: value for key, value in asdict(objective).items() if value != blank[key]} for objective in objectives]
    return [] if records == [{"measure": "cost"}] else records


def objective_faults(file: str, records: object) -> Iterator[Problem]:
    """Yield what is wrong with the objectives that settings state."""
    stated = records if isinstance(records, list) else []
    for number, record in enumerate(stated, start=1):
        where = f"objectives, number {number}"
        if not isinstance(record, dict):
            yield Problem(file, 0, where, f"found {record!r}", 'write [[objectives]] and measure = "..." below it')
            continue
        yield from _record_faults(file, where, record)
        yield from _place_faults(file, where, record, stated[number:])


def unknown_names(file: str, objectives: Iterable[Objective], names: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    """Yield objectives of a gas or element that an instance does not have; `names` holds those it has, by measure."""
    for number, objective in enumerate(objectives, start=1):
        known = sorted(set(names.get(objective.measure, [])))
        if objective.measure in NEED_OF and objective.of not in known:
            found = f"there is no '{objective.of}' for {objective.measure}"
            choice = f"write one of {', '.join(known)}" if known else f"write {NEED_OF[objective.measure]}; there is none yet"
            yield Problem(file, 0, f"objectives, number {number}", found, meant(objective.of, known) or choice)


def _record_faults(file: str, where: str, record: dict[str, object]) -> Iterator[Problem]:
    for key, value in record.items():
        if key not in KINDS:
            yield Problem(file, 0, where, f"the key '{key}' is unknown", meant(key, list(KINDS)) or f"the keys are {', '.join(KINDS)}")
        elif not isinstance(value, KINDS[key]) or isinstance(value, bool):
            yield Problem(file, 0, where, f"found {key} = {value!r}", f"write a {KINDS[key][-1].__name__}")
        elif isinstance(value, int | float) and not (math.isfinite(value) and value >= 0):
            yield Problem(file, 0, where, f"found {key} = {value!r}", "write a number of at least 0")
    measure = record.get("measure")
    if measure not in MEASURES:
        yield Problem(file, 0, where, f"measure is {measure!r}", meant(str(measure), MEASURES) or f"write one of {', '.join(MEASURES)}")
    elif measure in NEED_OF and not record.get("of"):
        yield Problem(file, 0, where, f"{measure} of what is not said", f'add of = "...": {NEED_OF[str(measure)]}')
    elif measure not in NEED_OF and record.get("of"):
        yield Problem(file, 0, where, f"{measure} of {record['of']!r} is not counted apart", "leave of out")


def _place_faults(file: str, where: str, record: dict[str, object], later: list[object]) -> Iterator[Problem]:
    """Yield an objective that cannot stand where it does, given those after it."""
    if record.get("measure") == "cost" and later:
        yield Problem(file, 0, where, "cost comes before another objective", "put cost last: the others are held while it is made least")
    if record.get("measure") == "cost" and not later and (record.get("slack") or record.get("slack_share")):
        yield Problem(file, 0, where, "cost has a slack, but no objective comes after it", "leave slack and slack_share out")
    if any(isinstance(other, dict) and [other.get(key, "") for key in WHAT] == [record.get(key, "") for key in WHAT] for other in later):
        yield Problem(file, 0, where, "the same objective stands again further down", "keep one of the two")
