"""The rules of a screening: where candidate sites are looked for, what they must keep clear of and what they must be near to."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recyclenet.errors import InstanceError, Problem

SCREENING_FILE = "screening.toml"

LIMITS: Mapping[str, str] = {"exclude": "buffer_km", "near": "within_km", "slope": "most_slope_deg"}
"""The kinds of rules, and the key of the number that belongs to each."""

WEIGHTS = ("supply", "population")
"""By what regions may draw the greenfield suggestions to them."""


@dataclass(frozen=True)
class Rule:
    """One rule: `kind` exclude (`limit` km or more from the layer), near (at most `limit` km from it), slope (at most `limit` degrees).

    The layer is a file, or the point `lat_deg`, `lon_deg`. Of a file `layer` names the part, `crs` the coordinate system where it does
    not say so itself, and only features whose `column` holds one of the `values` count. `source` says on the map whose layer
    it is.
    """

    name: str
    kind: str
    limit: float
    file: str = ""
    layer: str = ""
    crs: str = ""
    column: str = ""
    values: tuple[str, ...] = ()
    lat_deg: float = math.nan
    lon_deg: float = math.nan
    source: str = ""


@dataclass(frozen=True)
class Screening:
    """What screening.toml says; 0 or "" where something is not asked for."""

    rules: tuple[Rule, ...] = ()
    spacing_km: float = 0.0
    settlements: str = ""
    apart_km: float = 0.0
    suggestions: int = 0
    weight: str = "supply"
    seed: int = 0


NUMBERS: Mapping[str, tuple[float, float]] = {
    "spacing_km": (0.1, 1000),
    "apart_km": (0, 1000),
    "suggestions": (0, 1000),
    "seed": (0, 2**31 - 1),
    "buffer_km": (0, 1000),
    "within_km": (0, 20_000),
    "most_slope_deg": (0, 90),
    "lat_deg": (-90, 90),
    "lon_deg": (-180, 180),
}
"""Numbers, with the least and the most they may be."""

WHOLE, TEXTS, LISTS = (
    ("suggestions", "seed"),
    ("settlements", "weight", "name", "kind", "file", "layer", "crs", "column", "source"),
    ("values",),
)
TOP, GREENFIELD = ("spacing_km", "settlements", "apart_km", "greenfield", "rules"), ("suggestions", "weight", "seed")
RULE = ("name", "kind", "file", "layer", "crs", "column", "values", "source", "lat_deg", "lon_deg", *LIMITS.values())


def screening_of(found: Mapping[str, object]) -> Screening:
    """Return what a screening.toml says; raise InstanceError with all that is wrong with it."""
    greenfield: Any = found.get("greenfield", {})
    rules: Any = found.get("rules", [])
    problems = list(_faults("", found, TOP))
    if not isinstance(greenfield, dict):
        problems.append(_problem("greenfield", f"found {greenfield!r}", "write it as a table: [greenfield]"))
    elif not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        problems.append(_problem("rules", "it is no list of tables", "begin each rule with a line [[rules]]"))
    else:
        problems += _faults("greenfield.", greenfield, GREENFIELD)
        if greenfield.get("weight", "supply") not in WEIGHTS:
            problems.append(_problem("greenfield.weight", f"found {greenfield['weight']!r}", f"write one of {', '.join(WEIGHTS)}"))
        for number, rule in enumerate(rules, start=1):
            problems += _rule_faults(f"rules[{number}].", rule, [str(other.get("name", "")) for other in rules[: number - 1]])
    if not problems and not any((found.get("spacing_km"), found.get("settlements"), isinstance(greenfield, dict) and greenfield)):
        remedy = "write spacing_km = 10 for a grid, settlements = a file of places, or [greenfield] suggestions = 5"
        problems.append(_problem("", "no candidates are asked for", remedy))
    if problems:
        raise InstanceError(problems)
    top: dict[str, Any] = {key: value for key, value in found.items() if key not in ("greenfield", "rules")}
    return Screening(rules=tuple(_rule(rule) for rule in rules), **top, **greenfield)


def _rule(found: Mapping[str, Any]) -> Rule:
    limit = found[LIMITS[str(found["kind"])]]
    plain = {key: value for key, value in found.items() if key not in (*LIMITS.values(), "values")}
    return Rule(limit=float(str(limit)), values=tuple(map(str, found.get("values", ()))), **plain)


def _rule_faults(place: str, rule: Mapping[str, object], names_before: list[str]) -> Iterator[Problem]:
    yield from _faults(place, rule, RULE)
    for key in ("name", "kind"):
        if key not in rule:
            yield _problem(f"{place}{key}", "the key is missing", f"write {key} = ...")
    if rule.get("name") in names_before:
        yield _problem(f"{place}name", f"'{rule['name']}' is the name of an earlier rule", "give it a name of its own")
    kind = rule.get("kind", "near")
    if kind not in LIMITS:
        yield _problem(f"{place}kind", f"found {kind!r}", f"write one of {', '.join(LIMITS)}")
        return
    for key in LIMITS.values():
        if (key in rule) != (key == LIMITS[str(kind)]) and "kind" in rule:
            what = "the key is missing" if key not in rule else f"it does not go with kind {kind}"
            yield _problem(f"{place}{key}", what, f"kind {kind} takes {LIMITS[str(kind)]}")
    point = {"lat_deg", "lon_deg"} & rule.keys()
    if ("file" in rule) == bool(point) or len(point) == 1 or (point and kind == "slope"):
        remedy = "give a file" + ("" if kind == "slope" else ", or lat_deg and lon_deg of one point")
        yield _problem(f"{place}file", "what the rule is about is missing, or said twice", remedy)
    if ("column" in rule) != ("values" in rule):
        yield _problem(f"{place}column", "column and values go together", 'write both, such as column = "name", values = ["Gan"]')


def _faults(place: str, found: Mapping[str, object], known: tuple[str, ...]) -> Iterator[Problem]:
    """Yield unknown keys, and values of the wrong kind or out of range."""
    for key, value in found.items():
        if key not in known:
            yield _problem(place + key, "the key is unknown", f"the keys here are {', '.join(known)}")
        elif key in NUMBERS:
            least, most = NUMBERS[key]
            right = isinstance(value, int if key in WHOLE else (int, float)) and not isinstance(value, bool)
            if not right or not least <= float(str(value)) <= most:
                yield _problem(
                    place + key, f"found {value!r}", f"write a {'whole ' if key in WHOLE else ''}number from {least:g} to {most:g}"
                )
        elif key in TEXTS and not (isinstance(value, str) and value):
            yield _problem(place + key, f"found {value!r}", "write a text")
        elif key in LISTS and not (isinstance(value, list) and value):
            yield _problem(place + key, f"found {value!r}", 'write a list, such as ["Gan", "Fu"]')


def _problem(key: str, found: str, remedy: str) -> Problem:
    return Problem(SCREENING_FILE, 0, key, found, remedy)
